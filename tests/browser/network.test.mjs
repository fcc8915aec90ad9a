// The network gate: the module's requests depend on the page alone. Two shoppers with different histories and equal
// caches send the same bytes in the same order on the same pages.

import assert from "node:assert/strict";
import { cp, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";

import { startCdn } from "./cdn.mjs";
import { launch, open, ROOT } from "./harness.mjs";
import { PACK, stored } from "./store.mjs";
import { pairs, record } from "./wire.mjs";

/** Numbers of pairs of shoppers without a cache, and with full caches. */
const PAIRS = { cold: 10, warm: 5 };
/** Number of first pairs with two further shoppers: one without a history, and one without consent. */
const PAIRS_WITH_OTHERS = 2;
/** Number of pairs with stored histories; `cargo xtask accept` sets a hundred. */
const MANY = Number(process.env.PASSERELLE_PAIRS ?? 0);
const STORED_PAIRS = { cold: MANY / 2 || 4, warm: MANY / 2 || 2 };
const CANARY = "canary-8d2b";
const SEED = 7;
const PAGES = 4;
const SHAPE = { count: PAIRS.cold, pages: PAGES };
/** All files that the module may request from a pack. */
const PACK_FILE = /^\/pack\/(manifest\.json|[0-9a-f]{32}\/(core\.psr|unavailable-[0-9a-f]{16}\.psr|(shards|season)\/\d+\.psr))$/;

let cdn;
let browser;

before(async () => {
  cdn = await startCdn({ "/": `${ROOT}tests/browser/pages`, "/passerelle/": `${ROOT}pkg/dist`, "/pack/": PACK });
  // A host that tries to recognise its visitors.
  let marks = 0;
  cdn.answer = (path) => {
    marks += 1;
    cdn.headers = { ETag: `"mark-${marks}"`, "Last-Modified": "Wed, 01 Dec 2010 00:00:00 GMT" };
    // The browser loads scripts, and accepts their host's cookies in any case.
    if (!path.endsWith(".js")) cdn.headers["Set-Cookie"] = `mark=${marks}; Max-Age=9999`;
  };
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await cdn?.close();
});

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
});

/**
 * Walks a shopper with a history through the pages of a single-page shop; this history ends with its document. Returns
 * the requests, as reported by the browser (answers from the cache included) and as received by the server.
 *
 * `warm` fills the cache with everything that any shopper needs; otherwise there is no cache. `leak` simulates a
 * careless module that reveals its knowledge on every page.
 */
async function walk({ pages, history, warm, consent = true, leak = "none" }) {
  const visit = await open(browser);
  const { page, context } = visit;
  await context.addCookies([{ name: "shopper", value: "canary-cookie", url: cdn.url }]);
  await page.goto(`${cdn.url}/api.html?canary-referrer`);
  await page.waitForSelector("html[data-ready]");
  if (warm) {
    await page.evaluate(async (ids) => {
      const shop = await globalThis.passerelle.createPasserelle({ pack: "/pack" });
      for (const itemId of ids) await shop.track({ name: "view_item", itemId });
      await shop.suggest({ placement: "home" });
    }, warm);
    // A new document, because this one has files in memory.
    await page.reload();
    await page.waitForSelector("html[data-ready]");
  }
  await page.evaluate(async ([events, granted]) => {
    globalThis.shop = await globalThis.passerelle.createPasserelle({ pack: "/pack", consent: granted });
    for (const event of events) await globalThis.shop.track(event);
  }, [history, consent]);

  const session = await context.newCDPSession(page);
  const browserSays = await record(session, { cache: Boolean(warm) });
  const from = cdn.asked.length;
  const slates = await page.evaluate(async ([ids, known, what]) => {
    const slates = [];
    for (const itemId of ids) {
      await globalThis.shop.track({ name: "view_item", itemId });
      const slate = await globalThis.shop.suggest({ placement: "product", itemId, limit: 8 });
      await globalThis.shop.suggest({ placement: "home" });
      slates.push(slate.suggestions.map((suggestion) => suggestion.itemId));
      if (what === "query") await fetch(`/pack/manifest.json?seen=${known[0] ?? ""}`);
      if (what === "header") await fetch("/pack/manifest.json", { headers: { "X-Seen": known[0] ?? "" } });
      if (what === "body") await fetch("/pack/manifest.json", { method: "POST", body: known[0] ?? "" });
      if (what === "shard") await fetch(`/pack/00000000000000000000000000000000/shards/${known.length}.psr`);
      if (what === "fewer" && known.length % 2 === 0) await fetch("/pack/manifest.json");
    }
    return slates;
  }, [pages, history.map(({ itemId }) => itemId), leak]);
  const cdp = await browserSays();
  const wire = cdn.asked.slice(from);
  assert.deepEqual(visit.problems.filter((problem) => leak === "none" || !problem.includes("404")), []);
  await visit.close();
  return { cdp, wire, slates };
}

