// The history across page loads: acknowledged events are stored, refused ones are deleted, in every tab, and faults are
// reported. With real pages and a real IndexedDB.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, afterEach, before, test } from "node:test";

import { POLICY, startCdn } from "./cdn.mjs";
import { CHROMIUM_ONLY, ENGINE, launch, ROOT, until } from "./harness.mjs";
import { databasesAre, ofHistory, PACK, rows, stored } from "./store.mjs";

const ITEMS = ["22423", "22470", "84997", "20725"];
const NOTHING = {
  local: [], session: [], databases: [], caches: [], workers: 0, cookies: "", files: [], name: "", state: null,
};

let cdn;
let browser;

before(async () => {
  cdn = await startCdn({ "/": `${ROOT}tests/browser/pages`, "/passerelle/": `${ROOT}pkg/dist`, "/pack/": PACK });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await cdn?.close();
});

afterEach(async () => {
  cdn.policy = POLICY;
  cdn.headers = {};
  cdn.answer = () => undefined;
  await Promise.all(browser.contexts().map((context) => context.close()));
});

/** A page with the API, before any call. `before` runs before its scripts. */
async function visit(context, before) {
  const page = await context.newPage();
  if (before) await page.addInitScript(before);
  page.problems = [];
  page.on("pageerror", (error) => page.problems.push(error.stack ?? error.message));
  await page.goto(`${cdn.url}/api.html`);
  await page.waitForSelector("html[data-ready]");
  return page;
}

/** Opens the module on the page as `shop`; the codes of its warnings are in `warnings`. */
async function start(page, options = { consent: true }) {
  await page.evaluate(async (given) => {
    globalThis.warnings = [];
    const onWarning = ({ code }) => globalThis.warnings.push(code);
    globalThis.shop = await globalThis.passerelle.createPasserelle({ pack: "/pack", onWarning, ...given });
    // When this call is done, everything that the start began is done too.
    await globalThis.shop.suggest({ placement: "home" });
  }, options);
  return page;
}

const shopper = () => browser.newContext();
const track = (page, events) =>
  page.evaluate(async (list) => {
    for (const event of list) await globalThis.shop.track({ name: "view_item", ...event });
  }, events.map((event) => (typeof event === "string" ? { itemId: event } : event)));
const remembered = async (page) => (await exported(page)).events.map(({ itemId }) => itemId);
const exported = (page) => page.evaluate(() => globalThis.shop.history.export());
const suggested = (page, limit = 8) =>
  page.evaluate(async (count) => (await globalThis.shop.suggest({ placement: "home", limit: count })).suggestions, limit);
const warnings = (page) => page.evaluate(() => globalThis.warnings);
const consent = (page, granted) => page.evaluate((yes) => globalThis.shop.setConsent(yes), granted);
const untilGone = (page) => until(page, async () => (await globalThis.shop.history.export()).events.length === 0);

test("a history outlives its page, and suggests the same without a request", async () => {
  const context = await shopper();
  const first = await start(await visit(context));
  await track(first, ITEMS);
  const slate = await suggested(first);
  assert.ok(slate.length > 4);
  await first.close();
  const second = await start(await visit(context));
  assert.deepEqual(await remembered(second), ITEMS);
  const from = cdn.asked.length;
  assert.deepEqual(await suggested(second), slate);
  assert.deepEqual(cdn.asked.slice(from), []);
  assert.deepEqual([await warnings(second), second.problems], [[], []]);
});

for (const granted of [false, undefined]) {
  test(`with consent ${granted === false ? "refused" : "absent"} nothing is written`, async () => {
    const context = await shopper();
    const page = await visit(context);
    await start(page, granted === undefined ? {} : { consent: granted });
    await track(page, ITEMS);
    await suggested(page);
    assert.deepEqual(await stored(page), NOTHING);
    const { events } = await exported(page);
    assert.deepEqual(events, []);
    assert.equal(await page.evaluate(() => globalThis.shop.history.import([{ itemId: "1", time: 0, division: "a", type: "b" }])), 0);
    for (const work of ["pause", "resume"]) await page.evaluate((name) => globalThis.shop[name](), work);
    assert.deepEqual(await stored(page), NOTHING);
  });
}

test("without the code of the store the history goes on in memory, seen, and can be forgotten", async () => {
  cdn.answer = (path) => (/\/backend-\w+\.js$/.test(path) ? { status: 404, body: "not found\n" } : undefined);
  const page = await start(await visit(await shopper()));
  await track(page, ITEMS);
  assert.deepEqual([await remembered(page), await warnings(page)], [ITEMS, ["storage_denied"]]);
  await doesNotSayThatItIsDone(page);
  await consent(page, false);
  assert.equal(await code(page, (shop) => shop.history.export()), "storage_unreachable", "nobody has seen what lies there");
  assert.deepEqual(await stored(page), NOTHING);
});

test("a revocation leaves nothing, in any tab", async () => {
  const context = await shopper();
  const [one, two] = [await start(await visit(context)), await start(await visit(context))];
  await track(one, ITEMS);
  await track(two, ["20676"]);
  const kept = await stored(one);
  assert.deepEqual([kept.databases, kept.local], [["passerelle"], ["passerelle"]], "what is looked at would show");
  await consent(one, false);
  assert.deepEqual(await stored(one), NOTHING);
  await untilGone(two);
  assert.deepEqual((await suggested(two)).length > 0, true, "of its page it may speak");
  // The next event of the other tab must not restore anything.
  await track(two, ["21034"]);
  assert.deepEqual(await stored(two), NOTHING);
  assert.deepEqual([one.problems, two.problems], [[], []]);
  const third = await start(await visit(context));
  assert.deepEqual(await remembered(third), []);
});

