// Offers, impressions and dismissals on a device: caps hold across pages and tabs, dismissed items stay hidden, and
// without consent only the page remembers. With real pages and a real IndexedDB.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";

import { startCdn } from "./cdn.mjs";
import { launch, ROOT, until } from "./harness.mjs";
import { ofHistory, PACK, stored } from "./store.mjs";

const ITEMS = ["22423", "22470", "84997", "20725"];
/**
 * The defaults, which the demo's house does not change: an invitation twice a day, and the number of promotions a day.
 */
const [TWICE, PROMOTIONS] = [2, 24];

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

afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));

/** A page of the shop with the module, `later` seconds from now. */
async function visit(context, { consent = true, later = 0 } = {}) {
  const page = await context.newPage();
  if (later) await page.clock.setSystemTime(Date.now() + later * 1_000);
  await page.goto(`${cdn.url}/api.html`);
  await page.waitForSelector("html[data-ready]");
  await page.evaluate(async (granted) => {
    globalThis.shop = await globalThis.passerelle.createPasserelle({ pack: "/pack", ...(granted && { consent: true }) });
    await globalThis.shop.suggest({ placement: "home" });
  }, consent);
  return page;
}

const track = (page, ids, name = "view_item") =>
  page.evaluate(async ([list, what]) => {
    for (const itemId of list) await globalThis.shop.track({ name: what, itemId });
  }, [ids, name]);
const ask = (page, how, request = {}) =>
  page.evaluate(async ([method, given]) => globalThis.shop[method]({ placement: "home", limit: 4, ...given }), [how, request]);
const idsOf = ({ suggestions }) => suggestions.map(({ itemId }) => itemId);
/** Offers a slate, and records an impression of each suggestion. */
async function show(page, request) {
  const ids = idsOf(await ask(page, "offer", request));
  for (const id of ids) assert.ok(await page.evaluate((item) => globalThis.shop.recordImpression(item), id), id);
  return ids;
}
const invitations = async (page) => (await page.evaluate(() => globalThis.shop.history.export())).invitations;
const itemsOf = (lines, what) => lines.filter((line) => line.what === what).flatMap(({ about }) => about.flatMap(({ itemId }) => itemId ?? []));
const times = (list) => list.reduce((counts, id) => counts.set(id, (counts.get(id) ?? 0) + 1), new Map());

test("no item is seen more often than the house allows, and promotions end for the day", async () => {
  const context = await browser.newContext();
  const first = await visit(context);
  await track(first, ITEMS);
  const tabs = [await visit(context), first];
  let slates = 0;
  for (let spot = 0; spot < PROMOTIONS + 3; spot += 1) {
    // Each slate has its own slot, because a slate may stay in its slot.
    const ids = await show(tabs[spot % 2], { slot: `spot-${spot}` });
    slates += ids.length > 0 ? 1 : 0;
  }
  assert.equal(slates, PROMOTIONS, "home slates are promotions");
  const lines = await invitations(first);
  const seen = times(itemsOf(lines, "seen"));
  assert.ok(seen.size > 0 && [...seen.values()].every((count) => count <= TWICE), JSON.stringify([...seen]));
  assert.equal(lines.filter(({ what, about }) => what === "seen" && about.some(({ promotion }) => promotion)).length, PROMOTIONS);
  // Suggestions that go with the page's own item are no promotions.
  const { suggestions } = await ask(first, "offer", { placement: "product", itemId: ITEMS[0] });
  assert.ok(suggestions.length > 0 && suggestions.every(({ reason }) => reason.code === "goes-with-page-item"));
  // Promotions are allowed again the next day; items that were seen twice without a click rank lower.
  const tomorrow = await visit(context, { later: 86_400 });
  assert.ok((await show(tomorrow)).length > 0);
});

test("two tabs at the same moment never spend the same place twice", async () => {
  const context = await browser.newContext();
  const tabs = [await visit(context), await visit(context), await visit(context)];
  await track(tabs[0], ITEMS);
  await track(tabs[0], ["21034"]);
  for (let round = 0; round < 4; round += 1) {
    await Promise.all(tabs.map((tab, at) => ask(tab, "offer", { placement: "product", itemId: ITEMS[0], slot: `${round}-${at}` })));
  }
  const shown = await Promise.all(tabs.map(async (tab, at) => idsOf(await ask(tab, "offer", { placement: "product", itemId: ITEMS[0], slot: `last-${at}` }))));
  const offered = times(itemsOf(await invitations(tabs[0]), "offered"));
  assert.ok(offered.size > 0);
  // A withdrawn offer is also in the log; the drawn suggestions are within the caps.
  const drawn = times(shown.flat());
  assert.ok([...drawn.values()].every((count) => count <= TWICE), JSON.stringify([...drawn]));
});

