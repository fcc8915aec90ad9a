// Several instances in a document: those of the element, of the script tag and of the page share the consent, and edits
// by hand act on the stored history. Erased data is verified without the module's code.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";

import { launch, ROOT, until, untilSaid, warningsOf } from "./harness.mjs";
import { databasesAre, eventRecords, LOG, passerelle, rows } from "./store.mjs";
import { openShop, POLICY, shown, untilShown } from "./storefront.mjs";

const ITEMS = ["22423", "22470", "20725"];
/** Items that are put in the cart, other than those that are looked at. */
const TOLD = ["47566", "84879", "22720", "21754", "21212"];
/** A policy that allows inline scripts. */
const INLINE = POLICY.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'");

/** A house with a few items, and odd ids. */
const ODD = `${ROOT}tests/data/odd-ids`;
const oddItems = new Set(readFileSync(`${ODD}/feed.tsv`, "utf8").trimEnd().split("\n").slice(1).map((line) => line.split("\t")[0]));

let shop;
let browser;
let folder;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "passerelle-instances-"));
  await passerelle(["build", "--house", `${ODD}/house.toml`, "--feed", `${ODD}/feed.tsv`, "--orders", `${ODD}/orders.csv`, "--out", folder, "--no-calibration"]);
  shop = await openShop({ "/odd-pack/": folder });
  shop.policy = INLINE;
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await shop?.close();
  if (folder) await rm(folder, { recursive: true });
});

beforeEach(() => {
  shop.asked.length = 0;
  shop.first = () => undefined;
});

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
});

/** Number of records in the log. */
const records = (page) => rows(page, LOG);

/** The remembered events, read by a page without an element or a grant. */
async function remembered(context) {
  const page = await context.newPage();
  await page.goto(`${shop.url}/blank.html`);
  const { events } = await page.evaluate(async () => {
    const { createPasserelle } = await import("/passerelle/index.js");
    return (await createPasserelle({ pack: "/pack/" })).history.export();
  });
  await page.close();
  return events.map(({ name, itemId }) => `${name} ${itemId}`);
}

/** Opens a product page, and waits until it shows suggestions. */
async function look(context, id, page = {}) {
  shop.page = page;
  const opened = await context.newPage();
  await opened.goto(`${shop.url}/p/${id}`);
  await untilShown(opened);
  return opened;
}

const GRANTED = { attributes: 'consent="granted"' };
const opensPanel = `(async () => {
  const { createPasserelle } = await import("/passerelle/index.js");
  globalThis.own = await createPasserelle({ pack: "/pack/" });
  await own.openPrivacy();
})()`;

/** Ways to state consent, on a page whose footer opens the panel with its own instance. */
const CONSENTS = {
  "the element's attribute": GRANTED,
  "gtag before the module": { head: `<script>window.dataLayer = window.dataLayer || []; function gtag() { dataLayer.push(arguments); } gtag("consent", "update", { personalization_storage: "granted" });</script>` },
  "a module script beside auto.js": { head: `<script type="module">import { createPasserelle } from "/passerelle/index.js"; const own = await createPasserelle({ pack: "/pack/" }); await own.setConsent(true);</script>` },
  "a click's handler, after the load": { head: `<script type="module">addEventListener("load", () => setTimeout(async () => { const { createPasserelle } = await import("/passerelle/index.js"); await (await createPasserelle({ pack: "/pack/" })).setConsent(true); }, 500));</script>` },
};

for (const [how, page] of Object.entries(CONSENTS)) {
  test(`consent by ${how}: every view is remembered, the panel tells it, and erases it`, async () => {
    const context = await browser.newContext();
    let opened;
    for (const id of ITEMS) {
      await opened?.close();
      opened = await look(context, id, page);
      await until(opened, async (view) => {
        const { createPasserelle } = await import("/passerelle/index.js");
        const { events } = await (await createPasserelle({ pack: "/pack/" })).history.export();
        return events.some(({ itemId }) => itemId === view);
      }, id);
    }
    assert.deepEqual(await remembered(context), ITEMS.map((id) => `view_item ${id}`));
    await opened.evaluate(opensPanel);
    const dialog = opened.getByRole("dialog", { name: "What this shop remembers" });
    assert.equal(await dialog.getByRole("listitem").filter({ hasText: "looked at" }).count(), ITEMS.length);
    assert.ok((await records(opened)) > 0);
    await dialog.getByRole("button", { name: "Erase everything", exact: true }).click();
    await dialog.getByText("Everything is erased.").waitFor();
    assert.deepEqual(await remembered(context), []);
    await dialog.getByRole("button", { name: "stop remembering" }).click();
    await dialog.getByText("nothing is remembered any more").waitFor();
    await until(opened, databasesAre, 0);
  });
}

