// `placement="recent"`: items viewed on this device, by mouse and by keyboard. Its requests do not reveal them, except
// for pictures.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";

import { violations } from "./axe.mjs";
import { ERASURES, otherTab } from "./erasures.mjs";
import { launch, NARROW, open, until, WIDE } from "./harness.mjs";
import { buildPart, writePart } from "./part.mjs";
import { databasesAre, plainHouse } from "./store.mjs";
import { changingShop, openShop, POLICY, shown, untilShown } from "./storefront.mjs";
import { record } from "./wire.mjs";

const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 5"><rect width="4" height="5" fill="teal"/></svg>';
/** Longer than an element takes without disturbance. */
const LONG_MS = 1_500;
const FALLBACK = "<p>Our best sellers.</p>";
const element = (attributes = "") => `<passerelle-suggestions placement="recent" ${attributes}>${FALLBACK}</passerelle-suggestions>`;
const RESERVE = '<link rel="stylesheet" href="/passerelle/suggestions.css">';
const GRANTED = 'data-pack="/pack/" data-consent="granted"';

let folder;
let popular;
let shop;
let browser;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "passerelle-recent-"));
  shop = await openShop({ "/pack/": join(folder, "pack") });
  // Each address ends with the item's own id, even if the feed has a variant's id there.
  const picture = (row, at, header) => {
    row[header.indexOf("link")] = `https://shop.example/p/${row[header.indexOf("item_group_id")] || row[0]}`;
    return [...row, `${shop.url}/img/${at}.svg`];
  };
  ({ popular } = await writePart(folder, 200, picture, ["image_link"]));
  await writeFile(join(folder, "house.toml"), plainHouse());
  await buildPart(folder, "--no-calibration");
  browser = await launch();
});

beforeEach(() => {
  shop.page = {};
  shop.policy = POLICY;
  shop.first = (path) => path.startsWith("/img/") && { body: PICTURE, headers: { "Content-Type": "image/svg+xml", "Cache-Control": "no-store" } };
  shop.asked.length = 0;
});

after(async () => {
  await browser?.close();
  await shop?.close();
  await rm(folder, { recursive: true, force: true });
});

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
});

/** Opens a page without a product, with the element, for a shopper with consent and these past events. */
async function visit({ past = [], consent = true, attributes = "", size = WIDE, page: more = {}, before: prepare } = {}) {
  const opened = await open(browser, size);
  const { page } = opened;
  await page.goto(`${shop.url}/api.html`);
  await page.waitForSelector("html[data-ready]");
  await page.evaluate(async ([events, granted]) => {
    const passerelle = await globalThis.passerelle.createPasserelle({ pack: "/pack/", ...(granted && { consent: true }) });
    for (const event of events) await passerelle.track(event);
  }, [past, consent]);
  shop.page = { says: "none", element: element(attributes), before: "<p>The house.</p>", after: "", auto: consent ? GRANTED : 'data-pack="/pack/"', ...more };
  await prepare?.(opened);
  await page.goto(`${shop.url}/p/home`);
  return opened;
}

const views = (...ids) => ids.map((itemId) => ({ name: "view_item", itemId }));

/** Waits for the pictures, because leaving before that causes failed requests. */
async function goOn({ page }, to) {
  await page.waitForFunction(() => [...document.querySelector("passerelle-suggestions").shadowRoot.querySelectorAll("img")].every(({ complete }) => complete));
  await page.goto(`${shop.url}/p/${to}`);
}

/** Asserts that there were no problems and no layout shift. */
async function leave(opened) {
  assert.equal(await opened.layoutShift(), 0);
  assert.deepEqual(opened.problems, []);
  await opened.close();
}

const history = (page) => page.evaluate(async () => {
  const { passerelle } = await import("/passerelle/auto.js");
  return [...new Set((await passerelle.history.export()).events.map(({ itemId }) => itemId))];
});
const focused = (page) => page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.textContent);

test("shows what this device looked at, the newest first, without what was bought", async () => {
  const [a, b, c, d] = popular;
  const opened = await visit({ past: [...views(a, b, c, a, d), { name: "purchase", itemId: d }] });
  const { ids, heading, prices, pictures } = await untilShown(opened.page);
  assert.deepEqual(ids, [a, c, b]);
  assert.equal(heading, "Recently viewed");
  assert.ok(pictures.every((picture) => picture.includes("/img/")), pictures.join());
  assert.equal(prices.length, 3);
  await leave(opened);
});

test("the page's own product is not among what was looked at, and is from the next page on", async () => {
  const [a, b] = popular;
  const opened = await visit({ past: views(a) });
  assert.deepEqual((await untilShown(opened.page)).ids, [a]);
  shop.page = { ...shop.page, says: "ga4" };
  await goOn(opened, b);
  assert.deepEqual((await untilShown(opened.page)).ids, [a]);
  shop.page = { ...shop.page, says: "none" };
  await goOn(opened, "home");
  assert.deepEqual((await untilShown(opened.page)).ids, [b, a]);
  await leave(opened);
});

