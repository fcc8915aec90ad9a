// Runs a browser on a profile of its own, kills or closes it, and opens it again on that profile: Chromium, or Firefox if FIREFOX_PATH is
// set.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

import { CHROMIUM_FLAGS, ENGINE } from "./harness.mjs";

/** After a kill the browser starts as usual, and sends nothing over the network by itself. */
const FIREFOX_SETTINGS = {
  "toolkit.startup.max_resumed_crashes": -1,
  "browser.sessionstore.resume_from_crash": false,
  "app.normandy.enabled": false,
  "app.update.disabledForTesting": true,
  "datareporting.policy.dataSubmissionEnabled": false,
  "network.connectivity-service.enabled": false,
};

/** Calls `work` with the folder of a new profile, and removes it afterwards. */
export async function withProfile(work) {
  const profile = await mkdtemp(join(tmpdir(), "passerelle-profile-"));
  try {
    return await work(profile);
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * Starts the browser on a profile, with the page of the public API at `url` and the module open on it as `shop`.
 *
 * `kill` ends all its processes at once, like a power loss; `close` lets the browser write its data first.
 *
 * @param {string} profile
 * @param {string} url of a server that has pages/, the package and a pack
 */
export async function startOn(profile, url) {
  const started = await (ENGINE === "Firefox" ? firefoxOn(profile) : chromiumOn(profile));
  const { page } = started;
  await page.goto(`${url}/api.html`);
  await page.waitForSelector("html[data-ready]");
  await page.evaluate(async () => {
    globalThis.warnings = [];
    const onWarning = ({ code }) => globalThis.warnings.push(code);
    globalThis.shop = await globalThis.passerelle.createPasserelle({ pack: "/pack", consent: true, onWarning });
  });
  return started;
}

/** Ends a process and all processes that it started: it leads a process group. */
async function kill(browser) {
  const ended = once(browser, "exit");
  process.kill(-browser.pid, "SIGKILL");
  await ended;
}

/** Starts a browser and waits for the address on which it listens. */
async function start(program, flags, listens) {
  const browser = spawn(program, flags, { detached: true, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  const address = await new Promise((resolve, reject) => {
    browser.stderr.on("data", (chunk) => {
      said += chunk;
      const found = listens.exec(said);
      if (found) resolve(found[1]);
    });
    browser.on("exit", () => reject(new Error(`${ENGINE} ended: ${said}`)));
  });
  return { browser, address };
}

async function chromiumOn(profile) {
  const flags = [...CHROMIUM_FLAGS, "--remote-debugging-port=0", `--user-data-dir=${profile}`, "about:blank"];
  const { browser, address } = await start(process.env.CHROME_PATH, flags, /DevTools listening on (ws:\S+)/);
  const connection = await chromium.connectOverCDP(address);
  return {
    page: await connection.contexts()[0].newPage(),
    kill: () => kill(browser),
    async close() {
      const ended = once(browser, "exit");
      const session = await connection.newBrowserCDPSession();
      await session.send("Browser.close").catch(() => undefined);
      await ended;
    },
  };
}

/** Not puppeteer's `launch`: after a kill it would restore the profile's settings. */
async function firefoxOn(profile) {
  const { default: puppeteer } = await import("puppeteer-core");
  const settings = Object.entries(FIREFOX_SETTINGS).map(([name, value]) => `user_pref("${name}", ${value});`);
  await writeFile(join(profile, "user.js"), settings.join("\n"));
  const flags = ["--headless", "--no-remote", "--remote-debugging-port=0", "--profile", profile, "about:blank"];
  const { browser, address } = await start(process.env.FIREFOX_PATH, flags, /WebDriver BiDi listening on (ws:\S+)/);
  const connection = await puppeteer.connect({ browserWSEndpoint: `${address}/session`, protocol: "webDriverBiDi" });
  return {
    page: await connection.newPage(),
    kill: () => kill(browser),
    async close() {
      const ended = once(browser, "exit");
      await connection.close();
      await ended;
    },
  };
}
