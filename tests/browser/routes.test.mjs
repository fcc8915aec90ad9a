// A single-page shop: after a click on a suggestion the next page has another slate, and going back restores the
// earlier slate.

import assert from "node:assert/strict";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";

import { launch, open, until } from "./harness.mjs";
import { feedLines, HOUSE, PACK, passerelle, shopItems } from "./store.mjs";
import { openShop, POLICY, shown, untilShown } from "./storefront.mjs";

const ITEM = "22423";
const INLINE = POLICY.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'");

/** A router: the page handles clicks on suggestions, and the browser's back and forward. */
const ROUTER = `<script>
  const host = document.querySelector("passerelle-suggestions");
  const turn = () => TURN;
  document.addEventListener("passerelle-click", (event) => {
    event.preventDefault();
    window.told = event.detail;
    history.pushState({}, "", "/p/" + event.detail.itemId);
    turn();
  });
  addEventListener("popstate", () => turn());
</script>`;
/** Ways in which the page states its product. */
const BY = {
  "`product-id`": 'host.setAttribute("product-id", location.pathname.split("/").pop())',
  "a GA4 event": '(window.dataLayer ??= []).push({ event: "view_item", ecommerce: { items: [{ item_id: location.pathname.split("/").pop() }] } })',
};

let shop;
let browser;

before(async () => {
  shop = await openShop();
  browser = await launch();
});

beforeEach(() => {
  shop.policy = INLINE;
  shop.first = () => undefined;
});

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
});

after(async () => {
  await browser?.close();
  await shop?.close();
});

async function visit(by = "`product-id`", { attributes = "", more = "" } = {}) {
  const product = by === "`product-id`" ? ` product-id="${ITEM}"` : "";
  shop.page = {
    body: 'class="room"', before: "<p>The product.</p>", head: by === "a GA4 event" ? `<script>window.dataLayer = [{ event: "view_item", ecommerce: { items: [{ item_id: "${ITEM}" }] } }]</script>` : "",
    element: `<passerelle-suggestions${product} ${attributes}><p>Ours.</p></passerelle-suggestions>${more}`,
    after: `<footer>The end.</footer><div class="hero"></div>${ROUTER.replace("TURN", BY[by])}`,
  };
  const opened = await open(browser, { viewport: { width: 1440, height: 900 } });
  await opened.page.goto(`${shop.url}/p/${ITEM}`);
  return { ...opened, first: await untilShown(opened.page) };
}

const link = (page, at = 0) => page.locator("passerelle-suggestions").locator("a.link").nth(at);

/** Waits for a slate other than `before`. */
async function untilOther(page, before) {
  await until(page, (urls) => {
    const rows = [...document.querySelector("passerelle-suggestions").shadowRoot.querySelectorAll("section:not(.spacer, .trial) li:not(.taken) a")].map((a) => a.href);
    return rows.length > 0 && rows.join() !== urls;
  }, before.urls.join());
  return shown(page);
}

for (const by of Object.keys(BY)) {
  for (const how of ["a click, with the pointer where it was", "the keyboard"]) {
    test(`followed by ${how}: the slate of the product, said by ${by}, though the old one had the focus`, async () => {
      const { page, first } = await visit(by);
      if (how === "the keyboard") {
        await link(page).focus();
        await page.keyboard.press("Enter");
      } else {
        await link(page).click();
      }
      const { itemId, url } = await page.evaluate(() => globalThis.told);
      assert.equal(url, first.urls[0]);
      const next = await untilOther(page, first);
      const own = await page.evaluate((id) => [...document.querySelector("passerelle-suggestions").shadowRoot.querySelectorAll(".reason")].filter(({ textContent }) => textContent.includes(id)).length, itemId);
      assert.equal(own, 0);
      assert.ok(!next.urls.includes(first.urls[0]), "the page's own product is not suggested on its page");
    });
  }
}