test("the panel of a page that nobody has told of consent tells what is stored, and erases it in every tab", async () => {
  const context = await browser.newContext();
  const tab = await look(context, ITEMS[0], GRANTED);
  await until(tab, async () => (await indexedDB.databases()).length === 1);
  const page = await context.newPage();
  await page.goto(`${shop.url}/blank.html`);
  await page.evaluate(opensPanel);
  const dialog = page.getByRole("dialog", { name: "What this shop remembers" });
  await dialog.getByText(`(${ITEMS[0]}): looked at`).waitFor();
  await dialog.getByRole("button", { name: `Forget: ${ITEMS[0]}` }).click();
  await dialog.getByText(`Forgotten: ${ITEMS[0]}.`).waitFor();
  await dialog.getByRole("button", { name: "Erase everything", exact: true }).click();
  await dialog.getByText("Everything is erased.").waitFor();
  const { events, invitations } = await page.evaluate(() => globalThis.own.history.export());
  assert.deepEqual([events, invitations], [[], []]);
  // The other tab still has a grant, and begins a new, empty history.
  const known = await tab.evaluate(async () => {
    const { createPasserelle } = await import("/passerelle/index.js");
    const { suggestions } = await (await createPasserelle({ pack: "/pack/" })).suggest({ placement: "home", limit: 8 });
    return suggestions.filter(({ reason }) => ["goes-with-session-item", "completes-type", "division"].includes(reason.code)).length;
  });
  assert.equal(known, 0);
});

test("what cannot be read back is not said to be erased", async () => {
  const context = await browser.newContext();
  await (await look(context, ITEMS[0], GRANTED)).close();
  const page = await context.newPage();
  // The store can be read, but every attempt to empty it fails.
  await page.addInitScript(() => {
    const { transaction } = IDBDatabase.prototype;
    IDBDatabase.prototype.transaction = function (names, mode) {
      if (mode === "readwrite") throw new DOMException("no", "UnknownError");
      return transaction.call(this, names, mode);
    };
  });
  await page.goto(`${shop.url}/blank.html`);
  await page.evaluate(opensPanel);
  const dialog = page.getByRole("dialog", { name: "What this shop remembers" });
  for (const name of ["Erase everything", "Erase everything and stop remembering"]) {
    await dialog.getByRole("button", { name, exact: true }).click();
    await dialog.getByText("It could not be checked that everything is erased.").waitFor();
    await page.evaluate(() => (document.querySelector("passerelle-privacy").shadowRoot.querySelector("[role=status]").textContent = ""));
  }
  const code = await page.evaluate(() => globalThis.own.history.clear().then(() => "erased", (error) => error.code));
  assert.equal(code, "not_erased");
  await page.close();
  assert.deepEqual(await remembered(context), [`view_item ${ITEMS[0]}`]);
});

