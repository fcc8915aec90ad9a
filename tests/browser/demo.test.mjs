// The demo storefront with its real pack: by mouse and keyboard, on a narrow page and a wide one.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, NARROW, open, serve, WIDE } from "./harness.mjs";
import { drawn, MAIN, shelf, watchRequests } from "./shelves.mjs";
import { natively, PACK, RETAIL, shopItems } from "./store.mjs";

let server;
let browser;
let items;

before(async () => {
  server = await serve({ root: "www" });
  browser = await launch();
  items = new Map(shopItems().map((item) => [item.id, item]));
});

after(async () => {
  await browser?.close();
  await server?.close();
});

/** Opens the first page of the shop, and waits for Passerelle. */
async function enter(contextOptions = WIDE, path = RETAIL) {
  const visit = await open(browser, contextOptions);
  await visit.page.addInitScript(() => {
    globalThis.violations = [];
    document.addEventListener("securitypolicyviolation", (event) => globalThis.violations.push(event.violatedDirective));
  });
  watchRequests(visit.page);
  visit.document = await visit.page.goto(server.url + path);
  await visit.page.waitForSelector("[data-consent]");
  return visit;
}

/** Asserts that there were no problems and no layout shift. */
async function leave(visit) {
  assert.equal(await visit.layoutShift(), 0);
  assert.deepEqual(await visit.page.evaluate(() => globalThis.violations), []);
  assert.deepEqual(visit.problems, []);
  await visit.close();
}

/** Grants or refuses consent with the demo's control, and waits until the page has reacted. */
async function consent(page, granted) {
  await page.locator("[data-consent]").setChecked(granted);
  // An export waits for its turn, after the answer is carried out.
  await page.evaluate(async () => (await import("/passerelle/auto.js")).passerelle.history.export());
  await settle(page);
}

/** Waits until all suggestions are drawn; the pointer is on no element. */
async function settle(page) {
  await page.mouse.move(0, 0);
  await drawn(page);
}

/** Navigates within the demo, without clicks. */
async function goTo(page, hash) {
  await page.evaluate((target) => {
    location.hash = target;
  }, hash);
  if (hash.startsWith("#/product/")) await page.waitForSelector(`[data-product="${hash.slice("#/product/".length)}"]`);
  await settle(page);
}

/** Clicks the department in the bar, then the item in its list. Returns the item's id. */
async function clickThrough(page, division, place) {
  await page.locator(`[data-department="${division}"]`).click();
  const card = page.locator(".listing-items [data-item-id]").nth(place);
  const id = await card.getAttribute("data-item-id");
  await card.locator("a").click();
  await page.waitForSelector(`[data-product="${id}"]`);
  await settle(page);
  return id;
}

/** The suggestions below the product: `{ state, heading, ids, links, … }`. */
const shown = (page) => shelf(page);

/**
 * Returns the slate on the page of `id` without a history. The shopper comes from the home page, whose shelf brings
 * cards of the season.
 */
async function ofPageAlone(id, cart = [], limit = 4) {
  const requests = [{ placement: "home" }, { placement: "product", itemId: id, limit, cart }];
  const [{ answers }] = await natively(PACK, [{ contextual: true, history: [], requests }]);
  return answers[1].slate;
}

