// What a page says anyway, and what becomes of it: three kinds of shops in the browser, and each source's forms by themselves.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { buildSync } from "esbuild";

import { launch, open, ROOT, until } from "./harness.mjs";
import { openShop, shown, untilShown } from "./storefront.mjs";
import { databasesAre, shopItems } from "./store.mjs";

const WIDE = { viewport: { width: 1440, height: 900 } };
const ALONE = { before: "<p>The product.</p>", after: "" };
const WALK = ["22423", "85123A", "47566"];

let shop;
let browser;
let reader;

before(async () => {
  shop = await openShop();
  browser = await launch();
  // The sources as they are written, in one file for Node.
  const [{ text }] = buildSync({
    stdin: {
      contents: ["data-layer", "json-ld", "segment", "shopify", "statement", "tap"].map((name) => `export * from "./${name}.ts";`).join("\n"),
      resolveDir: `${ROOT}pkg/src/page`,
    },
    bundle: true,
    format: "esm",
    write: false,
  }).outputFiles;
  reader = await import(`data:text/javascript;base64,${Buffer.from(text).toString("base64")}`);
});

after(async () => {
  await browser?.close();
  await shop?.close();
});

/** A page of the shop with its events kept on the device, so that what was tracked can be read. */
async function visit(page, id = "22423") {
  shop.page = page;
  const opened = await open(browser, WIDE);
  opened.said = [];
  opened.page.on("console", (message) => message.type() === "warning" && opened.said.push(message.text()));
  await opened.page.goto(`${shop.url}/p/${id}`);
  return opened;
}

/** What was recorded so far, as `name id`. */
function recorded(page) {
  return page.evaluate(async () => {
    const { createPasserelle } = await import("/passerelle/index.js");
    globalThis.second ??= await createPasserelle({ pack: "/pack/", consent: true });
    return (await globalThis.second.history.export()).events.map(({ name, itemId }) => `${name} ${itemId}`);
  });
}

for (const says of ["ga4", "json-ld", "product-id"]) {
  test(`a shop that says its products by ${says} alone: other divisions after three product pages`, async () => {
    const divisions = new Map(shopItems().map(({ id, division }) => [id, division]));
    shop.page = { ...ALONE, says, attributes: 'consent="granted"' };
    const opened = await open(browser, WIDE);
    const { page } = opened;
    for (const id of WALK) {
      await page.goto(`${shop.url}/p/${id}`);
      await untilShown(page);
      // Nobody leaves before the view is written.
      await page.waitForTimeout(300);
    }
    const { ids, divisions: names } = await shown(page);
    assert.equal(ids.length, 4);
    assert.ok(new Set(names).size > 1);
    assert.equal(divisions.get(WALK.at(-1)), "toys-kids");
    assert.ok(!names.some((name) => /toys/i.test(name)), names.join());
    // The pages before count: what they showed is remembered, each view once.
    assert.deepEqual(await recorded(page), ["view_item 22423", "view_item 85123", "view_item 47566"]);
    assert.equal(await opened.layoutShift(), 0);
    assert.deepEqual(opened.problems, []);
    await opened.close();
  });
}

test("a product that all sources speak of is viewed once", async () => {
  const ld = JSON.stringify({ "@type": "Product", sku: "85123A" });
  const opened = await visit({
    ...ALONE,
    says: "ga4",
    head: `<script type="application/ld+json">${ld}</script><script src="/all.js"></script>`,
    element: '<passerelle-suggestions product-id="85123A" consent="granted"></passerelle-suggestions>',
    after: "",
  }, "85123A");
  await untilShown(opened.page);
  await opened.page.evaluate(() => {
    globalThis.dataLayer.push({ event: "view_item", ecommerce: { items: [{ item_id: "85123A" }] } });
    const event = new Event("shopify:product:view", { bubbles: true });
    document.dispatchEvent(Object.assign(event, { context: "page", product: { id: "gid://shopify/Product/1", handle: "x", selectedVariant: { sku: "85123A" } } }));
  });
  await opened.page.waitForTimeout(300);
  assert.deepEqual(await recorded(opened.page), ["view_item 85123"]);
  assert.deepEqual(opened.said, []);
  await opened.close();
});

