// Two tabs that write at the same time, ten times as many events as the device keeps, with compaction.

import assert from "node:assert/strict";
import { test } from "node:test";

import { startCdn } from "../cdn.mjs";
import { launch, ROOT } from "../harness.mjs";
import { PACK } from "../store.mjs";

const TABS = ["22423", "22470"];
const EVENTS = 10_000;
/** Number of events that are kept; further ones are counted in their week. */
const KEPT = 2_000;

test(`two tabs, ${EVENTS} events each, with compaction at work: every one is kept or counted, and none twice`, { timeout: 1_200_000 }, async () => {
  const cdn = await startCdn({ "/": `${ROOT}tests/browser/pages`, "/passerelle/": `${ROOT}pkg/dist`, "/pack/": PACK });
  const browser = await launch();
  try {
    const context = await browser.newContext();
    const pages = await Promise.all(TABS.map(async () => {
      const page = await context.newPage();
      await page.goto(`${cdn.url}/api.html`);
      await page.waitForSelector("html[data-ready]");
      await page.evaluate(async () => {
        globalThis.warnings = [];
        const onWarning = ({ code }) => globalThis.warnings.push(code);
        globalThis.shop = await globalThis.passerelle.createPasserelle({ pack: "/pack", consent: true, onWarning });
      });
      return page;
    }));
    const acknowledged = await Promise.all(pages.map((page, tab) => page.evaluate(async ({ itemId, events }) => {
      const names = ["view_item", "select_item", "add_to_wishlist"];
      let acknowledged = 0;
      for (let event = 0; event < events; ) {
        const together = Array.from({ length: 10 }, () => globalThis.shop.track({ name: names[event++ % 3], itemId }));
        acknowledged += (await Promise.all(together)).filter(Boolean).length;
      }
      return acknowledged;
    }, { itemId: TABS[tab], events: EVENTS })));
    assert.deepEqual(acknowledged, TABS.map(() => EVENTS));
    const { events, weeks } = await pages[0].evaluate(() => globalThis.shop.history.export());
    assert.equal(new Set(events.map(({ id }) => id)).size, events.length);
    const counted = weeks.reduce((sum, week) => sum + week.events, 0);
    assert.equal(events.length + counted, EVENTS * TABS.length);
    assert.ok(events.length >= KEPT && counted > 0, `${events.length} kept, ${counted} counted`);
    const generation = await pages[0].evaluate(() => new Promise((done) => {
      indexedDB.open("passerelle").onsuccess = ({ target }) => {
        target.result.transaction("state").objectStore("state").get(0).onsuccess = (event) => done(event.target.result.generation);
      };
    }));
    assert.ok(generation >= 20, `only ${generation} compactions`);
    console.log(`# ${EVENTS * TABS.length} events of ${TABS.length} tabs: ${events.length} kept, ${counted} counted in their week, ${generation} compactions`);
    assert.deepEqual(await Promise.all(pages.map((page) => page.evaluate(() => globalThis.warnings))), TABS.map(() => []));
  } finally {
    await browser.close();
    await cdn.close();
  }
});
