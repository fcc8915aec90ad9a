// The inspector on a plain page: the reasons for each suggestion and each absence, and that the inspection changes
// nothing.

import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";

import { violations } from "./axe.mjs";
import { launch, NARROW, open, WIDE } from "./harness.mjs";
import { openShop, POLICY, shown, untilShown } from "./storefront.mjs";
import { inspected, looked } from "./inspected.mjs";

const ITEM = "22423";
const ALONE = { before: "<p>The product.</p>", after: "" };

let shop;
let browser;

before(async () => {
  shop = await openShop();
  browser = await launch();
});

beforeEach(() => {
  shop.page = ALONE;
  shop.policy = POLICY;
  shop.asked.length = 0;
});

after(async () => {
  await browser?.close();
  await shop?.close();
});

async function visit(query, size = WIDE) {
  const opened = await open(browser, size);
  await opened.page.goto(`${shop.url}/p/${ITEM}${query}`);
  await untilShown(opened.page);
  return opened;
}

const pack = () => shop.asked.filter(({ path }) => path.startsWith("/pack/")).map(({ method, path }) => `${method} ${path}`);

test("?passerelle-inspect opens it on a page with nothing but the three lines; every score is the sum of its named parts", async () => {
  const opened = await visit("?passerelle-inspect");
  const { page } = opened;
  await looked(page);
  const { titles } = await shown(page);
  const [spot] = (await inspected(page)).spots;
  assert.deepEqual(spot.shown.map(({ title }) => title), titles, "it sees what the shopper sees");
  assert.match(spot.request, /slot: "0", placement: "product"/);
  assert.match(spot.status, /^ok: .*\d ms/);
  for (const { id, place, code, spoken, parts, sum } of spot.shown) {
    assert.ok(parts.length > 0 && parts.every(({ name, words }) => name && words.length > name.length), id);
    assert.equal(parts.reduce((total, { value }) => total + value, 0), sum, id);
    assert.ok(place && code && spoken, id);
  }
  const codes = new Set(spot.absent.map(({ absence }) => absence));
  assert.ok(codes.has("outranked") && spot.absent.every(({ words }) => words.length > 20), [...codes].join());
  assert.match(spot.absent.find(({ id }) => id === ITEM).words, /the page’s own item/);
  assert.equal(await page.evaluate(() => document.querySelectorAll("style, [style]").length), 0);

  await page.getByRole("complementary", { name: "Passerelle inspector" }).getByRole("button", { name: "Close" }).click();
  assert.equal(await page.locator("passerelle-inspector").count(), 0);
  assert.equal(await opened.layoutShift(), 0);
  assert.deepEqual(opened.problems, []);
  await opened.close();
});

test("an element in a component's open shadow tree is found; a page without any says where it looked", async () => {
  const script = `customElements.define("x-shop", class extends HTMLElement {
    constructor() {
      super();
      const host = document.createElement("passerelle-suggestions");
      host.setAttribute("product-id", "${ITEM}");
      const inner = document.createElement("x-inner");
      inner.attachShadow({ mode: "open" }).append(host);
      this.attachShadow({ mode: "open" }).append(inner);
    }
  });`;
  shop.first = (path) => (path === "/shop.js" ? { body: script, headers: { "Content-Type": "text/javascript" } } : undefined);
  const read = async (element) => {
    shop.page = { ...ALONE, element, head: '<script type="module" src="/shop.js"></script>' };
    const { page } = await open(browser, WIDE);
    await page.goto(`${shop.url}/p/${ITEM}?passerelle-inspect`);
    const inspector = page.locator('passerelle-inspector[aria-busy="false"]');
    await inspector.waitFor();
    return { requests: await inspector.locator(".request").allTextContents(), text: await inspector.evaluate((node) => node.shadowRoot.textContent) };
  };
  const nested = await read("<x-shop></x-shop>");
  assert.equal(nested.requests.length, 1);
  assert.match(nested.requests[0], new RegExp(`itemId: "${ITEM}"`));
  const beside = await read(`<x-shop></x-shop><passerelle-suggestions placement="home"></passerelle-suggestions>`);
  assert.equal(beside.requests.length, 2);
  assert.match((await read("")).text, /There is no <passerelle-suggestions> on this page, in open shadow trees neither/);
  shop.first = () => undefined;
});

test("a page without ?passerelle-inspect loads nothing of it", async () => {
  const opened = await visit("");
  assert.deepEqual(shop.asked.filter(({ path }) => path.includes("inspector")), []);
  assert.equal(await opened.page.locator("passerelle-inspector").count(), 0);
  await opened.close();
});

