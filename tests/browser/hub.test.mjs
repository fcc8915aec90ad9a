// A house with several sub-domains: a shared history behind the hub's frame, which other sites cannot read.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, afterEach, before, test } from "node:test";

import { startCdn } from "./cdn.mjs";
import { ENGINE, launch, ROOT, until } from "./harness.mjs";
import { ofHistory, PACK } from "./store.mjs";

const BAG = "22423";

let cdn;
let browser;
let port;
const at = (host) => `http://${host}:${port}`;

before(async () => {
  cdn = await startCdn({ "/": `${ROOT}tests/browser/pages`, "/passerelle/": `${ROOT}pkg/dist`, "/pack/": PACK });
  port = new URL(cdn.url).port;
  const page = await readFile(`${ROOT}pkg/dist/hub.html`, "utf8");
  const origins = [at("shop.maison.localhost"), at("parfum.maison.localhost")].join(" ");
  const body = page.replace('name="passerelle-origins" content=""', `name="passerelle-origins" content="${origins}"`);
  assert.notEqual(body, page);
  cdn.answer = (path) => (path === "/passerelle/hub.html" ? { status: 200, body } : undefined);
  cdn.policy = cdn.policy.replace("default-src 'none'", `default-src 'none'; frame-src ${at("hub.maison.localhost")}`);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await cdn?.close();
});

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
});

async function visit(context, host) {
  const page = await context.newPage();
  page.problems = [];
  page.on("pageerror", (error) => page.problems.push(error.message));
  await page.goto(`${at(host)}/api.html`);
  await page.waitForSelector("html[data-ready]");
  await page.evaluate(async (hub) => {
    globalThis.warnings = [];
    globalThis.heard = [];
    addEventListener("message", ({ data, origin }) => globalThis.heard.push([origin, JSON.stringify(data)]));
    globalThis.messages = [];
    const onWarning = ({ code, message }) => (globalThis.warnings.push(code), globalThis.messages.push(message));
    globalThis.shop = await globalThis.passerelle.createPasserelle({ pack: "/pack", consent: true, hub, onWarning });
  }, `${at("hub.maison.localhost")}/passerelle/hub.html`);
  return page;
}

const remembered = (page) => page.evaluate(async () => (await globalThis.shop.history.export()).events.map(({ itemId }) => itemId));
const track = (page, itemId) => page.evaluate((id) => globalThis.shop.track({ name: "view_item", itemId: id }), itemId);

/** WebKit separates a frame's storage by the embedding origin, even for sub-domains of the same site. */
const SHARES = ENGINE !== "WebKit";

test("a bag viewed on one sub-domain is known on the other, and forgotten on both", { skip: !SHARES && "WebKit parts the frame's storage" }, async () => {
  const context = await browser.newContext();
  const shop = await visit(context, "shop.maison.localhost");
  await track(shop, BAG);
  const parfum = await visit(context, "parfum.maison.localhost");
  assert.deepEqual(await remembered(parfum), [BAG]);
  const home = await parfum.evaluate(() => globalThis.shop.suggest({ placement: "home" }));
  assert.ok(home.suggestions.some(ofHistory), "its list came along");
  // Nothing is stored on the sub-domains themselves.
  for (const page of [shop, parfum]) {
    assert.deepEqual(await page.evaluate(async () => [(await indexedDB.databases()).length, localStorage.length]), [0, 0]);
  }
  await parfum.evaluate(() => globalThis.shop.setConsent(false));
  await until(shop, async () => (await globalThis.shop.history.export()).events.length === 0);
  await track(shop, "22470");
  const third = await visit(context, "shop.maison.localhost");
  assert.deepEqual(await remembered(third), []);
  for (const page of [shop, parfum, third]) assert.deepEqual([await page.evaluate(() => globalThis.warnings), page.problems], [[], []]);
});

test("a hub that loads late hears of a refusal, and of what comes after it", { skip: !SHARES && "WebKit parts the frame's storage" }, async () => {
  const context = await browser.newContext();
  const shop = await visit(context, "shop.maison.localhost");
  await track(shop, BAG);
  const { answer } = cdn;
  let load;
  const isLoading = new Promise((done) => (load = done));
  cdn.answer = async (path) => {
    if (path === "/passerelle/hub.html") await isLoading;
    return answer(path);
  };
  try {
    const parfum = await visit(context, "parfum.maison.localhost");
    await parfum.evaluate(() => globalThis.shop.setConsent(false, { answer: true }).catch(() => undefined));
    await until(parfum, () => globalThis.warnings.includes("hub_unreachable"));
    assert.deepEqual(await remembered(shop), [BAG]);
    load();
    await until(shop, async () => (await globalThis.shop.history.export()).events.length === 0);
    await parfum.evaluate(() => globalThis.shop.setConsent(true, { answer: true }));
    await track(parfum, BAG);
    const third = await visit(context, "shop.maison.localhost");
    assert.deepEqual(await remembered(third), [BAG]);
    assert.deepEqual([await third.evaluate(() => globalThis.warnings), parfum.problems], [[], []]);
  } finally {
    load();
    cdn.answer = answer;
  }
});