/**
 * The gate: any difference between two walks is a leak. The browser reports the order of requests. Simultaneous
 * requests use several connections, so their order at the server does not count.
 */
function assertSame(one, other) {
  const inAnyOrder = (requests) => requests.map((request) => JSON.stringify(request)).sort();
  assert.deepStrictEqual(one.cdp, other.cdp);
  assert.deepStrictEqual(inAnyOrder(one.wire), inAnyOrder(other.wire));
}

for (const [cache, count] of Object.entries(PAIRS)) {
  test(`${count} pairs of shoppers, caches ${cache}: the same requests to the byte`, async () => {
    let different = 0;
    for (const [number, { pages, histories }] of pairs(SEED, SHAPE).slice(0, count).entries()) {
      const ids = histories.flat().map(({ itemId }) => itemId);
      const warm = cache === "warm" ? [...pages, ...ids] : undefined;
      const walks = [
        await walk({ pages, warm, history: histories[0] }),
        await walk({ pages, warm, history: histories[1] }),
      ];
      if (number < PAIRS_WITH_OTHERS) {
        walks.push(await walk({ pages, warm, history: [] }));
        walks.push(await walk({ pages, warm, history: histories[0], consent: false }));
      }
      for (const other of walks.slice(1)) assertSame(walks[0], other);
      if (JSON.stringify(walks[0].slates) !== JSON.stringify(walks[1].slates)) different += 1;
      const { cdp, wire } = walks[0];
      // At least one for each page, whatever is cached.
      assert.ok(cdp.length >= PAGES, `${cdp.length} requests`);
      for (const { url, method, postData } of cdp) {
        assert.match(new URL(url).pathname + new URL(url).search, PACK_FILE);
        assert.equal(method, "GET");
        assert.equal(postData, undefined);
      }
      if (cache === "cold") assert.equal(wire.length, cdp.length);
      else assert.deepEqual(wire, [], "the browser's cache answers");
      const everything = JSON.stringify([cdp, wire]);
      for (const id of ids) assert.ok(!everything.includes(id), `the requests name ${id}`);
    }
    // The histories must have an effect, or the test would prove nothing.
    assert.ok(different > count / 2, `only ${different} of ${count} pairs saw different slates`);
  });
}

for (const leak of ["query", "header", "body", "shard", "fewer"]) {
  test(`the gate notices a leak by ${leak}`, async () => {
    const [{ pages, histories }] = pairs(SEED, SHAPE);
    const [longer, shorter] = [histories[0], histories[0].slice(0, -1)];
    const mine = leak === "shard" || leak === "fewer" ? shorter : histories[1];
    const one = await walk({ pages, history: longer, leak });
    const other = await walk({ pages, history: mine, leak });
    assert.throws(() => assertSame(one, other), { code: "ERR_ASSERTION" });
  });
}

/**
 * Walks a shopper with a stored history through pages that are separate documents. Returns every request of every page,
 * including those of the module's start. `folder` is the package that the page loads.
 */
async function walkDocuments({ pages, history, warm, consent = true, folder = `${ROOT}pkg/dist` }) {
  cdn.folders["/passerelle/"] = folder;
  // A host that marks nobody: every request can be compared, including the page's own.
  const marking = [cdn.answer, cdn.headers];
  [cdn.answer, cdn.headers] = [() => undefined, { ETag: '"same"' }];
  const { page, context, problems } = await open(browser);
  await context.addCookies([{ name: "shopper", value: CANARY, url: cdn.url }]);
  const load = async () => {
    await page.goto(`${cdn.url}/api.html?canary-referrer`);
    await page.waitForSelector("html[data-ready]");
  };
  await load();
  if (warm) {
    await page.evaluate(async (fill) => {
      const shop = await globalThis.passerelle.createPasserelle({ pack: "/pack" });
      for (const itemId of fill) await shop.track({ name: "view_item", itemId });
      await shop.suggest({ placement: "home" });
    }, warm);
    await load();
  }
  await page.evaluate(async ([events, granted, canary]) => {
    const shop = await globalThis.passerelle.createPasserelle({ pack: "/pack", consent: granted });
    for (const event of events) await shop.track(event);
    const [first] = (await shop.history.export()).events;
    if (first) await shop.history.import([{ ...first, itemId: canary + events.length }]);
  }, [history, consent, CANARY]);
  const session = await context.newCDPSession(page);
  const browserSays = await record(session, { cache: Boolean(warm) });
  const from = cdn.asked.length;
  const slates = [];
  for (const itemId of pages) {
    await load();
    slates.push(await page.evaluate(async ([id, granted]) => {
      const shop = await globalThis.passerelle.createPasserelle({ pack: "/pack", consent: granted });
      await shop.track({ name: "view_item", itemId: id });
      await shop.suggest({ placement: "product", itemId: id, limit: 8 });
      const { suggestions } = await shop.suggest({ placement: "home", limit: 12 });
      return suggestions.map((suggestion) => suggestion.itemId);
    }, [itemId, consent]));
  }
  // Scripts load in parallel with the module and the pack, in an order that the scheduler decides; each group has its
  // own order.
  const isScript = ({ path, url }) => new URL(path ?? url, cdn.url).pathname.endsWith(".js");
  const inOrder = (requests) => [...requests.filter(isScript), ...requests.filter((request) => !isScript(request))];
  const [cdp, wire] = [inOrder(await browserSays()), inOrder(cdn.asked.slice(from))];
  assert.deepEqual(problems, []);
  await context.close();
  [cdn.answer, cdn.headers] = marking;
  const isModule = (address) => /^\/pack\/|\.wasm$/.test(new URL(address, cdn.url).pathname);
  // The host's cookies and the page's own address do not come from the module.
  const ofModule = JSON.stringify([...cdp, ...wire].filter(({ path, url }) => isModule(path ?? url)));
  const named = [...new Set(history.map(({ itemId }) => itemId)), CANARY].filter((id) => ofModule.includes(id));
  assert.deepEqual(named, [], "the requests name what only the history knows");
  return { cdp, wire, slates };
}

