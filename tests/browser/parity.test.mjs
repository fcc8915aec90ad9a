// The same history gives the same slate in the browser and natively, to the last bit of every score, and the same
// explanation.

import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { launch, open, seeded, serve } from "./harness.mjs";
import { catalogue, natively, PACK, plainHouse, shopItems } from "./store.mjs";
import { buildRuledPack } from "./ruled.mjs";

const SEED = 20101201;
const KINDS = ["view_item", "view_item", "view_item", "select_item", "add_to_cart", "remove_from_cart", "add_to_wishlist", "purchase"];
const PLACEMENTS = ["product", "product", "cart", "home", "category", "confirmation"];
const REQUESTS = 10;
/**
 * Number of shoppers of the house with rules; `accept` sets 800, which makes ten thousand slates with the other two
 * houses.
 */
const RULED_SHOPPERS = Number(process.env.PASSERELLE_SHOPPERS ?? 120);
/** Number of shoppers of each of the other two houses. */
const OTHER_SHOPPERS = Math.max(50, RULED_SHOPPERS / 8);
const slates = (shoppers) => `${(shoppers * REQUESTS).toLocaleString("en")} slates`;
/** Number of shoppers on a page: each leaves a module behind that listens to the others. */
const SHOPPERS_A_PAGE = 1;
const DAY = 86_400;

let server;
let browser;
let folder;
/** A pack in one file, with the core and the catalogue. */
let single;
/** A pack with shards: the cards of pinned items are in the core. */
let sharded;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "passerelle-parity-"));
  for (const name of ["single", "sharded"]) await mkdir(join(folder, name));
  single = await buildRuledPack(join(folder, "single"), 120);
  sharded = await buildRuledPack(join(folder, "sharded"), 600);
  const mounts = { "/passerelle": "pkg/dist", "/pack": PACK, "/single": join(folder, "single/pack"), "/sharded": join(folder, "sharded/pack") };
  server = await serve({ root: "tests/browser/pages", mounts });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

/**
 * Random shoppers with real ids: often ordered items, other items, aliases, and some unknown ids. Each has a history
 * with times, and requests that use every option.
 */
function shoppers(count, seed, { items, aliases, popular, divisions, built }) {
  const random = seeded(seed);
  const below = (limit) => Math.floor(random() * limit);
  const pick = (list) => list[below(list.length)];
  const list = (most, one) => Array.from({ length: below(most + 1) }, one);
  const anyId = () => {
    const dice = random();
    if (dice < 0.6) return pick(popular);
    if (dice < 0.75) return pick(items);
    return dice < 0.97 ? pick(aliases) : "nobody-knows-this";
  };
  return Array.from({ length: count }, () => {
    const few = Array.from({ length: 1 + below(6) }, anyId);
    // Shoppers return to the same items.
    const someId = () => (random() < 0.7 ? pick(few) : anyId());
    const now = built + below(30 * DAY) - (random() < 0.1 ? below(400 * DAY) : 0);
    let time = now - below(random() < 0.5 ? 2 * DAY : 500 * DAY);
    const events = list(12, () => {
      // Most clocks go forward; some jump.
      time = random() < 0.05 ? now + below(20 * DAY) : Math.min(now, time + below(30 * DAY));
      return { name: pick(KINDS), itemId: someId(), gift: random() < 0.15, time };
    });
    const requests = Array.from({ length: REQUESTS }, () => {
      const request = { placement: pick(PLACEMENTS) };
      if (random() < 0.7) request.itemId = someId();
      if (random() < 0.2) request.division = random() < 0.95 ? pick(divisions) : "no-such-division";
      if (random() < 0.35) request.cart = list(4, someId);
      if (random() < 0.25) request.divisions = random() < 0.5 ? pick(["other", "same", "any", "pinned"]) : list(3, () => pick(divisions));
      if (random() < 0.7) request.limit = 1 + below(24);
      if (random() < 0.2) request.threshold = random();
      if (random() < 0.3) request.reminders = random() < 0.5;
      if (random() < 0.3) request.exclude = list(6, () => (random() < 0.5 ? pick(popular) : someId()));
      return request;
    });
    return { events, requests, consent: random() < 0.8, locale: random() < 0.8 ? "en" : "fr-CA", now };
  });
}

/** A case in the format of the native tool. */
function shopperOf({ events, requests, consent, locale, now }) {
  const date = (seconds) => new Date(seconds * 1000).toISOString();
  const history = events.map((event) => ({ ...event, time: date(event.time) }));
  return { history, requests, contextual: !consent, locale, now: date(now) };
}