test("in WebKit each sub-domain has a history of its own behind the hub, and none lies outside it", { skip: SHARES && "other browsers share it" }, async () => {
  const context = await browser.newContext();
  const shop = await visit(context, "shop.maison.localhost");
  await track(shop, BAG);
  const parfum = await visit(context, "parfum.maison.localhost");
  assert.deepEqual(await remembered(parfum), []);
  const again = await visit(context, "shop.maison.localhost");
  assert.deepEqual(await remembered(again), [BAG]);
  for (const page of [shop, parfum, again]) {
    assert.deepEqual(await page.evaluate(async () => [(await indexedDB.databases()).length, localStorage.length]), [0, 0]);
  }
  await again.evaluate(() => globalThis.shop.setConsent(false));
  await until(shop, async () => (await globalThis.shop.history.export()).events.length === 0);
  for (const page of [shop, parfum, again]) assert.deepEqual([await page.evaluate(() => globalThis.warnings), page.problems], [[], []]);
});

test("another site embeds the hub and learns nothing", async () => {
  const context = await browser.newContext();
  const shop = await visit(context, "shop.maison.localhost");
  await track(shop, BAG);
  await Promise.all(["other.localhost", "maison.localhost", "shop.maison.localhost.other.localhost"].map(async (host) => {
    const page = await visit(context, host);
    // The module's own client gives up, and requests made by hand are not answered either.
    await page.evaluate(() => {
      for (const frame of document.querySelectorAll("iframe")) {
        for (const request of [{ op: "load" }, { op: "wipe", refused: true }]) frame.contentWindow.postMessage({ passerelle: 1, id: 1, request }, "*");
      }
    });
    assert.deepEqual(await remembered(page), [], host);
    await until(page, () => globalThis.warnings.length === 2);
    assert.deepEqual(await page.evaluate(() => globalThis.warnings), ["hub_unreachable", "storage_denied"]);
    const [message] = await page.evaluate(() => globalThis.messages);
    assert.ok(message.includes(`hub_unreachable: ${at("hub.maison.localhost")}/passerelle/hub.html `), message);
    assert.deepEqual(await page.evaluate(() => globalThis.heard), []);
  }));
  assert.deepEqual(await remembered(shop), [BAG], "nor can they wipe");
});

test("the hub answers what its schema knows, and nothing else", async () => {
  const context = await browser.newContext();
  const shop = await visit(context, "shop.maison.localhost");
  await track(shop, BAG);
  const answers = await shop.evaluate(async () => {
    const hub = document.querySelector("iframe").contentWindow;
    const ask = (message, patience = 150) => new Promise((done) => {
      const listen = ({ data }) => {
        if (data?.id === 99) {
          removeEventListener("message", listen);
          done(data.reply.failure ?? true);
        }
      };
      addEventListener("message", listen);
      hub.postMessage(message, "*");
      setTimeout(done, patience, "no answer");
    });
    const bytes = new Uint8Array(3);
    const asked = [
      { op: "load" }, { op: "append", epoch: 1, rows: [{ key: [2, 0, 0], records: bytes }] },
      { op: "load", extra: 1 }, { op: "peek", create: true }, { op: "drop" }, {}, null, "load",
      { op: "append", epoch: 1, rows: [{ key: [2, 0], records: bytes }] }, { op: "append", epoch: 1 },
      { op: "append", epoch: -1, rows: [] }, { op: "append", epoch: 1, rows: [{ key: [2, 0, 0], records: "x" }] },
      { op: "replace", epoch: 1, generation: 0, drop: [7], put: [] }, { op: "wipe", refused: 1 }, { op: "publish", event: "x" },
    ];
    const results = [];
    // The first two are answered, however long that takes.
    for (const [at, request] of asked.entries()) results.push(await ask({ passerelle: 1, id: 99, request }, at < 2 ? 20_000 : 150));
    results.push(await ask({ passerelle: 2, id: 99, request: { op: "load" } }), await ask({ id: 99, request: { op: "load" } }));
    return results;
  });
  assert.deepEqual(answers, [true, "revoked", ...Array(15).fill("no answer")]);
  assert.deepEqual(await remembered(shop), [BAG]);
});