test("what happens later on the page is recorded: cart, wish list, purchase, another product", async () => {
  const opened = await visit({ ...ALONE, says: "ga4", attributes: 'consent="granted"' });
  const { page } = opened;
  const first = await untilShown(page);
  await page.evaluate(() => {
    globalThis.gtag = function () { globalThis.dataLayer.push(arguments); };
    globalThis.gtag("event", "add_to_cart", { items: [{ item_id: "22423" }] });
    globalThis.gtag("event", "select_item", { item_list_id: "passerelle-product", items: [{ item_id: "84879" }] });
    globalThis.dataLayer.push({ event: "view_item", ecommerce: { items: [{ item_id: "85123A" }] } });
  });
  // Another product is another page: the element follows.
  await page.waitForFunction((before) => [...document.querySelector("passerelle-suggestions").shadowRoot.querySelectorAll("section:not(.spacer) a")].map((a) => a.href).join() !== before, first.urls.join());
  assert.deepEqual(await recorded(page), ["view_item 22423", "add_to_cart 22423", "view_item 85123"]);
  await opened.close();
});

test("an id in a form the pack does not know is passed over for one that it knows; none is one warning", async () => {
  const product = (ids) => `<script type="application/ld+json">${JSON.stringify({ "@type": "Product", ...ids })}</script>`;
  const opened = await visit({ ...ALONE, says: "", attributes: 'consent="granted"', head: product({ sku: "NOT-OURS", gtin13: "0000000000000", mpn: "22423" }) });
  await untilShown(opened.page);
  assert.deepEqual(await recorded(opened.page), ["view_item 22423"]);
  assert.deepEqual(opened.said, []);
  await opened.close();
  const lost = await visit({ ...ALONE, says: "", head: product({ sku: "NOT-OURS", mpn: "NEITHER" }) });
  await lost.page.waitForTimeout(1_500);
  assert.equal(lost.said.length, 1, lost.said.join("\n"));
  assert.match(lost.said[0], /item_unknown: NOT-OURS, NEITHER/);
  await lost.close();
});

test("auto.js works on pages without an element, and asks for the same whatever the device remembers", async () => {
  const opened = await visit({ ...ALONE, says: "json-ld", element: "<p>No element.</p>" });
  await opened.page.waitForResponse((response) => response.url().includes("/shards/"));
  await opened.close();
  const empty = { ...ALONE, says: "", element: "<p>No element.</p>" };
  const requests = async (id, page) => {
    const before = shop.asked.length;
    shop.page = empty;
    await page.goto(`${shop.url}/p/${id}`);
    await page.waitForTimeout(1_200);
    return shop.asked.slice(before).map(({ path }) => path).filter((path) => path.startsWith("/pack/") || path.endsWith(".wasm"));
  };
  const stranger = await open(browser, WIDE);
  const client = await open(browser, WIDE);
  for (const { page } of [stranger, client]) {
    shop.page = { ...ALONE, attributes: page === client.page ? 'consent="granted"' : "" };
    await page.goto(`${shop.url}/p/22423`);
    await untilShown(page);
  }
  assert.ok(await client.page.evaluate(() => localStorage.getItem("passerelle")));
  const asked = await requests("1", stranger.page);
  assert.ok(asked.some((path) => path.endsWith("manifest.json")));
  assert.deepEqual(await requests("1", client.page), asked);
  await stranger.close();
  // A refusal on a page that says nothing wipes.
  await client.page.evaluate(() => {
    globalThis.dataLayer = globalThis.dataLayer || [];
    (function () { globalThis.dataLayer.push(arguments); })("consent", "update", { personalization_storage: "denied" });
  });
  await until(client.page, databasesAre, 0);
  await client.close();
});