test("whoever looks at the history while consent is being given loses none of it", async () => {
  const context = await browser.newContext();
  // A history of an earlier page: its grant has another number than this page's.
  const earlier = await look(context, "20725", GRANTED);
  await until(earlier, async () => (await (await import("/passerelle/auto.js")).passerelle.history.export()).events.length === 1);
  await earlier.close();
  const page = await context.newPage();
  await page.goto(`${shop.url}/blank.html`);
  const counts = await page.evaluate(async () => {
    const { createPasserelle } = await import("/passerelle/index.js");
    const own = await createPasserelle({ pack: "/pack/" });
    // The panel's code is loaded already, so that nothing delays it.
    await own.history.export();
    await own.track({ name: "view_item", itemId: "22423" });
    const looks = [];
    let granted;
    // Some of them have begun already when consent is granted.
    for (let at = 0; at < 200; at += 1) {
      looks.push(own.history.export());
      if (at === 100) granted = own.setConsent(true);
      await (at % 10 === 0 ? new Promise((done) => setTimeout(done)) : null);
    }
    await Promise.all([granted, ...looks]);
    await own.track({ name: "view_item", itemId: "22470" });
    return (await own.history.export()).events.length;
  });
  assert.equal(counts, 3);
  await page.close();
  assert.deepEqual(await remembered(context), ["view_item 20725", "view_item 22423", "view_item 22470"]);
});

test("one instance for a pack and a document, whoever asks for it; another language is another one", async () => {
  const context = await browser.newContext();
  const page = await look(context, ITEMS[0], { attributes: 'src="/pack"' });
  const same = await page.evaluate(async () => {
    const [{ createPasserelle }, { passerelle }] = await Promise.all([import("/passerelle/index.js"), import("/passerelle/auto.js")]);
    const own = await createPasserelle({ pack: "/pack/" });
    const french = await createPasserelle({ pack: "/pack/", locale: "fr" });
    const heard = [];
    const again = await createPasserelle({ pack: new URL("/pack", location.href).href, locale: "en", hub: "/nowhere/hub.html", onWarning: ({ code, message }) => heard.push([code, message]) });
    await passerelle.setConsent(true);
    await passerelle.track({ name: "view_item", itemId: "22470" });
    return { one: own === again, other: own === french, seen: (await own.history.export()).events.map(({ itemId }) => itemId), heard };
  });
  assert.deepEqual([same.one, same.other, same.seen], [true, false, [ITEMS[0], "22470"]]);
  assert.equal(same.heard.length, 1);
  assert.match(same.heard[0].join(), /option_ignored,.*`hub`: .*say it where the pack is opened first/);
  assert.equal(shop.asked.filter(({ path }) => path.endsWith("passerelle.wasm")).length, 1);
});

test("what the script tag says of the pack holds for createPasserelle(), too", async () => {
  const context = await browser.newContext();
  const page = await look(context, ITEMS[0], { auto: 'data-pack="/pack/" data-locale="fr_FR"' });
  const [french, english] = await page.evaluate(async () => {
    const { createPasserelle } = await import("/passerelle/index.js");
    const [one, same, other] = await Promise.all([{}, { locale: "fr-FR" }, { locale: "en" }].map((options) => createPasserelle({ pack: "/pack/", ...options })));
    return [one === same, one === other];
  });
  assert.deepEqual([french, english], [true, false]);
});

const moduleScript = (work) => `<script type="module">import { createPasserelle } from "/passerelle/index.js"; ${work}</script>`;
const gtag = (...said) => `<script>window.dataLayer = window.dataLayer || []; function gtag() { dataLayer.push(arguments); } gtag(${said.map((one) => JSON.stringify(one)).join()});</script>`;

/** The sources of consent; `denied` refuses it. */
const SOURCES = {
  "the attribute `consent`": { attributes: 'consent="granted"' },
  "`data-consent`": { auto: 'data-pack="/pack/" data-consent="granted"' },
  "the option `consent`": { head: moduleScript('await createPasserelle({ pack: "/pack/", consent: true });') },
  "`setConsent()` in a module": { head: '<script type="module">import { passerelle } from "/passerelle/auto.js"; passerelle.setConsent(true);</script>' },
  "`setConsent()` after the load": { head: moduleScript('addEventListener("load", () => setTimeout(async () => (await createPasserelle({ pack: "/pack/" })).setConsent(true), 300));') },
  "Consent Mode's update": { head: gtag("consent", "update", { personalization_storage: "granted" }) },
  "Consent Mode's default": { head: gtag("consent", "default", { personalization_storage: "granted" }) },
  TCF: { head: `<script>window.__tcfapi = (command, version, listen) => command === "addEventListener" &&
    listen({ eventStatus: "tcloaded", gdprApplies: true, purpose: { consents: { 1: true, 5: true, 6: true } } }, true);</script>` },
  Shopify: { head: '<script>window.Shopify = { customerPrivacy: { preferencesProcessingAllowed: () => true, currentVisitorConsent: () => ({ preferences: "yes" }) } };</script>' },
  "Global Privacy Control, which denies it": { head: '<script>Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { get: () => true });</script>', denied: true },
};

