// The same history gives the same slate in the browser and natively, to the last bit of every score.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { launch, open, seeded, serve } from "./harness.mjs";
import { catalogue, PACK, passerelle, shopItems } from "./store.mjs";

const HISTORIES = 200;
const SEED = 20101201;
const KINDS = ["view_item", "view_item", "view_item", "select_item", "add_to_cart", "remove_from_cart", "add_to_wishlist", "purchase"];
const PLACEMENTS = ["product", "product", "cart", "home"];
const MAX_SUGGESTIONS = 24;

let server;
let browser;
let folder;

before(async () => {
  server = await serve({ root: "tests/browser/pages", mounts: { "/passerelle": "pkg/dist", "/pack": PACK } });
  browser = await launch();
  folder = await mkdtemp(join(tmpdir(), "passerelle-parity-"));
});

after(async () => {
  await browser?.close();
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Random histories over real ids: much ordered items, any item, aliases, and now and then an id nobody knows. */
function scenarios() {
  const random = seeded(SEED);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const { items, aliases } = catalogue();
  const popular = shopItems().slice(0, 400).map(({ id }) => id);
  const anyId = () => {
    const dice = random();
    if (dice < 0.55) return pick(popular);
    if (dice < 0.75) return pick(items);
    return dice < 0.97 ? pick(aliases) : "nobody-knows-this";
  };
  return Array.from({ length: HISTORIES }, () => {
    const few = Array.from({ length: 1 + Math.floor(random() * 12) }, anyId);
    const events = Array.from({ length: Math.floor(random() * 30) }, () => ({
      name: pick(KINDS),
      // Shoppers come back to the same things.
      itemId: random() < 0.7 ? pick(few) : anyId(),
    }));
    const placement = pick(PLACEMENTS);
    const request = { placement, limit: 1 + Math.floor(random() * MAX_SUGGESTIONS) };
    if (random() < 0.75) request.itemId = random() < 0.3 ? pick(few) : anyId();
    if (random() < 0.5) request.exclude = Array.from({ length: 1 + Math.floor(random() * 8) }, () => pick(random() < 0.5 ? popular : few));
    return { events, request, consent: random() < 0.8, locale: random() < 0.8 ? "en" : "fr-CA", together: random() < 0.5 };
  });
}

/** `{ recorded, slate }` of the native tool. */
async function natively({ events, request, consent, locale }, number) {
  const file = join(folder, `${number}.json`);
  await writeFile(file, JSON.stringify(events));
  const args = ["suggest", PACK, "--history", file, "--placement", request.placement, "--limit", String(request.limit)];
  args.push("--locale", locale, "--json");
  if (request.itemId) args.push("--item", request.itemId);
  for (const id of request.exclude ?? []) args.push("--exclude", id);
  if (!consent) args.push("--contextual");
  const { stdout, stderr } = await passerelle(args);
  const refused = new Set([...stderr.matchAll(/^event (\d+) of the history: .* was not recorded$/gm)].map(([, at]) => Number(at) - 1));
  return { recorded: events.map((_, at) => !refused.has(at)), slate: JSON.parse(stdout) };
}

/** The same in Chromium, through the public API. */
async function inBrowser(page, scenario) {
  const text = await page.evaluate(async ({ events, request, consent, locale, together }) => {
    const shop = await globalThis.passerelle.createPasserelle({ pack: "/pack", consent, locale });
    const recorded = [];
    for (const event of events) recorded.push(together ? shop.track(event) : await shop.track(event));
    // Asked for before the events are through, too: calls are answered in their order.
    const slate = shop.suggest(request);
    return JSON.stringify({ recorded: await Promise.all(recorded), slate: await slate });
  }, scenario);
  return JSON.parse(text);
}

test(`${HISTORIES} histories give the same slate in Chromium and natively`, async () => {
  const visit = await open(browser);
  await visit.page.goto(`${server.url}/api.html`);
  await visit.page.waitForSelector("html[data-ready]");
  const seen = { suggestions: 0, prices: 0, refused: 0, personal: 0, french: 0, statuses: {} };
  for (const [number, scenario] of scenarios().entries()) {
    const [native, wasm] = await Promise.all([natively(scenario, number), inBrowser(visit.page, scenario)]);
    assert.deepStrictEqual(wasm, native, `history ${number}: ${JSON.stringify(scenario)}`);
    const { suggestions, status } = native.slate;
    seen.statuses[status] = (seen.statuses[status] ?? 0) + 1;
    seen.suggestions += suggestions.length;
    seen.prices += suggestions.filter(({ price }) => price !== null).length;
    seen.personal += suggestions.filter(({ reason }) => reason.code === "division").length;
    seen.french += suggestions.filter(({ division }) => /^l[ae'] |^les |^l'/.test(division.name)).length;
    seen.refused += native.recorded.filter((recorded) => !recorded).length;
    assert.ok(suggestions.every(({ score }) => Number.isSafeInteger(score) && score > 0));
    assert.ok(suggestions.length <= scenario.request.limit);
  }
  // Equal emptiness would prove nothing.
  assert.ok(seen.statuses.ok > HISTORIES / 2, JSON.stringify(seen));
  assert.ok(seen.statuses["item-unknown"] > 0, JSON.stringify(seen));
  for (const what of ["prices", "personal", "french", "refused"]) assert.ok(seen[what] > 20, JSON.stringify(seen));
  assert.deepEqual(visit.problems, []);
  await visit.close();
});

test("what is excluded, by item id or alias, is left out on both sides", async () => {
  const visit = await open(browser);
  await visit.page.goto(`${server.url}/api.html`);
  await visit.page.waitForSelector("html[data-ready]");
  const { aliases } = catalogue();
  let left = 0;
  let met = 0;
  for (const [number, item] of shopItems().slice(0, 20).entries()) {
    const scenario = { events: [], request: { placement: "product", limit: MAX_SUGGESTIONS, itemId: item.id }, consent: true, locale: "en" };
    const whole = await natively(scenario, number);
    const ids = whole.slate.suggestions.map(({ itemId }) => itemId);
    const excluded = ids.filter((_, at) => at % 2 === 0);
    scenario.request.exclude = excluded;
    const [native, wasm] = await Promise.all([natively(scenario, number), inBrowser(visit.page, scenario)]);
    assert.deepStrictEqual(wasm, native);
    assert.deepEqual(native.slate.suggestions.map(({ itemId }) => itemId).filter((id) => excluded.includes(id)), []);
    left += excluded.length;
    // An alias that this page has met stands for its item.
    const alias = aliases.find((candidate) => ids.some((id) => candidate === `${id}A` || candidate === `${id}B`));
    if (!alias) continue;
    met += 1;
    const meant = ids.find((id) => alias.startsWith(id));
    scenario.events = [{ name: "select_item", itemId: alias }];
    scenario.request.exclude = [alias];
    const [nativeAlias, wasmAlias] = await Promise.all([natively(scenario, number), inBrowser(visit.page, scenario)]);
    assert.deepStrictEqual(wasmAlias, nativeAlias);
    assert.ok(!wasmAlias.slate.suggestions.some(({ itemId }) => itemId === meant), `${alias} stands for ${meant}`);
  }
  assert.ok(left > 50, `only ${left} ids were excluded`);
  assert.ok(met > 5, `only ${met} aliases were excluded`);
  await visit.close();
});