for (const [name, size] of [["wide", WIDE], ["narrow", NARROW]]) {
  test(`a shopper who agrees sees suggestions from other departments only (${name})`, async () => {
    const visit = await enter(size);
    const { page } = visit;
    await consent(page, true);
    await clickThrough(page, "kitchen-dining", 0);
    const inCart = await clickThrough(page, "candles-lighting", 1);
    await page.locator("[data-add-to-cart]").click();
    await page.locator(".in-basket", { hasText: "1 in your basket" }).waitFor();
    assert.equal(await page.locator("[data-cart-count]").textContent(), "1");
    const id = await clickThrough(page, "bags-luggage", 0);
    const { state, ids, links, heading, reasons } = await shown(page);
    assert.equal(state, "shown");
    assert.equal(heading, "From our other departments");
    assert.equal(ids.length, 4);
    assert.equal(new Set(ids).size, 4);
    assert.equal(reasons.length, 4, "each says why it is there");
    for (const other of ids) {
      const item = items.get(other);
      assert.ok(item, `${other} is in the shop`);
      assert.notEqual(item.division, "bags-luggage");
      assert.ok(item.available, `${other} can be bought`);
    }
    assert.ok(!ids.includes(id) && !ids.includes(inCart), `${ids} on ${id} with ${inCart} in the basket`);
    // The history counts: without it, this page has other suggestions.
    const alone = await ofPageAlone(id, [inCart]);
    assert.notDeepEqual(ids, alone.suggestions.map(({ itemId }) => itemId));
    // Every link opens its product, with suggestions by the same rules.
    for (const at of links.keys()) {
      if (at === 0) await page.locator(`${MAIN} a.link`).first().click();
      else await goTo(page, `#/product/${ids[at]}`);
      await page.waitForSelector(`[data-product="${ids[at]}"]`);
      await settle(page);
      assert.equal(await page.locator("h1").textContent(), items.get(ids[at]).title);
      const there = await shown(page);
      assert.equal(there.state, "shown");
      assert.ok(!there.ids.includes(ids[at]) && !there.ids.includes(inCart));
      assert.ok(there.ids.every((other) => items.get(other).division !== items.get(ids[at]).division));
    }
    await leave(visit);
  });
}

test("before consent the page's item alone decides, whatever was seen before", async () => {
  const target = "22423";
  const alone = (await ofPageAlone(target, [], 24)).suggestions.map(({ itemId }) => itemId);
  for (const walk of [["kitchen-dining", "garden-outdoor"], ["toys-kids", "jewellery-fashion", "bags-luggage"], []]) {
    const visit = await enter();
    // Suggestions offered in a document are held back for a while; earlier pages have no other effect.
    const offered = new Set();
    for (const division of walk) {
      await clickThrough(visit.page, division, 2);
      for (const id of (await shown(visit.page)).ids) offered.add(id);
    }
    await goTo(visit.page, `#/product/${target}`);
    const { state, ids, reasons } = await shown(visit.page);
    assert.equal(state, "shown");
    const passed = alone.slice(0, alone.indexOf(ids.at(-1)) + 1).filter((id) => !ids.includes(id));
    assert.deepEqual(passed.filter((id) => !offered.has(id)), [], `${ids}, not ${alone}`);
    assert.deepEqual(ids, alone.filter((id) => ids.includes(id)), "in the order of the page's item");
    if (walk.length === 0) assert.deepEqual(ids, alone.slice(0, 4));
    assert.ok(reasons.every((reason) => reason === "Goes with Regency Cakestand 3 Tier"), reasons.join("; "));
    await leave(visit);
  }
});

test("a refusal forgets, and a new grant begins with nothing", async () => {
  const target = "22423";
  const alone = (await ofPageAlone(target)).suggestions.map(({ itemId }) => itemId);
  const visit = await enter();
  const { page } = visit;
  await consent(page, true);
  await clickThrough(page, "bags-luggage", 0);
  await clickThrough(page, "toys-kids", 0);
  await clickThrough(page, "stationery-cards", 0);
  await goTo(page, `#/product/${target}`);
  assert.notDeepEqual((await shown(page)).ids, alone, "the history counts");
  await consent(page, false);
  assert.deepEqual((await shown(page)).ids, alone, "forgotten at once, on the page that is open");
  await consent(page, true);
  assert.deepEqual((await shown(page)).ids, alone, "nothing comes back");
  await leave(visit);
});

test("a grant begins with the page that is open, and never with the pages before", async () => {
  const target = "22423";
  const first = await enter();
  await clickThrough(first.page, "bags-luggage", 0);
  await clickThrough(first.page, "toys-kids", 0);
  await consent(first.page, true);
  await goTo(first.page, `#/product/${target}`);
  const withOlder = await shown(first.page);
  await leave(first);
  const second = await enter();
  await clickThrough(second.page, "toys-kids", 0);
  await consent(second.page, true);
  await goTo(second.page, `#/product/${target}`);
  assert.deepEqual(await shown(second.page), withOlder);
  await leave(second);
});