/** Runs the cases in Chromium, through the public API, with the clock set for each call. */
async function inBrowser(page, pack, cases) {
  const text = await page.evaluate(
    async ({ pack, cases }) => {
      const ask = globalThis.fetch;
      const files = new Map();
      // The files of a pack do not change here, so each is requested once for ten thousand visits.
      globalThis.fetch = async (input, init) => {
        const url = typeof input === "string" ? input : input.url;
        if (!files.has(url)) {
          const response = await ask(input, init);
          files.set(url, { bytes: await response.arrayBuffer(), status: response.status });
        }
        const { bytes, status } = files.get(url);
        return new Response(bytes, { status });
      };
      const watch = Date.now;
      let clock = 0;
      Date.now = () => clock * 1000;
      const answers = [];
      const shops = new Set();
      for (const { events, requests, consent, locale, now } of cases) {
        clock = now;
        const shop = await globalThis.passerelle.createPasserelle({ pack, locale });
        shops.add(shop);
        // This is an answer: it overrules the refusal of the previous shopper.
        await shop.setConsent(consent, { answer: true });
        const answer = { recorded: [], answers: [] };
        for (const { time, ...event } of events) {
          clock = time;
          answer.recorded.push(await shop.track(event));
        }
        clock = now;
        for (const { explain, ...request } of requests) {
          const given = { slate: await shop.suggest(request) };
          if (explain !== undefined) given.explanation = await shop.explain(request, explain);
          answer.answers.push(given);
        }
        answers.push(answer);
        // The next shopper is another one, on another page: this page's events must not begin the next history.
        await shop.setConsent(false, { answer: true });
        location.hash = `#/${answers.length}`;
        // There is an instance for each language: all leave the page before the next grant.
        for (const one of shops) await one.noticeState("none");
      }
      globalThis.fetch = ask;
      Date.now = watch;
      return JSON.stringify(answers);
    },
    { pack, cases },
  );
  return JSON.parse(text);
}

async function manifest(dir) {
  return JSON.parse(await readFile(join(dir, "manifest.json"), "utf8"));
}

