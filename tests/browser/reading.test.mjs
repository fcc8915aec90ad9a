// Reading the pages of real shops: each page of pages/reading, and further ones of the same kinds.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { launch, open, ROOT, until, untilSaid, warningsOf } from "./harness.mjs";
import { openShop, POLICY, productPage } from "./storefront.mjs";
import { databasesAre, passerelle } from "./store.mjs";

const ODD = `${ROOT}tests/data/odd-ids`;
/** The items' names in the reasons of their companions. */
const HOLDER = /White Hanging Heart/;
const CAKESTAND = /Regency Cakestand/;
/** After this time nothing more comes. */
const QUIET_MS = 1_000;
/** The longest wait, on a machine with other load. */
const PATIENCE_MS = 20_000;

/** Number of pages at a time: each mostly waits. */
const AT_ONCE = 4;

let shop;
let browser;
let folder;
/** Pages of the shop, by the last part of their address. */
const pages = [];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "passerelle-reading-"));
  await passerelle(["build", "--house", `${ODD}/house.toml`, "--feed", `${ODD}/feed.tsv`, "--orders", `${ODD}/orders.csv`, "--out", folder, "--no-calibration"]);
  shop = await openShop({ "/odd-pack/": folder, "/copy2/": `${ROOT}pkg/dist` });
  // The pages have inline scripts, and their routers write markup.
  shop.policy = POLICY.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'").replace(/; require-trusted-types-for.*/, "");
  shop.page = (at) => productPage(at, pages[at]);
  shop.first = (path) => (path === "/style.css" ? { body: "passerelle-suggestions { display: block; min-block-size: 40rem }", headers: { "Content-Type": "text/css" } } : undefined);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await shop?.close();
  if (folder) await rm(folder, { recursive: true });
});

/** The remembered events, as `name id`, read by a separate page. */
async function remembered(context, pack = "/pack/") {
  const page = await context.newPage();
  await page.goto(`${shop.url}/blank.html`);
  const events = await page.evaluate(async (address) => {
    const { createPasserelle } = await import("/passerelle/index.js");
    return (await (await createPasserelle({ pack: address })).history.export()).events;
  }, pack);
  await page.close();
  return events.map(({ name, itemId }) => `${name} ${itemId}`);
}

/** The reason of the first suggestion of each element that shows suggestions. */
const reasons = (page) => page.evaluate(() =>
  [...document.querySelectorAll("passerelle-suggestions")].flatMap((host) => host.shadowRoot?.querySelector("section:not(.spacer, .trial) .reason")?.textContent ?? []));

const untilReason = (page, pattern) => until(page, ({ source }) =>
  [...document.querySelectorAll("passerelle-suggestions")].some((host) => new RegExp(source).test(host.shadowRoot?.querySelector("section:not(.spacer, .trial) .reason")?.textContent ?? "")), { source: pattern.source });

/** Opens a page of pages/reading by its name, or a page of the shop with this content. */
async function visit(what, context) {
  const opened = context ? { context, page: await context.newPage() } : await open(browser);
  const said = opened.said ?? warningsOf(opened.page);
  const heard = () => said.filter((text) => !text.includes("no_product"));
  const path = typeof what === "string" ? `/reading/${what}.html` : `/p/${pages.push({ says: "", before: "", after: "", attributes: 'consent="granted"', ...what }) - 1}`;
  await opened.page.goto(shop.url + path);
  return { ...opened, said, heard };
}

/** Waits until the page has reported and written everything. */
const quiet = (page) => page.waitForTimeout(QUIET_MS);

/** Waits until the pack is open on the page. */
const untilOpen = (page) => until(page, () => performance.getEntriesByType("resource").some(({ name }) => name.endsWith("manifest.json")));

/**
 * Defines a test of a page.
 * - `about`: the item whose companions the page shows first
 * - `then`: an action on the page
 * - `next`: the item whose companions it shows afterwards
 * - `history`: the remembered events
 * - `said`: warnings, a pattern for each
 */
