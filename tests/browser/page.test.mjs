// Reading a page's existing data: three kinds of shops in the browser, and the formats of each source.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { buildSync } from "esbuild";

import { launch, open, ROOT, until, untilSaid } from "./harness.mjs";
import { openShop, shown, untilShown } from "./storefront.mjs";
import { databasesAre, shopItems } from "./store.mjs";

const WIDE = { viewport: { width: 1440, height: 900 } };
const ALONE = { before: "<p>The product.</p>", after: "" };
const WALK = ["22423", "85123A", "47566"];

let shop;
let browser;
let reader;
/** A blank page of the shop with the readers in it. */
let blank;

before(async () => {
  shop = await openShop();
  browser = await launch();
  reader = await import(`data:text/javascript;base64,${Buffer.from(sources({ format: "esm" })).toString("base64")}`);
  // Trusted Types would forbid the test to insert scripts.
  blank = (await open(browser, { bypassCSP: true })).page;
  await blank.goto(`${shop.url}/blank.html`);
  await blank.evaluate(`${sources({ format: "iife", globalName: "reader" })}; globalThis.reader = reader;`);
});

/** The source modules of the readers, in one file. */
function sources(options) {
  const names = ["data-layer", "document-product", "duplicates", "ecommerce", "ga4", "schema-product", "segment", "shopify", "statement", "../element/prices", "../consent"];
  const contents = names.map((name) => `export * from "./${name}.ts";`).join("\n");
  return buildSync({ stdin: { contents, resolveDir: `${ROOT}pkg/src/page` }, bundle: true, write: false, ...options }).outputFiles[0].text;
}

after(async () => {
  await browser?.close();
  await shop?.close();
});

/** Opens a page of the shop with events stored on the device, so that they can be read. */
async function visit(page, id = "22423") {
  shop.page = page;
  const opened = await open(browser, WIDE);
  await opened.page.goto(`${shop.url}/p/${id}`);
  return opened;
}

/** The recorded events, as `name id`. */
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
      // The page stays open until the view is written.
      await page.waitForTimeout(300);
    }
    const { ids, divisions: names } = await shown(page);
    assert.equal(ids.length, 4);
    assert.ok(new Set(names).size > 1);
    assert.equal(divisions.get(WALK.at(-1)), "toys-kids");
    assert.ok(!names.some((name) => /toys/i.test(name)), names.join());
    // Earlier pages count: each view is remembered once.
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
  // Another product is another page, and the element updates.
  await page.waitForFunction((before) => [...document.querySelector("passerelle-suggestions").shadowRoot.querySelectorAll("section:not(.spacer) a")].map((a) => a.href).join() !== before, first.urls.join());
  assert.deepEqual(await recorded(page), ["view_item 22423", "add_to_cart 22423", "view_item 85123"]);
  await opened.close();
});

test("an id in a form the pack does not know is passed over for one that it knows; none is one warning", async () => {
  const product = (ids) => `<script type="application/ld+json">${JSON.stringify({ "@type": "Product", ...ids })}</script>`;
  const opened = await visit({ ...ALONE, says: "", attributes: 'consent="granted"', head: product({ sku: "NOT-OURS", gtin13: "0000000000000", productID: "22423" }) });
  await untilShown(opened.page);
  assert.deepEqual(await recorded(opened.page), ["view_item 22423"]);
  assert.deepEqual(opened.said, []);
  await opened.close();
  const lost = await visit({ ...ALONE, says: "", head: product({ sku: "NOT-OURS", mpn: "NEITHER" }) });
  await untilSaid(lost);
  assert.equal(lost.said.length, 1, lost.said.join("\n"));
  assert.match(lost.said[0], /item_unknown: NOT-OURS \(see/);
  await lost.close();
});

test("auto.js works on pages without an element, and asks for the same whatever the device remembers", async () => {
  const opened = await visit({ ...ALONE, says: "json-ld", element: "<p>No element.</p>" });
  await opened.page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name }) => name.includes("/shards/")));
  await opened.close();
  const empty = { ...ALONE, says: "", element: "<p>No element.</p>" };
  const requests = async (id, page) => {
    const before = shop.asked.length;
    shop.page = empty;
    await page.goto(`${shop.url}/p/${id}`);
    // Once the pack is open, it has asked for everything.
    await page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name }) => name.endsWith(".psr")));
    await page.evaluate(async () => (await import("/passerelle/auto.js")).passerelle.history.export());
    // Parallel requests arrive in any order.
    return shop.asked.slice(before).map(({ path }) => path).filter((path) => path.startsWith("/pack/") || path.endsWith(".wasm")).sort();
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
  // A refusal erases the history, even on a page without statements.
  await client.page.evaluate(() => {
    globalThis.dataLayer = globalThis.dataLayer || [];
    (function () { globalThis.dataLayer.push(arguments); })("consent", "update", { personalization_storage: "denied" });
  });
  await until(client.page, databasesAre, 0);
  await client.close();
});