/** What `readDataLayer` hears of these pushes, the first `before` of them before it listens. */
function heardInDataLayer(pushes, before = 0) {
  const heard = [];
  globalThis.dataLayer = pushes.slice(0, before);
  reader.readDataLayer((name, ids) => heard.push([name, ...ids].join(" ")), () => undefined);
  for (const push of pushes.slice(before)) globalThis.dataLayer.push(push);
  delete globalThis.dataLayer;
  return heard;
}

const args = function () { return arguments; };
const items = (...ids) => ({ items: ids.map((id) => ({ item_id: id })) });

test("GA4: objects and gtag's arguments, before and after", () => {
  const pushes = [
    { event: "gtm.js", "gtm.start": 1 },
    { event: "view_item", ecommerce: items("A1") },
    args("event", "add_to_cart", items("A1", 77)),
    args("config", "G-1"), args("js", new Date()), args("event", "scroll"),
    { event: "purchase", ecommerce: { transaction_id: "T", ...items("A1", "B2") } },
    { event: "view_item_list", ecommerce: items("X", "Y") },
    { event: "remove_from_cart", ecommerce: items("B2") },
    { event: "add_to_wishlist", ecommerce: items("C3") },
    { event: "select_item", ecommerce: { item_list_id: "related", ...items("D4", "E5") } },
  ];
  const expected = ["view_item A1", "add_to_cart A1", "add_to_cart 77", "purchase A1", "purchase B2", "remove_from_cart B2", "add_to_wishlist C3", "select_item D4"];
  for (const before of [0, 4, pushes.length]) assert.deepEqual(heardInDataLayer(pushes, before), expected);
});

test("GA4: what kind of page it is, and that it has become another", () => {
  const kinds = [];
  globalThis.dataLayer = [{ event: "begin_checkout", ecommerce: items("A1") }];
  reader.readDataLayer(() => undefined, (kind) => kinds.push(kind));
  globalThis.dataLayer.push(args("event", "add_shipping_info", {}), { event: "add_payment_info" }, { event: "gtm.click" }, { event: "constructor" });
  globalThis.dataLayer.push({ event: "purchase", ecommerce: items("A1") }, { event: "page_view" });
  globalThis.dataLayer.push({ event: "view_item_list", ecommerce: { item_list_id: "passerelle", ...items("X") } });
  globalThis.dataLayer.push({ event: "view_item", ecommerce: items("B2") });
  assert.deepEqual(kinds, ["checkout", "checkout", "payment", "confirmation", "other"]);
});

test("GA4: what was pushed stays until it is reset", () => {
  assert.deepEqual(heardInDataLayer([{ ecommerce: items("A1") }, { event: "view_item" }]), ["view_item A1"]);
  assert.deepEqual(heardInDataLayer([{ ecommerce: items("A1") }, { ecommerce: null }, { event: "view_item" }]), []);
});

test("GA4: our own lists are ignored", () => {
  assert.deepEqual(heardInDataLayer([
    { event: "select_item", ecommerce: { item_list_id: "passerelle_product", ...items("A1") } },
    args("event", "select_item", { item_list_name: "Passerelle", ...items("A1") }),
    { event: "add_to_cart", ecommerce: { items: [{ item_id: "A1", item_list_name: "passerelle" }, { item_id: "B2" }] } },
  ]), ["add_to_cart B2"]);
});