test("what is refused rests, here and in another tab, until it is taken back", async () => {
  const context = await browser.newContext();
  const [one, two] = [await visit(context), await visit(context)];
  await track(one, ITEMS);
  const [refused] = idsOf(await ask(one, "suggest"));
  await one.evaluate((id) => globalThis.shop.dismiss(id), refused);
  assert.ok(!idsOf(await ask(one, "suggest", { limit: 24 })).includes(refused));
  const why = await one.evaluate((id) => globalThis.shop.explain({ placement: "home" }, id), refused);
  assert.equal(why.absence, "capped");
  await until(
    two,
    async (id) => !(await globalThis.shop.suggest({ placement: "home", limit: 24 })).suggestions.some(({ itemId }) => itemId === id),
    refused,
  );
  await two.evaluate((id) => globalThis.shop.undoDismiss(id), refused);
  const later = await visit(context);
  assert.ok(idsOf(await ask(later, "suggest", { limit: 24 })).includes(refused));
});

test("an exposure that is not followed halves the score; one that is followed does not", async () => {
  const context = await browser.newContext();
  const page = await visit(context);
  await track(page, ITEMS);
  const [first, second] = await show(page);
  const later = await visit(context);
  await track(later, [second], "select_item");
  const fatigueOf = async (id) => {
    const { parts } = await later.evaluate((item) => globalThis.shop.explain({ placement: "home" }, item), id);
    const before = parts.slice(0, parts.findIndex(({ name }) => name === "fatigue")).reduce((sum, { value }) => sum + value, 0);
    return { part: parts.find(({ name }) => name === "fatigue")?.value, before };
  };
  const { part, before } = await fatigueOf(first);
  assert.ok(Math.abs(part + before / 2) <= 1, `${part} of ${before}`);
  assert.equal((await fatigueOf(second)).part, undefined);
});

test("nothing while paying, and after an order what the house pinned", async () => {
  const context = await browser.newContext();
  const page = await visit(context);
  await track(page, ITEMS);
  for (const kind of ["checkout", "payment"]) {
    assert.deepEqual(await ask(page, "offer", { page: kind }), { status: "not-now", suggestions: [] });
  }
  assert.deepEqual(idsOf(await ask(page, "offer", { page: "confirmation" })), []);
  assert.ok(idsOf(await ask(page, "offer", { page: "other" })).length > 0);
  await assert.rejects(ask(page, "offer", { page: "cash" }), /page/);
});

test("two spots of a page share no item", async () => {
  const page = await visit(await browser.newContext());
  await track(page, ITEMS);
  const [above, below] = [idsOf(await ask(page, "offer", { slot: "above" })), idsOf(await ask(page, "offer", { slot: "below" }))];
  assert.ok(above.length > 0 && below.length > 0);
  assert.deepEqual(above.filter((id) => below.includes(id)), []);
  assert.deepEqual(idsOf(await ask(page, "offer", { slot: "above" })), above, "what stands may stay");
});

for (const address of ["/elsewhere", "#/cart"]) {
  test(`in a shop that loads no other page, ${address} is another page`, async () => {
    const page = await visit(await browser.newContext());
    await track(page, ITEMS);
    const [first] = idsOf(await ask(page, "offer", { slot: "above" }));
    const isFree = async () => idsOf(await ask(page, "suggest", { slot: "below", limit: 24 })).includes(first);
    const go = (path) => page.evaluate((to) => history.pushState(null, "", to), path);
    assert.equal(await isFree(), false);
    await go("?size=small#reviews");
    assert.equal(await isFree(), false, "the same page");
    await go(address);
    assert.equal(await isFree(), true);
  });
}

test("the first page of a first visit says nothing of a history in any of its spots", async () => {
  const page = await visit(await browser.newContext());
  await track(page, [ITEMS[0]]);
  const slate = () => ask(page, "suggest", { placement: "category", divisions: "any", limit: 24 });
  const { suggestions } = await slate();
  assert.ok(suggestions.length > 0 && !suggestions.some(ofHistory), JSON.stringify(suggestions.map(({ reason }) => reason)));
  await track(page, [ITEMS[1]]);
  assert.ok((await slate()).suggestions.some(ofHistory));
});