/** A listener that records the events, a line for each item. */
function notebook(more = {}) {
  const heard = [];
  const hear = ({ name, items, variants, order }) => heard.push(...items.map((ids, at) =>
    [name, ...ids, ...(variants?.[at] ? [`in ${variants[at]}`] : []), ...(order ? [`of ${order}`] : [])].join(" ")));
  return { heard, listener: { hear, turn: () => undefined, unreadable: () => undefined, ...more } };
}

/** Reads the data layer with the page's reader. */
function listen(listener) {
  reader.watchDataLayer(reader.createGa4Reader(listener));
}

/** The events read from these pushes; the first `before` of them come before the reader starts. */
function heardInDataLayer(pushes, before = 0) {
  const { heard, listener } = notebook();
  globalThis.dataLayer = pushes.slice(0, before);
  listen(listener);
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
  const expected = ["view_item A1", "add_to_cart A1", "add_to_cart 77", "purchase A1 of T", "purchase B2 of T", "remove_from_cart B2", "add_to_wishlist C3", "select_item D4"];
  for (const before of [0, 4, pushes.length]) assert.deepEqual(heardInDataLayer(pushes, before), expected);
});

test("GA4: what kind of page it is, and that it has become another", () => {
  const kinds = [];
  globalThis.dataLayer = [{ event: "begin_checkout", ecommerce: items("A1") }];
  listen({ hear: () => undefined, turn: (kind) => kinds.push(kind), unreadable: () => undefined });
  globalThis.dataLayer.push(args("event", "add_shipping_info", {}), { event: "add_payment_info" }, { event: "gtm.click" }, { event: "constructor" });
  globalThis.dataLayer.push({ event: "purchase", ecommerce: items("A1") }, { event: "page_view" });
  globalThis.dataLayer.push({ event: "view_item_list", ecommerce: { item_list_id: "passerelle", ...items("X") } });
  globalThis.dataLayer.push({ event: "view_item", ecommerce: items("B2") });
  assert.deepEqual(kinds, ["checkout", "checkout", "payment", "confirmation", "other"]);
  delete globalThis.dataLayer;
});

test("GA4: `ecommerce` that is pushed by itself is for the event that comes next, and for no other", () => {
  const alone = { ecommerce: items("A1") };
  assert.deepEqual(heardInDataLayer([alone, { event: "view_item" }]), ["view_item A1"]);
  assert.deepEqual(heardInDataLayer([alone, { pageType: "product" }, { event: "gtm.dom" }, { event: "view_item" }]), ["view_item A1"]);
  assert.deepEqual(heardInDataLayer([alone, { ecommerce: null }, { event: "view_item" }]), []);
  assert.deepEqual(heardInDataLayer([alone, { event: "page_view" }, { event: "view_item" }]), []);
  assert.deepEqual(heardInDataLayer([alone, { event: "view_item" }, { event: "add_to_cart" }]), ["view_item A1"]);
  assert.deepEqual(heardInDataLayer([alone, { event: "add_to_cart", ecommerce: { currency: "EUR" } }]), []);
});

