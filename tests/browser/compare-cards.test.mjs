// `compare` on `<passerelle-suggestions>`: suggestions are selected on their cards and compared in a dialog. By mouse
// and by keyboard, under the strict policy.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";

import { violations } from "./axe.mjs";
import { launch, NARROW, open, WIDE } from "./harness.mjs";
import { buildPart, writePart } from "./part.mjs";
import { plainHouse } from "./store.mjs";
import { openShop, POLICY, shown, untilShown } from "./storefront.mjs";

const HOSTILE = "<img src=x onerror=alert(1)>";
/** More items than can be compared. */
const LIMIT = 6;

let folder;
let popular;
let shop;
let browser;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "passerelle-compare-cards-"));
  shop = await openShop({ "/pack/": join(folder, "pack") });
  ({ popular } = await writePart(folder, 200, (row, at) => [...row, `Making:Hours:${at},Making:Place:${HOSTILE}`], ["product_detail"]));
  await writeFile(join(folder, "house.toml"), `${plainHouse()}\n[details]\npublish = true\n`);
  await buildPart(folder, "--no-calibration");
  browser = await launch();
});

beforeEach(() => {
  shop.page = {};
  shop.policy = POLICY;
  shop.first = () => undefined;
  shop.asked.length = 0;
});

after(async () => {
  await browser?.close();
  await shop?.close();
  await rm(folder, { recursive: true, force: true });
});

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
});

async function visit({ size = WIDE, attributes = `compare limit="${LIMIT}"`, page: more = {} } = {}) {
  const opened = await open(browser, size);
  shop.page = { attributes, before: "<p>The product.</p>", after: "", ...more };
  await opened.page.goto(`${shop.url}/p/${popular[0]}`);
  return opened;
}

async function leave(opened) {
  assert.equal(await opened.layoutShift(), 0);
  assert.deepEqual(opened.problems, []);
  await opened.close();
}

const element = (page) => page.locator("passerelle-suggestions");
const boxes = (page) => element(page).locator(".choose input");
const button = (page) => element(page).locator("button.compare");
const status = (page) => element(page).locator(".comparing [role=status]");
const dialog = (page) => element(page).getByRole("dialog");
const details = () => shop.asked.map(({ path }) => path).filter((path) => path.includes("/details/"));

for (const [how, { choose, press }] of Object.entries({
  "by mouse": { choose: (page, at) => boxes(page).nth(at).click(), press: (page) => button(page).click() },
  "by keyboard": { choose: (page, at) => boxes(page).nth(at).press("Space"), press: (page) => button(page).press("Enter") },
})) {
  test(`suggestions are chosen and compared, ${how}; nothing is fetched before`, async () => {
    const opened = await visit();
    const { page } = opened;
    const { ids, titles } = await untilShown(page);
    assert.equal(await button(page).getAttribute("aria-disabled"), "true");
    assert.equal(await status(page).textContent(), "Choose at least two.");
    assert.ok(await element(page).getByRole("checkbox", { name: `Compare ${titles[1]}` }).isVisible());
    const { height } = await shown(page);
    for (const at of [1, 3]) await choose(page, at);
    assert.equal(await button(page).textContent(), "Compare (2)");
    assert.equal((await shown(page)).height, height, "nothing grows");
    assert.deepEqual(details(), []);
    await press(page);
    await dialog(page).getByRole("table").waitFor();
    assert.ok(details().length > 0);
    const heads = await dialog(page).getByRole("columnheader").allTextContents();
    assert.deepEqual(heads.map((text, at) => text.includes([titles[1], titles[3]][at])), [true, true]);
    const hours = dialog(page).getByRole("row", { name: /^Hours/ });
    assert.deepEqual(await hours.getByRole("cell").allTextContents(), [1, 3].map((at) => `${popular.indexOf(ids[at])}`));
    assert.equal(await dialog(page).locator("img[src=x]").count(), 0);
    assert.deepEqual(await dialog(page).getByRole("row", { name: /^Place/ }).getByRole("cell").allTextContents(), [HOSTILE, HOSTILE]);
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press("Escape");
    await dialog(page).waitFor({ state: "detached" });
    assert.ok(await button(page).evaluate((node) => node.getRootNode().activeElement === node), "the focus is back");
    await leave(opened);
  });
}

