// The browser is killed while it writes, again and again, and opened again on the same profile: Chromium, or Firefox if
// FIREFOX_PATH is set.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";

import { startCdn } from "../cdn.mjs";
import { ENGINE, ROOT, seeded } from "../harness.mjs";
import { startOn, withProfile } from "../profile.mjs";
import { PACK, shopItems } from "../store.mjs";

/** Firefox takes several times as long to start. */
const KILLS = ENGINE === "Firefox" ? 20 : 50;
const NAMES = ["view_item", "select_item", "add_to_wishlist", "add_to_cart"];
/** Events of a round; all rounds together have no more than the device keeps. */
const OFFERED = 40;
const PAUSE_MS = 4;
/**
 * The browser is killed at the latest after this many acknowledged events of a round, whatever the load of the machine.
 */
const MOST_ACKNOWLEDGED = 30;
/** The longest additional wait before the kill, so that it can come at any moment of a write. */
const LATER_MS = 20;

let cdn;

before(async () => {
  cdn = await startCdn({ "/": `${ROOT}tests/browser/pages`, "/passerelle/": `${ROOT}pkg/dist`, "/pack/": PACK });
});

after(() => cdn?.close());

test(`${ENGINE} ${KILLS} times killed while it writes: nothing acknowledged is lost, nothing is there twice`, { timeout: 1_800_000 }, () =>
  withProfile(async (profile) => {
    const random = seeded(11);
    const items = shopItems().map(({ id }) => id);
    /** Every event has a unique pair of name and item, so that a repeated one is detected. */
    const roundOf = (round) => Array.from({ length: OFFERED }, (_, at) => {
      const item = items[(round * OFFERED) / NAMES.length + Math.floor(at / NAMES.length)];
      return { name: NAMES[at % NAMES.length], itemId: item };
    });
    const named = ({ name, itemId }) => `${name} ${itemId}`;
    const acknowledged = new Set();
    const offered = new Set();
    const check = async (page, round) => {
      const { events } = await page.evaluate(() => globalThis.shop.history.export());
      const there = events.map(named);
      assert.equal(new Set(events.map(({ id }) => id)).size, events.length, `kill ${round}: an id twice`);
      assert.equal(new Set(there).size, there.length, `kill ${round}: an event twice`);
      assert.deepEqual([...acknowledged].filter((event) => !there.includes(event)), [], `kill ${round}: acknowledged, and not there`);
      assert.deepEqual(there.filter((event) => !offered.has(event)), [], `kill ${round}: there, and never offered`);
      assert.deepEqual(await page.evaluate(() => globalThis.warnings), []);
      return there.length;
    };
    for (let round = 0; round < KILLS; round += 1) {
      const { page, kill } = await startOn(profile, cdn.url);
      await check(page, round);
      const enough = acknowledged.size + 1 + Math.floor(random() * MOST_ACKNOWLEDGED);
      let isWriting;
      const written = new Promise((resolve) => (isWriting = resolve));
      await page.exposeFunction("acknowledge", (event) => {
        acknowledged.add(event);
        if (acknowledged.size >= enough) isWriting();
      });
      const events = roundOf(round);
      events.forEach((event) => offered.add(named(event)));
      page.evaluate(async ({ all, pause }) => {
        for (const event of all) {
          void globalThis.shop.track(event).then((kept) => kept && globalThis.acknowledge(`${event.name} ${event.itemId}`));
          await new Promise((done) => setTimeout(done, pause));
        }
      }, { all: events, pause: PAUSE_MS }).catch(() => undefined);
      await written;
      await wait(random() * LATER_MS);
      await kill();
    }
    const { page, close } = await startOn(profile, cdn.url);
    const kept = await check(page, KILLS);
    assert.ok(acknowledged.size < offered.size, "every event was acknowledged before the browser was killed: it was never killed while it wrote");
    console.log(`# ${ENGINE}: ${offered.size} events offered, ${acknowledged.size} acknowledged before ${KILLS} kills, ${kept} there`);
    await close();
  }));