test("GA4: every form of an event's items, and of an item's id", () => {
  const line = (event, ecommerce) => heardInDataLayer([{ event, ecommerce }]).join();
  assert.equal(line("view_item", { items: { 1: { item_id: "A1" } } }), "view_item A1");
  assert.equal(line("view_item", { items: { item_id: "A1", item_name: "One by itself" } }), "view_item A1");
  assert.equal(line("view_item", { items: [{ id: 77 }] }), "view_item 77");
  assert.equal(line("view_item", { items: [{ item_id: "A1", id: "9" }] }), "view_item A1 9");
  assert.deepEqual(heardInDataLayer([{ event: "add_to_cart", eventModel: { items: [{ id: "A1" }] } }]), ["add_to_cart A1"]);
  assert.deepEqual(heardInDataLayer([{ event: "add_to_cart", items: [{ item_id: "A1" }] }]), ["add_to_cart A1"]);
  assert.deepEqual(heardInDataLayer([args("event", "purchase", { transaction_id: 7, ...items("A1") })]), ["purchase A1 of 7"]);
});

test("Universal Analytics: by the key beside the products, with an event or without", () => {
  const products = [{ id: "A1" }, { id: "B2" }];
  const line = (ecommerce, event) => heardInDataLayer([{ ...(event && { event }), ecommerce }]).join();
  assert.equal(line({ detail: { products } }, "productDetail"), "view_item A1");
  assert.equal(line({ detail: { products } }), "view_item A1");
  assert.equal(line({ add: { products } }, "addToCart"), "add_to_cart A1,add_to_cart B2");
  assert.equal(line({ remove: { products } }, "removeFromCart"), "remove_from_cart A1,remove_from_cart B2");
  assert.equal(line({ purchase: { actionField: { id: "T-1" }, products } }, "purchase"), "purchase A1 of T-1,purchase B2 of T-1");
  assert.equal(line({ click: { actionField: { list: "related" }, products } }, "productClick"), "select_item A1");
  assert.equal(line({ click: { actionField: { list: "Passerelle" }, products } }, "productClick"), "");
  assert.equal(line({ impressions: products }), "");
  assert.equal(line({ detail: { products }, items: [{ item_id: "C3" }] }, "view_item"), "view_item C3", "one event in both forms");
});

test("the data layer: what an item calls its variant", () => {
  const said = [{ item_id: "A1", item_variant: "Black / 38" }, { item_id: "", item_variant: "40" }, { item_id: "B2" }, { item_id: "C3", item_variant: 42 }];
  assert.deepEqual(heardInDataLayer([{ event: "add_to_cart", ecommerce: { items: said } }]), ["add_to_cart A1 in Black / 38", "add_to_cart B2", "add_to_cart C3 in 42"]);
  assert.deepEqual(heardInDataLayer([{ event: "view_item", ecommerce: { items: said } }]), ["view_item A1 in Black / 38"]);
  assert.deepEqual(heardInDataLayer([{ ecommerce: { detail: { products: [{ id: "A1", variant: "38" }, { id: "B2", variant: "39" }] } } }]), ["view_item A1 in 38"]);
  assert.deepEqual(heardInDataLayer([{ event: "view_item", ecommerce: { items: [{ item_id: "A1", item_variant: { odd: true } }] } }]), ["view_item A1"]);
});

test("GA4: an event whose items cannot be read is said, with what to push", () => {
  const said = [];
  const { listener } = notebook({ unreadable: (place) => said.push(place) });
  globalThis.dataLayer = [{ event: "view_item" }, { event: "page_view" }, { event: "add_to_cart", ecommerce: { items: "A1" } }];
  listen(listener);
  delete globalThis.dataLayer;
  assert.deepEqual(said.map((place) => place.match(/`(\w+)` came without items/)?.[1]), ["view_item", "add_to_cart"]);
});

