// Faults of the pack, of the host and of the page's calls. The page gets an error with a stable code and a helpful
// message, or an empty slate; never an uncaught error.

import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";

import { POLICY, startCdn } from "./cdn.mjs";
import { launch, open, ROOT } from "./harness.mjs";
import { catalogue, feedLines, orderLines, PACK, passerelle, plainHouse, shopItems } from "./store.mjs";

const PAGES = `${ROOT}tests/browser/pages`;
const CODE = `${ROOT}pkg/dist`;
/** Often ordered: it has neighbours in every pack below. */
const ITEM = "85123A";
const OTHER = "22111";
const HTML = { status: 200, body: "<!doctype html><title>Shop</title><p>Welcome.", headers: { "Content-Type": "text/html" } };

let cdn;
let browser;
let folder;
/** Two builds of the same store, the second with different titles. */
let first;
let second;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "passerelle-damage-"));
  [first, second] = await Promise.all([smallPack("first", 40_000, ""), smallPack("second", 40_000, "New: ")]);
  cdn = await startCdn({});
  browser = await launch();
});

beforeEach(() => {
  cdn.folders = { "/": PAGES, "/passerelle/": CODE, "/pack/": first };
  cdn.answer = () => undefined;
  cdn.policy = POLICY;
  cdn.asked.length = 0;
});

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
});

