// What is on the device when the browser is killed, and after the shopper has everything erased. With a profile of its
// own for every test, which a fresh browser opens again.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { chromium } from "playwright-core";

import { startCdn } from "../cdn.mjs";
import { ROOT, seeded } from "../harness.mjs";
import { PACK } from "../store.mjs";

const KILLS = 30;
const CANARY = "canary-3f9c1e77";

let cdn;

before(async () => {
  cdn = await startCdn({ "/": `${ROOT}tests/browser/pages`, "/passerelle/": `${ROOT}pkg/dist`, "/pack/": PACK });
});

after(() => cdn?.close());

/** Chromium on a profile, in a process group that can be killed whole. */
async function start(profile) {
  const browser = spawn(process.env.CHROME_PATH, [
    "--headless", "--no-sandbox", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--remote-debugging-port=0", `--user-data-dir=${profile}`, "about:blank",
  ], { detached: true, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  const address = await new Promise((resolve, reject) => {
    browser.stderr.on("data", (chunk) => {
      said += chunk;
      const found = /DevTools listening on (ws:\S+)/.exec(said);
      if (found) resolve(found[1]);
    });
    browser.on("exit", () => reject(new Error(`Chromium ended: ${said}`)));
  });
  const connection = await chromium.connectOverCDP(address);
  const page = await connection.contexts()[0].newPage();
  await page.goto(`${cdn.url}/api.html`);
  await page.waitForSelector("html[data-ready]");
  await page.evaluate(async () => {
    globalThis.warnings = [];
    const onWarning = ({ code }) => globalThis.warnings.push(code);
    globalThis.shop = await globalThis.passerelle.createPasserelle({ pack: "/pack", consent: true, onWarning });
  });
  return {
    page,
    async kill() {
      const ended = once(browser, "exit");
      process.kill(-browser.pid, "SIGKILL");
      await ended;
    },
    async close() {
      const ended = once(browser, "exit");
      const session = await connection.newBrowserCDPSession();
      await session.send("Browser.close").catch(() => undefined);
      await ended;
    },
  };
}

async function withProfile(work) {
  const profile = await mkdtemp(join(tmpdir(), "passerelle-profile-"));
  try {
    return await work(profile);
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

test(`${KILLS} times killed while it writes: nothing acknowledged is lost, nothing is there twice`, { timeout: 600_000 }, () =>
  withProfile(async (profile) => {
    const random = seeded(11);
    const kinds = ["view_item", "select_item", "add_to_wishlist"];
    const acknowledged = { view_item: 0, select_item: 0, add_to_wishlist: 0 };
    let offered = 0;
    const check = async (page, round) => {
      const { events } = await page.evaluate(() => globalThis.shop.history.export());
      assert.equal(new Set(events.map(({ id }) => id)).size, events.length);
      for (const kind of kinds) {
        const there = events.filter(({ name }) => name === kind).length;
        assert.ok(there >= acknowledged[kind], `kill ${round}: ${acknowledged[kind]} of ${kind} were acknowledged, ${there} are there`);
      }
      assert.ok(events.length <= offered);
      assert.deepEqual(await page.evaluate(() => globalThis.warnings), []);
    };
    for (let round = 0; round < KILLS; round += 1) {
      const { page, kill } = await start(profile);
      await check(page, round);
      await page.exposeFunction("acknowledge", (kind) => (acknowledged[kind] += 1));
      page.evaluate(async (names) => {
        for (let event = 0; event < 60; event += 1) {
          const name = names[event % 3];
          void globalThis.shop.track({ name, itemId: "22423" }).then(() => globalThis.acknowledge(name));
          await new Promise((done) => setTimeout(done, 4));
        }
      }, kinds).catch(() => undefined);
      offered += 60;
      await wait(30 + random() * 300);
      await kill();
    }
    const { page, close } = await start(profile);
    await check(page, KILLS);
    const sum = Object.values(acknowledged).reduce((total, count) => total + count, 0);
    assert.ok(sum > KILLS * 5, `only ${sum} events were acknowledged`);
    console.log(`# ${offered} events offered, ${sum} acknowledged before ${KILLS} kills`);
    await close();
  }));

/** Which files of the profile hold the canary, as text of one or of two bytes a letter. */
async function traces(profile) {
  const needles = [Buffer.from(CANARY), Buffer.from(CANARY, "utf16le")];
  const found = [];
  for (const entry of await readdir(profile, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    if (needles.some((needle) => bytes.includes(needle))) found.push(path.slice(profile.length + 1));
  }
  return found.sort();
}

test("erased, and the browser closed: what the profile directory still holds", { timeout: 120_000 }, () =>
  withProfile(async (profile) => {
    let { page, close } = await start(profile);
    await page.evaluate(() => globalThis.shop.track({ name: "view_item", itemId: "22423" }));
    await page.evaluate(async (canary) => {
      const [{ division, type }] = (await globalThis.shop.history.export()).events;
      await globalThis.shop.history.import([{ itemId: canary, time: Math.floor(Date.now() / 1_000), division, type }]);
    }, CANARY);
    await close();
    const kept = await traces(profile);
    assert.ok(kept.length > 0, "what is looked for would be found");
    ({ page, close } = await start(profile));
    await page.evaluate(() => globalThis.shop.setConsent(false));
    await close();
    const left = await traces(profile);
    console.log(`# before: ${kept.join(", ")}\n# after erasing: ${left.join(", ") || "nothing"}`);
    ({ page, close } = await start(profile));
    assert.deepEqual(await page.evaluate(async () => (await globalThis.shop.history.export()).events), []);
    await close();
    const later = await traces(profile);
    console.log(`# after one more start: ${later.join(", ") || "nothing"}`);
    assert.deepEqual(later.filter((path) => !/IndexedDB/.test(path)), []);
  }));