test("the data layer: a new array, a copy of the old one, another name", () => {
  const { heard, listener } = notebook();
  const push = (layer, id) => layer.push({ event: "add_to_cart", ecommerce: items(id) });
  globalThis.dataLayer = [{ event: "add_to_cart", ecommerce: items("A") }];
  listen(listener);
  const old = globalThis.dataLayer;
  globalThis.dataLayer = [{ event: "add_to_cart", ecommerce: items("B") }];
  push(globalThis.dataLayer, "C");
  push(old, "D");
  globalThis.dataLayer = globalThis.dataLayer.concat({ event: "add_to_cart", ecommerce: items("E") });
  push(globalThis.dataLayer, "F");
  globalThis.dataLayer = old;
  push(globalThis.dataLayer, "G");
  globalThis.shopLayer = [{ event: "add_to_cart", ecommerce: items("H") }];
  reader.addDataLayer("shopLayer");
  push(globalThis.shopLayer, "I");
  assert.deepEqual(heard.map((one) => one.split(" ")[1]).join(""), "ABCDEFGHI");
  delete globalThis.dataLayer;
  delete globalThis.shopLayer;
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
  // Other scripts wrap `push` too, before and after: each sees the entry, and the length is returned.
  const seen = [];
  globalThis.dataLayer = [];
  const wrap = (name) => {
    const { push } = globalThis.dataLayer;
    globalThis.dataLayer.push = function (...entries) { seen.push(name, ...entries); return push.apply(this, entries); };
  };
  wrap("inner");
  const broken = () => { throw new Error("ours"); };
  listen({ hear: broken, turn: broken, unreadable: broken });
  wrap("outer");
  const entry = { event: "view_item", ecommerce: items("A1") };
  assert.equal(globalThis.dataLayer.push(entry, 2), 2);
  assert.deepEqual(seen, ["outer", entry, 2, "inner", entry, 2]);
  assert.deepEqual([...globalThis.dataLayer], [entry, 2]);
  // A push that throws still throws, and a value that is no queue is left alone.
  globalThis.dataLayer = Object.assign([], { push() { throw new Error("theirs"); } });
  listen(notebook().listener);
  assert.throws(() => globalThis.dataLayer.push(1), /theirs/);
  for (const odd of [Object.freeze([1]), "text", 7, {}, { push: 1 }]) {
    globalThis.dataLayer = odd;
    listen(notebook().listener);
    assert.equal(globalThis.dataLayer, odd);
    delete globalThis.dataLayer;
  }
  delete globalThis.dataLayer;
});

/** Reads the page's product from these scripts; returns it and the parts that cannot be read. */
async function readLd(...scripts) {
  return blank.evaluate((texts) => {
    const nodes = texts.map((text) => Object.assign(document.createElement("script"), { type: "application/ld+json", textContent: text }));
    document.body.replaceChildren(...nodes);
    const said = [];
    const { jsonLd } = globalThis.reader.createDocumentReader((place) => said.push(place))({});
    return { ids: jsonLd.ids.join(" "), said, ...(jsonLd.variant && { variant: jsonLd.variant }) };
  }, scripts.map((one) => (typeof one === "string" ? one : JSON.stringify(one))));
}

