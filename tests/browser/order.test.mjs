// Waiting for slow files of the pack: a call waits for its own files only, a file is requested once at a time, and
// events are recorded in the order of their calls.

import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";

import { launch, open } from "./harness.mjs";
import { openShop } from "./storefront.mjs";
import { shopItems } from "./store.mjs";

const SHARD = /\/shards\/\d+\.psr$/;
const [ONE, OTHER] = shopItems().map(({ id }) => id);

let shop;
let browser;
let visit;

before(async () => {
  shop = await openShop();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await shop?.close();
});

beforeEach(async () => {
  await visit?.close();
  shop.first = () => undefined;
  visit = await open(browser);
  await visit.page.goto(`${shop.url}/api.html`);
  await visit.page.waitForSelector("html[data-ready]");
  await visit.page.evaluate(async () => {
    globalThis.shop = await globalThis.passerelle.createPasserelle({ pack: "/pack", consent: true });
    // The file of the season is loaded.
    await globalThis.shop.suggest({ placement: "home" });
  });
  shop.asked.length = 0;
});

/** Delays the first requested shard. Returns a promise of its request, and a function that releases it. */
function holdFirstShard() {
  let release;
  let asked;
  const held = new Promise((done) => (release = done));
  const wanted = new Promise((done) => (asked = done));
  let isFirst = true;
  shop.first = async (path) => {
    if (!SHARD.test(path) || !isFirst) return undefined;
    isFirst = false;
    asked();
    await held;
    return undefined;
  };
  return { wanted, release };
}

test("an event whose file is slow keeps nothing waiting but the events behind it, which stay in order", async () => {
  const { wanted, release } = holdFirstShard();
  await visit.page.evaluate((one) => {
    globalThis.recorded = [];
    globalThis.tell = (itemId) => globalThis.shop.track({ name: "add_to_cart", itemId }).then(() => globalThis.recorded.push(itemId));
    globalThis.slow = globalThis.tell(one);
  }, ONE);
  await wanted;
  await visit.page.evaluate((other) => {
    globalThis.told = Promise.all([globalThis.slow, globalThis.tell(other)]);
  }, OTHER);
  const status = await visit.page.evaluate(async () => (await globalThis.shop.suggest({ placement: "home" })).status);
  assert.equal(status, "ok");
  assert.deepEqual(await visit.page.evaluate(() => globalThis.recorded), [], "the second waits for the first");
  release();
  const events = await visit.page.evaluate(async () => {
    await globalThis.told;
    return (await globalThis.shop.history.export()).events.map(({ itemId }) => itemId);
  });
  assert.deepEqual(events, [ONE, OTHER]);
  assert.deepEqual(visit.problems, []);
});

test("a slate whose file is slow waits alone; one that needs other files overtakes it", async () => {
  const { wanted, release } = holdFirstShard();
  await visit.page.evaluate((one) => {
    globalThis.answered = [];
    globalThis.ask = (cart) => globalThis.shop.suggest({ placement: "cart", cart: [cart] }).then(() => globalThis.answered.push(cart));
    globalThis.slow = globalThis.ask(one);
  }, ONE);
  await wanted;
  assert.deepEqual(await visit.page.evaluate((other) => globalThis.ask(other).then(() => globalThis.answered), OTHER), [OTHER]);
  release();
  assert.deepEqual(await visit.page.evaluate(() => globalThis.slow.then(() => globalThis.answered)), [OTHER, ONE]);
  assert.deepEqual(visit.problems, []);
});

test("a file is in flight once, however many calls ask for it", async () => {
  const { wanted, release } = holdFirstShard();
  const statuses = visit.page.evaluate(async (one) => {
    const ask = () => globalThis.shop.suggest({ placement: "cart", cart: [one] });
    return (await Promise.all([ask(), ask(), ask()])).map(({ status }) => status);
  }, ONE);
  await wanted;
  release();
  assert.equal(new Set(await statuses).size, 1);
  assert.equal(shop.asked.filter(({ path }) => SHARD.test(path)).length, 1);
  assert.deepEqual(visit.problems, []);
});