for (const [cache, count] of Object.entries(STORED_PAIRS)) {
  test(`${count} pairs of stored histories, caches ${cache}: the same requests to the byte`, async () => {
    let different = 0;
    const several = Array.from({ length: Math.ceil(count / PAIRS.cold) }, (_, round) => pairs(SEED + 1 + round, SHAPE)).flat();
    for (const { pages, histories } of several.slice(0, count)) {
      const warm = cache === "warm" ? [...pages, ...histories.flat().map(({ itemId }) => itemId)] : undefined;
      const one = await walkDocuments({ pages, warm, history: histories[0] });
      const other = await walkDocuments({ pages, warm, history: histories[1] });
      assertSame(one, other);
      if (JSON.stringify(one.slates) !== JSON.stringify(other.slates)) different += 1;
    }
    assert.ok(different > count / 2, `only ${different} of ${count} pairs saw different slates`);
  });
}

test("a build that leaks what is stored is noticed", async () => {
  const folder = await mkdtemp(join(tmpdir(), "passerelle-leak-"));
  await cp(`${ROOT}pkg/dist`, folder, { recursive: true });
  await rename(join(folder, "index.js"), join(folder, "honest.js"));
  const [{ pages, histories }] = pairs(SEED, SHAPE);
  for (const leak of ["fetch(`/pack/manifest.json?${events[0]?.itemId}`)", "events.length % 2 && fetch('/pack/manifest.json')"]) {
    await writeFile(join(folder, "index.js"), `
      import * as honest from "./honest.js";
      export const { PasserelleError } = honest;
      export async function createPasserelle(options) {
        const shop = await honest.createPasserelle(options);
        const { events } = await shop.history.export();
        await (${leak});
        return shop;
      }`);
    await assert.rejects(async () => {
      const one = await walkDocuments({ pages, history: histories[0], folder });
      assertSame(one, await walkDocuments({ pages, history: histories[0].slice(0, -1).reverse(), folder }));
    }, { code: "ERR_ASSERTION" }, leak);
  }
  cdn.folders["/passerelle/"] = `${ROOT}pkg/dist`;
  await rm(folder, { recursive: true });
});

test("a page asks for its item's shard and no other", async () => {
  const [{ pages, histories }] = pairs(SEED, SHAPE);
  const shards = ({ cdp }) => {
    const numbers = cdp.map(({ url }) => url.match(/(shards|season)\/(\d+)/));
    assert.equal(numbers.filter(([, kind]) => kind === "season").length, 1, "what the first page needs, whatever its item");
    return [...new Set(numbers.filter(([, kind]) => kind === "shards").map(([, , number]) => number))].sort();
  };
  const alone = new Set();
  for (const id of pages) for (const shard of shards(await walk({ pages: [id], history: [] }))) alone.add(shard);
  assert.deepEqual(shards(await walk({ pages, history: histories.flat() })), [...alone].sort());
});