/** The ways to open the panel. */
const WAYS = {
  'the link in "Why this?"': async (page) => {
    await page.locator("passerelle-suggestions [part=why]").first().click();
    await page.getByRole("button", { name: "What this shop remembers" }).click();
  },
  "`passerelle.openPrivacy()`": (page) => page.evaluate(async () => (await import("/passerelle/auto.js")).passerelle.openPrivacy()),
  "`createPasserelle()`": (page) => page.evaluate(opensPanel),
  "the page's `<passerelle-privacy>`": (page) => page.evaluate(async () => {
    document.querySelector("main").append(document.querySelector("#page-privacy").content.cloneNode(true));
    await (await import("/passerelle/auto.js")).passerelle.openPrivacy();
  }),
  "the footer's link": (page) => page.getByRole("link", { name: "Privacy" }).click(),
};
const INLINE_PANEL = "the page's `<passerelle-privacy>`";

/** A footer with a link to the panel, and the page of the panel, which the shop's router brings in. */
const FOOTER = `<footer><a id="privacy" href="#privacy">Privacy</a></footer>
  <template id="page-privacy"><passerelle-privacy></passerelle-privacy></template>
  <script type="module">
    import { passerelle } from "/passerelle/auto.js";
    document.getElementById("privacy").addEventListener("click", (event) => { event.preventDefault(); passerelle.openPrivacy(); });
  </script>`;

/** Opens the panel in one way, reads there what is remembered, and erases it. */
async function erasesBy(way, page, item, denied) {
  await page.evaluate(async (itemId) => (await import("/passerelle/auto.js")).passerelle.track({ name: "add_to_cart", itemId }), item);
  if (denied) assert.equal(await rows(page), 0);
  else await until(page, async () => (await (await import("/passerelle/auto.js")).passerelle.history.export()).events.some(({ name }) => name === "add_to_cart"));
  await WAYS[way](page);
  const panel = page.locator("passerelle-privacy");
  await panel.getByRole("heading", { name: "What this shop remembers" }).waitFor();
  assert.equal(await panel.count(), 1);
  assert.equal(await panel.getByRole("dialog").count(), way === INLINE_PANEL ? 0 : 1);
  assert.equal(await panel.locator(`[data-do=forget][data-item="${item}"]`).count(), denied ? 0 : 1, `${way}: ${item}`);
  assert.equal(await eventRecords(page) > 0, !denied);
  await panel.getByRole("button", { name: "Erase everything", exact: true }).click();
  await panel.getByText("Everything is erased.").waitFor();
  assert.equal(await eventRecords(page), 0);
  // An element that still has a grant logs its next offer at once.
  if (denied || (await page.locator("passerelle-suggestions").count()) === 0) assert.equal(await rows(page), 0);
  if (way === INLINE_PANEL) await panel.evaluate((node) => node.remove());
  else await panel.getByRole("button", { name: "Close" }).click();
  await panel.waitFor({ state: "detached" });
}

const withElement = Object.keys(WAYS);
const withoutElement = withElement.filter((way) => !way.includes("Why this?"));
for (const [at, [source, { denied = false, ...page }]] of Object.entries(SOURCES).entries()) {
  test(`consent by ${source}: whatever opens the panel, with an element and without, all is told there and erased`, async () => {
    const context = await browser.newContext();
    // An attribute needs an element. Otherwise the ways alternate, so that each page has other neighbours of a source.
    const isBare = !page.attributes;
    const bare = isBare ? withoutElement.filter((_, way) => way % 2 === at % 2) : [];
    for (const [kind, ways] of [[{}, withElement.filter((way) => !bare.includes(way))], [{ element: "", says: "json-ld" }, bare]]) {
      if (ways.length === 0) continue;
      shop.page = { ...page, ...kind, before: "<p>The product.</p>", after: FOOTER, body: 'class="room"' };
      const opened = await context.newPage();
      await opened.goto(`${shop.url}/p/${ITEMS[0]}`);
      if (kind.element === undefined) await untilShown(opened);
      if (!denied) await until(opened, async () => (await (await import("/passerelle/auto.js")).passerelle.history.export()).events.length > 0);
      for (const [turn, way] of ways.entries()) await erasesBy(way, opened, TOLD[turn], denied);
      await opened.close();
    }
    assert.deepEqual(await remembered(context), []);
  });
}

