// The amount of stored data is bounded for any number of events: on the device, and in memory.

import assert from "node:assert/strict";
import { test } from "node:test";

import { startCdn } from "./cdn.mjs";
import { launch, open, ROOT } from "./harness.mjs";
import { PACK } from "./store.mjs";

/** Number of events; `cargo xtask accept` sets a hundred thousand. */
const OFFERED = Math.max(40_000, Number(process.env.PASSERELLE_RUNS ?? 0));
/** Allowed growth of the heap between a tenth of the events and all of them, in bytes: a few dozen for each. */
const HEAP_GROWS = 2_000_000;

test(`${OFFERED} events offered: two thousand are kept, and memory stays where it was`, async () => {
  const cdn = await startCdn({ "/": `${ROOT}tests/browser/pages`, "/passerelle/": `${ROOT}pkg/dist`, "/pack/": PACK });
  const browser = await launch();
  try {
    const { page, context, problems } = await open(browser);
    await page.goto(`${cdn.url}/api.html`);
    await page.waitForSelector("html[data-ready]");
    const session = await context.newCDPSession(page);
    const heap = async () => {
      await session.send("HeapProfiler.collectGarbage");
      const { usedSize, backingStorageSize = 0 } = await session.send("Runtime.getHeapUsage");
      return usedSize + backingStorageSize;
    };
    await page.evaluate(async () => {
      globalThis.warnings = [];
      const onWarning = ({ code }) => globalThis.warnings.push(code);
      globalThis.shop = await globalThis.passerelle.createPasserelle({ pack: "/pack", consent: true, onWarning });
      await globalThis.shop.track({ name: "view_item", itemId: "22423" });
    });
    const offer = (count) => page.evaluate(async (events) => {
      for (let event = 0; event < events; event += 50) {
        await Promise.all(Array.from({ length: 50 }, () => globalThis.shop.track({ name: "select_item", itemId: "22423" })));
      }
    }, count);
    await offer(OFFERED / 10);
    const early = await heap();
    await offer(OFFERED - OFFERED / 10);
    const late = await heap();
    const { kept, warnings, base, tail } = await page.evaluate(async () => {
      const { events } = await globalThis.shop.history.export();
      const database = await new Promise((done) => (indexedDB.open("passerelle").onsuccess = ({ target }) => done(target.result)));
      const rows = await new Promise((done) => (database.transaction("rows").objectStore("rows").getAll().onsuccess = ({ target }) => done(target.result)));
      return { kept: events.length, warnings: globalThis.warnings, base: rows.reduce((sum, { length }) => sum + length, 0), tail: rows.length };
    });
    console.log(`# heap ${(early / 1e6).toFixed(1)} MB after ${OFFERED / 10} events, ${(late / 1e6).toFixed(1)} MB after ${OFFERED}; log ${base} bytes in ${tail} rows`);
    assert.ok(kept >= 2_000 && kept <= 2_200, `${kept} events`);
    assert.ok(tail <= 200 && base < 250_000, `${tail} rows, ${base} bytes`);
    assert.ok(late < early + HEAP_GROWS, `${early} bytes, then ${late}`);
    assert.deepEqual([warnings, problems], [[], []]);
  } finally {
    await browser.close();
    await cdn.close();
  }
});