test("without consent the page's own content stays, and after a refusal it comes back", async () => {
  const opened = await visit({ past: views(...popular.slice(0, 3)), consent: false });
  await opened.page.waitForTimeout(LONG_MS);
  assert.equal((await shown(opened.page)).state, "page");
  await leave(opened);

  const granted = await visit({ past: views(...popular.slice(0, 3)) });
  await untilShown(granted.page);
  await granted.page.evaluate(async () => (await import("/passerelle/auto.js")).passerelle.setConsent(false, { answer: true }));
  await granted.page.waitForFunction(() => !document.querySelector("passerelle-suggestions").shadowRoot.querySelector("section"));
  assert.equal((await shown(granted.page)).fallback, true);
  assert.ok(await granted.page.evaluate(databasesAre, 0));
  await leave(granted);
});

for (const [how, act] of Object.entries({
  "by mouse": async (page) => page.locator("passerelle-suggestions .dismiss").nth(1).click(),
  "by keyboard": async (page) => {
    // Each item is a link and two buttons.
    await page.locator("passerelle-suggestions a").nth(1).focus();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
  },
})) {
  test(`"Forget" erases everything about an item, ${how}, and keeps the focus in its place`, async () => {
    const [a, b, c] = popular;
    const opened = await visit({ past: [...views(a, b, c), { name: "add_to_cart", itemId: b }] });
    await untilShown(opened.page);
    assert.equal(await opened.page.locator("passerelle-suggestions .dismiss").nth(1).getAttribute("aria-label"), "Forget");
    await act(opened.page);
    await opened.page.waitForFunction(() => document.querySelector("passerelle-suggestions").shadowRoot.querySelector(".refused"));
    assert.equal(await focused(opened.page), "Forgotten.");
    assert.equal(await opened.page.locator("passerelle-suggestions .undo").count(), 0, "there is no way back");
    assert.deepEqual((await history(opened.page)).sort(), [a, c].sort());
    assert.deepEqual(await violations(opened.page), []);
    await opened.page.reload();
    assert.deepEqual((await untilShown(opened.page)).ids, [c, a]);
    await leave(opened);
  });
}

/** Runs in a page: forgets an item. */
const forget = async (id) => {
  const { createPasserelle } = await import("/passerelle/index.js");
  await (await createPasserelle({ pack: "/pack/" })).history.forget(id);
};

for (const [how, erase] of Object.entries(ERASURES)) {
  test(`after ${how} the list goes, and the page's own content comes back`, async () => {
    const opened = await visit({ past: views(...popular.slice(0, 3)), page: { head: RESERVE } });
    await untilShown(opened.page);
    await erase(opened, shop);
    await opened.page.waitForFunction(() => !document.querySelector("passerelle-suggestions").shadowRoot.querySelector("section"));
    assert.equal((await shown(opened.page)).fallback, true);
    await leave(opened);
  });
}

for (const [where, tabOf] of Object.entries({ "on the page": ({ page }) => page, "in another tab": (opened) => otherTab(opened, shop) })) {
  test(`an item that is forgotten ${where} leaves the list, also under the pointer`, async () => {
    const [a, b, c] = popular;
    const opened = await visit({ past: views(a, b, c), page: { head: RESERVE, after: "<footer><p>The end of the page.</p></footer>" } });
    await untilShown(opened.page);
    await opened.page.locator("passerelle-suggestions a").first().hover();
    await (await tabOf(opened)).evaluate(forget, b);
    await until(opened.page, () => document.querySelector("passerelle-suggestions").shadowRoot.querySelectorAll("section:not(.spacer) li").length === 2);
    assert.deepEqual((await shown(opened.page)).ids, [c, a]);
    await leave(opened);
  });
}

test("after history.clear() suggestions no longer rest on the history, and none is recalled from it", async () => {
  const home = `<passerelle-suggestions placement="home" limit="4">${FALLBACK}</passerelle-suggestions>`;
  const stranger = await visit({ page: { element: home, head: RESERVE } });
  const { ids: first } = await untilShown(stranger.page);
  await leave(stranger);
  const opened = await visit({
    past: views(...popular.slice(20, 26)),
    page: { element: home, head: RESERVE },
    before: ({ page }) => page.addInitScript(() => {
      globalThis.seen = 0;
      addEventListener("passerelle-shown", () => (globalThis.seen += 1));
    }),
  });
  assert.notDeepEqual((await untilShown(opened.page)).ids, first);
  // No impression of the slate comes during the erasure.
  await until(opened.page, () => globalThis.seen === 4);
  await ERASURES["history.clear() on the page"](opened);
  await until(opened.page, (ids) => {
    const links = document.querySelector("passerelle-suggestions").shadowRoot.querySelectorAll("section:not(.spacer) a");
    return JSON.stringify([...links].map(({ href }) => decodeURIComponent(href.split("/").pop()))) === JSON.stringify(ids);
  }, first);
  assert.equal(await opened.page.evaluate(() => JSON.parse(sessionStorage.getItem("passerelle")).length), 1, "the numbers of erased slates are gone");
  await leave(opened);
});

