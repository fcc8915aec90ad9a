// The demo storefront with its real pack, as a shopper meets it: by mouse and keyboard, on a narrow page and a wide one.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, NARROW, open, serve, WIDE } from "./harness.mjs";
import { natively, PACK, RETAIL, shopItems } from "./store.mjs";

const QUIET_MS = 120;
const STEP_MS = 30;

/** Requests under way, page by page. */
const underWay = new WeakMap();

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

/** The first page of the shop, once Passerelle is there. */
async function enter(contextOptions = WIDE, path = RETAIL) {
  const visit = await open(browser, contextOptions);
  await visit.page.addInitScript(() => {
    globalThis.violations = [];
    document.addEventListener("securitypolicyviolation", (event) => globalThis.violations.push(event.violatedDirective));
  });
  const count = (by) => () => underWay.set(visit.page, (underWay.get(visit.page) ?? 0) + by);
  visit.page.on("request", count(1));
  visit.page.on("requestfinished", count(-1));
  visit.page.on("requestfailed", count(-1));
  visit.document = await visit.page.goto(server.url + path);
  await visit.page.waitForSelector("[data-consent]:enabled");
  return visit;
}

/** Nothing went wrong, and nothing moved. */
async function leave(visit) {
  assert.equal(await visit.layoutShift(), 0);
  assert.deepEqual(await visit.page.evaluate(() => globalThis.violations), []);
  assert.deepEqual(visit.problems, []);
  await visit.close();
}

/** Grants or refuses with the demo's own control, and waits until the page has taken note. */
async function consent(page, granted) {
  await page.locator("[data-consent]").setChecked(granted);
  await settle(page);
}

/** Waits until whatever was asked of Passerelle is drawn: no request is under way, and the place stands still. */
async function settle(page) {
  await page.mouse.move(0, 0);
  const drawn = () => page.evaluate(() => document.querySelector("[data-suggestions]")?.outerHTML ?? "");
  let still = 0;
  let last = await drawn();
  for (let waited = 0; still < QUIET_MS; waited += STEP_MS) {
    assert.ok(waited < 10_000, "the place for suggestions does not come to rest");
    await page.waitForTimeout(STEP_MS);
    const now = await drawn();
    const rests = underWay.get(page) === 0 && now === last && !now.includes('data-suggestions="waiting"');
    still = rests ? still + STEP_MS : 0;
    last = now;
  }
}

/** The demo's way of going anywhere, without its clicks. */
async function goTo(page, hash) {
  await page.evaluate((target) => {
    location.hash = target;
  }, hash);
  if (hash.startsWith("#/product/")) await page.waitForSelector(`[data-product="${hash.slice("#/product/".length)}"]`);
  await settle(page);
}

/** From wherever the shopper is: the department in the bar, the item in its list. Its id. */
async function clickThrough(page, division, place) {
  await page.locator(`[data-department="${division}"]`).click();
  const card = page.locator(".listing-items [data-item-id]").nth(place);
  const id = await card.getAttribute("data-item-id");
  await card.locator("a").click();
  await page.waitForSelector(`[data-product="${id}"]`);
  await settle(page);
  return id;
}

/** What the page shows below the product: `{ state, ids, divisions, links }`. */
function shown(page) {
  return page.locator("[data-suggestions]").evaluate((region) => {
    const cards = [...region.querySelectorAll("[data-item-id]")];
    return {
      state: region.dataset.suggestions,
      heading: region.querySelector("h2").textContent,
      ids: cards.map((card) => card.dataset.itemId),
      divisions: cards.map((card) => card.dataset.division),
      links: cards.map((card) => card.querySelector("a").getAttribute("href")),
    };
  });
}

/**
 * What a shopper of whom nothing else is known sees on the page of `id`, coming by the home page as all do here: its shelf
 * brings cards that suit the season.
 */