test("JSON-LD: products and groups, wherever they stand", async () => {
  const product = (more) => ({ "@context": "https://schema.org", "@type": "Product", ...more });
  for (const [expected, ...scripts] of [
    ["A1", product({ sku: "A1" })],
    ["7", product({ sku: 7 })],
    ["A1 978 gtin\n4006381333931 mpn\nM", product({ sku: "A1", productID: "isbn:978", gtin13: "4006381333931", mpn: "M" })],
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
    // A list of products is no product page, and a related product is not the page's.
    ["", product({ sku: "A1" }), product({ sku: "B2" })],
    ["", { "@type": "ItemList", itemListElement: [{ item: product({ sku: "A1" }) }] }],
    ["A1", product({ sku: "A1", isRelatedTo: [product({ sku: "B2" })] })],
    ["", product({})], ["", product({ sku: "" })], ["", product({ sku: { "@id": "x" } })],
    ["", "null"], ["", "[]"], ["", "7"], ["", ""], ["", '"text"'], ["", `${"[".repeat(200)}${"]".repeat(200)}`],
    // A scheme is removed from `productID` only.
    ["shoe:1 2", product({ sku: "shoe:1", productID: "sku:2" })],
    ["O1 O2", product({ offers: { "@type": "AggregateOffer", offers: [{ sku: "O1" }, { sku: "O2" }] } })],
    ["A1 O1 mpn\nM", product({ sku: "A1", offers: { sku: "O1" }, mpn: "M" })],
    ["A1", [[{ "@graph": [[product({ sku: "A1" })]] }]]],
    ["A1", { "@type": "ItemPage", mainEntity: { "@type": "WebPageElement", mainEntity: [product({ sku: "A1" })] } }],
    // A product without ids or of another page does not conflict with the page's product.
    ["A1", product({ sku: "A1" }), product({ name: "the review app's" })],
    ["A1", product({ sku: "B2", url: "/p/b2" }), product({ sku: "A1", url: "/blank.html" })],
    ["A1", product({ sku: "B2" }), product({ sku: "A1", "@id": `${shop.url}/blank.html#product` })],
    ["A1", product({ sku: "B2" }), product({ sku: "A1", mainEntityOfPage: { "@type": "WebPage", "@id": `${shop.url.replace("http:", "https:")}/blank.html/` } })],
    ["A1", { "@graph": [{ "@type": "ItemPage", mainEntity: { "@id": "#a" } }, { "@id": "#b", "@type": "Product", sku: "B2" }, { "@id": "#a", "@type": "Product", sku: "A1" }] }],
    ["", product({ sku: "A1", "@id": "#product" }), product({ sku: "B2", "@id": "#product" })],
  ]) assert.equal((await readLd(...scripts)).ids, expected, JSON.stringify(scripts));
});

test("JSON-LD: the size of a product, where it says one", async () => {
  const product = (size, sku = "A1") => ({ "@type": "Product", sku, size });
  for (const [expected, ...scripts] of [
    ["38", product("38")],
    ["38", product(38)],
    ["38", product({ "@type": "SizeSpecification", name: "38", sizeSystem: "https://schema.org/WearableSizeSystemEU" })],
    [undefined, product(["38", "39"])],
    [undefined, product({ "@type": "QuantitativeValue", value: 38 })],
    [undefined, { "@type": "ProductGroup", productGroupID: "G", size: "38", hasVariant: [product("38")] }],
    ["38", product("38"), product("38")],
    [undefined, product("38"), product("39")],
  ]) assert.equal((await readLd(...scripts)).variant, expected, JSON.stringify(scripts));
});

test("JSON-LD: what is around it and in it, as pages write it; what is none is said once with its place", async () => {
  const json = '{ "@type": "Product", "sku": "A1" }';
  for (const text of [
    `\uFEFF${json}`, `\n\uFEFF\n${json}`, `${json};`, `${json} ;;\n`, `//<![CDATA[\n${json}\n//]]>`, `<![CDATA[${json}]]>`, `/*<![CDATA[*/${json};/*]]>*/`,
    `<!--\n${json}\n-->`, `<!-- //<![CDATA[\n${json}\n//]]> -->`, `\uFEFF//<![CDATA[\r\n${json};\r\n//]]>\r\n`,
    '{ "@type": "Product", "description": "two\nlines,\tand a tab, ]", "sku": "A1" }',
    '{ "@type": "Product", "description": "a quote \\" and, }", "sku": "A1", }', '{ "@type": ["Product", ], "sku": "A1" }',
  ]) assert.deepEqual(await readLd(text), { ids: "A1", said: [] }, JSON.stringify(text));
  const { ids, said } = await readLd(json, "{ sku: A1 }");
  assert.equal(ids, "A1");
  assert.equal(said.length, 1);
  assert.match(said[0], /script 2 of 2: .*\{ sku: A1 \}/);
});