test("an item of which nothing is known keeps the page's own list", async () => {
  const item = "22423";
  const visit = await enter();
  const { page, problems } = visit;
  await page.route("**/shards/*.psr", (route) => route.fulfill({ status: 404, body: "" }));
  const answered = page.waitForResponse("**/shards/*.psr");
  await page.evaluate((id) => (location.hash = `#/product/${id}`), item);
  await page.waitForSelector(`[data-product="${item}"]`);
  await answered;
  await drawn(page, { fallback: true });
  const { state, ids, heading } = await shown(page);
  assert.equal(state, "fallback");
  assert.equal(heading, "Popular in this department");
  assert.equal(ids.length, 4);
  assert.ok(ids.every((id) => id !== item && items.get(id).division === items.get(item).division));
  // The browser itself reports the missing file.
  assert.ok(problems.length > 0 && problems.every((problem) => problem.includes("/shards/")), problems.join("\n"));
  problems.length = 0;
  await leave(visit);
});

/**
 * Opens a product page whose shard is delayed, and which shows its fallback. The returned function releases the shard.
 */
async function holdBack(page) {
  let release;
  const released = new Promise((done) => (release = done));
  const asked = page.waitForRequest("**/shards/*.psr");
  await page.route("**/shards/*.psr", async (route) => {
    await released;
    await route.continue();
  });
  await page.evaluate(() => {
    location.hash = "#/product/22423";
  });
  await asked;
  assert.equal((await shown(page)).state, "fallback");
  return release;
}

test("suggestions that come late move nothing", async () => {
  const visit = await enter();
  const { page } = visit;
  const release = await holdBack(page);
  release();
  await settle(page);
  const { state, ids } = await shown(page);
  assert.deepEqual([state, ids.length], ["shown", 4]);
  await leave(visit);
});

test("what the shopper points at stays", async () => {
  const visit = await enter();
  const { page } = visit;
  const release = await holdBack(page);
  await page.locator(`${MAIN} a.card`).first().hover();
  const before = await shown(page);
  const arrived = page.waitForResponse("**/shards/*.psr");
  release();
  await arrived;
  await drawn(page, { fallback: true });
  assert.deepEqual(await shown(page), before);
  await leave(visit);
});

test("back and forward go through the pages as they were", async () => {
  const visit = await enter();
  const { page } = visit;
  const first = await clickThrough(page, "kitchen-dining", 0);
  const firstShown = await shown(page);
  const second = await clickThrough(page, "garden-outdoor", 0);
  const secondShown = await shown(page);
  await page.goBack();
  await page.goBack();
  await page.waitForSelector(`[data-product="${first}"]`);
  await settle(page);
  assert.deepEqual(await shown(page), firstShown);
  await page.goForward();
  await page.goForward();
  await page.waitForSelector(`[data-product="${second}"]`);
  await settle(page);
  assert.deepEqual(await shown(page), secondShown);
  await leave(visit);
});

test("buying takes the basket's items out of every later suggestion", async () => {
  const visit = await enter();
  const { page } = visit;
  await consent(page, true);
  await goTo(page, "#/product/22423");
  const [wanted] = (await shown(page)).ids;
  await goTo(page, `#/product/${wanted}`);
  await page.locator("[data-add-to-cart]").click();
  await goTo(page, "#/cart");
  await page.locator("[data-purchase]").click();
  await page.locator("h1", { hasText: "Thank you" }).waitFor();
  await settle(page);
  assert.equal(await page.locator("[data-cart-count]").textContent(), "0");
  await goTo(page, "#/product/22423");
  const { state, ids } = await shown(page);
  assert.equal(state, "shown");
  assert.ok(!ids.includes(wanted), `${wanted} was bought`);
  await leave(visit);
});