test("a tab that missed the message finds out with its next event", async () => {
  const context = await shopper();
  const deaf = await start(await visit(context, () => delete globalThis.BroadcastChannel));
  const other = await start(await visit(context));
  await track(deaf, ITEMS);
  await consent(other, false);
  await other.evaluate(() => globalThis.shop.setConsent(true, { answer: true }));
  await track(deaf, ["20676"]);
  await track(other, ["21034"]);
  assert.deepEqual(await remembered(other), ["21034"]);
  assert.deepEqual(await remembered(deaf), ["21034"], "what is stored, whoever stored it");
});

test("another tab's events count with the next suggestion", async () => {
  const context = await shopper();
  const [one, two] = [await start(await visit(context)), await start(await visit(context))];
  // Items of the season are shown to everybody.
  assert.ok(!(await suggested(two)).some(ofHistory));
  await track(one, ITEMS);
  await until(two, async () => {
    const { suggestions } = await globalThis.shop.suggest({ placement: "home", limit: 8 });
    return suggestions.some(({ reason }) => ["goes-with-session-item", "completes-type", "division"].includes(reason.code));
  });
  assert.deepEqual(await suggested(two), await suggested(one));
});

test("two tabs, a thousand events each, with compaction at work: two thousand", async () => {
  const context = await shopper();
  const pages = [await start(await visit(context)), await start(await visit(context))];
  await Promise.all(pages.map((page, tab) => page.evaluate(async (first) => {
    await globalThis.shop.track({ name: "view_item", itemId: first });
    const names = ["view_item", "select_item", "add_to_wishlist"];
    const all = [];
    for (let event = 1; event < 1_000; event += 1) {
      all.push(globalThis.shop.track({ name: names[event % 3], itemId: first }));
      if (event % 10 === 0) await all.at(-1);
    }
    await Promise.all(all);
  }, ITEMS[tab])));
  const { events } = await exported(pages[0]);
  assert.equal(events.length, 2_000);
  assert.equal(new Set(events.map(({ id }) => id)).size, 2_000);
  for (const tab of [0, 1]) assert.equal(events.filter(({ itemId }) => itemId === ITEMS[tab]).length, 1_000);
  const generation = await pages[0].evaluate(() => new Promise((done) => {
    indexedDB.open("passerelle").onsuccess = ({ target }) => {
      target.result.transaction("state").objectStore("state").get(0).onsuccess = (event) => done(event.target.result.generation);
    };
  }));
  assert.ok(generation >= 3, `only ${generation} compactions`);
  assert.deepEqual([await warnings(pages[0]), await warnings(pages[1])], [[], []]);
});

/** Modifies the database, as another script of this origin could. */
const tamper = (page, work) => page.evaluate(async (source) => {
  const database = await new Promise((done) => (indexedDB.open("passerelle").onsuccess = ({ target }) => done(target.result)));
  const transaction = database.transaction(["state", "rows"], "readwrite");
  const ask = (request) => new Promise((done) => (request.onsuccess = () => done(request.result)));
  // eslint-disable-next-line no-new-func
  await (0, eval)(`(${source})`)((name) => transaction.objectStore(name), ask);
  await new Promise((done) => (transaction.oncomplete = done));
  database.close();
}, work.toString());

/** Lets pages evaluate the text for `tamper`; otherwise the policy is the usual one. */
const lenient = () => {
  cdn.policy = cdn.policy.replace("'wasm-unsafe-eval'", "'wasm-unsafe-eval' 'unsafe-eval'");
};