function reads(name, what, { about, then, next, history, said = [], pack }) {
  test(name, async () => {
    const opened = await visit(what);
    const { page } = opened;
    if (about) await untilReason(page, about);
    else await untilOpen(page);
    if (then) {
      await quiet(page);
      await then(page);
    }
    if (next) await untilReason(page, next);
    // Waits for the expected events, then a while for unexpected ones.
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await page.waitForTimeout(200)) {
      if (opened.heard().length >= said.length && (await remembered(opened.context, pack)).length >= history.length) break;
    }
    await quiet(page);
    assert.deepEqual(await remembered(opened.context, pack), history);
    // A page without a product gives a warning after a while; another test checks it.
    const heard = opened.heard();
    assert.equal(heard.length, said.length, heard.join("\n"));
    said.forEach((pattern, at) => assert.match(heard[at], pattern));
    if (!about && !next) assert.deepEqual(await reasons(page), []);
    await opened.close();
  });
}

const script = (text) => `<script>window.dataLayer = window.dataLayer || []; function gtag() { dataLayer.push(arguments); } ${text}</script>`;
const ld = (...data) => data.map((one) => `<script type="application/ld+json">${typeof one === "string" ? one : JSON.stringify(one)}</script>`).join("");
const product = (more) => ({ "@context": "https://schema.org", "@type": "Product", ...more });
const HOLDER_VIEW = 'dataLayer.push({ event: "view_item", ecommerce: { items: [{ item_id: "85123A" }] } });';
const CAKESTAND_VIEW = HOLDER_VIEW.replace("85123A", "22423");
/** Another route of the document, with its own element. */
const route = (path, inner = "<passerelle-suggestions></passerelle-suggestions>") => `history.pushState({}, "", "${path}"); document.querySelector("main").innerHTML = '${inner}';`;
const click = (id) => (page) => page.click(`#${id}`);
/** A button with this action. */
const button = (work) => `<button id="go">Go</button><script>document.getElementById("go").addEventListener("click", () => { ${work} });</script>`;