test("a default of the markup denies, and erases nothing; the shopper's answer outweighs it", async () => {
  const context = await browser.newContext();
  const first = await look(context, ITEMS[0], GRANTED);
  await until(first, async () => (await (await import("/passerelle/auto.js")).passerelle.history.export()).events.length === 1);
  await first.close();
  // The tag and the element state opposite defaults; the denial has priority.
  const page = await look(context, ITEMS[1], { auto: 'data-pack="/pack/" data-consent="denied"', head: `<script>window.dataLayer = [["consent", "default", { personalization_storage: "granted" }]];</script>` });
  assert.deepEqual(await remembered(context), [`view_item ${ITEMS[0]}`]);
  await page.evaluate(() => globalThis.dataLayer.push(["consent", "update", { personalization_storage: "granted" }]));
  await until(page, async () => (await (await import("/passerelle/auto.js")).passerelle.history.export()).events.length === 2);
  await page.evaluate(() => globalThis.dataLayer.push(["consent", "update", { personalization_storage: "denied" }]));
  await until(page, databasesAre, 0);
});

test("a word that `consent` does not have is said, and neither grants nor erases", async () => {
  for (const page of [{ attributes: 'consent="yes"' }, { auto: 'data-pack="/pack/" data-consent="yes"' }]) {
    const context = await browser.newContext();
    const first = await look(context, ITEMS[0], GRANTED);
    await until(first, async () => (await (await import("/passerelle/auto.js")).passerelle.history.export()).events.length === 1);
    await first.close();
    const said = warningsOf(context);
    await look(context, ITEMS[1], page);
    assert.match(said.join("\n"), /attribute_unreadable: (data-)?consent="yes" on .* must be granted or denied/);
    assert.deepEqual(await remembered(context), [`view_item ${ITEMS[0]}`]);
  }
});

test("a missing manifest is asked for once, by the script tag and two elements; createPasserelle() tries again", async () => {
  shop.asked.length = 0;
  shop.first = (path) => (path.endsWith("manifest.json") ? { status: 404 } : undefined);
  const context = await browser.newContext();
  const page = await context.newPage();
  const said = warningsOf(page);
  const element = `<passerelle-suggestions product-id="${ITEMS[0]}"><p>Ours.</p></passerelle-suggestions>`;
  shop.page = { before: "", after: "", element: element + element };
  await page.goto(`${shop.url}/p/${ITEMS[0]}`);
  const asked = () => shop.asked.filter(({ path }) => path.endsWith("manifest.json")).length;
  await untilSaid({ page, said });
  // An element that is changed requests again, and gets the same answer.
  await page.evaluate(() => document.querySelector("passerelle-suggestions").setAttribute("limit", "3"));
  await page.waitForTimeout(1_000);
  assert.equal(asked(), 1, shop.asked.map(({ path }) => path).join());
  assert.equal(said.length, 1, said.join("\n"));
  const code = () => page.evaluate(async () => (await import("/passerelle/index.js")).createPasserelle({ pack: "/pack/" }).then(() => "open", (error) => error.code));
  assert.equal(await code(), "pack_not_found");
  assert.equal(asked(), 2);
  shop.first = () => undefined;
  assert.equal(await code(), "open");
});