test("GA4: whatever a page pushes, `push` neither throws nor changes", () => {
  const trap = { get event() { throw new Error("on purpose"); } };
  const strange = [null, undefined, 7, "text", () => 1, [], {}, trap, { event: "view_item" }, { event: "view_item", ecommerce: 3 },
    { event: "view_item", ecommerce: { items: {} } }, { event: "view_item", ecommerce: { items: [null, 1, {}, { item_id: {} }, { item_id: "" }] } },
    args(), args("event"), args("event", "view_item", null), { event: "__proto__", ecommerce: items("A") }];
  assert.deepEqual(heardInDataLayer(strange), []);
  // Others wrap too, before and after: each sees what was pushed, and what comes back is the length.
  const seen = [];
  globalThis.dataLayer = [];
  const wrap = (name) => {
    const { push } = globalThis.dataLayer;
    globalThis.dataLayer.push = function (...entries) { seen.push(name, ...entries); return push.apply(this, entries); };
  };
  wrap("inner");
  reader.readDataLayer(() => { throw new Error("ours"); }, () => { throw new Error("ours"); });
  wrap("outer");
  const entry = { event: "view_item", ecommerce: items("A1") };
  assert.equal(globalThis.dataLayer.push(entry, 2), 2);
  assert.deepEqual(seen, ["outer", entry, 2, "inner", entry, 2]);
  assert.deepEqual([...globalThis.dataLayer], [entry, 2]);
  // A push that throws still throws, and one that is no queue is left alone.
  globalThis.dataLayer = Object.assign([], { push() { throw new Error("theirs"); } });
  reader.readDataLayer(() => undefined, () => undefined);
  assert.throws(() => globalThis.dataLayer.push(1), /theirs/);
  for (const odd of [Object.freeze([1]), "text", 7, {}, { push: 1 }]) {
    globalThis.dataLayer = odd;
    reader.readDataLayer(() => undefined, () => undefined);
    assert.equal(globalThis.dataLayer, odd);
  }
  delete globalThis.dataLayer;
});

/** What `readJsonLd` makes of a page with these scripts. */
function readLd(...scripts) {
  globalThis.document = { querySelectorAll: () => scripts.map((one) => ({ textContent: typeof one === "string" ? one : JSON.stringify(one) })) };
  const ids = reader.readJsonLd();
  delete globalThis.document;
  return ids.join(" ");
}

test("JSON-LD: products and groups, wherever they stand", () => {
  const product = (more) => ({ "@context": "https://schema.org", "@type": "Product", ...more });
  for (const [expected, ...scripts] of [
    ["A1", product({ sku: "A1" })],
    ["7", product({ sku: 7 })],
    ["A1 978 4006381333931 M", product({ sku: "A1", productID: "isbn:978", gtin13: "4006381333931", mpn: "M" })],
    ["A1", [{ "@type": "BreadcrumbList" }, product({ sku: "A1" })]],
    ["A1", { "@graph": [{ "@type": "WebPage" }, { "@type": ["Product", "Thing"], sku: "A1" }] }],
    ["A1", { "@type": "ItemPage", mainEntity: product({ sku: "A1" }) }],
    ["A1", { "@type": "https://schema.org/Product", sku: "A1" }],
    ["A1", "{ malformed", product({ sku: "A1" })],
    ["A1", product({ sku: "A1" }), product({ sku: "A1", name: "again" })],
    ["G V1", { "@type": "ProductGroup", productGroupID: "G", hasVariant: [{ "@type": "Product", sku: "V1" }, { "@type": "Product", sku: "V2" }] }],
    ["V1 G", product({ sku: "V1", inProductGroupWithID: "G" }), product({ sku: "V2", inProductGroupWithID: "G" })],
    ["V1 G", product({ sku: "V1", isVariantOf: { "@type": "ProductGroup", productGroupID: "G" } })],
    ["G", { "@graph": [{ "@type": "ProductGroup", productGroupID: "G" }, product({ sku: "V1" })] }],
    // A list of products is no product page, and neither is what a product refers to.
    ["", product({ sku: "A1" }), product({ sku: "B2" })],
    ["", { "@type": "ItemList", itemListElement: [{ item: product({ sku: "A1" }) }] }],
    ["A1", product({ sku: "A1", isRelatedTo: [product({ sku: "B2" })] })],
    ["", product({})], ["", product({ sku: "" })], ["", product({ sku: { "@id": "x" } })],
    ["", "null"], ["", "[]"], ["", "7"], ["", ""], ["", '"text"'], ["", `${"[".repeat(200)}${"]".repeat(200)}`],
  ]) assert.equal(readLd(...scripts), expected, JSON.stringify(scripts));
});