describe("reading", { concurrency: AT_ONCE }, () => {
// An event has its own items.

reads("a list of others, then a purchase in the form of Universal Analytics", "list-then-ua-purchase", { history: ["purchase 85123"] });
reads("a list of others, then an event with an `ecommerce` that has no items", { head: script(`
  dataLayer.push({ event: "view_item_list", ecommerce: { items: [{ item_id: "22423" }] } });
  dataLayer.push({ event: "add_to_cart", ecommerce: { currency: "EUR" } });
  dataLayer.push({ event: "view_item" });`) }, { history: [], said: [/page_unreadable: .*`add_to_cart`/, /page_unreadable: .*`view_item`/] });
reads("a second plugin speaks in eventModel", "event-model", { about: HOLDER, then: click("add"), history: ["view_item 85123", "add_to_cart 22423"] });
reads("a purchase in eventModel after a view in ecommerce", { head: script(`${HOLDER_VIEW}
  dataLayer.push({ event: "purchase", eventModel: { transaction_id: "T", items: [{ item_id: "22423" }] } });`), attributes: 'consent="granted" page="other"' },
{ about: HOLDER, history: ["view_item 85123", "purchase 22423"] });
reads("items is an object", "items-object", { about: HOLDER, history: ["view_item 85123"] });
reads("items is one item by itself", { head: script('gtag("event", "view_item", { items: { item_id: "85123A" } });') }, { about: HOLDER, history: ["view_item 85123"] });
reads("id instead of item_id", "id", { about: HOLDER, history: ["view_item 85123"] });
reads("an item_id that the pack lacks beside an id that it has", { head: script('gtag("event", "view_item", { items: [{ item_id: "gla_1", id: "85123A" }] });') }, { about: HOLDER, history: ["view_item 85123"] });
reads("Universal Analytics: a detail", "ua-detail", { about: HOLDER, history: ["view_item 85123"] });
reads("Universal Analytics: a detail without an event, then something put in the cart", { head: script('dataLayer.push({ ecommerce: { detail: { products: [{ id: "85123A" }] } } });'),
  after: button('dataLayer.push({ event: "addToCart", ecommerce: { add: { products: [{ id: "22423" }] } } });') },
{ about: HOLDER, then: click("go"), history: ["view_item 85123", "add_to_cart 22423"] });
reads("item_id is a number", "number", { about: CAKESTAND, history: ["view_item 22423"] });
reads("ids with spaces, a slash, zeros in front", "odd-ids", { history: ["add_to_cart AB 12/34", "add_to_cart 00123", "add_to_cart RÉF-É 7"], pack: "/odd-pack/" });

// An id that the pack lacks does no harm.

reads("GA4 says an internal id, JSON-LD the feed's", "internal-id-and-sku", { about: HOLDER, history: ["view_item 85123"] });
reads("GA4 says an internal id, microdata the feed's", { head: script('gtag("event", "view_item", { items: [{ item_id: "0191c2f4" }] });'),
  after: '<div itemscope itemtype="https://schema.org/Product"><meta itemprop="sku" content="85123A"></div>' }, { about: HOLDER, history: ["view_item 85123"] });
reads("two plugins, two ids for one product", "two-plugins", { about: HOLDER, history: ["view_item 85123"] });
reads("two plugins, the id that the pack lacks first", { head: script(`gtag("event", "view_item", { items: [{ item_id: 4567 }] }); ${HOLDER_VIEW}`) }, { about: HOLDER, history: ["view_item 85123"] });
reads("an unknown id and nothing else is said", { head: script('gtag("event", "view_item", { items: [{ item_id: "0191c2f4" }] });') }, { history: [], said: [/item_unknown: 0191c2f4/] });

test("a product element on a page that names no product, or several, says so", async () => {
  for (const head of ["", ld([product({ sku: "85123A" }), product({ sku: "22423" })])]) {
    const { page, said, context } = await visit({ head });
    await untilSaid({ page, said }, "no_product");
    assert.equal(said.length, 1, said.join("\n"));
    await context.close();
  }
});

// A queue that is replaced or renamed, a script that comes late.

reads("the data layer has another name", "own-name", { about: HOLDER, history: ["view_item 85123"] });
reads("the data layer has another name, which the element says", {
  head: '<script>window.shopLayer = []; shopLayer.push(["consent", "update", { personalization_storage: "granted" }]); shopLayer.push({ event: "view_item", ecommerce: { items: [{ item_id: "85123A" }] } });</script>',
  attributes: 'data-layer="shopLayer"', auto: 'data-pack="/pack/"' }, { about: HOLDER, history: ["view_item 85123"] });

for (const [how, head] of Object.entries({ "a property": "window.dataLayer = window.dataLayer || [];", "a variable": "var dataLayer = [];" })) {
  test(`a data layer that is ${how} is replaced: views and a withdrawal are heard in the new one`, async () => {
    const what = how === "a property" ? "reassigned" : {
      head: `<script>${head} function gtag() { dataLayer.push(arguments); } gtag("consent", "update", { personalization_storage: "granted" });</script>`,
      attributes: "",
      after: `<button id="touch">Look</button><button id="refuse">No</button><script>
        addEventListener("pointerdown", () => { dataLayer = [{ pageType: "product" }]; ${HOLDER_VIEW} }, { once: true });
        document.getElementById("refuse").addEventListener("click", () => gtag("consent", "update", { personalization_storage: "denied" }));</script>`,
    };
    const opened = await visit(what);
    await untilOpen(opened.page);
    await quiet(opened.page);
    await opened.page.click("#touch");
    await untilReason(opened.page, HOLDER);
    await quiet(opened.page);
    assert.deepEqual(await remembered(opened.context), ["view_item 85123"]);
    await opened.page.click("#refuse");
    await until(opened.page, databasesAre, 0);
    await opened.close();
  });
}

test("a consent platform that comes after load is heard: it says that consent was withdrawn", async () => {
  const first = await visit({ attributes: 'product-id="22423" consent="granted"' });
  await untilReason(first.page, CAKESTAND);
  await quiet(first.page);
  assert.deepEqual(await remembered(first.context), ["view_item 22423"]);
  const { page } = await visit("tcf-after-load", first.context);
  await until(page, databasesAre, 0);
});

test("a consent platform that comes with a script on the first touch, a minute later, is heard", async () => {
  const opened = await visit({ attributes: 'product-id="22423"', after: `<button id="touch">Touch</button><script>
    addEventListener("pointerdown", () => { window.__tcfapi = (command, version, tell) => tell({ eventStatus: "tcloaded", purpose: { consents: { 1: true, 5: true, 6: true } } }, true); });</script>` });
  await untilReason(opened.page, CAKESTAND);
  await opened.page.click("#touch");
  await until(opened.page, async () => (await indexedDB.databases()).length === 1);
  await opened.close();
});

reads("Segment comes late", "segment-late", {
  async then(page) {
    await until(page, () => Boolean(window.analytics));
    await quiet(page);
    await page.click("#add");
  },
  // Events that a loaded script tracked before the reader started are lost.
  history: ["add_to_cart 85123"] });
reads("Segment's snippet comes late, with a queue that its script empties later", { after: `<script>
  setTimeout(() => {
    const queue = (window.analytics = []);
    for (const method of ["on", "track"]) queue[method] = (...given) => queue.push([method, ...given]);
    queue.track("Product Viewed", { product_id: "85123A" });
    const emptying = setInterval(() => {
      if (!queue.some(([method]) => method === "on")) return;
      clearInterval(emptying);
      const heard = [];
      const calls = { on: (method, hear) => heard.push(hear), track: (name, properties) => heard.forEach((hear) => hear(name, properties)) };
      window.analytics = calls;
      for (const wanted of ["on", "track"]) for (const [method, ...given] of queue) if (method === wanted) calls[method](...given);
    }, 500);
  }, 1000);</script>` }, { next: HOLDER, history: ["view_item 85123"] });

// Events that count once.

reads("effects run twice", "strict-mode", { about: HOLDER, then: click("add"), history: ["view_item 85123", "add_to_cart 85123"] });
reads("two plugins tell one click, then another", { head: script(HOLDER_VIEW), after: button(`
  gtag("event", "add_to_cart", { items: [{ item_id: "85123A" }] });
  setTimeout(() => dataLayer.push({ event: "add_to_cart", eventModel: { items: [{ id: "85123A" }] } }), 20);`) }, {
  about: HOLDER,
  async then(page) {
    await page.click("#go");
    await page.waitForTimeout(1_500);
    await page.click("#go");
  },
  history: ["view_item 85123", "add_to_cart 85123", "add_to_cart 85123"] });
reads("two copies of auto.js", { head: `${script(HOLDER_VIEW)}<script type="module" src="/copy2/auto.js" data-pack="/pack/"></script>`, after: button('gtag("event", "add_to_cart", { items: [{ item_id: "22423" }] });') },
  { about: HOLDER, then: click("go"), history: ["view_item 85123", "add_to_cart 22423"] });
const LINE = 'gtag("event", "purchase", { transaction_id: "T-7", items: [{ item_id: "22423" }] });';
for (const [name, what, history] of [
  ["that says the order's number", "thanks", ["purchase 85123"]],
  ["of eight lines", "order-of-eight", ["85123", "22423", "47566", "84879", "20725", "22720", "21754", "22457"].map((id) => `purchase ${id}`)],
  ["that says no number", { head: script(LINE.replace('transaction_id: "T-7", ', "")) }, ["purchase 22423"]],
  // As consent platforms do on every page.
  ["where the shopper's answer is repeated late", { attributes: 'placement="confirmation"', head: script(`${LINE}
    gtag("consent", "default", { analytics_storage: "denied", ad_storage: "denied", personalization_storage: "denied" });
    setTimeout(() => gtag("consent", "update", { analytics_storage: "granted", ad_storage: "granted", personalization_storage: "granted" }), 500);`) }, ["purchase 22423"]],
]) {
  test(`a page of thanks ${name}, reloaded three times`, async () => {
    const opened = await visit(what);
    const untilRemembered = async () => {
      for (const end = Date.now() + PATIENCE_MS; (await remembered(opened.context)).length < history.length && Date.now() < end; ) await opened.page.waitForTimeout(200);
      await quiet(opened.page);
      assert.deepEqual(await remembered(opened.context), history);
    };
    await untilRemembered();
    for (let times = 0; times < 3; times += 1) {
      await opened.page.reload();
      await untilOpen(opened.page);
      await quiet(opened.page);
      await untilRemembered();
    }
    await opened.close();
  });
}
reads("an order told again: by another plugin, by another source, on another route", { attributes: 'consent="granted" placement="confirmation"', head: script(`
  const items = [{ item_id: "85123A" }, { item_id: "22423" }];
  dataLayer.push({ event: "purchase", ecommerce: { transaction_id: "T-1", items } });
  gtag("event", "purchase", { transaction_id: "T-1", items: items.slice(0, 1) });
  window.analytics = { on: (method, hear) => { window.tell = hear; } };`), after: button(`
  tell("Order Completed", { products: [{ sku: "22423" }, { sku: "85123A" }] });
  ${route("/thanks", "")}
  dataLayer.push({ event: "purchase", ecommerce: { transaction_id: "T-1", items } });
  dataLayer.push({ event: "purchase", ecommerce: { transaction_id: "T-2", items: items.slice(0, 1) } });`) },
{
  async then(page) {
    // The element has stated its consent before the route removes it.
    await until(page, databasesAre, 1);
    await page.click("#go");
  },
  history: ["purchase 85123", "purchase 22423", "purchase 85123"] });

const OF_EIGHT = ["85123", "22423", "47566", "84879", "20725", "22720", "21754", "22457"];
reads("an order of eight lines", "order-of-eight", { history: OF_EIGHT.map((id) => `purchase ${id}`) });
test("an order of 24 lines is fetched after what the page shows is drawn, and remembered whole; a line behind it is said", async () => {
  const { items } = JSON.parse(readFileSync(`${ROOT}www/retail/shop.json`, "utf8"));
  const ids = items.slice(0, 25).map((item) => String(item.id ?? item[0]));
  const opened = await visit({
    attributes: 'consent="granted" placement="home" page="other"',
    head: script(`gtag("event", "purchase", { transaction_id: "T-24", items: ${JSON.stringify(ids)}.map((item_id) => ({ item_id })) });
      requestAnimationFrame(function look() {
        if (document.querySelector("passerelle-suggestions")?.shadowRoot?.querySelector("li")) window.drawn = performance.now();
        else requestAnimationFrame(look);
      });`),
  });
  for (const end = Date.now() + PATIENCE_MS; (await remembered(opened.context)).length < 24 && Date.now() < end; ) await opened.page.waitForTimeout(200);
  await quiet(opened.page);
  assert.deepEqual(await remembered(opened.context), ids.slice(0, 24).map((id) => `purchase ${id}`));
  await untilSaid(opened, /order_too_long: 1 of 25 lines/);
  await until(opened.page, () => window.drawn > 0);
  const [drawn, asked, opening] = await opened.page.evaluate(() => {
    const files = performance.getEntriesByType("resource").filter(({ name }) => name.endsWith(".psr"));
    const shards = files.filter(({ name }) => name.includes("/shards/"));
    const others = files.filter((file) => !shards.includes(file));
    return [window.drawn, shards.map(({ name, startTime }) => [new URL(name).pathname, startTime]), Math.min(...others.map(({ startTime }) => startTime))];
  });
  const addresses = asked.map(([address]) => address);
  assert.deepEqual(addresses.toSorted(), [...new Set(addresses)].toSorted(), "each file is asked for once");
  assert.ok(addresses.length >= 12, addresses.join());
  // If a page takes more than a second to draw after its pack begins to open, the reading does not wait for it.
  const from = Math.min(drawn, opening + 1_000);
  assert.ok(asked.every(([, time]) => time > from), `drawn at ${drawn}, opening at ${opening}, asked at ${asked.map(([, time]) => time)}`);
  await opened.close();
});
test("an order of thirty lines: how many are left out is said", async () => {
  const { page, said } = await visit({ head: script('gtag("event", "purchase", { items: Array.from({ length: 30 }, (_, at) => ({ item_id: "X" + at })) });') });
  await untilOpen(page);
  await untilSaid({ page, said }, /order_too_long: 6 of 30 lines/);
});
for (const [how, layer] of [["a property", "window.dataLayer = []"], ["a variable", "var dataLayer = []"]]) {
  reads(`a purchase pushed into an array that replaced the layer, ${how}`, {
    attributes: 'consent="granted" placement="confirmation"', head: `<script>${layer};</script>`,
    after: button(`
      dataLayer = [{ pageType: "thanks" }];
      dataLayer.push({ event: "purchase", ecommerce: { transaction_id: "T-9", items: [{ item_id: "22423" }, { item_id: "85123A" }] } });`),
  }, { then: click("go"), history: ["purchase 22423", "purchase 85123"] });
}

// One document, many pages.

reads("view_item comes before the address changes", "view-before-route", { about: CAKESTAND, then: click("go"), next: HOLDER, history: ["view_item 22423", "view_item 85123"] });
reads("view_item comes after the address has changed", "view-after-route", { about: CAKESTAND, then: click("go"), next: HOLDER, history: ["view_item 22423", "view_item 85123"] });
reads("begin_checkout comes before the address changes", { head: script(HOLDER_VIEW), after: button(`
  gtag("event", "begin_checkout", { items: [{ item_id: "85123A" }] });
  setTimeout(() => { ${route("/checkout", "<passerelle-suggestions placement=home></passerelle-suggestions>")} }, 50);`) }, {
  about: HOLDER,
  async then(page) {
    await page.click("#go");
    await page.waitForTimeout(2_000);
    assert.deepEqual(await reasons(page), []);
  },
  history: ["view_item 85123"] });
reads("a product that was looked at is not the next page's", { head: script(""), after: `${button(CAKESTAND_VIEW)}<button id="away">Away</button>
  <script>document.getElementById("away").addEventListener("click", () => { ${route("/about")} });</script>` }, {
  async then(page) {
    // The element has stated its consent before the route removes it.
    await until(page, databasesAre, 1);
    await page.click("#go");
    await page.click("#away");
    await page.waitForTimeout(2_000);
    assert.deepEqual(await reasons(page), []);
  },
  history: ["view_item 22423"] });
reads("begin_checkout in a drawer that is closed again", "checkout-closed", { about: HOLDER, then: async (page) => {
  await page.click("#checkout");
  await until(page, () => !document.querySelector("passerelle-suggestions").shadowRoot.querySelector("section:not(.spacer, .trial) li"));
  await page.click("#home");
}, next: HOLDER, history: ["view_item 85123"] });
reads("a checkout that was left, with an element that stays", { head: script(HOLDER_VIEW), after: `${button('gtag("event", "add_payment_info", {});')}
  <button id="away">Away</button><script>document.getElementById("away").addEventListener("click", () => { history.pushState({}, "", "/p/85123A/more"); ${HOLDER_VIEW} });</script>` }, {
  about: HOLDER,
  async then(page) {
    await page.click("#go");
    await until(page, () => !document.querySelector("passerelle-suggestions").shadowRoot.querySelector("section:not(.spacer, .trial) li"));
    await page.click("#away");
  },
  next: HOLDER, history: ["view_item 85123", "view_item 85123"] });
reads("product-id once, GA4 afterwards", "first-source-silences", { about: CAKESTAND, then: click("go"), next: HOLDER, history: ["view_item 22423", "view_item 85123"] });
reads("GA4 once, JSON-LD afterwards", { head: script(CAKESTAND_VIEW), after: button(`${route("/p/85123A")}
  const data = document.createElement("script"); data.type = "application/ld+json"; data.text = '{ "@type": "Product", "sku": "85123A" }'; document.head.append(data);`) },
{ about: CAKESTAND, then: click("go"), next: HOLDER, history: ["view_item 22423", "view_item 85123"] });

// Products described by the document.

for (const name of ["plain", "cdata", "semicolon", "review-app", "related", "offer-sku", "array-graph", "microdata", "late"]) {
  reads(`described: ${name}`, name, { about: HOLDER, history: ["view_item 85123"] });
}
for (const name of ["number-iri-graph", "byte-order-mark"]) reads(`described: ${name}`, name, { about: CAKESTAND, history: ["view_item 22423"] });
reads("described: a manufacturer's number that is another item's id", "mpn-of-another", { history: [], said: [/item_unknown: 2003 /], pack: "/odd-pack/" });
const odd = (ids) => ({ head: ld(product(ids)), auto: 'data-pack="/odd-pack/"' });
reads("described: a GTIN that is another item's id", odd({ sku: "2003", gtin13: "00123" }), { history: [], said: [/item_unknown: 2003 /], pack: "/odd-pack/" });
reads("described: a manufacturer's number of the feed, which is another item's id too", odd({ sku: "2003", mpn: "123" }), { about: /S-5/, history: ["view_item S-5"], pack: "/odd-pack/" });
reads("described: a SKU that is the manufacturer's number of another item", odd({ sku: "123", mpn: "77" }), { about: /\(123\)/, history: ["view_item 123"], pack: "/odd-pack/" });
reads("described: a GTIN of the feed, written with another number of zeros", odd({ gtin14: "04006381333931" }), { about: /S-6/, history: ["view_item S-6"], pack: "/odd-pack/" });
reads("described: a SKU with a colon", "colon-sku", { about: /shoe:1001/, history: ["view_item shoe:1001"], pack: "/odd-pack/" });

const HOLDER_LD = product({ sku: "85123A" });
const TEXTS = {
  "CDATA in a comment of another kind": `/*<![CDATA[*/${JSON.stringify(HOLDER_LD)}/*]]>*/`,
  "a comment around it": `<!--\n${JSON.stringify(HOLDER_LD)}\n-->`,
  "raw line breaks in a text": '{ "@type": "Product", "description": "One line,\nanother; and a tab\t.", "sku": "85123A" }',
  "a comma at the end": '{ "@type": "Product", "sku": "85123A", }',
  "a byte order mark and CDATA": `\uFEFF//<![CDATA[\n${JSON.stringify(HOLDER_LD)};\n//]]>`,
  "a list in a list": JSON.stringify([[HOLDER_LD]]),
  "an AggregateOffer with the SKU": JSON.stringify(product({ offers: { "@type": "AggregateOffer", offers: [{ "@type": "Offer", sku: "85123A" }] } })),
  "a productID with its scheme": JSON.stringify(product({ productID: "sku:85123A" })),
};
for (const [name, text] of Object.entries(TEXTS)) reads(`described: ${name}`, { head: ld(text) }, { about: HOLDER, history: ["view_item 85123"] });

reads("described: a review widget's microdata without an id beside the theme's JSON-LD", { head: ld(HOLDER_LD),
  after: '<div itemscope itemtype="https://schema.org/Product"><span itemprop="name">Holder</span></div>' }, { about: HOLDER, history: ["view_item 85123"] });
reads("described: the canonical address tells which of several products it is", {
  head: `<link rel="canonical" href="https://shop.example/holder">${ld(product({ sku: "22423", url: "https://shop.example/cakestand" }), product({ sku: "85123A", url: "https://www.shop.example/holder/" }))}` },
{ about: HOLDER, history: ["view_item 85123"] });
reads("described: the page names its main entity by @id", {
  head: ld({ "@graph": [{ "@type": "ItemPage", mainEntity: { "@id": "#main" } }, { "@id": "#main", "@type": "Product", sku: "85123A" }, { "@type": "Product", sku: "22423" }] }) },
{ about: HOLDER, history: ["view_item 85123"] });
reads("described: several products, none of them the page's", { head: ld([product({ sku: "85123A" }), product({ sku: "22423" })]) }, { history: [] });
reads("described: microdata of a page whose main entity has offers, among accessories", {
  after: `<div itemscope itemtype="https://schema.org/ItemPage"><div itemprop="mainEntity" itemscope itemtype="https://schema.org/Product">
    <div itemprop="offers" itemscope itemtype="https://schema.org/Offer"><meta itemprop="sku" content="85123A"></div>
    <div itemprop="isAccessoryOrSparePartFor" itemscope itemtype="https://schema.org/Product"><meta itemprop="sku" content="22423"></div></div></div>` },
{ about: HOLDER, history: ["view_item 85123"] });
reads("described: text that is no JSON is said once, with its place", { head: ld("{ sku: 85123A }", { "@type": "BreadcrumbList" }), after: button("document.body.append('more');") },
  { then: click("go"), history: [], said: [/page_unreadable: JSON-LD, script 1 of 2: .*\{ sku: 85123A \}/] });
reads("described: the body is swapped", "swap", { about: CAKESTAND, then: click("go"), next: HOLDER, history: ["view_item 22423", "view_item 85123"] });
for (const [how, address] of [["before", ["", "PUSH;"]], ["after", ["PUSH;", ""]]]) {
  reads(`described: a fragment of the body is swapped, ${how} the address changes`, { element: "",
    before: `<section id="fragment">${ld(product({ sku: "22423" }))}</section><passerelle-suggestions consent="granted"></passerelle-suggestions>`,
    after: button(`${address[0]}
      const fragment = document.createElement("section");
      fragment.id = "fragment";
      fragment.innerHTML = ${JSON.stringify(ld(HOLDER_LD)).replaceAll("</", "<\\/")};
      document.getElementById("fragment").replaceWith(fragment);
      ${address[1]}`.replace("PUSH", 'history.pushState({}, "", "/p/85123A")')) },
  { about: CAKESTAND, then: click("go"), next: HOLDER, history: ["view_item 22423", "view_item 85123"] });
}
reads("described: a router writes the same script anew", { head: ld(product({ sku: "22423" })),
  after: button('history.pushState({}, "", "/p/85123A"); document.querySelector("script[type*=ld]").textContent = \'{ "@type": "Product", "sku": "85123A" }\';') },
{ about: CAKESTAND, then: click("go"), next: HOLDER, history: ["view_item 22423", "view_item 85123"] });
reads("described: a script that stays from the page before", { head: ld(product({ sku: "22423" })), after: button(route("/about")) }, {
  about: CAKESTAND,
  async then(page) {
    await page.click("#go");
    await page.waitForTimeout(2_000);
    assert.deepEqual(await reasons(page), []);
  },
  history: ["view_item 22423"] });
});