/** Counts how often each case occurred. */
function tally(seen, answers) {
  const met = (what) => (seen[what] = (seen[what] ?? 0) + 1);
  for (const { recorded, answers: given } of answers) {
    for (const was of recorded) met(was ? "recorded" : "refused");
    for (const { slate, explanation } of given) {
      met(slate.status);
      for (const { score, price, reason, place, division } of slate.suggestions) {
        assert.ok(Number.isSafeInteger(score) && score > 0);
        met(reason.code);
        met(place);
        if (price) met("price");
        if (/^l[ae'] |^les |^l'/.test(division.name)) met("french");
      }
      if (!explanation) continue;
      met(explanation.absence ?? "placed");
      for (const { name } of explanation.parts) met(name);
      assert.equal(explanation.parts.reduce((sum, { value }) => sum + value, 0), explanation.score);
    }
  }
}

/**
 * Lets some requests explain an item: one of their slate, one of the shopper's other slates, one of `gone`, or the
 * page's.
 */
function askWhy(cases, answers, gone, seed) {
  const random = seeded(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  for (const [number, { requests }] of cases.entries()) {
    const ids = answers[number].answers.map(({ slate }) => slate.suggestions.map(({ itemId }) => itemId));
    for (const [at, request] of requests.entries()) {
      const dice = random();
      if (dice < 0.2) request.explain = pick(ids[at]) ?? "nobody-knows-this";
      else if (dice < 0.6) request.explain = pick(ids.flat()) ?? request.itemId;
      else if (dice < 0.7) request.explain = pick(gone);
      else if (dice < 0.75) request.explain = request.itemId;
    }
  }
}

async function compare(pack, dir, count, seed, house) {
  const cases = shoppers(count, seed, { ...house, built: (await manifest(dir)).time });
  askWhy(cases, await natively(dir, cases.map(shopperOf)), house.gone, seed);
  const native = await natively(dir, cases.map(shopperOf));
  const wasm = [];
  const visit = await open(browser);
  while (wasm.length < cases.length) {
    await visit.page.goto(`${server.url}/api.html`);
    await visit.page.waitForSelector("html[data-ready]");
    wasm.push(...(await inBrowser(visit.page, pack, cases.slice(wasm.length, wasm.length + SHOPPERS_A_PAGE))));
  }
  assert.equal(native.length, cases.length);
  for (const [number, shopper] of cases.entries()) {
    assert.deepStrictEqual(wasm[number], native[number], `shopper ${number}: ${JSON.stringify(shopper)}`);
  }
  assert.deepEqual(visit.problems, []);
  await visit.close();
  const seen = {};
  tally(seen, native);
  return seen;
}

/** Cases that must occur, because equal empty results prove nothing. */
const EVERYWHERE = [
  "recorded", "refused", "ok", "item-unknown", "nothing-suitable", "goes-with-page-item", "completes-cart", "division",
  "ranked", "price", "french", "placed", "neighbour", "reminder", "share", "no-neighbour", "forbidden", "outranked",
];

/** Minimum number of occurrences. Events with unknown ids are refused, and these are few. */
const OFTEN = 5;

function assertMet(seen, wanted) {
  for (const what of wanted) assert.ok(seen[what] >= OFTEN, `${what}: ${JSON.stringify(seen)}`);
}

test(`${slates(OTHER_SHOPPERS)} of the demo's house are the same in Chromium and natively`, async () => {
  const divisions = [...plainHouse().matchAll(/^id = "(.*)"$/gm)].map(([, id]) => id);
  const listed = shopItems().slice(0, 400);
  const popular = listed.map(({ id }) => id);
  const gone = listed.filter(({ available }) => !available).map(({ id }) => id);
  const seen = await compare("/pack", PACK, OTHER_SHOPPERS, SEED, { ...catalogue(), popular, gone, divisions });
  assertMet(seen, EVERYWHERE);
});

/** Cases that rules, pins and new items add. */
const RULED = ["house", "pinned", "new", "rule", "attachment", "unavailable", "type-full", "threshold"];

test(`${slates(RULED_SHOPPERS)} of a house with rules, pins and new items are the same in Chromium and natively`, async () => {
  const dir = join(folder, "single/pack");
  assert.equal((await manifest(dir)).shards, 0);
  assertMet(await compare("/single", dir, RULED_SHOPPERS, SEED + 1, single), [...EVERYWHERE, ...RULED]);
});

test(`${slates(OTHER_SHOPPERS)} of such a house in shards are the same in Chromium and natively`, async () => {
  const dir = join(folder, "sharded/pack");
  assert.ok((await manifest(dir)).shards > 1);
  assertMet(await compare("/sharded", dir, OTHER_SHOPPERS, SEED + 2, sharded), ["house", "pinned", "rule", "attachment"]);
});

test("what is excluded, by item id or alias, is left out on both sides", async () => {
  const visit = await open(browser);
  await visit.page.goto(`${server.url}/api.html`);
  await visit.page.waitForSelector("html[data-ready]");
  const { aliases } = catalogue();
  const { time: now } = await manifest(PACK);
  const shopper = (events, request) => ({ events, requests: [{ placement: "product", limit: 24, ...request }], consent: true, locale: "en", now });
  const both = async (cases) => {
    const [native, wasm] = await Promise.all([natively(PACK, cases.map(shopperOf)), inBrowser(visit.page, "/pack", cases)]);
    assert.deepStrictEqual(wasm, native);
    return native.map(({ answers }) => answers[0].slate.suggestions.map(({ itemId }) => itemId));
  };
  const items = shopItems().slice(0, 20).map(({ id }) => id);
  const whole = await both(items.map((itemId) => shopper([], { itemId })));
  const excluded = whole.map((ids) => ids.filter((_, at) => at % 2 === 0));
  const rest = await both(items.map((itemId, at) => shopper([], { itemId, exclude: excluded[at] })));
  for (const [at, ids] of rest.entries()) assert.deepEqual(ids.filter((id) => excluded[at].includes(id)), []);
  assert.ok(excluded.flat().length > 40, `only ${excluded.flat().length} ids were excluded`);
  // An alias that this page has used stands for its item.
  const spoken = items.flatMap((itemId, at) => {
    const alias = aliases.find((candidate) => whole[at].some((id) => candidate === `${id}A` || candidate === `${id}B`));
    return alias ? [{ itemId, alias, meant: whole[at].find((id) => alias.startsWith(id)) }] : [];
  });
  assert.ok(spoken.length > 3, `only ${spoken.length} aliases were excluded`);
  const select = (itemId) => [{ name: "select_item", itemId, gift: false, time: now }];
  const left = await both(spoken.map(({ itemId, alias }) => shopper(select(alias), { itemId, exclude: [alias] })));
  for (const [at, { alias, meant }] of spoken.entries()) assert.ok(!left[at].includes(meant), `${alias} stands for ${meant}`);
  await visit.close();
});