test("microdata: the page's product, and none of those that it refers to", async () => {
  const read = (markup) => blank.evaluate((text) => {
    document.body.innerHTML = text;
    return globalThis.reader.createDocumentReader(() => undefined)({})
      .microdata.ids.join(" ");
  }, markup);
  const product = (inner, more = "") => `<div itemscope itemtype="https://schema.org/Product" ${more}>${inner}</div>`;
  const sku = (id) => `<meta itemprop="sku" content="${id}">`;
  for (const [expected, markup] of [
    ["A1", product(`<span itemprop="sku"> A1 </span>`)],
    ["A1 gtin\n4006381333931", product(`${sku("A1")}<data itemprop="gtin13" value="4006381333931"></data>`)],
    ["O1", product(`<div itemprop="offers" itemscope itemtype="http://schema.org/Offer">${sku("O1")}</div>`)],
    ["A1", `<div itemscope itemtype="https://schema.org/ItemPage">${product(sku("A1"), 'itemprop="mainEntity"')}</div>`],
    ["A1", product(`${sku("A1")}${product(sku("B2"), 'itemprop="isRelatedTo"')}`)],
    ["A1", `${product(`${sku("A1")}<link itemprop="url" href="/blank.html">`)}${product(sku("B2"))}`],
    ["", `${product(sku("A1"))}${product(sku("B2"))}`],
    ["", `<ol itemscope itemtype="https://schema.org/ItemList">${product(sku("A1"), 'itemprop="itemListElement"')}</ol>`],
    ["", product("<h1 itemprop='name'>No id</h1>")],
    ["A1", product(`<i itemprop="__proto__">x</i>${sku("A1")}`)],
  ]) assert.equal(await read(markup), expected, markup);
});

test("what describes a former page of the document is passed over, unless it names the page that is open", async () => {
  const read = await blank.evaluate(() => {
    const script = (data) => Object.assign(document.createElement("script"), { type: "application/ld+json", textContent: JSON.stringify({ "@type": "Product", ...data }) });
    const [first, second] = [{}, {}];
    const reader = globalThis.reader.createDocumentReader(() => undefined);
    const ids = (page) => reader(page).jsonLd.ids.join(" ");
    document.body.replaceChildren(script({ sku: "A1" }));
    const said = [ids(first), ids(second)];
    document.body.append(script({ sku: "B2" }));
    said.push(ids(second));
    document.body.firstElementChild.textContent = JSON.stringify({ "@type": "Product", sku: "C3" });
    said.push(ids({}));
    document.body.replaceChildren(script({ sku: "D4", url: location.href }));
    said.push(ids(first), ids(second));
    return said;
  });
  assert.deepEqual(read, ["A1", "", "B2", "C3", "D4", "D4"]);
});

test("Shopify: products that are opened, and what goes into the cart once it is there", async () => {
  const { heard, listener } = notebook();
  globalThis.document = new EventTarget();
  reader.readShopify(listener);
  const dispatch = (name, fields) => document.dispatchEvent(Object.assign(new Event(name), fields));
  const product = { id: "gid://shopify/Product/11", handle: "scarf", selectedVariant: { id: "gid://shopify/ProductVariant/22", sku: "S-1", title: "Red / 38" } };
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
  assert.deepEqual(heard, ["view_item S-1 22 11 scarf in Red / 38", "view_item 11 scarf", "add_to_cart 22"]);
});

test("Segment: its names by adapter", () => {
  const said = [];
  const { heard, listener } = notebook({ unreadable: (place) => said.push(place) });
  let tell;
  assert.ok(reader.readSegment({ on: (method, hear) => { assert.equal(method, "track"); tell = hear; } }, listener));
  tell("Product Viewed", { product_id: "P", sku: "S", variant: "38" });
  tell("Product Added", { sku: "S" });
  tell("Product Removed", { product_id: 7 });
  tell("Product Added to Wishlist", { product_id: "P" });
  tell("Product Clicked", { product_id: "P" });
  tell("Order Completed", { order_id: "O", products: [{ product_id: "P" }, { sku: "S" }, null] });
  tell("Signed Up", { product_id: "P" });
  tell("toString", { product_id: "P" });
  tell("Product Viewed");
  assert.deepEqual(heard, [
    "view_item P S in 38", "add_to_cart S", "remove_from_cart 7", "add_to_wishlist P", "select_item P", "purchase P of O", "purchase S of O",
  ]);
  assert.deepEqual(said, []);
  tell("Product Viewed", { name: "A product without an id" });
  assert.match(said[0], /Segment: "Product Viewed"/);
  for (const none of [undefined, {}, { on: undefined }]) assert.equal(reader.readSegment(none, listener), false);
});