test("looking changes nothing and asks the pack for nothing more", async () => {
  const plain = await visit("");
  await plain.page.waitForLoadState("networkidle");
  const asked = pack();
  await plain.close();

  shop.asked.length = 0;
  const opened = await visit("?passerelle-inspect");
  const { page } = opened;
  const state = () => page.evaluate(async () => {
    const { createPasserelle } = await import("/passerelle/index.js");
    globalThis.shop ??= await createPasserelle({ pack: "/pack/" });
    return { kept: await globalThis.shop.history.export(), databases: (await indexedDB.databases()).length };
  });
  await looked(page);
  // Parallel requests may come in any order.
  assert.deepEqual(pack().sort(), asked.sort(), "the same requests");
  const before = await state();
  const { spots } = await inspected(page);
  for (let times = 0; times < 3; times += 1) {
    await page.getByRole("button", { name: "Look again" }).click();
    await looked(page);
  }
  assert.deepEqual(await state(), before);
  assert.deepEqual((await inspected(page)).spots.map(({ shown: items }) => items), spots.map(({ shown: items }) => items));
  assert.deepEqual(shop.asked.filter(({ method }) => method !== "GET"), []);
  await opened.close();
});

test("any item can be asked about, and the page may tell of more spots", async () => {
  const opened = await visit("?passerelle-inspect");
  const { page } = opened;
  await looked(page);
  await page.getByLabel("Why not item").fill("nobody-knows-this");
  await page.getByRole("button", { name: "Ask" }).click();
  await looked(page);
  const [spot] = (await inspected(page)).spots;
  assert.equal(spot.absent.find(({ id }) => id === "nobody-knows-this").absence, "no-neighbour");
  await page.evaluate(() => {
    document.querySelector("passerelle-inspector").requests = [{ placement: "home", limit: 2 }, { placement: "home", page: "payment" }];
  });
  await looked(page);
  const { spots, log, digest } = await inspected(page);
  assert.deepEqual(spots.map(({ placement }) => placement), ["product", "home", "home"]);
  assert.equal(spots[1].shown.length, 2);
  assert.match(spots[2].status, /^not-now: /);
  assert.ok(log.some((line) => line.startsWith("pack manifest.json")) && log.some((line) => line.includes("passerelle.wasm")), log.join("\n"));
  assert.match(digest, /^[0-9a-f]{8}$/);
  assert.deepEqual(opened.problems, []);
  await opened.close();
});

test("what is refused is said to be, and so is what lies below the floor", async () => {
  const opened = await visit("?passerelle-inspect");
  const { page } = opened;
  await looked(page);
  const refused = (await inspected(page)).spots[0].shown[0].id;
  await page.locator("passerelle-suggestions .dismiss").first().click();
  await page.waitForFunction((id) => document.querySelector("passerelle-inspector").shadowRoot.querySelector(`.absent[data-item="${id}"]`), refused);
  const [spot] = (await inspected(page)).spots;
  const gone = spot.absent.find(({ id }) => id === refused);
  assert.equal(gone.absence, "capped");
  assert.match(gone.words, /refused/);
  assert.ok(gone.parts.some(({ name, value }) => name === "neighbour" && value > 0), JSON.stringify(gone.parts));
  assert.equal(gone.parts.reduce((total, { value }) => total + value, 0), gone.sum);

  // After a redraw, it keeps the opened parts and the focus.
  const summary = page.locator("passerelle-inspector .shown summary").first();
  await summary.focus();
  await page.keyboard.press("Enter");
  // The item of the first slot is seen by then, so it may be in the second slot too.
  await page.waitForTimeout(1_500);
  await page.evaluate((itemId) => {
    document.querySelector("passerelle-inspector").requests = [{ placement: "product", itemId, slot: "strict", threshold: 0.9 }];
  }, ITEM);
  await looked(page);
  const strict = (await inspected(page)).spots[1];
  assert.ok(await summary.evaluate((node) => node.parentElement.open && node.getRootNode().activeElement === node));
  assert.ok(strict.absent.some(({ absence, words }) => absence === "threshold" && /below the floor/.test(words)));
  assert.deepEqual(opened.problems, []);
  await opened.close();
});

for (const [name, size, colorScheme] of [["at 1440 px, light", WIDE, "light"], ["at 360 px, dark", NARROW, "dark"]]) {
  test(`axe finds nothing: ${name}`, async () => {
    const opened = await visit("?passerelle-inspect", { ...size, colorScheme });
    const { page } = opened;
    await looked(page);
    await page.evaluate(() => document.querySelector("passerelle-inspector").shadowRoot.querySelectorAll("details").forEach((details) => (details.open = true)));
    assert.deepEqual(await violations(page, "passerelle-inspector"), []);
    await opened.close();
  });
}