test("an export comes back identically, once", async () => {
  const context = await shopper();
  const page = await start(await visit(context));
  await track(page, [...ITEMS, { itemId: ITEMS[0], name: "purchase" }, { itemId: "21034", gift: true }]);
  const before = await exported(page);
  assert.equal(before.passerelle, 1);
  assert.deepEqual(before.events.map(({ name, itemId, gift }) => [name, itemId, gift]), [
    ...ITEMS.map((id) => ["view_item", id, false]), ["purchase", ITEMS[0], false], ["view_item", "21034", true],
  ]);
  assert.match(before.events[0].time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  const slate = await suggested(page);
  await page.evaluate(() => globalThis.shop.history.clear());
  assert.deepEqual((await exported(page)).events, []);
  assert.equal(await page.evaluate((json) => globalThis.shop.history.import(JSON.parse(json)), JSON.stringify(before)), 6);
  assert.deepEqual(await exported(page), before);
  assert.deepEqual(await suggested(page), slate);
  assert.equal(await page.evaluate((json) => globalThis.shop.history.import(JSON.parse(json)), JSON.stringify(before)), 0);
  assert.deepEqual(await exported(page), before);
  const refused = await page.evaluate(() => globalThis.outcome(() => globalThis.shop.history.import({ passerelle: 2 })));
  assert.deepEqual([refused.code, refused.isPasserelleError], ["invalid_option", true]);
  await page.close();
  assert.deepEqual(await exported(await start(await visit(context))), before);
});

test("a purchase that was forgotten can be made again within the half hour, and counts once again", async () => {
  const context = await shopper();
  const page = await start(await visit(context));
  const lines = ITEMS.slice(0, 2).map((itemId) => ({ name: "purchase", itemId }));
  await track(page, [...lines, ...lines]);
  assert.deepEqual(await remembered(page), ITEMS.slice(0, 2), "told twice, it counts once");
  await page.evaluate((id) => globalThis.shop.history.forget(id), ITEMS[0]);
  assert.deepEqual(await remembered(page), [ITEMS[1]]);
  await track(page, [...lines, ...lines]);
  assert.deepEqual(await remembered(page), [ITEMS[1], ITEMS[0]]);
  const next = await start(await visit(context));
  assert.deepEqual(await remembered(next), [ITEMS[1], ITEMS[0]]);
});

test("one item is forgotten, or was a gift, in every tab", async () => {
  const context = await shopper();
  const [page, other] = [await start(await visit(context)), await start(await visit(context))];
  await track(page, ITEMS);
  const slate = (await suggested(page)).map(({ itemId, score }) => [itemId, score]);
  await page.evaluate((id) => globalThis.shop.history.markGift(id), ITEMS[1]);
  const without = (await suggested(page)).map(({ itemId, score }) => [itemId, score]);
  assert.notDeepEqual(without, slate, "a gift weighs nothing");
  await page.evaluate((id) => globalThis.shop.history.forget(id), ITEMS[0]);
  assert.deepEqual(await remembered(page), ITEMS.slice(1));
  assert.deepEqual(await remembered(other), ITEMS.slice(1));
  assert.deepEqual((await exported(page)).events.map(({ gift }) => gift), [true, false, false]);
  await page.evaluate((id) => globalThis.shop.history.unmarkGift(id), ITEMS[1]);
  assert.deepEqual((await exported(page)).events.map(({ gift }) => gift), [false, false, false]);
});

test("a gift that is told of at once waits for its event", async () => {
  const page = await start(await visit(await shopper()));
  await page.evaluate((itemId) => {
    void globalThis.shop.track({ name: "purchase", itemId });
    return globalThis.shop.history.markGift(itemId);
  }, ITEMS[0]);
  assert.deepEqual((await exported(page)).events.map(({ gift }) => gift), [true]);
});

/** A page that has read the device's history, and still waits for the pack. */
async function halfway(context) {
  const page = await visit(context, () => {
    const { transaction } = IDBDatabase.prototype;
    IDBDatabase.prototype.transaction = function (...given) {
      const begun = transaction.apply(this, given);
      begun.addEventListener("complete", () => (globalThis.hasRead = true));
      return begun;
    };
  });
  let release;
  const released = new Promise((resolve) => (release = resolve));
  cdn.answer = (path) => (path === "/pack/manifest.json" ? released : undefined);
  const started = start(page);
  await until(page, () => globalThis.hasRead);
  return async () => {
    release();
    return started;
  };
}

test("what another tab remembers while a page starts is not lost on it", async () => {
  const context = await shopper();
  const one = await start(await visit(context));
  await track(one, [ITEMS[0]]);
  const goOn = await halfway(context);
  await track(one, [ITEMS[1]]);
  const two = await goOn();
  assert.deepEqual(await suggested(two), await suggested(one));
});

test("what another tab wipes while a page starts does not come back on it", async () => {
  const context = await shopper();
  const one = await start(await visit(context));
  await track(one, ITEMS);
  const goOn = await halfway(context);
  await consent(one, false);
  const two = await goOn();
  assert.ok(!(await suggested(two)).some(ofHistory));
  await track(two, ITEMS);
  assert.deepEqual(await remembered(two), [], "what it was told before the revocation counts no more");
  assert.deepEqual(await stored(two), NOTHING);
});

test("a pause holds across pages, and what is there stays", async () => {
  const context = await shopper();
  const page = await start(await visit(context));
  await track(page, [ITEMS[0]]);
  await page.evaluate(() => globalThis.shop.pause());
  await track(page, [ITEMS[1]]);
  await page.close();
  const next = await start(await visit(context));
  await track(next, [ITEMS[2]]);
  assert.deepEqual([await remembered(next), (await exported(next)).paused], [[ITEMS[0]], true]);
  await next.evaluate(() => globalThis.shop.resume());
  await track(next, [ITEMS[3]]);
  assert.deepEqual(await remembered(next), [ITEMS[0], ITEMS[3]]);
});

test("a known client's purchases are told once, and never of a sensitive or unknown type", async () => {
  const context = await shopper();
  const page = await start(await visit(context));
  await track(page, [ITEMS[0]]);
  const [{ division, type }] = (await exported(page)).events;
  const past = [
    { itemId: "A", time: "2026-11-01T10:00:00+01:00", division, type },
    { itemId: "B", time: 1_700_000_000, division, type },
    { itemId: "C", time: "2026-11-02T10:00:00Z", division, type: "no such type" },
  ];
  for (let round = 0; round < 2; round += 1) {
    assert.equal(await page.evaluate((told) => globalThis.shop.history.import(told), past), 2);
    const { events, weeks } = await exported(page);
    // Bought long ago: too old for an event and for a weekly count.
    assert.deepEqual(events.map(({ itemId, imported, time }) => [itemId, imported, imported && time]), [
      ["A", true, "2026-11-01T09:00:00Z"], [ITEMS[0], false, false],
    ]);
    assert.deepEqual(weeks, []);
  }
  const recent = Math.floor(Date.now() / 1_000) - 200 * 86_400;
  await page.evaluate((told) => globalThis.shop.history.import(told), [{ itemId: "B", time: recent, division, type }]);
  const { events, weeks } = await exported(page);
  assert.deepEqual(events.map(({ itemId }) => itemId), [ITEMS[0]], "told anew, it replaces what was told");
  assert.deepEqual(weeks.map((week) => [week.division, week.events, week.purchases, week.imported]), [[division, 1, 1, true]]);
  for (const wrong of [[{}], [{ itemId: "A", time: "soon", division, type }], 7, null]) {
    const { code } = await page.evaluate((told) => globalThis.outcome(() => globalThis.shop.history.import(told)), wrong);
    assert.equal(code, "invalid_option", JSON.stringify(wrong));
  }
});

/** Ways in which storage is denied, such as by `Settings > block all cookies`. */
const DENIALS = {
  "indexedDB throws": () => Object.defineProperty(globalThis, "indexedDB", { get() { throw new DOMException("no", "SecurityError"); } }),
  "indexedDB.open throws": () => (IDBFactory.prototype.open = () => { throw new DOMException("no", "SecurityError"); }),
  "there is no indexedDB": () => Object.defineProperty(globalThis, "indexedDB", { value: undefined }),
  "opening fails": () => (IDBFactory.prototype.open = () => {
    const request = new EventTarget();
    request.error = new DOMException("no", "UnknownError");
    setTimeout(() => request.onerror?.(new Event("error")));
    return request;
  }),
};

for (const [how, deny] of Object.entries(DENIALS)) {
  test(`storage denied, ${how}: memory, and one warning`, async () => {
    const page = await visit(await shopper(), deny);
    await start(page);
    await track(page, ITEMS);
    assert.ok((await suggested(page)).length > 4);
    assert.deepEqual(await remembered(page), ITEMS, "the history goes on in memory");
    await doesNotSayThatItIsDone(page);
    await consent(page, false);
    assert.equal(await code(page, (shop) => shop.history.export()), "storage_unreachable", "nobody has seen what lies there");
    assert.deepEqual([await warnings(page), page.problems], [["storage_denied"], []]);
  });
}

/** The code of the error of an API call. */
const code = (page, call) => page.evaluate(`globalThis.outcome(() => (${call})(globalThis.shop)).then(({ code }) => code)`);

/** Asserts that edits change the page's memory but are not acknowledged: the stored data may be unchanged. */
async function doesNotSayThatItIsDone(page) {
  assert.equal(await code(page, (shop) => shop.history.forget("22423")), "storage_unreachable");
  assert.deepEqual(await remembered(page), ITEMS.slice(1));
  assert.equal(await code(page, (shop) => shop.pause()), "storage_unreachable");
  assert.equal(await code(page, (shop) => shop.history.clear()), "not_erased", "nobody has seen the store empty");
}

/** Requests that neither succeed nor fail, as if the profile's database were stuck. */
const SILENCES = {
  "indexedDB.open": () => (IDBFactory.prototype.open = () => new EventTarget()),
  "reading": () => (IDBObjectStore.prototype.getAll = () => new EventTarget()),
  "indexedDB.databases and open": () => {
    IDBFactory.prototype.open = () => new EventTarget();
    IDBFactory.prototype.databases = () => new Promise(() => undefined);
  },
};

for (const [what, silence] of Object.entries(SILENCES)) {
  test(`${what} never answers: memory, one warning, and no call waits for ever`, async () => {
    const page = await visit(await shopper(), silence);
    await start(page);
    await track(page, ITEMS);
    assert.ok((await suggested(page)).length > 4);
    assert.deepEqual(await remembered(page), ITEMS, "the history goes on in memory");
    await doesNotSayThatItIsDone(page);
    await consent(page, false);
    assert.deepEqual([await warnings(page), page.problems], [["storage_denied"], []]);
  });
}

test("who has waited once for a database that does not answer waits no more", async () => {
  const page = await visit(await shopper(), SILENCES["indexedDB.open"]);
  await start(page, {});
  const waited = await page.evaluate(async () => {
    // The module waits for three seconds for a database.
    const { setTimeout: wait } = globalThis;
    let waits = 0;
    globalThis.setTimeout = (work, ms, ...more) => {
      waits += Number(ms === 3_000);
      return wait(work, ms, ...more);
    };
    const calls = [1, 2, 3, 4].map(() => globalThis.shop.history.export().then(() => "", (error) => error.code));
    const codes = await Promise.all([...calls, globalThis.shop.history.clear().then(() => "", (error) => error.code)]);
    return { codes, waits };
  });
  assert.deepEqual(waited, { codes: [...Array(4).fill("storage_unreachable"), "not_erased"], waits: 1 });
});

test("a database that answers after the refusal begins nothing", async () => {
  const page = await visit(await shopper(), () => {
    const { open } = IDBFactory.prototype;
    IDBFactory.prototype.open = function (...given) {
      const late = new EventTarget();
      setTimeout(() => {
        const request = open.apply(this, given);
        for (const name of ["upgradeneeded", "success", "error"]) {
          request[`on${name}`] = (event) => {
            for (const key of ["result", "error", "transaction"]) {
              try { late[key] = request[key]; } catch { /* Not yet. */ }
            }
            late[`on${name}`]?.(event);
          };
        }
      }, 5_000);
      return late;
    };
  });
  await start(page);
  await consent(page, false);
  await new Promise((done) => setTimeout(done, 6_000));
  const { local } = await stored(page);
  assert.deepEqual(local, []);
  assert.equal(await rows(page), 0);
  assert.ok(await page.evaluate(databasesAre, 0), "nobody is granted anything");
});

test("an edit that cannot be written is not said to be done", CHROMIUM_ONLY, async () => {
  const context = await shopper();
  const full = () => {
    const { transaction } = IDBDatabase.prototype;
    IDBDatabase.prototype.transaction = function (names, mode) {
      if (mode === "readwrite" && globalThis.full) throw new DOMException("no", "QuotaExceededError");
      return transaction.call(this, names, mode);
    };
  };
  const before = await start(await visit(context));
  await track(before, ITEMS);
  await before.close();
  for (const options of [{}, { consent: true }]) {
    const page = await start(await visit(context, full), options);
    await page.evaluate(() => (globalThis.full = true));
    for (const edit of [(shop) => shop.history.forget("22423"), (shop) => shop.history.markGift("22423"), (shop) => shop.pause()]) {
      assert.equal(await code(page, edit), "storage_unreachable");
    }
    await page.close();
    const next = await start(await visit(context));
    assert.deepEqual([await remembered(next), (await exported(next)).paused], [ITEMS, false]);
    await next.close();
  }
});

test("rows of a state that is none are nothing, and go with everything else", async () => {
  lenient();
  for (const row of ["{}", "{ epoch: {}, generation: 0 }", "{ epoch: 5 }", "7"]) {
    const context = await shopper();
    const page = await start(await visit(context));
    await track(page, ITEMS);
    await tamper(page, `async (store) => store("state").put(${row}, 0)`);
    await page.close();
    const next = await start(await visit(context), {});
    await next.evaluate(() => globalThis.shop.history.clear());
    assert.deepEqual(await remembered(next), [], row);
    await consent(next, true);
    await track(next, [ITEMS[0]]);
    assert.ok((await remembered(next)).includes(ITEMS[0]), row);
    await context.close();
  }
});

/** The changes of Prototype.js 1.7 to built-in objects, as far as they matter here. */
const prototypeJs = () => {
  const list = (iterable) => {
    if (!iterable) return [];
    if (typeof iterable.toArray === "function") return iterable.toArray();
    const results = [];
    for (let at = 0; at < (iterable.length || 0); at += 1) results.push(iterable[at]);
    return results;
  };
  Array.from = (iterable) => list(iterable);
  Array.prototype.toArray = function () { return this.slice(); };
  Array.prototype.entries = Array.prototype.toArray;
  Object.values = (object) => { const all = []; for (const key in object) all.push(object[key]); return all; };
};

const EDITS = {
  forget: [(shop) => shop.history.forget("22423"), (kept) => kept.slice(1)],
  pause: [(shop) => shop.pause(), (kept) => kept],
  gift: [(shop) => shop.history.markGift("22423"), (kept) => kept],
  "import of past purchases": [async (shop) => {
    const [{ division, type }] = (await shop.history.export()).events;
    await shop.history.import([{ itemId: "A", time: Math.floor(Date.now() / 1_000) - 60, division, type }]);
  }, (kept) => ["A", ...kept]],
  "import of an export": [async (shop) => shop.history.import(await shop.history.export()), (kept) => kept],
};

for (const [name, [edit, expected]] of Object.entries(EDITS)) {
  test(`${name} on a page that replaces built-ins loses nothing else`, async () => {
    const context = await shopper();
    const before = await start(await visit(context));
    await track(before, ITEMS);
    await before.close();
    const page = await start(await visit(context, prototypeJs));
    assert.deepEqual(await remembered(page), ITEMS, "it is read on that page too");
    await page.evaluate(`(${edit})(globalThis.shop)`);
    await page.close();
    assert.deepEqual(await remembered(await start(await visit(context))), expected(ITEMS));
  });
}

for (const broken of ["map", "some", "filter", "forEach", "flatMap", "every", "includes", "push"]) {
  test(`a page that breaks Array.prototype.${broken}: an edit loses nothing else, and a refusal erases`, async () => {
    const context = await shopper();
    const page = await start(await visit(context));
    await track(page, ITEMS);
    await page.evaluate((name) => (Array.prototype[name] = () => []), broken);
    await page.evaluate(async () => {
      await globalThis.shop.history.forget("22423");
      await globalThis.shop.pause();
    });
    const next = await start(await visit(context));
    assert.deepEqual([await remembered(next), (await exported(next)).paused], [ITEMS.slice(1), true]);
    await consent(page, false);
    const fresh = await visit(context);
    assert.deepEqual(await stored(fresh), NOTHING);
  });
}

test("a sandboxed frame: memory, and one warning", { skip: ENGINE === "WebKit" && "its driver has no name for a frame" }, async () => {
  const context = await shopper();
  const page = await visit(context);
  cdn.headers = { "Access-Control-Allow-Origin": "*" };
  cdn.policy = cdn.policy.replaceAll("'self'", cdn.url).replace("default-src 'none'", `default-src 'none'; frame-src ${cdn.url}`);
  await page.reload();
  await page.evaluate(() => {
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-scripts");
    frame.src = "/api.html?framed";
    document.body.append(frame);
  });
  let frame;
  while (!(frame = page.frames().find((one) => one.url().includes("framed")))) await new Promise((done) => setTimeout(done, 20));
  await frame.waitForSelector("html[data-ready]");
  await start(frame);
  await track(frame, ITEMS);
  assert.deepEqual(await remembered(frame), ITEMS);
  assert.deepEqual([await warnings(frame), page.problems], [["storage_denied"], []]);
});

test("quota exceeded: memory, a warning, and what was acknowledged is there", CHROMIUM_ONLY, async () => {
  const context = await shopper();
  const page = await start(await visit(context));
  await track(page, ITEMS.slice(0, 2));
  const session = await context.newCDPSession(page);
  await session.send("Storage.overrideQuotaForOrigin", { origin: cdn.url, quotaSize: 300_000 });
  // Another script of this origin uses the whole quota.
  const full = await page.evaluate(async () => {
    const database = await new Promise((done) => {
      const request = indexedDB.open("greedy");
      request.onupgradeneeded = () => request.result.createObjectStore("all", { autoIncrement: true });
      request.onsuccess = () => done(request.result);
    });
    for (;;) {
      const transaction = database.transaction("all", "readwrite");
      transaction.objectStore("all").add(crypto.getRandomValues(new Uint8Array(4_096)));
      const failed = await new Promise((done) => {
        transaction.oncomplete = () => done(false);
        transaction.onabort = () => done(transaction.error.name);
      });
      if (failed) return failed;
    }
  });
  assert.equal(full, "QuotaExceededError");
  await track(page, ITEMS.slice(2));
  assert.deepEqual(await remembered(page), ITEMS);
  assert.deepEqual([await warnings(page), page.problems], [["storage_full"], []]);
  await session.send("Storage.overrideQuotaForOrigin", { origin: cdn.url });
  await page.close();
  const next = await start(await visit(context));
  assert.deepEqual(await remembered(next), ITEMS.slice(0, 2));
});

test("the database is deleted under us: memory and a warning; the next page says so too", async () => {
  const context = await shopper();
  const page = await start(await visit(context));
  await track(page, ITEMS.slice(0, 2));
  await page.evaluate(() => new Promise((done) => (indexedDB.deleteDatabase("passerelle").onsuccess = done)));
  await track(page, ITEMS.slice(2));
  assert.deepEqual(await remembered(page), ITEMS);
  assert.deepEqual([await warnings(page), page.problems], [["storage_lost"], []]);
  const next = await start(await visit(context));
  assert.deepEqual([await remembered(next), await warnings(next)], [[], ["history_lost"]]);
});

/** Another script of this origin, whose connection to our database never closes. */
const holdOpen = (page, version) => page.evaluate((wanted) => new Promise((done) => {
  const request = indexedDB.open("passerelle", wanted);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("state");
    request.result.createObjectStore("log", { autoIncrement: true });
    request.result.createObjectStore("lists");
  };
  request.onsuccess = () => {
    globalThis.held = request.result;
    done();
  };
}), version);