after(async () => {
  await browser?.close();
  await cdn?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Builds a pack from the first orders of the log, and returns its folder. */
async function smallPack(name, orderCount, titlePrefix) {
  const [ordersHeader, ...orders] = orderLines().slice(0, orderCount + 1);
  const ordered = new Set(orders.map((line) => line.split(",")[3]));
  const [feedHeader, ...feed] = feedLines();
  const titled = feed
    .map((line) => line.split("\t"))
    .filter(([id]) => ordered.has(id))
    .map(([id, title, ...rest]) => [id, titlePrefix + title, ...rest].join("\t"));
  const paths = { house: join(folder, `${name}.toml`), feed: join(folder, `${name}.tsv`), orders: join(folder, `${name}.csv`), out: join(folder, name) };
  await writeFile(paths.feed, `${[feedHeader, ...titled].join("\n")}\n`);
  await writeFile(paths.orders, `${[ordersHeader, ...orders].join("\n")}\n`);
  await writeFile(paths.house, plainHouse());
  await passerelle(["build", "--house", paths.house, "--feed", paths.feed, "--orders", paths.orders, "--as-of", "2010-01-31", "--out", paths.out, "--no-calibration"]);
  return paths.out;
}

/** A page with the public API. */
async function ready(path = "/api.html") {
  const visit = await open(browser);
  await visit.page.goto(cdn.url + path);
  await visit.page.waitForSelector("html[data-ready]");
  return visit;
}

/** The outcome of `createPasserelle` on a new page. */
async function opening(options = {}) {
  const { page, problems } = await ready();
  const outcome = await page.evaluate(
    (given) => globalThis.outcome(async () => void (await globalThis.passerelle.createPasserelle({ pack: "/pack", ...given }))),
    options,
  );
  assert.deepEqual(uncaught(problems), []);
  return outcome;
}

/** The uncaught errors. The browser's own messages about failed requests do not count. */
function uncaught(problems) {
  return problems.filter((problem) => problem.startsWith("uncaught"));
}

function assertError(outcome, codes, ...words) {
  assert.ok(outcome.isError && outcome.isPasserelleError, JSON.stringify(outcome));
  assert.equal(outcome.name, "PasserelleError");
  assert.ok([codes].flat().includes(outcome.code), `${outcome.code}: ${outcome.message}`);
  for (const word of words) assert.ok(outcome.message.includes(word), `"${outcome.message}" does not say "${word}"`);
}

async function build(pack) {
  return JSON.parse(await readFile(join(pack, "manifest.json"), "utf8")).build;
}

function asked(pattern) {
  return cdn.asked.filter(({ path }) => pattern.test(path)).length;
}

test("a sound pack opens and suggests", async () => {
  assert.deepEqual(await opening(), { value: undefined });
  const { page, problems } = await ready();
  const slate = await page.evaluate(async (itemId) => {
    const shop = await globalThis.passerelle.createPasserelle({ pack: "/pack" });
    return shop.suggest({ placement: "product", itemId });
  }, ITEM);
  assert.equal(slate.status, "ok");
  assert.equal(slate.suggestions.length, 4);
  assert.deepEqual(problems, []);
});

test("a missing manifest", async () => {
  cdn.folders["/pack/"] = join(folder, "nothing");
  assertError(await opening(), "pack_not_found", `${cdn.url}/pack/manifest.json`, "publish");
});

test("a server that fails, hangs up or forbids", async () => {
  for (const answer of [{ status: 500, body: "" }, { status: 403, body: "" }, "hang up"]) {
    cdn.answer = (path) => (path === "/pack/manifest.json" ? answer : undefined);
    assertError(await opening(), "pack_unreachable", `${cdn.url}/pack/manifest.json`);
  }
});

test("a page that may not connect to the pack's host", async () => {
  const other = await startCdn({ "/pack/": first });
  try {
    assertError(await opening({ pack: `${other.url}/pack/` }), "pack_unreachable", "connect-src", "CORS");
  } finally {
    await other.close();
  }
});

test("a damaged core, flipped anywhere or cut", async () => {
  const path = `/pack/${await build(first)}/core.psr`;
  const sound = await readFile(join(first, path.slice("/pack/".length)));
  const flipped = (at) => {
    const bytes = Buffer.from(sound);
    bytes[at] ^= 1;
    return bytes;
  };
  const damaged = [flipped(16), flipped(45), flipped(60), flipped(sound.length - 1), sound.subarray(0, -1), sound.subarray(0, 20), Buffer.alloc(0)];
  for (const body of damaged) {
    cdn.answer = (asked) => (asked === path ? { body } : undefined);
    // Without its first bytes it is no file of a pack.
    assertError(await opening(), body.length < 48 ? ["pack_damaged", "pack_not_found"] : "pack_damaged");
  }
});

test("a manifest with one digit changed, cut, or of another version", async () => {
  const text = await readFile(join(first, "manifest.json"), "utf8");
  const { major } = JSON.parse(text);
  const answers = [
    [text.replace(/"sequence":\d/, '"sequence":9'), "pack_damaged"],
    [text.slice(0, -1), "pack_damaged"],
    ["", "pack_not_found"],
    ["{}", "pack_not_found"],
    [text.replace(`"major":${major}`, `"major":${major + 1}`), "pack_version"],
  ];
  for (const [body, code] of answers) {
    cdn.answer = (path) => (path === "/pack/manifest.json" ? { body } : undefined);
    const outcome = await opening();
    assertError(outcome, code);
    if (code === "pack_version") assertError(outcome, code, String(major), String(major + 1));
  }
});

test("a host that answers with its own page for whatever it does not have", async () => {
  cdn.answer = (path) => (path.startsWith("/pack/") ? HTML : undefined);
  assertError(await opening(), ["pack_not_found", "pack_damaged"], "pack");
  // The manifest exists, but the other files do not.
  cdn.answer = (path) => (path.endsWith(".psr") ? HTML : undefined);
  assertError(await opening(), ["pack_not_found", "pack_damaged"], "pack");
});

test("a host that answers with its own page for the module", async () => {
  cdn.answer = (path) => (path.endsWith(".wasm") ? HTML : undefined);
  assertError(await opening(), ["module_blocked", "module_unreachable"], `${cdn.url}/passerelle/passerelle.wasm`);
});

test("a missing module, and another try once it is there", async () => {
  let missing = true;
  cdn.answer = (path) => (path.endsWith(".wasm") && missing ? { status: 404, body: "" } : undefined);
  const { page, problems } = await ready();
  const create = () => page.evaluate(() => globalThis.outcome(async () => void (await globalThis.passerelle.createPasserelle({ pack: "/pack" }))));
  assertError(await create(), "module_unreachable", `${cdn.url}/passerelle/passerelle.wasm`, "404", "wasmUrl");
  cdn.answer = (path) => (path.endsWith(".wasm") && missing ? "hang up" : undefined);
  assertError(await create(), "module_unreachable");
  missing = false;
  assert.deepEqual(await create(), { value: undefined });
  assert.deepEqual(uncaught(problems), []);
});

test("a policy that forbids WebAssembly", async () => {
  cdn.policy = POLICY.replace(" 'wasm-unsafe-eval'", "");
  assertError(await opening(), "module_blocked", "'wasm-unsafe-eval'", "script-src");
});

test("a shard that has gone: the manifest once more, then quiet", async () => {
  cdn.answer = (path) => (path.includes("/shards/") ? { status: 404, body: "" } : undefined);
  const { page, problems } = await ready();
  const outcome = await page.evaluate((itemId) => globalThis.outcome(async () => {
    const shop = await globalThis.passerelle.createPasserelle({ pack: "/pack", consent: true });
    return shop.suggest({ placement: "product", itemId });
  }), ITEM);
  assert.deepEqual(outcome, { value: { status: "item-unknown", suggestions: [] } });
  assert.equal(asked(/manifest\.json$/), 2, "at the start, and once more");
  assert.equal(asked(/shards/), 1, "the build is the same: nothing is asked twice");
  assert.equal(asked(/core/), 1);
  const recorded = await page.evaluate((itemId) => globalThis.outcome(async () => {
    const shop = await globalThis.passerelle.createPasserelle({ pack: "/pack", consent: true });
    return shop.track({ name: "view_item", itemId });
  }), ITEM);
  assert.deepEqual(recorded, { value: false });
  assert.deepEqual(uncaught(problems), []);
});

test("a shard that is damaged or not a shard is quiet too", async () => {
  const shard = await readFile(join(first, await build(first), "shards", "0.psr"));
  const flipped = Buffer.from(shard);
  flipped[flipped.length - 9] ^= 1;
  for (const answer of [HTML, { body: flipped }, { body: Buffer.alloc(0) }, { status: 500, body: "" }, { status: 403, body: "" }, "hang up"]) {
    cdn.answer = (path) => (path.includes("/shards/") ? answer : undefined);
    const { page, problems } = await ready();
    const outcome = await page.evaluate((itemId) => globalThis.outcome(async () => {
      const shop = await globalThis.passerelle.createPasserelle({ pack: "/pack" });
      return shop.suggest({ placement: "product", itemId });
    }), ITEM);
    assert.deepEqual(outcome, { value: { status: "item-unknown", suggestions: [] } }, JSON.stringify(answer));
    assert.deepEqual(uncaught(problems), []);
  }
});

test("a build that changes under the page: suggestions go on with the new one", async () => {
  const { page, problems } = await ready();
  const titles = (itemId) => page.evaluate(async (id) => {
    globalThis.shop ??= await globalThis.passerelle.createPasserelle({ pack: "/pack", consent: true });
    await globalThis.shop.track({ name: "view_item", itemId: id });
    const { status, suggestions } = await globalThis.shop.suggest({ placement: "product", itemId: id });
    return { status, titles: suggestions.map(({ title }) => title) };
  }, itemId);
  const before = await titles(ITEM);
  assert.equal(before.status, "ok");
  assert.ok(before.titles.every((title) => !title.startsWith("New: ")));
  const [old, fresh] = [await build(first), await build(second)];
  assert.notEqual(old, fresh);
  cdn.folders["/pack/"] = second;
  cdn.asked.length = 0;
  const after = await titles(OTHER);
  assert.equal(after.status, "ok");
  assert.ok(after.titles.length > 0 && after.titles.every((title) => title.startsWith("New: ")), after.titles.join());
  assert.equal(asked(/manifest\.json$/), 1);
  assert.equal(asked(new RegExp(old)), 1, "the old build is tried once and left");
  // The page stays with the new build, and requests nothing of the old one.
  cdn.asked.length = 0;
  assert.equal((await titles("84879")).status, "ok");
  assert.equal(asked(/manifest\.json$/) + asked(new RegExp(old)), 0);
  assert.deepEqual(uncaught(problems), []);
});

test("a new build whose core is damaged: the old pack stays in use", async () => {
  const old = await build(first);
  const gone = new Set();
  const { page, problems } = await ready();
  const ask = (itemId) => page.evaluate(async (id) => {
    globalThis.shop ??= await globalThis.passerelle.createPasserelle({ pack: "/pack", consent: true });
    await globalThis.shop.track({ name: "view_item", itemId: id });
    const { status, suggestions } = await globalThis.shop.suggest({ placement: "product", itemId: id });
    return { status, titles: suggestions.map(({ title }) => title) };
  }, itemId);
  const before = await ask(ITEM);
  // The shard of the next item is missing, and the new manifest refers to a different core.
  cdn.folders["/pack/"] = second;
  cdn.folders[`/pack/${old}/`] = join(first, old);
  cdn.answer = (path) => {
    if (path === `/pack/${old}/core.psr` || !path.endsWith(".psr")) return undefined;
    if (path.endsWith("/core.psr")) return { body: Buffer.from("PSRL and nothing that was ever written") };
    return gone.has(path) || (path.includes("/shards/") && gone.has("every shard")) ? { status: 404, body: "" } : undefined;
  };
  gone.add("every shard");
  assert.equal((await ask(OTHER)).status, "item-unknown");
  assert.ok(asked(/manifest\.json$/) >= 2 && asked(/core\.psr$/) >= 2, "the new build was tried");
  gone.clear();
  // The earlier build is still open, and its shards are read again.
  const again = await ask(ITEM);
  assert.equal(again.status, "ok");
  assert.deepEqual(new Set(again.titles), new Set(before.titles));
  const other = await ask(OTHER);
  assert.equal(other.status, "ok");
  assert.ok(other.titles.every((title) => !title.startsWith("New: ")));
  assert.deepEqual(uncaught(problems), []);
});

test("a pack that is one file", async () => {
  const single = await smallPack("single", 400, "");
  cdn.folders["/pack/"] = single;
  assert.equal(JSON.parse(await readFile(join(single, "manifest.json"), "utf8")).shards, 0);
  const { page, problems } = await ready();
  const statuses = await page.evaluate(async (ids) => {
    const shop = await globalThis.passerelle.createPasserelle({ pack: "/pack" });
    const statuses = [];
    for (const itemId of ids) {
      statuses.push(await shop.track({ name: "view_item", itemId }), (await shop.suggest({ placement: "product", itemId })).status);
    }
    return statuses;
  }, [ITEM, "nobody-knows-this"]);
  assert.equal(statuses[0], true);
  assert.ok(["ok", "nothing-suitable"].includes(statuses[1]), statuses[1]);
  assert.deepEqual(statuses.slice(2), [false, "item-unknown"]);
  assert.equal(asked(/shards/), 0);
  assert.deepEqual(problems, []);
});

test("suggestions that the house has switched off", async () => {
  const off = join(folder, "off");
  await cp(first, off, { recursive: true });
  await passerelle(["switch", "--out", off, "off"]);
  cdn.folders["/pack/"] = off;
  const { page, problems } = await ready();
  const slate = await page.evaluate(async (itemId) => {
    const shop = await globalThis.passerelle.createPasserelle({ pack: "/pack" });
    return shop.suggest({ placement: "product", itemId });
  }, ITEM);
  assert.deepEqual(slate, { status: "off", suggestions: [] });
  assert.deepEqual(problems, []);
});

test("wrong options are named", async () => {
  const { page, problems } = await ready();
  const outcomes = await page.evaluate(async (itemId) => {
    const { createPasserelle } = globalThis.passerelle;
    let shop;
    const calls = {
      pack: [() => createPasserelle({}), () => createPasserelle({ pack: "" }), () => createPasserelle({ pack: 7 }), () => createPasserelle({ pack: "http://:" })],
      name: [() => shop.track({}), () => shop.track({ name: "x", itemId: "1" }), () => shop.track({ name: "toString", itemId: "1" }), () => shop.track({ name: 5, itemId: "1" })],
      itemId: [
        () => shop.track({ name: "view_item" }),
        () => shop.track({ name: "view_item", itemId: "" }),
        () => shop.track({ name: "view_item", itemId: null }),
        () => shop.track({ name: "view_item", itemId: NaN }),
        () => shop.track({ name: "view_item", itemId: {} }),
        () => shop.suggest({ placement: "product", itemId: [] }),
        () => shop.suggest({ placement: "product", itemId: true }),
      ],
      placement: [() => shop.suggest({}), () => shop.suggest({ placement: "nope" }), () => shop.suggest({ placement: 1 })],
      limit: [0, 1.5, NaN, 1000, -1, "4", Infinity].map((limit) => () => shop.suggest({ placement: "product", itemId, limit })),
      exclude: ["1", {}, 5, [{}], [""], [null]].map((exclude) => () => shop.suggest({ placement: "product", itemId, exclude })),
      // These values are no objects with options.
      "": [undefined, null, 5, "text"].flatMap((nothing) => [() => shop.track(nothing), () => shop.suggest(nothing)]),
    };
    const outcomes = [];
    for (const [option, list] of Object.entries(calls)) {
      for (const call of list) {
        shop = await createPasserelle({ pack: "/pack" });
        outcomes.push([option, call.toString(), await globalThis.outcome(async () => void (await call()))]);
      }
    }
    return outcomes;
  }, ITEM);
  for (const [option, call, outcome] of outcomes) {
    assert.ok(!("value" in outcome), call);
    assertError(outcome, "invalid_option", option && `\`${option}\``);
  }
  assert.deepEqual(problems, []);
});

test("arguments of a wrong kind are named, and nothing is erased or recorded", async () => {
  const { page, problems } = await ready();
  const { outcomes, before, after, recorded } = await page.evaluate(async (itemId) => {
    const { createPasserelle } = globalThis.passerelle;
    const opening = (options) => () => createPasserelle({ pack: "/pack", ...options });
    const shop = await createPasserelle({ pack: "/pack", consent: true });
    await shop.track({ name: "view_item", itemId });
    const before = await shop.history.export();
    const { passerelle: early } = await import("/passerelle/auto.js");
    const NO_FLAG = ["yes", "granted", "false", "", 1, 0, null, undefined, {}, []];
    const NO_ID = ["", null, undefined, NaN, {}, [], true];
    const calls = {
      granted: [shop, early].flatMap((to) => NO_FLAG.map((granted) => () => to.setConsent(granted))),
      answer: [shop, early].flatMap((to) => ["yes", 1, null].map((answer) => () => to.setConsent(false, { answer }))),
      options: [shop, early].flatMap((to) => [null, true, "answer"].map((options) => () => to.setConsent(false, options))),
      answered: [shop, early].map((to) => () => to.setConsent(false, { answered: true })),
      consent: ["yes", "granted", "false", "", 1, 0, {}].map((consent) => opening({ consent })),
      season: [5, "FR", true].map((season) => opening({ season })),
      hub: [5, {}, true].map((hub) => opening({ hub })),
      wasmUrl: [5, {}, true].map((wasmUrl) => opening({ wasmUrl })),
      onWarning: [5, {}, "console"].map((onWarning) => opening({ onWarning })),
      consents: [opening({ consents: false })],
      itemId: NO_ID.flatMap((id) => [
        () => shop.dismiss(id), () => shop.undoDismiss(id), () => shop.recordImpression(id), () => shop.tellWhenBack(id), () => shop.item(id),
        () => shop.details(id), () => shop.explain({ placement: "home" }, id), () => shop.history.forget(id), () => shop.history.markGift(id),
        () => shop.history.unmarkGift(id),
      ]),
      id: NO_ID.flatMap((id) => [() => shop.noticeState(id), () => shop.recordNotice(id, "read"), () => shop.recordMessage(id, "read")]),
      event: [undefined, null, 5, "seen", ["read"]].flatMap((event) => [() => shop.recordNotice("a", event), () => shop.recordMessage("a", event)]),
      orderId: ["", NaN, {}, true].flatMap((order) => [() => shop.adviser(order), () => shop.creditAdviser(order)]),
    };
    const outcomes = [];
    for (const [argument, list] of Object.entries(calls)) {
      for (const call of list) outcomes.push([argument, call.toString(), await globalThis.outcome(async () => void (await call()))]);
    }
    const after = await shop.history.export();
    return { outcomes, before, after, recorded: await shop.track({ name: "add_to_cart", itemId }) };
  }, ITEM);
  for (const [argument, call, outcome] of outcomes) {
    assert.ok(!("value" in outcome), `${argument}: ${call}`);
    // The errors of auto.js have a class of their own.
    assertError({ ...outcome, isPasserelleError: outcome.name === "PasserelleError" }, "invalid_option", `\`${argument}\``);
  }
  assert.equal(before.events.length, 1);
  assert.deepEqual(after, before);
  assert.equal(recorded, true);
  assert.deepEqual(uncaught(problems), []);
});

test("a consent of a wrong kind erases nothing where the pack is opened first; one that is left out neither", async () => {
  const context = await browser.newContext();
  const opened = async (options) => {
    const page = await context.newPage();
    await page.goto(`${cdn.url}/api.html`);
    await page.waitForSelector("html[data-ready]");
    const said = await page.evaluate(async ([given, itemId]) => {
      const { code } = await globalThis.outcome(async () => {
        globalThis.shop = await globalThis.passerelle.createPasserelle({ pack: "/pack", ...given });
        if (given.consent) await globalThis.shop.track({ name: "view_item", itemId });
      });
      return [code, (await globalThis.shop?.history.export())?.events.length];
    }, [options, ITEM]);
    await page.close();
    return said;
  };
  assert.deepEqual(await opened({ consent: true }), [undefined, 1]);
  for (const consent of ["granted", "yes", 0, {}]) assert.deepEqual(await opened({ consent }), ["invalid_option", undefined]);
  for (const nothing of [{ consent: null }, { consent: undefined, season: null, hub: null, locale: null, wasmUrl: null, onWarning: null }]) {
    assert.deepEqual(await opened(nothing), [undefined, 1]);
  }
});

test("lists that are cyclic, deep or huge are wrong options, and the module goes on", async () => {
  const { page, problems } = await ready();
  const outcomes = await page.evaluate(async (itemId) => {
    const cyclic = [];
    cyclic.push(cyclic, cyclic);
    let deep = [itemId];
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    const huge = new Array(2 ** 32 - 1);
    const wide = new Array(1_000).fill(new Array(1_000_000).fill(itemId));
    const long = "x".repeat(2 ** 28);
    const shop = await globalThis.passerelle.createPasserelle({ pack: "/pack", consent: true });
    const outcomes = [];
    const lists = { cyclic, deep, huge, wide, "long texts": [long, long] };
    for (const [kind, list] of Object.entries(lists)) {
      const calls = {
        cart: () => shop.suggest({ placement: "cart", cart: list }),
        exclude: () => shop.suggest({ placement: "home", exclude: list }),
        itemId: () => shop.track({ name: "view_item", itemId: list }),
      };
      for (const [field, call] of Object.entries(calls)) outcomes.push([kind, field, await globalThis.outcome(call)]);
    }
    const past = { itemId: "A", time: 1_800_000_000, division: "shoes", type: "Boots" };
    const itself = { passerelle: 1, weeks: [], events: [] };
    itself.events.push(itself);
    const tree = { passerelle: 1, events: [], weeks: [] };
    tree.every = new Array(1_000).fill(tree);
    let nested = {};
    for (let level = 0; level < 100_000; level += 1) nested = { nested };
    const imports = {
      "events[0].id": itself,
      "history": tree,
      "[0].size.group": [{ ...past, size: { group: nested, name: "38" } }],
      "[0].itemId": [{ ...past, itemId: cyclic }],
      "[0]": [cyclic],
      "events": { passerelle: 1, events: huge, weeks: [] },
      "division": [{ ...past, division: long }],
    };
    for (const [field, told] of Object.entries(imports)) {
      outcomes.push(["import", field, await globalThis.outcome(() => shop.history.import(told))]);
    }
    const { status } = await shop.suggest({ placement: "product", itemId });
    return { outcomes, status, recorded: await shop.track({ name: "view_item", itemId }) };
  }, ITEM);
  for (const [kind, field, outcome] of outcomes.outcomes) {
    assert.ok(!("value" in outcome), `${kind} ${field}`);
    assertError(outcome, "invalid_option", `\`${field}\``);
  }
  assert.deepEqual([outcomes.status, outcomes.recorded], ["ok", true]);
  assert.deepEqual(problems, []);
});

test("no options at all are an invalid option too", async () => {
  const { page } = await ready();
  for (const nothing of [undefined, null]) {
    const outcome = await page.evaluate((given) => globalThis.outcome(() => globalThis.passerelle.createPasserelle(given ?? undefined)), nothing);
    assertError(outcome, "invalid_option", "pack");
  }
});

test("a locale that is no text", async () => {
  assertError(await opening({ locale: 5 }), "invalid_option", "locale");
});

test("numbers are ids too", async () => {
  const { page, problems } = await ready();
  const { value, message } = await page.evaluate(() => globalThis.outcome(async () => {
    const slates = [];
    for (const spoken of [Number, String]) {
      const shop = await globalThis.passerelle.createPasserelle({ pack: "/pack", consent: true });
      const recorded = await shop.track({ name: "view_item", itemId: spoken(22111) });
      const open = await shop.suggest({ placement: "product", itemId: spoken(22111), limit: 24 });
      const exclude = open.suggestions.map(({ itemId }) => itemId).filter((id) => /^\d+$/.test(id)).slice(0, 3).map(spoken);
      slates.push({ recorded, open, rest: await shop.suggest({ placement: "product", limit: 24, exclude }), excluded: exclude.length });
    }
    return slates;
  }));
  assert.ok(value, message);
  const [numbers, texts] = value;
  assert.deepEqual(numbers, texts);
  assert.equal(numbers.recorded, true);
  assert.equal(numbers.excluded, 3);
  assert.ok(numbers.rest.suggestions.length < numbers.open.suggestions.length || numbers.open.suggestions.length === 24);
  assert.deepEqual(problems, []);
});

test("fifty calls at once, consent given and taken in between", async () => {
  const { page, problems } = await ready();
  const ids = [...shopItems().slice(0, 40).map(({ id }) => id), ...catalogue().aliases.slice(0, 10)];
  const { settled, last } = await page.evaluate(async (all) => {
    const shop = await globalThis.passerelle.createPasserelle({ pack: "/pack" });
    const kinds = ["view_item", "add_to_cart", "select_item", "purchase", "remove_from_cart"];
    const placements = ["product", "cart", "home"];
    const calls = [];
    for (const [at, itemId] of all.entries()) {
      if (at % 7 === 0) shop.setConsent(at % 14 === 0);
      calls.push(shop.track({ name: kinds[at % kinds.length], itemId }));
      calls.push(shop.suggest({ placement: placements[at % placements.length], itemId, exclude: all.slice(0, at) }));
      // Also between two network responses, not only before the first.
      if (at % 10 === 9) {
        await Promise.race(calls.slice(-3));
        shop.setConsent(at % 20 === 9);
      }
      if (at % 25 === 3) calls.push(globalThis.outcome(() => shop.track({ name: "nope", itemId })));
    }
    const settled = await Promise.allSettled(calls);
    await shop.track({ name: "view_item", itemId: "22111" });
    return {
      settled: settled.map(({ status, reason }) => (reason ? `${status}: ${reason}` : status)),
      last: await shop.suggest({ placement: "product", itemId: "22111" }),
    };
  }, ids);
  assert.deepEqual(settled.filter((status) => status !== "fulfilled"), []);
  assert.equal(last.status, "ok");
  assert.deepEqual(problems, []);
});

test("an option that calls back into the module", async () => {
  const { page, problems } = await ready();
  const status = await page.evaluate(async (itemId) => {
    const shop = await globalThis.passerelle.createPasserelle({ pack: "/pack" });
    const request = {
      get placement() {
        shop.setConsent(true);
        return "product";
      },
      get itemId() {
        shop.setConsent(false);
        void shop.track({ name: "view_item", itemId });
        return itemId;
      },
    };
    return (await shop.suggest(request)).status;
  }, ITEM);
  assert.equal(status, "ok");
  assert.deepEqual(problems, []);
});

test("two on one page, at the same time and one after the other", async () => {
  const { page, problems } = await ready();
  const { slates, same } = await page.evaluate(async (itemId) => {
    const { createPasserelle } = globalThis.passerelle;
    const [one, two] = await Promise.all([
      createPasserelle({ pack: "/pack" }),
      createPasserelle({ pack: "/pack", locale: "fr" }),
    ]);
    const three = await createPasserelle({ pack: "/pack" });
    await one.track({ name: "purchase", itemId });
    const slates = [];
    for (const shop of [one, two, three]) slates.push(await shop.suggest({ placement: "product", itemId: "22111" }));
    return { slates, same: one === three && one !== two };
  }, ITEM);
  assert.deepEqual(slates.map(({ status }) => status), ["ok", "ok", "ok"]);
  assert.ok(same, "one instance for a pack and a language");
  assert.ok(slates[0].suggestions.every(({ itemId }) => itemId !== ITEM));
  assert.match(slates[1].suggestions[0].division.name, /^(l[ae] |les |l')/);
  assert.deepEqual(slates[2], slates[0]);
  assert.equal(asked(/\.wasm$/), 1);
  assert.deepEqual(problems, []);
});

test("a call that hangs does not last for ever", async () => {
  let release;
  const held = new Promise((done) => (release = done));
  cdn.answer = (path) => (path.includes("/shards/") ? held : undefined);
  const { page } = await ready();
  try {
    const status = await page.evaluate(async (itemId) => {
      const shop = await globalThis.passerelle.createPasserelle({ pack: "/pack" });
      void shop.suggest({ placement: "product", itemId });
      // A request that needs no further file.
      const home = shop.suggest({ placement: "home" }).then((slate) => slate.status);
      return Promise.race([home, new Promise((done) => setTimeout(done, 20_000, "waiting"))]);
    }, ITEM);
    assert.notEqual(status, "waiting");
  } finally {
    release();
  }
});
