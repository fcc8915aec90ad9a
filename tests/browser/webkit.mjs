// Runs the browser tests in Safari's engine: WebKitGTK's MiniBrowser under Xvfb, driven by WebKitWebDriver, with the part of playwright's
// interface that the tests of the store and of the element need. Not for Chromium and Firefox: see harness.mjs.
//
// The protocol runs one script at a time in one window of a session. It has no scripts that run before a page's own, and no console events.
// So a call starts in the page and is polled until it has an answer, and the test's server (cdn.mjs) inserts those scripts at the start of
// each document that it sends to this browser.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { Script } from "node:vm";

/** The path of the driver; `cargo xtask accept` sets it for the tests that run in WebKit. */
const DRIVER = process.env.WEBKIT_DRIVER_PATH;
const BROWSER = process.env.WEBKIT_BROWSER_PATH;

/** The longest wait for a page and for a call in it, and the interval between checks, in milliseconds. */
const PATIENCE_MS = 60_000;
const GLANCE_MS = 10;

/** The path of a browser's scripts on the server: the browser's user agent names it. */
const MARK = /PasserelleTest\/(\d+)/;
const contextsByMark = new Map();
let lastMark = 0;

/** Returns the document `html` with a test's scripts before its own, for the browser that `userAgent` names. */
export function withInitScripts(html, userAgent = "") {
  const mark = userAgent.match(MARK)?.[1];
  if (mark === undefined) return html;
  const script = `<script src="${INIT_PATH}${mark}.js"></script>`;
  const text = String(html);
  return /^<!doctype html>/i.test(text) ? text.replace(/^<!doctype html>/i, (doctype) => doctype + script) : script + text;
}

const INIT_PATH = "/init-scripts/";

/** Returns the script at a path of `withInitScripts`; `undefined` for any other path. */
export function initScriptAt(path) {
  if (!path.startsWith(INIT_PATH)) return undefined;
  const context = contextsByMark.get(path.slice(INIT_PATH.length, -".js".length));
  return [`(${listen})();`, ...(context?.loading?.initScripts ?? [])].join("\n");
}

/** Runs in the page before its scripts: records console messages and uncaught errors for the next answer. */
function listen() {
  const told = (globalThis.__told = []);
  const names = { warn: "warning", error: "error" };
  for (const [method, type] of Object.entries(names)) {
    const original = console[method];
    console[method] = function (...values) {
      told.push({ event: "console", type, text: values.map(String).join(" ") });
      original.apply(this, values);
    };
  }
  const uncaught = (error) => told.push({ event: "pageerror", message: String(error?.message ?? error), stack: error?.stack });
  addEventListener("error", ({ error, message }) => uncaught(error ?? message));
  addEventListener("unhandledrejection", ({ reason }) => uncaught(reason));
}

/** Starts a virtual screen; each context has a browser of its own on it. */
export async function launchWebKit() {
  const xvfb = spawn("Xvfb", ["-displayfd", "1", "-screen", "0", "1440x1200x24", "-nolisten", "tcp"], { stdio: ["ignore", "pipe", "ignore"] });
  const display = await firstLine(xvfb, "Xvfb");
  const contexts = new Set();
  return {
    contexts: () => [...contexts],
    async close() {
      await Promise.all([...contexts].map((context) => context.close()));
      await ended(xvfb);
    },
    async newContext() {
      const context = await openContext(`:${display}`, () => contexts.delete(context));
      contexts.add(context);
      return context;
    },
  };
}