test("the same event counts once: effects that run twice, two plugins, an order told again", () => {
  const duplicates = reader.createDuplicates();
  const say = (time, name, items, order) => {
    const said = { name, items: items.map((ids) => [ids].flat()), order };
    const fresh = duplicates.fresh(said, time).map(([id]) => id).join("");
    if (fresh !== "") duplicates.count(said, time);
    return fresh;
  };
  assert.equal(say(0, "add_to_cart", ["A"]), "A");
  assert.equal(say(1, "add_to_cart", ["A"]), "");
  assert.equal(say(2, "add_to_cart", [["X", "A"], "B"]), "B");
  assert.equal(say(3, "remove_from_cart", ["A"]), "A", "another event");
  assert.equal(say(2_000, "add_to_cart", ["A"]), "A", "another time");
  assert.equal(say(3_000, "purchase", ["A", "B", "B"], "T-1"), "ABB");
  assert.equal(say(4_000, "purchase", ["B", "A"], undefined), "", "the same items");
  assert.equal(say(5_000, "purchase", ["A", "B"], "T-2"), "AB", "another order");
  assert.equal(say(3_600_000, "purchase", ["C"], "T-1"), "", "the same order");
  assert.equal(say(9_000_000, "purchase", ["D"]), "D");
  assert.equal(say(9_000_000 + 29 * 60_000, "purchase", ["D"]), "");
  assert.equal(say(9_000_000 + 60 * 60_000, "purchase", ["D"]), "D", "half an hour later");
});

test("ids are texts and whole numbers", () => {
  assert.deepEqual(reader.idsOf(" A ", "A", 7, null, undefined, {}, "", ["B", ["C"]], NaN, "x".repeat(201)), ["A", "7", "B", "C"]);
});

/** The cells of each row of the first table below a heading of a document. */
function rowsBelow(name, heading) {
  const lines = readFileSync(`${ROOT}docs/${name}`, "utf8").split(`\n## ${heading}\n`)[1].split("\n");
  const table = lines.slice(lines.findIndex((line) => line.startsWith("|")));
  return table.slice(2, table.findIndex((line) => !line.startsWith("|"))).map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
}

const quoted = (names) => names.map((name) => `\`${name}\``).join(", ");