test("from the first byte: no cookie, no referrer, no conditional header", async () => {
  const { page, context, problems } = await open(browser);
  await context.addCookies([{ name: "shopper", value: "canary-cookie", url: cdn.url }]);
  for (let visit = 0; visit < 3; visit += 1) {
    const from = cdn.asked.length;
    await page.goto(`${cdn.url}/api.html?canary-referrer`);
    await page.waitForSelector("html[data-ready]");
    await page.evaluate(async () => {
      const shop = await globalThis.passerelle.createPasserelle({ pack: "/pack", consent: true });
      await shop.track({ name: "view_item", itemId: "22423" });
      await shop.suggest({ placement: "product" });
    });
    const asked = cdn.asked.slice(from);
    const ofModule = asked.filter(({ path }) => path.startsWith("/pack/") || path.endsWith(".wasm"));
    const paths = ofModule.map(({ path }) => path);
    assert.equal(paths.filter((path) => path === "/pack/manifest.json").length, 1, "the manifest is asked for anew");
    assert.ok(paths.some((path) => path.endsWith(".wasm")));
    for (const { path, method, rawHeaders, body } of ofModule) {
      const names = rawHeaders.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase());
      assert.equal(method, "GET");
      assert.equal(body, "");
      for (const name of ["cookie", "referer", "authorization", "origin"]) assert.ok(!names.includes(name), `${path} has ${name}`);
      if (path === "/pack/manifest.json") {
        for (const name of ["if-none-match", "if-modified-since"]) assert.ok(!names.includes(name), `the manifest has ${name}`);
      }
      assert.ok(!JSON.stringify(rawHeaders).includes("canary"));
    }
  }
  // The page's own requests contain all of this, so the server would have seen it.
  const from = cdn.asked.length;
  await page.evaluate(async () => {
    await fetch("/pack/manifest.json");
    await fetch("/pack/manifest.json", { cache: "no-cache" });
  });
  const names = cdn.asked.slice(from).flatMap(({ rawHeaders }) => rawHeaders.map((text) => text.toLowerCase()));
  for (const name of ["cookie", "referer", "if-none-match"]) assert.ok(names.includes(name), `${name} was to be seen`);
  assert.deepEqual(problems, []);
});

test("the module and the pack are fetched with low priority", async () => {
  const { page, context } = await open(browser);
  const session = await context.newCDPSession(page);
  const priorities = new Map();
  session.on("Network.requestWillBeSent", ({ request }) => priorities.set(new URL(request.url).pathname, request.initialPriority));
  await session.send("Network.enable");
  await page.goto(`${cdn.url}/api.html`);
  await page.waitForSelector("html[data-ready]");
  await page.evaluate(async () => {
    const shop = await globalThis.passerelle.createPasserelle({ pack: "/pack" });
    await shop.suggest({ placement: "product", itemId: "22423" });
  });
  const ours = [...priorities].filter(([path]) => path.endsWith(".wasm") || path.startsWith("/pack/"));
  for (const file of [/\.wasm$/, /manifest\.json$/, /core\.psr$/, /shards/]) assert.ok(ours.some(([path]) => file.test(path)), `${file}`);
  assert.deepEqual(ours.filter(([, priority]) => priority !== "Low"), []);
});

for (const consent of ["absent", "refused", "revoked"]) {
  test(`nothing is on the device with consent ${consent}`, async () => {
    const { page, context } = await open(browser);
    await page.goto(`${cdn.url}/api.html`);
    await page.waitForSelector("html[data-ready]");
    // The page's own visit set the host's cookie, not the module.
    await context.clearCookies();
    const nothing = await stored(page);
    await page.evaluate(async (which) => {
      const shop = await globalThis.passerelle.createPasserelle({ pack: "/pack" });
      if (which !== "absent") await shop.setConsent(which === "revoked");
      for (const itemId of ["22423", "85123A", "84997", "20725"]) {
        for (const name of ["view_item", "select_item", "add_to_wishlist", "add_to_cart", "purchase"]) await shop.track({ name, itemId });
        await shop.suggest({ placement: "product", itemId });
        await shop.suggest({ placement: "cart" });
        await shop.suggest({ placement: "home" });
      }
      if (which === "revoked") await shop.setConsent(false);
    }, consent);
    assert.deepEqual(await stored(page), nothing);
    assert.deepEqual(nothing, {
      local: [], session: [], databases: [], caches: [], workers: 0, cookies: "", files: [], name: "", state: null,
    });
    const { cookies, origins } = await context.storageState();
    assert.deepEqual({ cookies, origins }, { cookies: [], origins: [] });
    // A control: the check detects data in each storage.
    await page.evaluate(async () => {
      localStorage.setItem("a", "1");
      sessionStorage.setItem("b", "1");
      document.cookie = "c=1";
      await caches.open("d");
      await new Promise((done) => (indexedDB.open("e").onsuccess = done));
      await (await navigator.storage.getDirectory()).getFileHandle("f", { create: true });
    });
    // A refusal leaves only its flag.
    const flag = consent === "absent" ? [] : ["passerelle"];
    assert.deepEqual(await stored(page), {
      local: ["a"], session: ["b"], databases: ["e", ...flag], caches: ["d"], workers: 0, cookies: "c=1", files: ["f"], name: "", state: null,
    });
  });
}