test("Shopify: products that are opened, and what goes into the cart once it is there", async () => {
  const heard = [];
  globalThis.document = new EventTarget();
  reader.readShopify((name, ids) => heard.push([name, ...ids].join(" ")));
  const dispatch = (name, fields) => document.dispatchEvent(Object.assign(new Event(name), fields));
  const product = { id: "gid://shopify/Product/11", handle: "scarf", selectedVariant: { id: "gid://shopify/ProductVariant/22", sku: "S-1" } };
  dispatch("shopify:product:view", { context: "page", product });
  dispatch("shopify:product:view", { context: "collection", product });
  dispatch("shopify:product:view", { context: "dialog", product: { ...product, selectedVariant: null } });
  const lines = [{ merchandiseId: "gid://shopify/ProductVariant/22", quantity: 1 }];
  dispatch("shopify:cart:lines-update", { action: "add", lines, promise: Promise.resolve({ cart: {}, userErrors: [] }) });
  dispatch("shopify:cart:lines-update", { action: "add", lines, promise: Promise.resolve({ userErrors: [{}] }) });
  dispatch("shopify:cart:lines-update", { action: "add", lines, promise: Promise.reject(new Error("no")) });
  dispatch("shopify:cart:lines-update", { action: "remove", lines: [{ id: "gid://shopify/CartLine/1" }] });
  for (const odd of [{}, { context: "page" }, { action: "add" }, { action: "add", lines: [null] }, { context: "page", product: {} }]) {
    dispatch("shopify:product:view", odd);
    dispatch("shopify:cart:lines-update", odd);
  }
  await new Promise((done) => setTimeout(done, 10));
  delete globalThis.document;
  assert.deepEqual(heard.filter((one) => one.includes(" ")), ["view_item S-1 22 11 scarf", "view_item 11 scarf", "add_to_cart 22"]);
});

test("Segment: its names by adapter", () => {
  const heard = [];
  let tell;
  reader.readSegment({ on: (method, hear) => { assert.equal(method, "track"); tell = hear; } }, (name, ids) => heard.push([name, ...ids].join(" ")));
  tell("Product Viewed", { product_id: "P", sku: "S" });
  tell("Product Added", { sku: "S" });
  tell("Product Removed", { product_id: 7 });
  tell("Product Added to Wishlist", { product_id: "P" });
  tell("Product Clicked", { product_id: "P" });
  tell("Order Completed", { order_id: "O", products: [{ product_id: "P" }, { sku: "S" }, null] });
  tell("Signed Up", { product_id: "P" });
  tell("toString", { product_id: "P" });
  tell("Product Viewed");
  assert.deepEqual(heard.filter((one) => one.includes(" ")), [
    "view_item P S", "add_to_cart S", "remove_from_cart 7", "add_to_wishlist P", "select_item P", "purchase P", "purchase S",
  ]);
  for (const none of [undefined, {}, { on: undefined }]) reader.readSegment(none, () => assert.fail());
});

test("of several sources the most reliable counts, and nothing twice", () => {
  let time = 0;
  const isNew = reader.createFilter(() => time);
  const say = (source, name, ...ids) => isNew({ source, name, ids });
  assert.ok(say("json-ld", "view_item", "A", "GTIN"));
  assert.ok(!say("ga4", "view_item", "A"), "the same product, from a better source");
  assert.ok(!say("json-ld", "view_item", "B"), "a worse source is silent from then on");
  assert.ok(say("ga4", "view_item", "B"));
  assert.ok(!say("ga4", "view_item", "B"), "the page says it twice");
  assert.ok(say("ga4", "view_item", "A"), "back to the first");
  assert.ok(say("segment", "add_to_cart", "A"));
  time = 20;
  assert.ok(!say("ga4", "add_to_cart", "A"), "one click, two trackers");
  time = 2_000;
  assert.ok(say("ga4", "add_to_cart", "A") && say("ga4", "add_to_cart", "A"), "two of them");
  assert.ok(!say("ga4", "add_to_cart"));
  assert.deepEqual(reader.idsOf(" A ", "A", 7, null, undefined, {}, "", ["B", ["C"]], NaN, "x".repeat(201)), ["A", "7", "B", "C"]);
});