test("an old offer is offered anew", async () => {
  const context = await browser.newContext();
  const page = await visit(context);
  await track(page, ITEMS);
  const [id] = idsOf(await ask(page, "offer"));
  await page.clock.setSystemTime(Date.now() + 1_900_000);
  assert.equal(await page.evaluate((item) => globalThis.shop.recordImpression(item), id), false);
  assert.deepEqual(itemsOf(await invitations(page), "seen"), []);
  assert.equal(await page.evaluate(() => globalThis.shop.recordImpression("never offered")), false);
});

test("without consent the page alone remembers what was refused, and writes nothing", async () => {
  const page = await visit(await browser.newContext(), { consent: false });
  await track(page, [ITEMS[0]]);
  const product = { placement: "product", itemId: ITEMS[0] };
  const [refused] = await show(page, product);
  await page.evaluate((id) => globalThis.shop.dismiss(id), refused);
  assert.ok(!idsOf(await ask(page, "suggest", { ...product, limit: 24 })).includes(refused));
  const { databases, local } = await stored(page);
  assert.deepEqual([databases, local], [[], []]);
  assert.deepEqual(await invitations(page), []);
});

test("what was refused before the shopper agreed stays refused", async () => {
  const context = await browser.newContext();
  const page = await visit(context, { consent: false });
  await track(page, [ITEMS[0]]);
  const product = { placement: "product", itemId: ITEMS[0], limit: 24 };
  const [refused, other] = idsOf(await ask(page, "suggest", product));
  await page.evaluate((id) => globalThis.shop.dismiss(id), refused);
  await page.evaluate(() => globalThis.shop.setConsent(true, { answer: true }));
  for (const tab of [page, await visit(context)]) {
    await track(tab, [ITEMS[0]]);
    const ids = idsOf(await ask(tab, "suggest", product));
    assert.deepEqual([ids.includes(refused), ids.includes(other)], [false, true]);
  }
  assert.deepEqual(itemsOf(await invitations(page), "refused"), [refused]);
});

test("the shopper takes the ledger along, and one item of it away", async () => {
  const context = await browser.newContext();
  const page = await visit(context);
  await track(page, ITEMS);
  const ids = await show(page);
  await page.evaluate((id) => globalThis.shop.dismiss(id), ids[0]);
  const kept = await page.evaluate(() => globalThis.shop.history.export());
  assert.deepEqual([...new Set(kept.invitations.map(({ what }) => what))], ["offered", "seen", "refused"]);
  const other = await visit(await browser.newContext());
  await other.evaluate((told) => globalThis.shop.history.import(told), kept);
  assert.deepEqual((await other.evaluate(() => globalThis.shop.history.export())).invitations, kept.invitations);
  assert.ok(!idsOf(await ask(other, "suggest", { limit: 24 })).includes(ids[0]));
  await other.evaluate((id) => globalThis.shop.history.forget(id), ids[0]);
  assert.ok(!JSON.stringify(await invitations(other)).includes(`"${ids[0]}"`));
  await other.evaluate(() => globalThis.shop.history.clear());
  assert.deepEqual(await invitations(other), []);
});

test("the first page of a first visit says nothing of a history", async () => {
  const page = await visit(await browser.newContext());
  await track(page, [ITEMS[0]]);
  const { suggestions } = await ask(page, "suggest", { placement: "product", itemId: ITEMS[0], limit: 24 });
  assert.ok(suggestions.length > 0 && !suggestions.some(ofHistory));
  await track(page, [ITEMS[1]]);
  assert.ok((await ask(page, "suggest", { placement: "product", limit: 24 })).suggestions.some(ofHistory));
});

test("a letter is remembered until it is read", async () => {
  const context = await browser.newContext();
  const page = await visit(context);
  const state = (tab) => tab.evaluate(() => globalThis.shop.noticeState("kettle"));
  assert.deepEqual(await state(page), { seen: 0, read: false });
  await page.evaluate(() => globalThis.shop.recordNotice("kettle", "shown"));
  const other = await visit(context);
  assert.deepEqual(await state(other), { seen: 1, read: false });
  await other.evaluate(() => globalThis.shop.recordNotice("kettle", "read"));
  await until(page, async () => (await globalThis.shop.noticeState("kettle")).read);
});

test("while a letter waits, promotions leave it its share", async () => {
  const page = await visit(await browser.newContext());
  await track(page, ITEMS);
  await page.evaluate(() => globalThis.shop.recordNotice("kettle", "waits"));
  assert.deepEqual(idsOf(await ask(page, "offer")), [], "the letter comes first");
  await page.evaluate(() => globalThis.shop.recordNotice("kettle", "shown"));
  await page.evaluate(() => globalThis.shop.recordNotice("kettle", "waits"));
  assert.ok(idsOf(await ask(page, "offer")).length > 0, "one of service, one of promotion");
});