test("two packs on one page: consent and history are the origin's, suggestions the pack's", async () => {
  const context = await browser.newContext();
  const page = await look(context, ITEMS[0], { ...GRANTED, says: "ga4" });
  await page.evaluate(async () => {
    const { createPasserelle } = await import("/passerelle/index.js");
    globalThis.shops = await Promise.all(["/pack/", "/odd-pack/"].map((pack) => createPasserelle({ pack })));
  });
  /** The history as each of the two knows it. */
  const known = () => page.evaluate(() => Promise.all(globalThis.shops.map(async ({ history }) => (await history.export()).events.map(({ name, itemId }) => `${name} ${itemId}`))));
  const home = () => page.evaluate(() => Promise.all(globalThis.shops.map(async (one) => (await one.suggest({ placement: "home", limit: 8 })).suggestions.map(({ itemId, reason }) => [itemId, reason.code]))));
  const view = `view_item ${ITEMS[0]}`;
  await until(page, async () => (await globalThis.shops[0].history.export()).events.length > 0);
  assert.deepEqual(await known(), [[view], [view]]);
  // Each can be told of an item of its own pack.
  await page.evaluate(() => globalThis.shops[1].track({ name: "view_item", itemId: "shoe:1001" }));
  await page.evaluate(() => globalThis.shops[0].track({ name: "view_item", itemId: "47566" }));
  const all = [view, "view_item shoe:1001", "view_item 47566"];
  assert.deepEqual(await known(), [all, all]);
  const [own, odd] = await home();
  const isOdd = ([itemId]) => oddItems.has(itemId);
  assert.ok(own.length > 0 && odd.length > 0, `${own} and ${odd}`);
  assert.deepEqual([own.filter(isOdd), odd.filter((one) => !isOdd(one))], [[], []]);
  for (const slate of [own, odd]) assert.ok(slate.some(([, code]) => code === "goes-with-session-item"), JSON.stringify(slate));
  assert.deepEqual((await shown(page)).ids.filter((id) => oddItems.has(id)), []);
  // A refusal told to one erases for both, and a grant told to the other is a grant to both.
  await page.evaluate(() => globalThis.shops[1].setConsent(false, { answer: true }));
  assert.deepEqual(await known(), [[], []]);
  assert.equal(await rows(page), 0);
  await page.evaluate(() => globalThis.shops[0].track({ name: "view_item", itemId: "47566" }));
  assert.equal(await rows(page), 0);
  await page.evaluate(() => globalThis.shops[0].setConsent(true, { answer: true }));
  await page.evaluate(() => globalThis.shops[1].track({ name: "view_item", itemId: "1001" }));
  const [one, other] = await known();
  assert.deepEqual(one, other);
  assert.equal(one.filter((event) => event === "view_item 1001").length, 1, one.join());
});

test("a refusal by one instance ends the history of all, and the page is read until it speaks for itself", async () => {
  const context = await browser.newContext();
  const page = await look(context, ITEMS[0], GRANTED);
  await until(page, async () => (await indexedDB.databases()).length === 1);
  await page.evaluate(async () => {
    const { createPasserelle } = await import("/passerelle/index.js");
    globalThis.own = await createPasserelle({ pack: "/pack/" });
    await globalThis.own.setConsent(false);
  });
  assert.equal(await records(page), 0);
  await page.evaluate(() => globalThis.own.setConsent(true, { answer: true }));
  // If opened by hand, the pack still enables the reading of the page.
  await page.evaluate(() => {
    globalThis.dataLayer.push({ event: "add_to_cart", ecommerce: { items: [{ item_id: "22470" }] } });
  });
  await until(page, async () => (await globalThis.own.history.export()).events.some(({ name }) => name === "add_to_cart"));
  // The page's own calls silence the reading.
  await page.evaluate(async () => {
    await globalThis.own.track({ name: "add_to_cart", itemId: "20725" });
    globalThis.dataLayer.push({ event: "add_to_cart", ecommerce: { items: [{ item_id: "84997" }] } });
    await globalThis.own.track({ name: "add_to_wishlist", itemId: "20725" });
  });
  await page.close();
  assert.deepEqual((await remembered(context)).filter((event) => !event.startsWith("view_item")), [
    "add_to_cart 22470", "add_to_cart 20725", "add_to_wishlist 20725",
  ]);
});