test("another product's slate that finds no room: the former one goes all the same", async () => {
  const { page, said } = await visit();
  await link(page).focus();
  await page.evaluate(() => {
    const host = document.querySelector("passerelle-suggestions");
    // Higher than the reserved space.
    host.setAttribute("label", "A heading that goes on and on. ".repeat(200));
    host.setAttribute("product-id", "47566");
  });
  await page.getByText("Ours.").waitFor();
  assert.equal((await shown(page)).fallback, true);
  assert.match(said.join("\n"), /no_room/);
});

test("what the shopper points at stays, as long as it is of this page", async () => {
  const { page, first } = await visit();
  await link(page).hover();
  await page.evaluate(() => document.querySelector("passerelle-suggestions").setAttribute("limit", "2"));
  await page.waitForTimeout(1_500);
  assert.deepEqual((await shown(page)).ids, first.ids);
  await page.mouse.move(1, 1);
  await until(page, () => document.querySelector("passerelle-suggestions").shadowRoot.querySelectorAll("section:not(.spacer, .trial) li").length === 2);
});

test("Back finds the slate that was left, with consent too; the caps count it once", async () => {
  const { page, first } = await visit("`product-id`", { attributes: 'consent="granted"' });
  // Seen, so that the same items are not offered again and again.
  await page.waitForTimeout(1_500);
  await link(page, 1).click();
  await untilOther(page, first);
  await page.mouse.move(1, 1);
  await page.goBack();
  await until(page, (urls) => [...document.querySelector("passerelle-suggestions").shadowRoot.querySelectorAll("section:not(.spacer, .trial) a")].map((a) => a.href).join() === urls, first.urls.join());
  await page.waitForTimeout(1_500);
  assert.deepEqual((await shown(page)).urls, first.urls);
  const offered = await page.evaluate(async () => {
    const { passerelle } = await import("/passerelle/auto.js");
    return (await passerelle.history.export()).invitations.filter(({ what }) => what === "seen").flatMap(({ about }) => about).filter(({ itemId }) => itemId);
  });
  const counts = offered.filter(({ itemId }) => first.ids.some((id) => id.startsWith(itemId))).map(({ itemId }) => itemId);
  assert.equal(new Set(counts).size, counts.length, "each was seen once");
});

test("Back finds no slate from a history that was erased on a page without suggestions", async () => {
  const { page, first } = await visit("`product-id`", { attributes: 'consent="granted"' });
  await link(page, 1).click();
  await untilOther(page, first);
  await page.mouse.move(1, 1);
  // The router removes the element, and brings it back with its page.
  await page.evaluate(async () => {
    const host = document.querySelector("passerelle-suggestions");
    const place = host.nextSibling;
    host.remove();
    history.pushState({}, "", "/privacy");
    const { passerelle } = await import("/passerelle/auto.js");
    await passerelle.history.clear();
    addEventListener("popstate", () => place.before(host), { once: true });
  });
  await page.evaluate(() => history.go(-2));
  await until(page, (urls) => [...document.querySelector("passerelle-suggestions")?.shadowRoot.querySelectorAll("section:not(.spacer, .trial) a") ?? []].map((a) => a.href).join() === urls, first.urls.join());
  // A new slate is offered, so it is logged; a slate that is recalled was offered before.
  await until(page, async () => {
    const { passerelle } = await import("/passerelle/auto.js");
    return (await passerelle.history.export()).invitations.some(({ what }) => what === "offered");
  });
});

test("Back leaves out what was refused, and what went into the cart since", async () => {
  const { page, first } = await visit("`product-id`", { attributes: 'consent="granted"' });
  await page.locator("passerelle-suggestions .dismiss").nth(0).click();
  await link(page, 1).click();
  await untilOther(page, { urls: first.urls.slice(1) });
  await page.evaluate((id) => document.querySelector("passerelle-suggestions").setAttribute("cart", id), first.ids[2]);
  await page.mouse.move(1, 1);
  await page.goBack();
  await until(page, (urls) => [...document.querySelector("passerelle-suggestions").shadowRoot.querySelectorAll("section:not(.spacer, .trial) a")].map((a) => a.href).join() === urls, [first.urls[1], first.urls[3]].join());
});