test("the shop works under the policy that the server sends", async () => {
  const visit = await enter();
  const policy = visit.document.headers()["content-security-policy"];
  assert.match(policy, /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/);
  assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'/);
  await goTo(visit.page, "#/product/22423");
  assert.equal((await shown(visit.page)).state, "shown");
  assert.deepEqual(await visit.page.evaluate(() => globalThis.violations), []);
  // The policy is in force: a forbidden script does not run.
  await visit.page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "globalThis.ran = true";
    document.head.append(script);
  });
  await visit.page.waitForFunction(() => globalThis.violations.length > 0);
  assert.equal(await visit.page.evaluate(() => globalThis.ran), undefined);
  await visit.close();
});

test("the shop goes on without Passerelle", async () => {
  const visit = await open(browser, WIDE);
  const { page } = visit;
  watchRequests(page);
  await page.route("**/pack/manifest.json", (route) => route.fulfill({ status: 404, body: "" }));
  const answered = page.waitForResponse("**/pack/manifest.json");
  await page.goto(`${server.url}${RETAIL}#/product/22423`);
  await page.waitForSelector("[data-product]");
  await answered;
  await drawn(page, { fallback: true });
  const { state, ids } = await shown(page);
  assert.deepEqual([state, ids.length], ["fallback", 4]);
  await page.locator("[data-add-to-cart]").click();
  assert.equal(await page.locator("[data-cart-count]").textContent(), "1");
  assert.ok(visit.problems.length > 0 && visit.problems.every((problem) => problem.includes("manifest.json")), visit.problems.join("\n"));
  assert.equal(await visit.layoutShift(), 0);
  await visit.close();
});

test("a suggestion is put into the basket by its own button, says why it is there, and can be refused", async () => {
  const visit = await enter();
  const { page } = visit;
  await goTo(page, "#/product/22423");
  const [first, second] = (await shown(page)).ids;
  const row = (at) => page.locator(`${MAIN} .item`).nth(at);
  await row(0).locator(".add").click();
  await row(0).locator(".add", { hasText: "In the cart" }).waitFor();
  assert.equal(await page.locator("[data-cart-count]").textContent(), "1");
  await row(1).locator(".why").click();
  await page.locator(`${MAIN} dialog .quote`).waitFor();
  await page.keyboard.press("Escape");
  await row(1).locator(".dismiss").click();
  await row(1).locator(".refused").waitFor();
  await goTo(page, "#/product/85123");
  await goTo(page, "#/product/22423");
  const { ids } = await shown(page);
  assert.ok(!ids.includes(first) && !ids.includes(second), `${ids}: ${first} is in the basket, ${second} was refused`);
  await leave(visit);
});

test("the shop says what every shop says: consent, GA4's events and a Product for search engines", async () => {
  const visit = await enter();
  const { page } = visit;
  await goTo(page, "#/product/22423");
  const product = JSON.parse(await page.locator('script[type="application/ld+json"]').textContent());
  const { title } = items.get("22423");
  assert.deepEqual([product["@type"], product.sku, product.name, product.offers.priceCurrency], ["Product", "22423", title, "GBP"]);
  await consent(page, true);
  await page.locator("[data-add-to-cart]").click();
  await goTo(page, "#/cart");
  await page.locator("[data-purchase]").click();
  await page.locator("h1", { hasText: "Thank you" }).waitFor();
  const said = await page.evaluate(() => dataLayer.map((entry) => (Array.isArray(entry) || "length" in entry ? [...entry] : entry)));
  assert.deepEqual(said.filter(Array.isArray).map(([command, kind, { personalization_storage: storage }]) => [command, kind, storage]),
    [["consent", "default", "denied"], ["consent", "update", "granted"]]);
  const events = said.filter(({ event }) => event);
  assert.deepEqual(events.map(({ event }) => event), ["view_item", "add_to_cart", "view_cart", "purchase"]);
  for (const { event, ecommerce } of events) {
    assert.deepEqual(ecommerce.items.map(({ item_id, item_name, quantity }) => [item_id, item_name, quantity]), [["22423", title, 1]], event);
    assert.equal(ecommerce.value, Number(product.offers.price), event);
  }
  assert.match(events.at(-1).ecommerce.transaction_id, /^\d+$/);
  assert.equal(await page.locator('script[type="application/ld+json"]').count(), 0, "the page of thanks is about no product");
  await leave(visit);
});