async function ofPageAlone(id, exclude = []) {
  const requests = [{ placement: "home" }, { placement: "product", itemId: id, limit: 4, exclude }];
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
    const { state, ids, divisions, links, heading } = await shown(page);
    assert.equal(state, "shown");
    assert.equal(heading, "From our other departments");
    assert.equal(ids.length, 4);
    assert.equal(new Set(ids).size, 4);
    for (const [at, other] of ids.entries()) {
      const item = items.get(other);
      assert.ok(item, `${other} is in the shop`);
      assert.equal(item.division, divisions[at]);
      assert.notEqual(item.division, "bags-luggage");
      assert.ok(item.available, `${other} can be bought`);
    }
    assert.ok(!ids.includes(id) && !ids.includes(inCart), `${ids} on ${id} with ${inCart} in the basket`);
    // The history counts: who comes straight to this page sees something else.
    const alone = await ofPageAlone(id, [inCart]);
    assert.notDeepEqual(ids, alone.suggestions.map(({ itemId }) => itemId));
    // Every link opens its product, which has suggestions of its own by the same rules.
    for (const [at, link] of links.entries()) {
      if (at === 0) await page.locator(`[data-suggestions] a[href="${link}"]`).click();
      else await goTo(page, link);
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
  const seen = [];
  for (const walk of [["kitchen-dining", "garden-outdoor"], ["toys-kids", "jewellery-fashion", "bags-luggage"], []]) {
    const visit = await enter();
    for (const division of walk) await clickThrough(visit.page, division, 2);
    await goTo(visit.page, `#/product/${target}`);
    seen.push(await shown(visit.page));
    await leave(visit);
  }
  assert.equal(seen[0].state, "shown");
  assert.deepEqual(seen[1], seen[0]);
  assert.deepEqual(seen[2], seen[0]);
  const alone = await ofPageAlone(target);
  assert.deepEqual(seen[0].ids, alone.suggestions.map(({ itemId }) => itemId));
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
  await goTo(page, `#/product/${item}`);
  const { state, ids, heading } = await shown(page);
  assert.equal(state, "fallback");
  assert.equal(heading, "Popular in this department");
  assert.equal(ids.length, 4);
  assert.ok(ids.every((id) => id !== item && items.get(id).division === items.get(item).division));
  // The browser itself speaks of the file that is not there.
  assert.ok(problems.every((problem) => problem.includes("/shards/")), problems.join("\n"));
  problems.length = 0;
  await leave(visit);
});

/**
 * Opens a product page whose shard takes longer than the page's patience: the page's own list stands there first. The
 * shard comes when the answer is called.
 */
async function outwaitPatience(page) {
  let release;
  const released = new Promise((done) => (release = done));
  await page.route("**/shards/*.psr", async (route) => {
    await released;
    await route.continue();
  });
  await page.evaluate(() => {
    location.hash = "#/product/22423";
  });
  await page.waitForSelector("[data-suggestions=fallback]");
  return release;
}

test("suggestions that come late move nothing", async () => {
  const visit = await enter();
  const { page } = visit;
  const release = await outwaitPatience(page);
  release();
  await page.waitForSelector("[data-suggestions=shown]");
  assert.equal((await shown(page)).ids.length, 4);
  await leave(visit);
});

test("what the shopper points at stays", async () => {
  const visit = await enter();
  const { page } = visit;
  const release = await outwaitPatience(page);
  await page.locator("[data-suggestions] a").first().hover();
  const before = await shown(page);
  const arrived = page.waitForResponse("**/shards/*.psr");
  release();
  await arrived;
  await page.waitForTimeout(500);
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
  // The policy is in force: what it forbids does not run.
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
  await page.route("**/pack/manifest.json", (route) => route.fulfill({ status: 404, body: "" }));
  await page.goto(`${server.url}${RETAIL}#/product/22423`);
  await page.waitForSelector("[data-suggestions=fallback]");
  assert.equal((await shown(page)).ids.length, 4);
  assert.ok(await page.locator("[data-consent]").isDisabled());
  assert.ok(visit.problems.every((problem) => problem.includes("manifest.json")), visit.problems.join("\n"));
  assert.equal(await visit.layoutShift(), 0);
  await visit.close();
});