test("Back leaves out what was bought since", async () => {
  const { page, first } = await visit("`product-id`", { attributes: 'consent="granted"' });
  await link(page, 1).click();
  await untilOther(page, first);
  // As a single-page shop says it on its page of thanks.
  await page.evaluate((id) => {
    history.pushState({}, "", "/thanks");
    (window.dataLayer ??= []).push({ event: "purchase", ecommerce: { transaction_id: "T-1", items: [{ item_id: id }] } });
  }, first.ids[2]);
  await until(page, async () => (await (await import("/passerelle/auto.js")).passerelle.history.export()).events.some(({ name }) => name === "purchase"));
  await page.mouse.move(1, 1);
  await page.evaluate(() => history.go(-2));
  await until(page, (urls) => [...document.querySelector("passerelle-suggestions").shadowRoot.querySelectorAll("section:not(.spacer, .trial) a")].map((a) => a.href).join() === urls, first.urls.toSpliced(2, 1).join());
});

/** The tab's session storage. */
const inTab = (page) => page.evaluate(() => JSON.stringify({ ...sessionStorage }));
/** Opens the page of `id` and returns its suggestions. */
async function load(page, id) {
  await page.goto(`${shop.url}/p/${id}`);
  return untilShown(page);
}

test("Back to another document, and a reload, find the slate that was left, under a grant; the caps count it once", async () => {
  shop.page = { before: "<p>The product.</p>", after: "", attributes: 'consent="granted"' };
  const { page } = await open(browser, { viewport: { width: 1440, height: 900 } });
  const first = await load(page, ITEM);
  // Seen, so that others would be offered.
  await until(page, async (ids) => {
    const { passerelle } = await import("/passerelle/auto.js");
    const { invitations } = await passerelle.history.export();
    const seen = invitations.filter(({ what }) => what === "seen").flatMap(({ about }) => about).flatMap(({ itemId }) => itemId ?? []);
    return ids.every((id) => seen.some((itemId) => id.startsWith(itemId)));
  }, first.ids);
  await load(page, "47566");
  await page.goBack();
  assert.deepEqual((await untilShown(page)).urls, first.urls);
  await page.waitForTimeout(1_500);
  await page.reload();
  assert.deepEqual((await untilShown(page)).urls, first.urls);
  const { invitations } = await page.evaluate(async () => (await import("/passerelle/auto.js")).passerelle.history.export());
  const times = (what) => invitations.filter((one) => one.what === what).flatMap(({ about }) => about).map(({ itemId }) => itemId).filter((id) => first.ids.some((shownId) => shownId.startsWith(id)));
  for (const what of ["offered", "seen"]) assert.equal(new Set(times(what)).size, times(what).length, `${what} once`);
  // Two numbers for a slate, and no id.
  assert.match(await inTab(page), /^\{"passerelle":"\[(\[\d+,\d+\],?)+\]"\}$/);
  // Opening the same page again, instead of going back, gives a new slate.
  assert.notDeepEqual((await load(page, ITEM)).urls, first.urls);
});

/** Records a purchase on the page. */
const buy = (page, itemId) => page.evaluate(async (id) => (await import("/passerelle/auto.js")).passerelle.track({ name: "purchase", itemId: id }), itemId);

/** Publishes in `folder`, a copy of the demo's pack, that the item of this id is sold out, in every variant. */
async function sellOut(folder, id) {
  const [header, ...rows] = feedLines().map((line) => line.split("\t"));
  const [group, availability] = ["item_group_id", "availability"].map((name) => header.indexOf(name));
  const itemOf = (row) => row[group] || row[0];
  const item = itemOf(rows.find((row) => row[0] === id) ?? [id]);
  const sold = rows.filter((row) => itemOf(row) === item);
  assert.ok(sold.length > 0, id);
  for (const row of sold) row[availability] = "out_of_stock";
  const feed = join(folder, "feed.tsv");
  await writeFile(feed, [header, ...rows].map((row) => row.join("\t")).join("\n"));
  await passerelle(["availability", "--house", HOUSE, "--feed", feed, "--out", folder]);
}

