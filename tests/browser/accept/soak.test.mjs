// A day in one document: a single-page shop with the element, many routes, consent that is granted and revoked, and
// other tabs that open and close. The page's memory and the data on the device stay bounded.
//
// The page's clock, `Date` and `performance.now`, jumps at every page view; timers use the real one, as after a sleep.

import assert from "node:assert/strict";
import { test } from "node:test";

import { launch, open } from "../harness.mjs";
import { openShop, POLICY, untilShown } from "../storefront.mjs";
import { shopItems } from "../store.mjs";

/** Number of page views; 10,000 take an hour on a busy machine with two cores. */
const VIEWS = Number(process.env.PASSERELLE_VIEWS ?? 1_200);
const HOURS = 24;
/**
 * Number of parts. Each part ends with a measurement; the first is the early figure. In the first half of the day,
 * consent is then revoked, and granted again one view later. In the second half the history grows to its limit.
 */
const PARTS = 10;
/** Number of other tabs, which open, view an item and close, one after the other. */
const TABS = 40;
const TAB_EVERY = VIEWS / TABS;
/** Number of items that are viewed repeatedly: all of them once before the early figure. */
const ITEMS = 100;
/** Allowed growth between the early and the late figure. */
const HEAP_GROWS = 4_000_000;
const LISTENERS_GROW = 50;
const NODES_GROW = 500;
/** The most events: the 2,000 that are kept, and those that are not compacted yet. */
const MOST_EVENTS = 2_200;
const MOST_ROWS = 400;

/** Runs before the page's scripts. */
const CLOCK = () => {
  let ahead = 0;
  const { Date: RealDate } = globalThis;
  const now = performance.now.bind(performance);
  globalThis.Date = class extends RealDate {
    constructor(...given) {
      if (given.length === 0) super(RealDate.now() + ahead);
      else super(...given);
    }

    static now() {
      return RealDate.now() + ahead;
    }
  };
  performance.now = () => now() + ahead;
  globalThis.jump = (milliseconds) => (ahead += milliseconds);
};

/** Shops on the page: each view has a route, an entry in the data layer, and suggestions of the element. */
const shopOn = async ({ ids, milliseconds }) => {
  const host = document.querySelector("passerelle-suggestions");
  const links = () => [...host.shadowRoot.querySelectorAll("section:not(.spacer, .trial) li:not(.taken) a")].map(({ href }) => href).join();
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  let drawn = 0;
  for (const [at, id] of ids.entries()) {
    globalThis.jump(milliseconds);
    const before = links();
    history.pushState({}, "", `/p/${id}`);
    globalThis.dataLayer.push({ event: "view_item", ecommerce: { items: [{ item_id: id }] } });
    if (at % 10 === 9) globalThis.dataLayer.push({ event: "add_to_cart", ecommerce: { items: [{ item_id: id }] } });
    // The data layer belongs to the page; a tag manager shortens it too.
    if (globalThis.dataLayer.length > 100) globalThis.dataLayer.splice(0, 50);
    for (let waited = 0; waited < 30 && (links() === before || links() === ""); waited += 1) await frame();
    if (links() !== before && links() !== "") drawn += 1;
  }
  return drawn;
};

