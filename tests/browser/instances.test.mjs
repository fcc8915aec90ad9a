// Several instances on one document: the element's, the script tag's and the page's own know one consent, and what is done
// with the history by hand acts on what is stored. Whether "erased" is true is counted without the module's code.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";

import { launch, until } from "./harness.mjs";
import { databasesAre } from "./store.mjs";
import { openShop, POLICY, untilShown } from "./storefront.mjs";

const ITEMS = ["22423", "22470", "20725"];
/** The page's scripts, which may stand in the page itself. */
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

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
});

/** Records of the log, counted without the module's code. */
const rows = (page) => page.evaluate(async () => {
  if (!(await indexedDB.databases()).some(({ name }) => name === "passerelle")) return 0;
  const database = await new Promise((done) => (indexedDB.open("passerelle").onsuccess = ({ target }) => done(target.result)));
  const keys = await new Promise((done) => (database.transaction("rows").objectStore("rows").getAllKeys().onsuccess = ({ target }) => done(target.result)));
  database.close();
  return keys.filter(([part]) => part === 2).length;
});

/** What is remembered, read by a page without an element or a grant. */
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

/** Opens a product's page, and waits until it shows suggestions. */
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

/** How consent is said, on a page whose footer opens the panel with an instance of its own. */
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
    assert.ok((await rows(opened)) > 0);
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
  await dialog.getByText(`${ITEMS[0]} is forgotten.`).waitFor();
  await dialog.getByRole("button", { name: "Erase everything", exact: true }).click();
  await dialog.getByText("Everything is erased.").waitFor();
  const { events, invitations } = await page.evaluate(() => globalThis.own.history.export());
  assert.deepEqual([events, invitations], [[], []]);
  // The other tab has a grant still, and begins with nothing.
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
  // The store can be read, and each attempt to empty it fails.
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

test("a refusal by one instance ends the history of all, and the page is read until it speaks for itself", async () => {
  const context = await browser.newContext();
  const page = await look(context, ITEMS[0], GRANTED);
  await until(page, async () => (await indexedDB.databases()).length === 1);
  await page.evaluate(async () => {
    const { createPasserelle } = await import("/passerelle/index.js");
    globalThis.own = await createPasserelle({ pack: "/pack/" });
    await globalThis.own.setConsent(false);
  });
  assert.equal(await rows(page), 0);
  await page.evaluate(() => globalThis.own.setConsent(true));
  // Opened by hand, the pack is read from the page still.
  await page.evaluate(() => {
    globalThis.dataLayer.push({ event: "add_to_cart", ecommerce: { items: [{ item_id: "22470" }] } });
  });
  await until(page, async () => (await globalThis.own.history.export()).events.some(({ name }) => name === "add_to_cart"));
  // What the page says itself silences the reading.
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