for (const how of ["Back to another document", "a reload"]) {
  test(`${how} leaves out what was bought, dismissed and sold out since`, async () => {
    const folder = await mkdtemp(join(tmpdir(), "passerelle-sold-out-"));
    const pack = shop.folders["/pack/"];
    try {
      await cp(PACK, folder, { recursive: true });
      shop.folders["/pack/"] = folder;
      shop.page = { before: "<p>The product.</p>", after: "", attributes: 'consent="granted" limit="6"' };
      const { context, page } = await open(browser, { viewport: { width: 1440, height: 900 } });
      await load(page, "47566");
      const first = await load(page, ITEM);
      assert.equal(first.ids.length, 6);
      await page.mouse.move(1, 1);
      // On a later page of the tab, or in another tab while the first page stays as it is.
      const later = how === "a reload" ? await context.newPage() : page;
      await load(later, "47566");
      await buy(later, first.ids[1]);
      await later.evaluate(async (id) => (await import("/passerelle/auto.js")).passerelle.dismiss(id), first.ids[3]);
      await sellOut(folder, first.ids[4]);
      await (how === "a reload" ? page.reload() : page.goBack());
      assert.deepEqual((await untilShown(page)).urls, [0, 2, 5].map((at) => first.urls[at]));
    } finally {
      shop.folders["/pack/"] = pack;
      await rm(folder, { recursive: true });
    }
  });
}

test("a refusal in another tab ends it, and without a grant the tab keeps nothing", async () => {
  shop.page = { before: "<p>The product.</p>", after: "", attributes: 'consent="granted"' };
  const { page, context } = await open(browser, { viewport: { width: 1440, height: 900 } });
  await load(page, "47566");
  const first = await load(page, ITEM);
  assert.notEqual(await inTab(page), "{}");
  const other = await context.newPage();
  await load(other, ITEM);
  await other.evaluate(async () => (await import("/passerelle/auto.js")).passerelle.setConsent(false));
  await until(page, () => sessionStorage.length === 0);
  await other.close();
  shop.page = { before: "<p>The product.</p>", after: "" };
  const none = await open(browser, { viewport: { width: 1440, height: 900 } });
  const contextual = await load(none.page, ITEM);
  assert.equal(await inTab(none.page), "{}");
  await none.page.reload();
  assert.deepEqual((await untilShown(none.page)).urls, contextual.urls);
  await page.reload();
  assert.deepEqual((await untilShown(page)).urls, contextual.urls);
  assert.notDeepEqual(first.urls, contextual.urls);
});

test("after a refusal of consent nothing of a history comes back", async () => {
  const { page, first } = await visit("`product-id`", { attributes: 'consent="granted"' });
  await link(page, 1).click();
  await untilOther(page, first);
  await page.evaluate(async () => (await import("/passerelle/auto.js")).passerelle.setConsent(false));
  await page.mouse.move(1, 1);
  await page.goBack();
  await until(page, (path) => location.pathname === path, `/p/${ITEM}`);
  const fresh = await visit();
  await until(page, (urls) => [...document.querySelector("passerelle-suggestions").shadowRoot.querySelectorAll("section:not(.spacer, .trial) a")].map((a) => a.href).join() === urls, fresh.first.urls.join());
});

/** Counts the live objects of a class on the page, after a garbage collection. */
async function countLive(page, name) {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { result: { objectId: prototypeObjectId } } = await session.send("Runtime.evaluate", { expression: `${name}.prototype` });
  const { objects: { objectId } } = await session.send("Runtime.queryObjects", { prototypeObjectId });
  const { result: { value } } = await session.send("Runtime.callFunctionOn", { objectId, functionDeclaration: "function () { return this.length; }", returnByValue: true });
  await session.detach();
  return value;
}

test("a long visit to one document leaves nothing of the files it has fetched", async () => {
  const { page } = await visit();
  const ids = shopItems().map(({ id }) => id).slice(0, 60);
  const asked = shop.asked.length;
  await page.evaluate(async (all) => {
    const { passerelle } = await import("/passerelle/auto.js");
    for (const id of all) await passerelle.item(id);
  }, ids);
  assert.ok(shop.asked.length > asked + 20, `only ${shop.asked.length - asked} files were fetched`);
  const left = await countLive(page, "AbortController");
  assert.ok(left < 10, `${left} controllers of fetches are left`);
});