async function openContext(display, forget) {
  const { Builder } = await import("selenium-webdriver");
  const mark = String(++lastMark);
  const port = await freePort();
  const env = { ...process.env, DISPLAY: display, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1" };
  const server = spawn(DRIVER, [`--port=${port}`], { env, stdio: "ignore" });
  await untilListening(port);
  const driver = await new Builder()
    .usingServer(`http://127.0.0.1:${port}`)
    .withCapabilities({
      browserName: "MiniBrowser",
      "webkitgtk:browserOptions": { binary: BROWSER, args: ["--automation", `--user-agent=Mozilla/5.0 PasserelleTest/${mark}`] },
    })
    .build();
  await driver.manage().setTimeouts({ pageLoad: PATIENCE_MS, script: PATIENCE_MS });
  // Calls run one at a time: a session controls one window at a time.
  let turn = Promise.resolve();
  const inTurn = (work) => {
    const result = turn.then(work);
    turn = result.then(() => {}, () => {});
    return result;
  };
  let firstWindow = await driver.getWindowHandle();
  const context = {
    loading: undefined,
    newPage: () =>
      inTurn(async () => {
        const window = firstWindow ?? (await newWindow(driver));
        firstWindow = undefined;
        return new Page(context, driver, window, inTurn);
      }),
    async close() {
      forget();
      contextsByMark.delete(mark);
      await inTurn(() => driver.quit().catch(() => {}));
      await ended(server);
    },
  };
  contextsByMark.set(mark, context);
  return context;
}

async function newWindow(driver) {
  await driver.switchTo().newWindow("window");
  return driver.getWindowHandle();
}

class Page {
  initScripts = [];
  #context;
  #driver;
  #window;
  #inTurn;
  #listeners = [];
  #calls = 0;

  constructor(context, driver, window, inTurn) {
    this.#context = context;
    this.#driver = driver;
    this.#window = window;
    this.#inTurn = inTurn;
  }

  /** Runs before the scripts of the documents that the test's server sends. */
  async addInitScript(script) {
    this.initScripts.push(typeof script === "function" ? `(${script})();` : script);
  }

  /** Listens to `pageerror` and `console`; these events arrive with the answer of the next call. */
  on(event, listener) {
    this.#listeners.push({ event, listener });
  }

  goto(url) {
    return this.#load(() => this.#driver.get(url));
  }

  reload() {
    return this.#load(() => this.#driver.navigate().refresh());
  }

  /**
   * Runs a function, an expression or statements in the page. For a function or an expression it returns the value, as JSON can represent
   * it.
   */
  async evaluate(work, argument) {
    const call = ++this.#calls;
    const given = argument === undefined ? "" : JSON.stringify(argument);
    const body = typeof work === "function" ? `return (${work})(${given});` : isExpression(work) ? `return (${work}\n);` : work;
    await this.#execute(
      `const answers = (globalThis.__answers ??= {});
       (async () => { ${body} })().then(
         (value) => (answers[${call}] = { value }),
         (error) => (answers[${call}] = { error: String(error?.message ?? error) }));`,
    );
    for (const end = Date.now() + PATIENCE_MS; ; await sleep(GLANCE_MS)) {
      const text = await this.#execute(
        `const answers = globalThis.__answers;
         if (!answers) return JSON.stringify({ error: "the page went away" });
         const answer = answers[${call}];
         delete answers[${call}];
         return JSON.stringify({ ...answer, waits: !answer, told: globalThis.__told?.splice(0) });`,
      );
      const { value, error, waits, told } = JSON.parse(text);
      for (const one of told ?? []) this.#tell(one);
      if (error !== undefined) throw new Error(error);
      if (!waits) return value;
      if (Date.now() > end) throw new Error(`no answer within ${PATIENCE_MS} ms: ${work}`);
    }
  }

  waitForSelector(selector) {
    return this.waitForFunction((wanted) => document.querySelector(wanted) !== null, selector);
  }

  async waitForFunction(condition, argument) {
    for (const end = Date.now() + PATIENCE_MS; !(await this.evaluate(condition, argument)); await sleep(GLANCE_MS)) {
      if (Date.now() > end) throw new Error(`not true within ${PATIENCE_MS} ms, for ${JSON.stringify(argument)}: ${condition}`);
    }
  }

  waitForTimeout(milliseconds) {
    return sleep(milliseconds);
  }

  close() {
    return this.#here(async () => {
      // The session ends with its last window.
      if ((await this.#driver.getAllWindowHandles()).length === 1) await newWindow(this.#driver);
      await this.#driver.switchTo().window(this.#window);
      const [left] = await this.#driver.close();
      await this.#driver.switchTo().window(left);
    });
  }

  #load(navigate) {
    return this.#here(async () => {
      this.#context.loading = this;
      await navigate();
    });
  }

  #execute(script) {
    return this.#here(() => this.#driver.executeScript(script));
  }

  #here(work) {
    return this.#inTurn(async () => {
      await this.#driver.switchTo().window(this.#window);
      return work();
    });
  }

  #tell({ event: told, type, text, message, stack }) {
    for (const { event, listener } of this.#listeners) {
      if (event !== told) continue;
      listener(told === "console" ? { type: () => type, text: () => text } : { message, stack });
    }
  }
}

/** Returns whether a script is one expression, with a value to return. */
function isExpression(script) {
  try {
    return Boolean(new Script(`async () => (${script}\n)`));
  } catch {
    return false;
  }
}

const sleep = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

async function firstLine(child, name) {
  const exit = once(child, "exit").then(([code]) => Promise.reject(new Error(`${name} ended with code ${code}`)));
  const [line] = await Promise.race([once(createInterface({ input: child.stdout }), "line"), exit]);
  return line;
}

async function ended(child) {
  const exit = once(child, "exit");
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  await exit;
}

async function freePort() {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

async function untilListening(port) {
  for (const end = Date.now() + PATIENCE_MS; ; await sleep(GLANCE_MS)) {
    const answered = await fetch(`http://127.0.0.1:${port}/status`).then(() => true, () => false);
    if (answered) return;
    if (Date.now() > end) throw new Error("the driver of WebKit does not answer");
  }
}
