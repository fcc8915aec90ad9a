// The base of every browser test: the server, Chromium, and a page that records its problems and requests.
//
//   const server = await serve({ root: "www" });
//   const browser = await launch();
//   const visit = await open(browser);
//   await visit.page.goto(server.url + "/");
//   assert.deepEqual(visit.problems, []);
//   assert.equal(await visit.layoutShift(), 0);
//
// `cargo xtask test` sets PASSERELLE_XTASK (the server's program), PASSERELLE_TOOL (the native tool), CHROME_PATH and, if there is one,
// PASSERELLE_HEADLESS_SHELL: Chromium's engine without its windows, which takes half the processor time. `cargo xtask accept` does not.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

import { launchWebKit } from "./webkit.mjs";

/** The repository's folder. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The package's folder in the demo. */
const PACKAGE_MOUNT = { "/passerelle": "pkg/dist" };

/** The options with which every test starts Chromium. */
export const CHROMIUM_FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

function environment(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the browser tests with \`cargo xtask test\``);
  return value;
}

/**
 * Starts the static server on a free port.
 *
 * @param {{ root: string, mounts?: Record<string, string> }} options folders, absolute or relative to the repository
 * @returns {Promise<{ url: string, close: () => Promise<void> }>} its address, without a final slash
 */
export async function serve({ root, mounts = PACKAGE_MOUNT }) {
  const args = ["serve", "--root", root, "--port", "0", "--until-stdin-closes"];
  for (const [prefix, folder] of Object.entries(mounts)) args.push("--mount", `${prefix}=${folder}`);
  const server = spawn(environment("PASSERELLE_XTASK"), args, { cwd: ROOT, stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(server, "exit");
  const firstLine = once(createInterface({ input: server.stdout }), "line");
  const url = await Promise.race([
    firstLine.then(([line]) => line),
    ended.then(([code]) => Promise.reject(new Error(`the server ended with code ${code}`))),
  ]);
  return {
    url,
    async close() {
      server.stdin.end();
      await ended;
    },
  };
}

/** The path of the native tool. */
export function tool() {
  return resolve(ROOT, process.env.PASSERELLE_TOOL || "target/release/passerelle");
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The browser of the tests: `cargo xtask accept` sets FIREFOX_PATH or WEBKIT_DRIVER_PATH for tests that also run elsewhere. */
export const ENGINE = process.env.FIREFOX_PATH ? "Firefox" : process.env.WEBKIT_DRIVER_PATH ? "WebKit" : "Chromium";

/** The option of a test that needs Chromium's own protocol. */
export const CHROMIUM_ONLY = { skip: ENGINE !== "Chromium" && "it needs Chromium's own protocol; Chromium runs it" };

/**
 * Starts Chromium, or Firefox over WebDriver BiDi, or WebKit over WebDriver, with the part of playwright's interface that the tests of the
 * store and of the element need.
 */
export function launch() {
  if (ENGINE === "Firefox") return launchFirefox();
  if (ENGINE === "WebKit") return launchWebKit();
  return chromium.launch({ executablePath: process.env.PASSERELLE_HEADLESS_SHELL || environment("CHROME_PATH"), args: CHROMIUM_FLAGS });
}

/** Starts Chromium with its back/forward cache, which playwright turns off and the headless shell does not have. */
export function launchWithCacheOfPages() {
  const ignoreDefaultArgs = ["--disable-back-forward-cache"];
  return chromium.launch({ executablePath: environment("CHROME_PATH"), args: CHROMIUM_FLAGS, ignoreDefaultArgs });
}

async function launchFirefox() {
  const { default: puppeteer } = await import("puppeteer-core");
  const options = { browser: "firefox", executablePath: environment("FIREFOX_PATH"), headless: true };
  const browser = await puppeteer.launch(options);
  const contexts = new Set();
  return {
    contexts: () => [...contexts],
    close: () => browser.close(),
    async newContext() {
      const inner = await browser.createBrowserContext();
      const context = {
        async newPage() {
          const page = await inner.newPage();
          page.addInitScript = (script) => page.evaluateOnNewDocument(script);
          return page;
        },
        async close() {
          contexts.delete(context);
          await inner.close();
        },
      };
      contexts.add(context);
      return context;
    },
  };
}

/** The longest wait for a condition, and the interval between checks, in milliseconds. */
const PATIENCE_MS = 20_000;
const GLANCE_MS = 50;

/**
 * Waits for an asynchronous condition. `page.waitForFunction` would treat the promise of such a function as a true value, and not wait.
 *
 * @param {{ evaluate: Function }} page
 * @param {Function} condition runs in the page, with `argument`
 */
export async function until(page, condition, argument) {
  const end = Date.now() + PATIENCE_MS;
  while (!(await page.evaluate(condition, argument))) {
    if (Date.now() > end) throw new Error(`not true within ${PATIENCE_MS} ms, for ${JSON.stringify(argument)}: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, GLANCE_MS));
  }
}

/**
 * For `addInitScript`, where slates are compared: no suggestion counts as seen, however long it is in sight on a busy machine. What was seen
 * is offered less.
 */
export const unseen = () => Object.defineProperty(document, "hidden", { get: () => true });

/** Options of a context: a desktop and a phone. */
export const WIDE = { viewport: { width: 1440, height: 900 } };
export const NARROW = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };

/**
 * Opens a page in a new profile, as for a shopper's first visit.
 *
 * `problems` has all problems (console errors, uncaught errors, failed requests); `requests` has every request in order, as
 * `{ method, url, headers }`; `said` has the console's warnings. A request that the browser itself cancels, because its page or its picture
 * is gone, is no problem.
 *
 * @param {import("playwright-core").Browser} browser
 * @param {import("playwright-core").BrowserContextOptions} [contextOptions]
 */
export async function open(browser, contextOptions = {}) {
  const context = await browser.newContext(contextOptions);
  await context.addInitScript(watchLayout);
  const page = await context.newPage();
  const [problems, requests] = [[], []];
  const said = warningsOf(page);
  page.on("console", (message) => {
    const { url } = message.location();
    // The browser requests this file by itself.
    if (message.type() !== "error" || url.endsWith("/favicon.ico")) return;
    problems.push(`console: ${message.text()} (${url})`);
  });
  page.on("pageerror", (error) => problems.push(`uncaught: ${error.stack ?? error.message}`));
  const leftDuring = watchDepartures(page);
  page.on("requestfailed", (request) => {
    const error = request.failure()?.errorText;
    // A picture is also cancelled once nothing refers to its node any more, on the same page.
    const isOfBrowser = CANCELLED.test(error) && (request.resourceType() === "image" || leftDuring(request));
    if (!isOfBrowser) problems.push(`failed: ${request.url()} ${error}`);
  });
  page.on("request", (request) =>
    requests.push({ method: request.method(), url: request.url(), headers: request.headers() }),
  );
  return {
    context,
    page,
    problems,
    requests,
    said,
    /** Returns the page's layout shift so far, without shifts after the shopper's own input, as CLS counts it. */
    async layoutShift() {
      // Two frames later, the last change is laid out and reported.
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      return page.evaluate(() => globalThis.__layoutShift());
    },
    /** Leaves out the shifts so far. */
    async forgetShifts() {
      await this.layoutShift();
      await page.evaluate(() => globalThis.__forgetShifts());
    },
    close: () => context.close(),
  };
}

/** Returns the list of the console's warnings, now and later, of a page or of a context; a warning is `warn` in Firefox. */
export function warningsOf(page) {
  const said = [];
  page.on("console", (message) => /^warn/.test(message.type()) && said.push(message.text()));
  return said;
}

/** Waits until a page that was opened by `open` has a warning that contains `what`, or matches it. */
export async function untilSaid({ page, said }, what = "") {
  const isSaid = (line) => (typeof what === "string" ? line.includes(what) : what.test(line));
  for (const end = Date.now() + PATIENCE_MS; !said.some(isSaid); await page.waitForTimeout(GLANCE_MS)) {
    if (Date.now() > end) throw new Error(`not said within ${PATIENCE_MS} ms: ${what}; but ${said.join("\n") || "nothing"}`);
  }
}

/** The error of a request that was cancelled, in Chromium and in Firefox. */
const CANCELLED = /ERR_ABORTED|NS_BINDING_ABORTED/;

/** Returns a function that tells whether its page was left, or loaded again, after a request began. */
function watchDepartures(page) {
  let departures = 0;
  /** Until the next document is there, requests come from the page that is left. */
  let isLeaving = false;
  const before = new WeakMap();
  page.on("request", (request) => {
    const isDeparture = request.isNavigationRequest() && request.frame() === page.mainFrame();
    if (isDeparture) departures += 1;
    before.set(request, isLeaving && !isDeparture ? departures - 1 : departures);
    isLeaving ||= isDeparture;
  });
  page.on("framenavigated", (frame) => {
    if (frame === page.mainFrame()) isLeaving = false;
  });
  return (request) => before.get(request) < departures;
}

/** Runs in the page, before its scripts. */
function watchLayout() {
  let total = 0;
  const add = (entries) => {
    for (const entry of entries) if (!entry.hadRecentInput) total += entry.value;
  };
  const observer = new PerformanceObserver((list) => add(list.getEntries()));
  observer.observe({ type: "layout-shift", buffered: true });
  globalThis.__layoutShift = () => {
    add(observer.takeRecords());
    return total;
  };
  globalThis.__forgetShifts = () => {
    total = 0;
  };
}
