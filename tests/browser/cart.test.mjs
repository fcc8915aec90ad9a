// Adding suggestions to the page's own cart: `cart-button`, `together` and `passerelle-add`, by mouse and by keyboard,
// under the strict policy, with and without consent.

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";

import { violations } from "./axe.mjs";
import { launch, NARROW, open, WIDE } from "./harness.mjs";
import { olderManifest } from "./older-pack.mjs";
import { buildPart, writePart } from "./part.mjs";
import { passerelle, plainHouse } from "./store.mjs";
import { openShop, POLICY, shown, untilShown } from "./storefront.mjs";

const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 5"><rect width="4" height="5" fill="teal"/></svg>';
const LONG_MS = 1_500;

let folder;
let popular;
let shop;
let browser;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "passerelle-cart-"));
  shop = await openShop({ "/pack/": join(folder, "pack") });
  // Each address ends with the item's own id, even if the feed has a variant's id there.
  const picture = (row, at, header) => {
    row[header.indexOf("link")] = `https://shop.example/p/${row[header.indexOf("item_group_id")] || row[0]}`;
    return [...row, `${shop.url}/img/${at}.svg`];
  };
  ({ popular } = await writePart(folder, 200, picture, ["image_link"]));
  await writeFile(join(folder, "house.toml"), plainHouse());
  await buildPart(folder, "--no-calibration");
  browser = await launch();
});