test("the page may keep an item; a store that cannot be changed is said, and nothing is forgotten", async () => {
  const [a, b] = popular;
  const opened = await visit({
    past: views(a, b),
    before: () => {
      const pictures = shop.first;
      const failing = changingShop(`(shop) => { const forget = shop.history.forget; shop.history.forget = (id) => (globalThis.fails ? Promise.reject(new Error("no store")) : forget(id)); }`);
      shop.first = (path) => failing(path) || pictures(path);
    },
  });
  const { page } = opened;
  await untilShown(page);
  await page.evaluate(() => {
    globalThis.heard = [];
    const keep = (event) => {
      globalThis.heard.push(event.detail.itemId);
      if (!globalThis.fails) event.preventDefault();
    };
    document.addEventListener("passerelle-forget", keep);
  });
  await page.locator("passerelle-suggestions .dismiss").first().click();
  assert.deepEqual(await page.evaluate(() => globalThis.heard), [b]);
  assert.equal((await shown(page)).ids.length, 2, "the page keeps it");
  await page.evaluate(() => void (globalThis.fails = true));
  await page.locator("passerelle-suggestions .dismiss").first().click();
  await page.waitForFunction(() => document.querySelector("passerelle-suggestions").shadowRoot.querySelector(".refused"));
  assert.match(await page.locator("passerelle-suggestions .refused").textContent(), /That did not work/);
  await page.keyboard.press("Enter");
  assert.equal((await shown(page)).ids.length, 2);
  assert.deepEqual((await history(page)).sort(), [a, b].sort());
  await leave(opened);
});

test("\"?\" says that it lies on this device, and forgets too", async () => {
  const [a, b] = popular;
  const opened = await visit({ past: views(a, b) });
  await untilShown(opened.page);
  await opened.page.locator("passerelle-suggestions .why").first().click();
  const panel = opened.page.locator("passerelle-suggestions dialog");
  await panel.waitFor();
  assert.match(await panel.textContent(), /on this device/);
  assert.doesNotMatch(await panel.textContent(), /Not for me/);
  assert.deepEqual(await violations(opened.page), []);
  await panel.getByRole("button", { name: "Forget" }).click();
  await until(opened.page, async () => (await (await import("/passerelle/auto.js")).passerelle.history.export()).events.length === 1);
  assert.deepEqual(await history(opened.page), [a]);
  await leave(opened);
});

for (const images of ["pool", "none"]) {
  test(`with images="${images}" titles stand alone, and whoever looked at what sends the same bytes`, async () => {
    const walk = async (past) => {
      let browserSays;
      const from = () => shop.asked.filter(({ path }) => !path.startsWith("/api"));
      const opened = await visit({
        past, attributes: `images="${images}"`,
        before: async ({ page, context }) => {
          shop.asked.length = 0;
          browserSays = await record(await context.newCDPSession(page), { cache: false });
        },
      });
      const { ids, pictures } = await untilShown(opened.page);
      assert.ok(pictures.every((picture) => picture === ""), pictures.join());
      const cdp = await browserSays();
      const wire = from().map((request) => JSON.stringify(request)).sort();
      await leave(opened);
      return { ids, cdp, wire };
    };
    const [one, other] = [await walk(views(...popular.slice(0, 5))), await walk(views(...popular.slice(20, 23)))];
    assert.equal(one.ids.length, 5);
    assert.equal(other.ids.length, 3);
    assert.deepEqual(one.cdp, other.cdp);
    assert.deepEqual(one.wire, other.wire);
    assert.ok(!one.wire.some((request) => request.includes("/shards/")), "no shard is asked for");
  });
}

for (const [name, size] of Object.entries({ wide: WIDE, narrow: NARROW, dark: { ...NARROW, colorScheme: "dark" } })) {
  for (const lang of ["en", "ar"]) {
    test(`axe finds nothing: ${name}, ${lang}`, async () => {
      const html = lang === "ar" ? 'lang="ar" dir="rtl"' : 'lang="en"';
      const opened = await visit({ past: views(...popular.slice(0, 6)), size, page: { html } });
      await untilShown(opened.page);
      assert.deepEqual(await violations(opened.page), []);
      if (process.env.PASSERELLE_SHOTS) await opened.page.screenshot({ path: join(process.env.PASSERELLE_SHOTS, `recent-${name}-${lang}.png`) });
      await leave(opened);
    });
  }
}

test("suggestions of the same page stand beside it: it takes none from them", async () => {
  const ids = popular.slice(0, 4);
  const both = `${element()}<passerelle-suggestions placement="home" limit="4">${FALLBACK}</passerelle-suggestions>`;
  const opened = await visit({ past: views(...ids), page: { element: both, head: RESERVE } });
  await untilShown(opened.page, 0);
  const home = (await untilShown(opened.page, 1)).ids;
  await leave(opened);
  const alone = await visit({ past: views(...ids), page: { element: `<passerelle-suggestions placement="home" limit="4">${FALLBACK}</passerelle-suggestions>` } });
  assert.deepEqual((await untilShown(alone.page)).ids, home);
  await leave(alone);
});