test("the database is deleted, and another connection blocks that: memory and a warning, and no call waits for ever", async () => {
  const context = await shopper();
  const page = await start(await visit(context));
  await track(page, ITEMS.slice(0, 2));
  const other = await visit(context);
  await holdOpen(other);
  // Firefox does not report `blocked` if the page's connection closes after this one was asked to.
  await other.evaluate(() => new Promise((done) => {
    globalThis.held.onversionchange = done;
    globalThis.isDeleted = false;
    indexedDB.deleteDatabase("passerelle").onsuccess = () => (globalThis.isDeleted = true);
  }));
  await track(page, ITEMS.slice(2));
  // The page may hear of the deletion later than the other page.
  await until(page, async () => {
    await globalThis.shop.history.export();
    return globalThis.warnings.length > 0;
  });
  assert.deepEqual(await remembered(page), ITEMS, "what was acknowledged is there, and goes on in memory");
  assert.deepEqual([await warnings(page), page.problems], [["storage_denied"], []]);
  // A page that is opened meanwhile waits for the deletion, but not forever.
  const meanwhile = await start(await visit(context));
  await track(meanwhile, [ITEMS[0]]);
  assert.deepEqual([await remembered(meanwhile), await warnings(meanwhile), meanwhile.problems], [[ITEMS[0]], ["storage_denied"], []]);
  assert.equal(await other.evaluate(() => globalThis.isDeleted), false, "the other connection holds it");
  await other.evaluate(() => globalThis.held.close());
  await until(other, () => globalThis.isDeleted);
  const next = await start(await visit(context));
  assert.deepEqual(await remembered(next), [], "it was deleted");
  await track(next, [ITEMS[3]]);
  await next.close();
  assert.deepEqual(await remembered(await start(await visit(context))), [ITEMS[3]], "and begins anew");
});