beforeEach(() => {
  shop.page = {};
  shop.policy = POLICY;
  shop.first = (path) => path.startsWith("/img/") && { body: PICTURE, headers: { "Content-Type": "image/svg+xml" } };
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

/**
 * Opens a product page. `globalThis.answer` is the page's answer to `passerelle-add`, `globalThis.added` the requests.
 */
async function visit({ size = WIDE, attributes = "cart-button", page: more = {}, answer = "respond", prepare } = {}) {
  const opened = await open(browser, size);
  await opened.page.addInitScript((how) => {
    globalThis.added = [];
    if (how === "silent") return;
    document.addEventListener("passerelle-add", (event) => {
      globalThis.added.push(event.detail.items);
      if (how === "handle") event.preventDefault();
      else event.detail.respondWith(new Promise((done, fail) => Object.assign(globalThis, { done, fail })));
    });
  }, answer);
  await prepare?.(opened.page);
  shop.page = { attributes, before: "<p>The product.</p>", after: "", ...more };
  await opened.page.goto(`${shop.url}/p/${popular[0]}`);
  return opened;
}

async function leave(opened) {
  assert.equal(await opened.layoutShift(), 0);
  assert.deepEqual(opened.problems, []);
  await opened.close();
}

const addButton = (page, at = 0) => page.locator("passerelle-suggestions .add").nth(at);
const said = (page) => page.locator("passerelle-suggestions .said").textContent();
const state = (page, wanted, at = 0) => page.waitForFunction(([one, place]) => document.querySelector("passerelle-suggestions").shadowRoot.querySelectorAll(".add")[place]?.dataset.state === one, [wanted, at]);
const events = (page) => page.evaluate(async () => {
  const { passerelle } = await import("/passerelle/auto.js");
  return (await passerelle.history.export()).events.map(({ name, itemId }) => `${name} ${itemId}`);
});

for (const [how, press] of Object.entries({
  "by mouse": (page) => addButton(page).click(),
  "by keyboard": async (page) => {
    await page.locator("passerelle-suggestions a").first().focus();
    // The tab stops are the link, "?", "×" and the button.
    for (const _ of [1, 2, 3]) await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
  },
})) {
  test(`a suggestion goes into the page's cart, ${how}, and each state is said`, async () => {
    const opened = await visit({ page: { auto: 'data-pack="/pack/" data-consent="granted"' } });
    const { page } = opened;
    const { ids, titles } = await untilShown(page);
    assert.equal(await addButton(page).textContent(), "Add to cart");
    assert.match(await addButton(page).evaluate((node) => node.getAttribute("aria-labelledby").split(" ").map((id) => node.getRootNode().getElementById(id).textContent).join(" ")), new RegExp(`Add to cart ${titles[0].slice(0, 8)}`));
    const before = (await shown(page)).height;
    await press(page);
    await state(page, "adding");
    assert.deepEqual(await page.evaluate(() => globalThis.added), [[{ itemId: ids[0], quantity: 1, url: `https://shop.example/p/${ids[0]}` }]]);
    assert.equal(await addButton(page).textContent(), "Adding…");
    assert.equal(await said(page), `${titles[0]}: Adding…`);
    await addButton(page).click({ force: true });
    assert.equal(await page.evaluate(() => globalThis.added.length), 1, "it is asked once");
    await page.evaluate(() => globalThis.done());
    await state(page, "added");
    assert.equal(await said(page), `${titles[0]}: In the cart`);
    assert.deepEqual(await violations(page), []);
    await page.waitForFunction(() => !document.querySelector("passerelle-suggestions").shadowRoot.querySelector(".add[data-state]"));
    assert.equal(await addButton(page).textContent(), "Add to cart");
    assert.ok((await events(page)).includes(`add_to_cart ${ids[0]}`));
    assert.equal((await shown(page)).height, before);
    await page.reload();
    assert.ok(!(await untilShown(page)).ids.includes(ids[0]), "what lies in the cart is suggested no more");
    await leave(opened);
  });
}

const FAILURES = {
  "a promise that is rejected": () => globalThis.fail(new Error("sold out")),
  "an answer that is not ok": () => globalThis.done(new Response("", { status: 422 })),
  "false": () => globalThis.done(false),
};
for (const [name, fail] of Object.entries(FAILURES)) {
  test(`${name} is said, and pressing again asks again`, async () => {
    const opened = await visit();
    const { page } = opened;
    const { titles } = await untilShown(page);
    await addButton(page).click();
    await state(page, "adding");
    await page.evaluate(fail);
    await state(page, "failed");
    assert.equal(await said(page), `${titles[0]}: Not added. Try again`);
    assert.deepEqual(await violations(page), []);
    await addButton(page).click();
    await state(page, "adding");
    await page.evaluate(() => globalThis.done(true));
    await state(page, "added");
    await leave(opened);
  });
}

test("a page that does the rest itself leaves the button as it is; one that does not answer is told", async () => {
  const handled = await visit({ answer: "handle" });
  await untilShown(handled.page);
  await addButton(handled.page).click();
  assert.equal(await handled.page.evaluate(() => globalThis.added.length), 1);
  assert.equal(await addButton(handled.page).getAttribute("data-state"), null);
  await leave(handled);

  const silent = await visit({ answer: "silent" });
  await untilShown(silent.page);
  await addButton(silent.page).click();
  await state(silent.page, "failed");
  assert.ok(silent.said.some((text) => /add_unanswered/.test(text)), silent.said.join());
  await leave(silent);
});

test("the page names the button; React's false is none", async () => {
  const named = await visit({ attributes: 'cart-button="Reserve"' });
  await untilShown(named.page);
  assert.equal(await addButton(named.page).textContent(), "Reserve");
  await leave(named);
  const none = await visit({ attributes: 'cart-button="false"' });
  await untilShown(none.page);
  assert.equal(await addButton(none.page).count(), 0);
  await leave(none);
});

test("without its file suggestions come without buttons, and a page without the attribute loads nothing of it", async () => {
  const isPart = ({ path }) => /add-to-cart|together/.test(path);
  const plain = await visit({ attributes: "" });
  await untilShown(plain.page);
  assert.equal(shop.asked.filter(isPart).length, 0);
  await leave(plain);
  const pictures = shop.first;
  shop.first = (path) => (/add-to-cart/.test(path) ? { status: 404, body: "" } : pictures(path));
  const opened = await visit();
  const { ids } = await untilShown(opened.page);
  assert.ok(ids.length > 0);
  assert.equal(await addButton(opened.page).count(), 0);
  assert.ok(opened.said.some((text) => /part_unreachable/.test(text)), opened.said.join());
  assert.equal(await opened.layoutShift(), 0);
});

/** The suggestions for a set without a history, from the native tool. */
async function candidates(item, placement = "product") {
  const of = placement === "cart" ? ["--cart", item] : ["--item", item];
  const { stdout } = await passerelle(["suggest", join(folder, "pack"), "--contextual", "--placement", placement, ...of, "--limit", "3", "--json"]);
  return JSON.parse(stdout).suggestions.map(({ itemId }) => itemId);
}

const set = (page) => page.evaluate(() => {
  const root = document.querySelector("passerelle-suggestions").shadowRoot;
  const rows = [...root.querySelectorAll("section:not(.spacer,.trial) li")];
  return {
    heading: root.querySelector("h2").textContent,
    ids: rows.map((row) => row.querySelector("a").href.split("/").pop()),
    prices: rows.map((row) => row.querySelector(".price")?.textContent ?? ""),
    sum: root.querySelector(".sum").textContent,
    button: root.querySelector(".add").textContent,
    boxes: rows.map((row) => row.querySelector("input")?.checked),
  };
});
const pounds = (texts) => texts.reduce((sum, text) => sum + Math.round(Number(text.replace("£", "")) * 100), 0);

test("all together: the page's item with three that go with it, boxes, their sum, one event", async () => {
  const opened = await visit({ attributes: "together" });
  const { page } = opened;
  await untilShown(page);
  const all = await set(page);
  assert.equal(all.heading, "Goes well together");
  assert.deepEqual(all.ids, [popular[0], ...(await candidates(popular[0]))]);
  assert.equal(all.button, "Add 4 pieces to the cart");
  assert.equal(Math.round(Number(all.sum.replace(/^Together: £/, "")) * 100), pounds(all.prices));
  // By keyboard: the second box is cleared.
  await page.locator("passerelle-suggestions input").nth(1).focus();
  await page.keyboard.press("Space");
  const fewer = await set(page);
  assert.deepEqual(fewer.boxes, [true, false, true, true]);
  assert.equal(fewer.button, "Add 3 pieces to the cart");
  assert.equal(Math.round(Number(fewer.sum.replace(/^Together: £/, "")) * 100), pounds(fewer.prices.filter((_, at) => at !== 1)));
  // By mouse: "Not for me" on the third item.
  await page.locator("passerelle-suggestions .dismiss").nth(1).click();
  await page.waitForFunction(() => /Add 2 pieces/.test(document.querySelector("passerelle-suggestions").shadowRoot.querySelector(".add").textContent));
  await addButton(page).click();
  await page.evaluate(() => globalThis.done());
  await state(page, "added");
  const [items] = await page.evaluate(() => globalThis.added);
  assert.deepEqual(items.map(({ itemId }) => itemId), [all.ids[0], all.ids[3]]);
  assert.deepEqual(await violations(page), []);
  await leave(opened);
});

test("all together with an older pack: the same set", async () => {
  const manifest = await readFile(join(folder, "pack/manifest.json"), "utf8");
  const minor = Number(/"minor":(\d+)/.exec(manifest)[1]);
  const sets = [];
  for (const body of [minor, minor - 1, 0].map((version) => olderManifest(manifest, version))) {
    const answer = shop.first;
    shop.first = (path) => (path === "/pack/manifest.json" ? { body, headers: { "Content-Type": "application/json" } } : answer(path));
    const opened = await visit({ attributes: "together" });
    sets.push((await untilShown(opened.page)).ids);
    assert.equal(await opened.page.locator("passerelle-suggestions .total .add").textContent(), `Add ${sets[0].length} pieces to the cart`);
    await leave(opened);
    shop.first = answer;
  }
  assert.ok(sets[0].length >= 3);
  assert.deepEqual(sets.slice(1), [sets[0], sets[0]]);
});

test("all together in the cart: what lies there is neither in the sum nor added", async () => {
  const element = `<passerelle-suggestions placement="cart" cart="${popular[4]} ${popular[1]}" together></passerelle-suggestions>`;
  const opened = await visit({ page: { element } });
  await untilShown(opened.page);
  const { ids, boxes, button, prices, sum } = await set(opened.page);
  assert.equal(ids[0], popular[1]);
  assert.deepEqual(boxes, [undefined, true, true, true]);
  assert.equal(button, "Add 3 pieces to the cart");
  assert.equal(Math.round(Number(sum.replace(/^Together: £/, "")) * 100), pounds(prices.slice(1)));
  assert.deepEqual(await violations(opened.page), []);
  await leave(opened);
});

test("without prices there is no sum, and where the page writes prices it writes the sum", async () => {
  const none = await visit({ attributes: 'together prices="none"' });
  await untilShown(none.page);
  assert.equal((await set(none.page)).sum, "");
  await leave(none);
  const own = await visit({
    attributes: "together",
    prepare: (page) => page.addInitScript(() => {
      addEventListener("DOMContentLoaded", () => {
        const element = document.querySelector("passerelle-suggestions");
        element.formatPrice = ({ price }) => `${(price.amount * 2).toFixed(2)} points`;
        if (location.hash === "#sum") element.formatSum = (items) => `${items.length} in all`;
      });
    }),
  });
  await untilShown(own.page);
  assert.equal((await set(own.page)).sum, "");
  assert.match((await set(own.page)).prices[0], /points$/);
  await own.page.goto(`${shop.url}/p/${popular[0]}#sum`);
  await own.page.reload();
  await untilShown(own.page);
  assert.equal((await set(own.page)).sum, "Together: 4 in all");
  await leave(own);
});

test("what belongs to nothing is no set: the page's own content stays", async () => {
  const opened = await visit({ attributes: "together", page: { says: "none" } });
  await opened.page.waitForTimeout(LONG_MS);
  assert.equal((await shown(opened.page)).state, "page");
  await leave(opened);
  const home = await visit({ page: { element: '<passerelle-suggestions placement="home" together><p>Ours.</p></passerelle-suggestions>' } });
  await untilShown(home.page);
  assert.ok(home.said.some((text) => /attribute_unreadable.*together/.test(text)), home.said.join());
  await leave(home);
});

for (const attributes of ["cart-button", "together", 'cart-button images="pool"', 'together images="none"']) {
  for (const [name, size] of Object.entries({ wide: WIDE, narrow: NARROW, dark: { ...WIDE, colorScheme: "dark" } })) {
    for (const lang of name === "dark" ? ["en"] : ["en", "ar"]) {
      test(`axe finds nothing: ${attributes}, ${name}, ${lang}`, async () => {
        const html = lang === "ar" ? 'lang="ar" dir="rtl"' : 'lang="en"';
        const opened = await visit({ attributes, size, page: { html } });
        await untilShown(opened.page);
        assert.deepEqual(await violations(opened.page), []);
        const label = attributes.replace(/\W+/g, "-");
        if (process.env.PASSERELLE_SHOTS) await opened.page.screenshot({ path: join(process.env.PASSERELLE_SHOTS, `cart-${label}-${name}-${lang}.png`), fullPage: true });
        await leave(opened);
      });
    }
  }
}

test("suggestions.css reserves the room of buttons and of a set", async () => {
  for (const [attributes, size] of [["cart-button", WIDE], ["together", WIDE], ["cart-button", NARROW], ["together", NARROW]]) {
    const head = '<link rel="stylesheet" href="/passerelle/suggestions.css">';
    const opened = await visit({ attributes, size, page: { head, after: '<footer><p>The end of the page.</p></footer>' } });
    await untilShown(opened.page);
    assert.deepEqual(opened.said.filter((text) => /no_room/.test(text)), []);
    await leave(opened);
  }
});