test(`${VIEWS} page views in ${HOURS} hours of one document: heap, listeners and rows stay bounded`, { timeout: 3_600_000 }, async () => {
  assert.ok(Number.isInteger(TAB_EVERY) && VIEWS / PARTS >= ITEMS, `PASSERELLE_VIEWS: a multiple of ${TABS}, ${PARTS * ITEMS} at least`);
  const shop = await openShop();
  // The router's script is inline.
  shop.policy = POLICY.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'").replace(/; require-trusted-types-for.*/, "");
  const items = shopItems().filter(({ available }) => available).map(({ id }) => id).slice(0, ITEMS);
  shop.page = {
    body: 'class="room"', before: "<p>The product.</p>", head: "<script>window.dataLayer = window.dataLayer || [];</script>",
    element: "<passerelle-suggestions><p>Ours.</p></passerelle-suggestions>", after: "<footer>The end.</footer>",
  };
  const browser = await launch();
  try {
    const { context, page, problems } = await open(browser, { viewport: { width: 1440, height: 900 } });
    await context.addInitScript(CLOCK);
    const session = await context.newCDPSession(page);
    await session.send("Performance.enable");
    await page.goto(`${shop.url}/p/${items[0]}`);
    const consent = (granted) => page.evaluate(async (yes) => {
      const { createPasserelle } = await import("/passerelle/index.js");
      globalThis.shop ??= await createPasserelle({ pack: "/pack/" });
      await globalThis.shop.setConsent(yes);
    }, granted);
    await consent(true);
    await page.evaluate((id) => globalThis.dataLayer.push({ event: "view_item", ecommerce: { items: [{ item_id: id }] } }), items[0]);
    await untilShown(page);

    const measure = async () => {
      for (let round = 0; round < 3; round += 1) await session.send("HeapProfiler.collectGarbage");
      const { usedSize, backingStorageSize = 0 } = await session.send("Runtime.getHeapUsage");
      const { metrics } = await session.send("Performance.getMetrics");
      const metric = (wanted) => metrics.find(({ name }) => name === wanted).value;
      const stored = await page.evaluate(async () => {
        const { events } = await globalThis.shop.history.export();
        const database = await new Promise((done) => (indexedDB.open("passerelle").onsuccess = ({ target }) => done(target.result)));
        const rows = await new Promise((done) => (database.transaction("rows").objectStore("rows").getAll().onsuccess = ({ target }) => done(target.result)));
        database.close();
        return { events: events.length, rows: rows.length, bytes: rows.reduce((sum, { length }) => sum + length, 0) };
      });
      return { heap: usedSize + backingStorageSize, listeners: metric("JSEventListeners"), nodes: metric("Nodes"), ...stored };
    };

    let drawn = 0;
    let early;
    let late;
    for (let view = 0; view < VIEWS; view += TAB_EVERY) {
      const ids = Array.from({ length: TAB_EVERY }, (_, at) => items[(view + at) % items.length]);
      if (view % (VIEWS / PARTS) === 0 && view > 0 && view <= VIEWS / 2) {
        await consent(false);
        drawn += await page.evaluate(shopOn, { ids: ids.splice(0, 1), milliseconds: (HOURS * 3_600_000) / VIEWS });
        await consent(true);
      }
      drawn += await page.evaluate(shopOn, { ids, milliseconds: (HOURS * 3_600_000) / VIEWS });
      const tab = await context.newPage();
      await tab.goto(`${shop.url}/p/${items[view % items.length]}`);
      await untilShown(tab).catch(() => undefined);
      await tab.close();
      if ((view + TAB_EVERY) % (VIEWS / PARTS) !== 0) continue;
      late = await measure();
      early ??= late;
      console.log(`# ${view + TAB_EVERY} views, ${drawn} drawn: ${(late.heap / 1e6).toFixed(1)} MB, ${late.listeners} listeners, ${late.nodes} nodes; ${late.events} events, ${late.rows} rows of ${late.bytes} bytes`);
      assert.ok(late.events <= MOST_EVENTS && late.rows <= MOST_ROWS, JSON.stringify(late));
    }
    assert.ok(drawn > VIEWS / 2, `only ${drawn} of ${VIEWS} views were drawn`);
    assert.ok(late.heap < early.heap + HEAP_GROWS, `${early.heap} bytes, then ${late.heap}`);
    assert.ok(late.listeners <= early.listeners + LISTENERS_GROW, `${early.listeners} listeners, then ${late.listeners}`);
    assert.ok(late.nodes <= early.nodes + NODES_GROW, `${early.nodes} nodes, then ${late.nodes}`);
    assert.deepEqual(problems.filter((problem) => problem.startsWith("uncaught")), []);
  } finally {
    await browser.close();
    await shop.close();
  }
});