/** The number of rows and the states that a connection of {@link holdOpen} sees. */
const held = (page) => page.evaluate(() => new Promise((done) => {
  const transaction = globalThis.held.transaction(["rows", "state"]);
  const rows = transaction.objectStore("rows").count();
  const states = transaction.objectStore("state").getAll();
  transaction.oncomplete = () => done({ rows: rows.result, states: states.result });
}));

test("history is erased while another connection holds the database: nothing is left in it, and that is no fault", async () => {
  const grants = () => {
    const { dataLayer } = Object.assign(globalThis, { dataLayer: [] });
    (function gtag() { dataLayer.push(arguments); })("consent", "default", { personalization_storage: "granted" });
  };
  const signals = () => Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { get: () => true });
  // A refusal keeps the database for its flag; Global Privacy Control removes it, which the other connection prevents.
  for (const says of ["refusal", "signal"]) {
    const context = await shopper();
    const other = await visit(context);
    const page = await start(await visit(context, grants), {});
    await track(page, ITEMS);
    await holdOpen(other);
    assert.ok((await held(other)).rows > 0);
    // A connection that closes after the other one refused to: Firefox then never says that the removal is blocked.
    const late = await visit(context);
    await holdOpen(late);
    await late.evaluate(() => (globalThis.held.onversionchange = () => {
      for (const end = performance.now() + 500; performance.now() < end; );
      globalThis.held.close();
    }));
    if (says === "refusal") await consent(page, false);
    const next = await start(await visit(context, says === "signal" ? signals : undefined), {});
    const left = await held(other);
    assert.equal(left.rows, 0, says);
    assert.deepEqual(left.states.map(({ refused, grant }) => [refused, grant]), says === "refusal" ? [[true, undefined]] : [], says);
    // The removal goes on once the other connection lets go.
    await other.evaluate(() => globalThis.held.close());
    if (says === "signal") await until(next, async () => (await indexedDB.databases()).length === 0);
    await untilGone(page);
    for (const tab of [page, next]) assert.deepEqual([await warnings(tab), tab.problems], [[], []], says);
    await context.close();
  }
});

