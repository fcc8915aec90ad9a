// A comparison: `holdout` shows the fallback in a share of page views, and requests the same files.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";

import { launch, open, until, untilSaid } from "./harness.mjs";
import { openShop, shown, untilShown } from "./storefront.mjs";

const ITEM = "22423";
const OTHER = "22698";

let shop;
let browser;

before(async () => {
  shop = await openShop();
  browser = await launch();
});

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
});

after(async () => {
  await browser?.close();
  await shop?.close();
});

const at = (attributes) => {
  shop.page = { before: "<p>The product.</p>", after: "", attributes };
};

const opened = () => open(browser, { viewport: { width: 1440, height: 900 } });

/** The groups that the page's tag manager received. */
const told = (page) => page.evaluate(() => (globalThis.dataLayer ?? []).filter(({ event }) => event === "passerelle_group"));
const untilTold = (page) => until(page, () => (globalThis.dataLayer ?? []).some(({ event }) => event === "passerelle_group"));

test("who is held out sees the page's own content, asks for the same files, and the tag manager hears of the group alone", async () => {
  const asked = [];
  for (const holdout of [0, 100]) {
    at(`holdout="${holdout}" measure="datalayer"`);
    const { page, problems } = await opened();
    const from = shop.asked.length;
    await page.goto(`${shop.url}/p/${ITEM}`);
    await untilTold(page);
    if (holdout === 0) await untilShown(page);
    // Files are requested after the group is told too; a page that is held out shows nothing to wait for.
    const ours = () => shop.asked.slice(from);
    for (const end = Date.now() + 20_000; ours().length < (asked[0]?.length ?? 0) && Date.now() < end; ) await page.waitForTimeout(50);
    await page.waitForLoadState("networkidle");
    asked.push(ours().map((request) => JSON.stringify(request)).sort());
    const group = holdout === 0 ? "suggestions" : "held_out";
    assert.deepEqual(await told(page), [{ event: "passerelle_group", passerelle_group: group, passerelle_unit: "day" }]);
    if (holdout === 0) assert.equal((await untilShown(page)).ids.length, 4);
    else assert.deepEqual([(await shown(page)).state, (await shown(page)).fallback], ["page", true]);
    assert.deepEqual(problems, []);
  }
  assert.deepEqual(asked[1], asked[0]);
  assert.ok(asked[0].length > 5, asked[0].join("\n"));
});

test("a device with a history keeps its group from page to page, and devices fall into both groups", async () => {
  at('holdout="50" measure="datalayer" consent="granted"');
  const groups = new Set();
  for (let device = 0; device < 12 && groups.size < 2; device += 1) {
    const { page, close } = await opened();
    const seen = [];
    for (const id of [ITEM, OTHER, ITEM]) {
      await page.goto(`${shop.url}/p/${id}`);
      await untilTold(page);
      const [{ passerelle_group: group, passerelle_unit: unit }] = await told(page);
      assert.equal(unit, "device");
      seen.push(group);
      if (group === "suggestions") await untilShown(page);
      else assert.equal((await shown(page)).state, "page");
    }
    assert.equal(new Set(seen).size, 1, seen.join(", "));
    groups.add(seen[0]);
    await close();
  }
  assert.deepEqual([...groups].sort(), ["held_out", "suggestions"], "twelve devices, one group: one time in two thousand");
});

test("without measure nothing is told, and what was held out counts nowhere as shown", async () => {
  at('holdout="100" consent="granted"');
  const { page } = await opened();
  await page.goto(`${shop.url}/p/${ITEM}`);
  await until(page, async () => (await (await import("/passerelle/auto.js")).passerelle.history.export()).events.length > 0);
  await page.waitForLoadState("networkidle");
  const { invitations, events } = await page.evaluate(async () => {
    const { passerelle } = await import("/passerelle/auto.js");
    return (await passerelle).history.export();
  });
  assert.deepEqual(await told(page), []);
  assert.deepEqual(invitations, []);
  assert.equal(events.length, 1, "the view is remembered as ever");
});

test("a share that is none holds nothing out and names what to write; so does a second share on the page", async () => {
  at('holdout="ten" measure="console"');
  const wrong = await opened();
  await wrong.page.goto(`${shop.url}/p/${ITEM}`);
  assert.equal((await untilShown(wrong.page)).ids.length, 4);
  assert.match(wrong.said.join("\n"), /attribute_unreadable: .*holdout="ten" on <passerelle-suggestions> must be a number from 0 to 100/);
  shop.page = {
    before: "<p>The product.</p>", after: "", body: 'class="room"',
    element: `<passerelle-suggestions product-id="${ITEM}" holdout="0" measure="console"></passerelle-suggestions><passerelle-suggestions product-id="${ITEM}" holdout="100"></passerelle-suggestions>`,
  };
  const two = await opened();
  await two.page.goto(`${shop.url}/p/${ITEM}`);
  await untilSaid(two, /measure="console" on <passerelle-suggestions> must be datalayer/);
  await untilSaid(two, /holdout="\d+" on <passerelle-suggestions>: another element of this page says \d+, which counts/);
});