test("four at most are chosen, and a refused suggestion is none of them", async () => {
  const opened = await visit();
  const { page } = opened;
  await untilShown(page);
  for (const at of [0, 1, 2, 3]) await boxes(page).nth(at).click();
  await boxes(page).nth(4).click();
  assert.equal(await boxes(page).nth(4).isChecked(), false);
  assert.equal(await status(page).textContent(), "Four at most can be compared.");
  await element(page).getByRole("button", { name: /^Not for me/ }).first().click();
  await page.waitForFunction(() => document.querySelector("passerelle-suggestions").shadowRoot.querySelector("button.compare").textContent === "Compare (3)");
  await boxes(page).nth(4).click();
  assert.equal(await button(page).textContent(), "Compare (4)");
  await button(page).click();
  await dialog(page).getByRole("table").waitFor();
  assert.equal(await dialog(page).getByRole("columnheader").count(), 4);
  await leave(opened);
});

test("it is fit for a phone, dark, from right to left, beside the cart's buttons, with the page's own prices", async () => {
  const opened = await visit({
    size: { ...NARROW, colorScheme: "dark" }, attributes: `compare cart-button limit="${LIMIT}"`, page: { html: 'lang="ar" dir="rtl"' },
  });
  const { page } = opened;
  await untilShown(page);
  await page.evaluate(() => (document.querySelector("passerelle-suggestions").formatPrice = ({ itemId }) => `price of ${itemId}`));
  await element(page).getByText("price of").first().waitFor();
  const overlaps = await page.evaluate(() => {
    const rows = [...document.querySelector("passerelle-suggestions").shadowRoot.querySelectorAll("li")];
    return rows.filter((row) => {
      const [why, choose, add] = [".why", ".choose", ".add"].map((part) => row.querySelector(part).getBoundingClientRect());
      return why.bottom > Math.min(choose.top, add.top) + 0.5;
    }).length;
  });
  assert.equal(overlaps, 0, "no button lies over another");
  for (const at of [0, 1]) await boxes(page).nth(at).click();
  await button(page).click();
  await dialog(page).getByRole("table").waitFor();
  assert.match(await dialog(page).getByRole("columnheader").first().textContent(), /price of/);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "the page is not too wide");
  assert.deepEqual(await violations(page), []);
  await leave(opened);
});

test("suggestions.css reserves the room of the boxes and their button", async () => {
  const page = { head: '<link rel="stylesheet" href="/passerelle/suggestions.css">', after: "<footer><p>The end of the page.</p></footer>" };
  for (const attributes of ["compare", "compare cart-button", "compare together"]) {
    for (const size of [WIDE, NARROW]) {
      const opened = await visit({ attributes, size, page });
      await untilShown(opened.page);
      assert.ok(await boxes(opened.page).count() > 1);
      assert.deepEqual(opened.said.filter((text) => /no_room/.test(text)), [], attributes);
      await leave(opened);
    }
  }
});

test("without files of details the button says that it failed, with a warning that helps", async () => {
  shop.first = (path) => (path.includes("/details/") ? { status: 404, body: "" } : undefined);
  const opened = await visit();
  const { page } = opened;
  await untilShown(page);
  for (const at of [0, 1]) await boxes(page).nth(at).click();
  await button(page).click();
  await element(page).getByText("The comparison could not be loaded. Please try again.").waitFor();
  assert.equal(opened.said.filter((text) => text.includes("[details]")).length, 1, `${opened.said}`);
  shop.first = () => undefined;
  await button(page).click();
  await dialog(page).getByRole("table").waitFor();
  await opened.close();
});

test("an element without the attribute loads nothing of it, and what was looked at is not compared", async () => {
  const opened = await visit({ attributes: "" });
  await untilShown(opened.page);
  assert.equal(await boxes(opened.page).count(), 0);
  const plain = new Set(shop.asked.map(({ path }) => path));
  await leave(opened);
  shop.asked.length = 0;
  const again = await visit({ attributes: "compare" });
  await untilShown(again.page);
  const more = shop.asked.map(({ path }) => path).filter((path) => !plain.has(path));
  assert.ok(more.length > 0 && more.every((path) => path.startsWith("/passerelle/")), `${more}`);
  await again.page.evaluate(() => document.querySelector("passerelle-suggestions").setAttribute("placement", "recent"));
  await again.page.waitForFunction(() => !document.querySelector("passerelle-suggestions").shadowRoot.querySelector(".choose"));
  assert.equal(again.said.filter((text) => text.includes('compare on <passerelle-suggestions> is not for the placement "recent"')).length, 1);
  await again.close();
});