test("a store of the version before that another connection holds open: memory and a warning; brought over once it lets go", async () => {
  const context = await shopper();
  const other = await visit(context);
  await holdOpen(other, 1);
  const base = [...await readFile(`${ROOT}tests/data/store/version-2.bin`)];
  await other.evaluate((bytes) => new Promise((done) => {
    const transaction = globalThis.held.transaction("state", "readwrite");
    transaction.objectStore("state").put({ epoch: 5, generation: 3, last: 7, base: Uint8Array.from(bytes), at: Date.now() }, 0);
    transaction.oncomplete = done;
  }), base);
  const page = await start(await visit(context));
  await track(page, ITEMS);
  assert.deepEqual([await remembered(page), await warnings(page), page.problems], [ITEMS, ["storage_denied"], []]);
  await page.close();
  await other.evaluate(() => globalThis.held.close());
  const next = await start(await visit(context));
  assert.deepEqual([await remembered(next), await warnings(next), next.problems], [["85123A", "22423", "a", "a", "c"], [], []]);
});

test("everything of the origin is cleared under us: no error, and the history is gone", CHROMIUM_ONLY, async () => {
  const context = await shopper();
  const page = await start(await visit(context));
  await track(page, ITEMS.slice(0, 2));
  const session = await context.newCDPSession(page);
  await session.send("Storage.clearDataForOrigin", { origin: cdn.url, storageTypes: "all" });
  await track(page, ITEMS.slice(2));
  assert.deepEqual(page.problems, []);
  const next = await start(await visit(context));
  assert.ok(!(await remembered(next)).includes(ITEMS[0]));
});

