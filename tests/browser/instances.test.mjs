// Several instances in a document: those of the element, of the script tag and of the page share the consent, and edits
// by hand act on the stored history. Erased data is verified without the module's code.

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";

import { launch, until, untilSaid } from "./harness.mjs";
import { databasesAre, LOG, rows } from "./store.mjs";
import { openShop, POLICY, untilShown } from "./storefront.mjs";

const ITEMS = ["22423", "22470", "20725"];
/** A policy that allows inline scripts. */
const INLINE = POLICY.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'");

let shop;
let browser;

before(async () => {
  shop = await openShop();
  shop.policy = INLINE;
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await shop?.close();
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

for (const [how, page] of [
  ["data-consent", { auto: 'data-pack="/pack/" data-consent="granted"' }],
  ["`passerelle` of auto.js, in one line", { head: '<script type="module">import { passerelle } from "/passerelle/auto.js"; passerelle.setConsent(true);</script>' }],
]) {
  test(`consent by ${how}, on pages with an element and without: views are remembered, a footer's link opens the panel and erases`, async () => {
    const context = await browser.newContext();
    await (async () => {
      const opened = await look(context, ITEMS[0], page);
      await until(opened, async () => (await indexedDB.databases()).length === 1);
      await until(opened, async () => (await (await import("/passerelle/auto.js")).passerelle.history.export()).events.length === 1);
      await opened.close();
    })();
    // A product page without an element; its JSON-LD names the product.
    shop.page = { ...page, says: "json-ld", element: '<footer><button onclick="import(\'/passerelle/auto.js\').then(({ passerelle }) => passerelle.openPrivacy())">Privacy</button></footer>' };
    const bare = await context.newPage();
    await bare.goto(`${shop.url}/p/${ITEMS[1]}`);
    await until(bare, async () => (await (await import("/passerelle/auto.js")).passerelle.history.export()).events.length === 2);
    await bare.getByRole("button", { name: "Privacy" }).click();
    const dialog = bare.getByRole("dialog", { name: "What this shop remembers" });
    await dialog.waitFor();
    assert.equal(await dialog.getByRole("listitem").filter({ hasText: "looked at" }).count(), 2);
    await dialog.getByRole("button", { name: "Erase everything", exact: true }).click();
    await dialog.getByText("Everything is erased.").waitFor();
    await bare.close();
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

test("a word that `consent` does not have is said", async () => {
  for (const page of [{ attributes: 'consent="yes"' }, { auto: 'data-pack="/pack/" data-consent="yes"' }]) {
    const context = await browser.newContext();
    const said = [];
    context.on("console", (message) => message.type() === "warning" && said.push(message.text()));
    await look(context, ITEMS[0], page);
    assert.match(said.join("\n"), /attribute_unreadable: (data-)?consent="yes" on .* must be granted or denied/);
  }
});

test("a missing manifest is asked for once, by the script tag and two elements; createPasserelle() tries again", async () => {
  shop.asked.length = 0;
  shop.first = (path) => (path.endsWith("manifest.json") ? { status: 404 } : undefined);
  const context = await browser.newContext();
  const page = await context.newPage();
  const said = [];
  page.on("console", (message) => message.type() === "warning" && said.push(message.text()));
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