test("docs/reading-pages.md lists what the code reads, in the order of the sources", () => {
  const table = rowsBelow("reading-pages.md", "Table of statements");
  const products = quoted([...reader.PRODUCT_IDS, "isVariantOf.productGroupID"]);
  const lines = (source, word, map, ids, kind = "") => Object.entries(map).map(([name, as]) => [`\`${source}\``, `${word} \`${name}\``, `${kind}\`${as}\``, ids]);
  const ids = quoted(reader.ITEM_IDS);
  const events = Object.fromEntries(reader.GA4_EVENTS.map((name) => [name, name]));
  const ofShopify = Object.entries(reader.SHOPIFY_IDS).map(([place, paths]) => quoted(paths.map((path) => `${place}.${path}`)));
  const expected = [
    ...lines("product-id", "attribute", { "product-id": "view_item" }, "its value").map(([source, said, ...rest]) => [source, `${said} of the element`, ...rest]),
    ...lines("ga4", "event", events, ids), ...lines("ga4", "event", reader.GA4_KINDS, "", "page kind "),
    ...lines("ga4", "key", reader.UA_ACTIONS, ids), ...lines("ga4", "key", reader.UA_KINDS, "", "page kind "),
    ...lines("shopify", "DOM event", reader.SHOPIFY_EVENTS).map((row, at) => [...row.slice(0, 3), ofShopify[at]]),
    ...lines("segment", "event", reader.SEGMENT_EVENTS, quoted(reader.SEGMENT_IDS)),
    ...["json-ld", "microdata"].flatMap((source) => [
      ...lines(source, "type", { Product: "view_item" }, products),
      ...lines(source, "type", { ProductGroup: "view_item" }, "`productGroupID`, its own as above, those of its first variant"),
    ]),
  ];
  assert.deepEqual(table, expected);
  assert.deepEqual([...new Set(table.map(([source]) => source))], reader.SOURCES.map((source) => `\`${source}\``));
  const group = { "@type": "ProductGroup", productGroupID: "G", sku: "S", hasVariant: [{ "@type": "Product", sku: "V-1" }, { "@type": "Product", sku: "V-2" }] };
  assert.deepEqual(reader.describe(group).ids, ["G", "S", "V-1"]);
  const { modules } = JSON.parse(readFileSync(`${ROOT}pkg/custom-elements.json`, "utf8"));
  const element = modules.flatMap(({ declarations }) => declarations).find(({ tagName }) => tagName === "passerelle-suggestions");
  assert.ok(element.attributes.some(({ name }) => name === "product-id"));
});

test("docs/reading-pages.md lists the orders, variants, lists and prices that the code reads", () => {
  const [order, variant, list] = ["the order's number", "the variant", "the list: Passerelle's own are ignored"];
  assert.deepEqual(rowsBelow("reading-pages.md", "Table of further fields"), [
    ["`ga4`", quoted([reader.GA4_PURCHASE.order]), order],
    ["`ga4`", quoted([reader.GA4_PURCHASE.gift]), "a purchase for another person"],
    ["`ga4`", quoted(reader.ITEM_VARIANTS), variant],
    ["`ga4`", quoted(reader.ITEM_LISTS), list],
    ["`ga4`", quoted([`actionField.${reader.UA_FIELDS.order}`]), order],
    ["`ga4`", quoted([`actionField.${reader.UA_FIELDS.list}`]), list],
    ["`shopify`", quoted([`product.${reader.SHOPIFY_VARIANT}`]), variant],
    ["`segment`", quoted([reader.SEGMENT_FIELDS.order]), order],
    ["`segment`", quoted([reader.SEGMENT_FIELDS.variant]), variant],
    ["`json-ld`", quoted([reader.SIZE]), variant],
    ["`json-ld`", `${quoted(reader.OFFER)} in ${quoted(reader.OFFERS)}`, `the page's price of the item with this ${quoted(reader.PRICED_IDS)}`],
    ["`microdata`", quoted([reader.SIZE]), variant],
  ]);
});

test("docs/consent.md lists the sources of consent by the names that the code gives them", () => {
  const table = rowsBelow("consent.md", "Sources");
  const sources = /export type Source = (.*);/.exec(readFileSync(`${ROOT}pkg/src/module-types.ts`, "utf8"))[1].split(" | ").map((name) => `\`${JSON.parse(name)}\``);
  assert.deepEqual(table.map(([, name]) => name).sort(), sources.sort());
  const [first, ...others] = [...reader.PURPOSES].reverse();
  assert.match(table.find(([, name]) => name === "`tcf`")[3], new RegExp(`purposes ${others.reverse().join(", ")} and ${first},`));
  // What a page's platform calls a thing, the code calls the same.
  const code = readFileSync(`${ROOT}pkg/src/consent.ts`, "utf8").toLowerCase();
  for (const [, name, from, grants] of table.filter(([, name]) => name !== "`attribute`")) {
    const names = [...`${from} ${grants}`.matchAll(/`([^`]+)`/g)].flatMap(([, said]) => said.match(/\w{6,}/g) ?? []);
    for (const said of names) assert.ok(code.includes(said.toLowerCase()), `${name}: ${said}`);
  }
});