test("a damaged log: what is sound is used, and it is said", async () => {
  lenient();
  const context = await shopper();
  const page = await start(await visit(context));
  await track(page, ITEMS);
  await tamper(page, async (store, ask) => {
    const [record] = await ask(store("rows").getAll());
    record[20] ^= 1;
    const [key] = await ask(store("rows").getAllKeys());
    store("rows").put(record, key);
  });
  const next = await start(await visit(context));
  assert.deepEqual([await remembered(next), await warnings(next), next.problems], [ITEMS.slice(1), ["history_damaged"], []]);
  // Invalid rows of other kinds.
  await tamper(page, async (store) => {
    store("rows").put("rubbish", [2, 20_000, 1]);
    store("rows").put({ rubbish: true }, "rubbish");
  });
  const third = await start(await visit(context));
  assert.deepEqual([await remembered(third), third.problems], [ITEMS.slice(1), []]);
  assert.ok((await warnings(third)).includes("history_damaged"));
});

test("a log that lost its end: it is said", async () => {
  lenient();
  const context = await shopper();
  const page = await start(await visit(context));
  await track(page, ITEMS);
  await tamper(page, async (store, ask) => {
    // Removes the last event and the store's number of it, as in a file from a backup.
    const keys = (await ask(store("rows").getAllKeys())).filter(([part]) => part === 2);
    store("rows").delete(keys.at(-1));
    const state = await ask(store("state").get(0));
    store("state").put({ ...state, last: keys.at(-2)[2] }, 0);
  });
  const next = await start(await visit(context));
  assert.deepEqual([await remembered(next), await warnings(next)], [ITEMS.slice(0, 3), ["history_rolled_back"]]);
});

test("a newer module's records and database are left alone", async () => {
  lenient();
  const context = await shopper();
  const page = await start(await visit(context));
  await track(page, ITEMS);
  // A record of version 4 with an unknown kind and content, and a correct checksum.
  const newer = [...Buffer.from("d4b5c7a603000401616263", "hex")];
  await page.evaluate((bytes) => (globalThis.newer = bytes), newer);
  await tamper(page, async (store) => {
    store("rows").put(Uint8Array.from(globalThis.newer), [2, Math.floor(Date.now() / 86_400_000), 1]);
  });
  const next = await start(await visit(context));
  await next.evaluate((id) => globalThis.shop.history.forget(id), ITEMS[0]);
  assert.deepEqual([await remembered(next), await warnings(next)], [ITEMS.slice(1), []]);
  const base = await next.evaluate(() => new Promise((done) => {
    indexedDB.open("passerelle").onsuccess = ({ target }) => {
      target.result.transaction("rows").objectStore("rows").getAll().onsuccess = (event) => {
        done(event.target.result.flatMap((records) => [...records]));
        target.result.close();
      };
    };
  }));
  assert.ok(Buffer.from(base).includes(Buffer.from(newer)));
  // A newer database: an older module that is still open closes its connection.
  await next.evaluate(() => new Promise((done) => {
    indexedDB.open("passerelle", 3).onsuccess = ({ target }) => {
      target.result.close();
      done();
    };
  }));
  await track(next, ["21034"]);
  assert.deepEqual([await warnings(next), next.problems], [["storage_newer"], []]);
  assert.ok((await remembered(next)).includes("21034"), "in memory");
});

/** Stores a history as the version before did, with a page that has not opened the module. */
async function writeOlder(page) {
  const base = [...await readFile(`${ROOT}tests/data/store/version-2.bin`)];
  await page.evaluate((bytes) => new Promise((done) => {
    const request = indexedDB.open("passerelle", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("state").put({ epoch: 5, generation: 3, last: 7, base: Uint8Array.from(bytes), at: Date.now() }, 0);
      request.result.createObjectStore("log", { autoIncrement: true });
      request.result.createObjectStore("lists");
    };
    request.onsuccess = () => {
      request.result.close();
      done();
    };
  }), base);
}

test("a store of the version before is brought over, read once and written anew", async () => {
  const context = await shopper();
  const page = await visit(context);
  await writeOlder(page);
  await start(page);
  const { events, paused, invitations } = await exported(page);
  assert.deepEqual([events.map(({ itemId }) => itemId), paused, invitations.length], [["85123A", "22423", "a", "a", "c"], true, 2]);
  assert.deepEqual([await warnings(page), page.problems], [[], []]);
  // Compaction runs when the page is idle.
  await until(page, async () => {
    const database = await new Promise((done) => (indexedDB.open("passerelle").onsuccess = ({ target }) => done(target.result)));
    const rows = await new Promise((done) => (database.transaction("rows").objectStore("rows").getAll().onsuccess = ({ target }) => done(target.result)));
    database.close();
    return rows.length > 1 && rows.every((records) => records[6] === 3);
  });
});

test("Global Privacy Control erases a store of the version before, which counts as not answered, and keeps an answered one", async () => {
  const gpc = () => Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { get: () => true });
  for (const isAnswered of [false, true]) {
    const context = await shopper();
    await writeOlder(await visit(context));
    if (isAnswered) await start(await visit(context));
    const page = await start(await visit(context, gpc), {});
    await until(page, databasesAre, Number(isAnswered));
    assert.equal((await rows(page)) > 0, isAnswered);
    assert.equal((await remembered(page)).length > 0, isAnswered);
    assert.deepEqual([await warnings(page), page.problems], [[], []]);
    await context.close();
  }
});

test("records that are too old are deleted by their day while a default denies, and nothing is read", async () => {
  lenient();
  const context = await shopper();
  const first = await start(await visit(context));
  await track(first, [ITEMS[0]]);
  // An unreadable row from before the retention, and a last visit two days ago.
  await tamper(first, async (store, ask) => {
    const { clock, ...state } = await ask(store("state").get(0));
    store("state").put({ ...state, clock: { ...clock, seen: clock.seen - 2 * 86_400 } }, 0);
    store("rows").put(Uint8Array.of(1), [2, Math.floor(Date.now() / 86_400_000) - 91, 1]);
  });
  const kept = await rows(first);
  await first.close();
  const page = await visit(context, () => {
    globalThis.dataLayer = [["consent", "default", { personalization_storage: "denied" }]];
    globalThis.read = [];
    for (const name of ["get", "getAll", "openCursor"]) {
      const ask = IDBObjectStore.prototype[name];
      IDBObjectStore.prototype[name] = function (...given) {
        globalThis.read.push(this.name);
        return ask.apply(this, given);
      };
    }
  });
  await start(page, {});
  await until(page, async (left) => {
    const database = await new Promise((done) => (indexedDB.open("passerelle").onsuccess = ({ target }) => done(target.result)));
    const count = await new Promise((done) => (database.transaction("rows").objectStore("rows").count().onsuccess = ({ target }) => done(target.result)));
    database.close();
    return count === left;
  }, kept - 1);
  const read = await page.evaluate(() => globalThis.read);
  assert.deepEqual([read.includes("state"), read.includes("rows")], [true, false], "only the state is read");
  assert.deepEqual([await remembered(page), await warnings(page), page.problems], [[ITEMS[0]], [], []]);
});
