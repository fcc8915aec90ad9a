// `placement="trending"`: items bought more now than before, by mouse and by keyboard. It reads no history, and its
// requests are the same for everybody.

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";

import { violations } from "./axe.mjs";
import { launch, NARROW, open, WIDE } from "./harness.mjs";
import { buildPart, writePart } from "./part.mjs";
import { passerelle, plainHouse, shopItems } from "./store.mjs";
import { openShop, POLICY, shown, untilShown } from "./storefront.mjs";
import { record } from "./wire.mjs";

/** Longer than an element takes without disturbance. */
const LONG_MS = 1_500;
const FALLBACK = "<p>Our best sellers.</p>";
const element = (attributes = "") => `<passerelle-suggestions placement="trending" limit="6" ${attributes}>${FALLBACK}</passerelle-suggestions>`;
const AUTO = 'data-pack="/pack/"';
const GRANTED = `${AUTO} data-consent="granted"`;
const REASON = "Much sought after these days";
/** The last day of the eight weeks of orders; the tool builds as of the day after, 2011-12-10. */
const LAST_DAY = Date.UTC(2011, 11, 9);
const DAYS = 56;

let folder;
let rising;
let constant;
let divisions;
let shop;
let browser;

/** All items sell every day; the items `rising` sell five times as often in the last fortnight. */
function orders(spokenOf) {
  const lines = ["order_id,user_id,timestamp,item_id,quantity"];
  const sells = (itemId, day, times) => {
    for (let buyer = 0; buyer < times; buyer += 1) {
      const number = lines.length;
      lines.push(`O${number},U${number},${new Date(LAST_DAY - day * 86_400_000).toISOString().slice(0, 10)}T10:00:00Z,${spokenOf(itemId)},1`);
    }
  };
  for (let day = 0; day < DAYS; day += 1) {
    constant.forEach((itemId) => sells(itemId, day, 3));
    rising.forEach((itemId) => sells(itemId, day, day < 14 ? 5 : 1));
  }
  return lines.join("\n");
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "passerelle-trending-"));
  shop = await openShop({ "/pack/": join(folder, "pack") });
  const { popular } = await writePart(folder, 120, (row, _at, header) => {
    row[header.indexOf("link")] = `https://shop.example/p/${row[header.indexOf("item_group_id")] || row[0]}`;
    return row;
  });
  const of = new Map(shopItems().map(({ id, division, available }) => [id, { division, available }]));
  const sold = popular.filter((id) => of.get(id).available);
  const [first, second] = [...new Set(sold.map((id) => of.get(id).division))];
  rising = [first, second].flatMap((division) => sold.filter((id) => of.get(id).division === division).slice(0, 3));
  divisions = Object.fromEntries(rising.map((id) => [id, of.get(id).division]));
  constant = sold.filter((id) => !rising.includes(id)).slice(0, 40);
  await writeFile(join(folder, "orders.csv"), orders((id) => id));
  await writeFile(join(folder, "house.toml"), plainHouse());
  await buildPart(folder, "--no-calibration");
  browser = await launch();
});

beforeEach(() => {
  shop.page = {};
  shop.policy = POLICY;
  shop.first = () => undefined;
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

/** Opens a page without a product, with the element, for a shopper with these past events. */
async function visit({ past = [], consent = false, attributes = "", size = WIDE, page: more = {}, before: prepare } = {}) {
  const opened = await open(browser, size);
  const { page } = opened;
  await page.goto(`${shop.url}/api.html`);
  await page.waitForSelector("html[data-ready]");
  await page.evaluate(async ([events, granted]) => {
    const passerelle = await globalThis.passerelle.createPasserelle({ pack: "/pack/", ...(granted && { consent: true }) });
    for (const event of events) await passerelle.track(event);
  }, [past, consent]);
  shop.page = { says: "none", element: element(attributes), before: "<p>The house.</p>", after: "", auto: consent ? GRANTED : AUTO, ...more };
  await prepare?.(opened);
  await page.goto(`${shop.url}/p/home`);
  return opened;
}

/** Asserts that there were no problems and no layout shift. */
async function leave(opened) {
  assert.equal(await opened.layoutShift(), 0);
  assert.deepEqual(opened.problems, []);
  await opened.close();
}

const inside = (page, selector) => page.locator("passerelle-suggestions").locator(selector);

test("shows what rises in the whole house, or in a division, and no constant best seller", async () => {
  const opened = await visit();
  const { ids, heading } = await untilShown(opened.page);
  assert.ok(ids.length > 2 && ids.every((id) => rising.includes(id)), ids.join());
  assert.equal(heading, "In demand now");
  assert.deepEqual([...new Set(await inside(opened.page, "[part=reason]").allTextContents())], [REASON]);
  await leave(opened);

  const [id, division] = Object.entries(divisions)[0];
  const within = await visit({ attributes: `division="${division}"` });
  const there = (await untilShown(within.page)).ids;
  assert.ok(there.includes(id) && there.every((one) => divisions[one] === division), there.join());
  await leave(within);
});

test("the export is byte for byte what the page of a first visitor gets, for the house and for each division", async () => {
  const { stdout } = await passerelle(["export", join(folder, "pack"), "--placement", "trending"]);
  const lines = stdout.trimEnd().split("\n");
  for (const line of lines) {
    const { division } = JSON.parse(line);
    const opened = await open(browser);
    await opened.page.goto(`${shop.url}/api.html`);
    await opened.page.waitForSelector("html[data-ready]");
    const slate = await opened.page.evaluate(async (request) => {
      const instance = await globalThis.passerelle.createPasserelle({ pack: "/pack/", locale: "en" });
      return JSON.stringify(await instance.suggest(request));
    }, { placement: "trending", ...(division && { division }) });
    const about = division ? `"division":${JSON.stringify(division)}` : '"placement":"trending"';
    assert.equal(line, `{${about},"slate":${slate}}`);
    await opened.close();
  }
  assert.ok(lines.length > 2 && JSON.parse(lines[0]).slate.suggestions.length > 2, stdout);
});

test("suggest() gives the same, and candidates() too", async () => {
  // The page has no element, because items of an element are shown nowhere else on the page.
  const opened = await visit({ page: { element: "" } });
  const slates = await opened.page.evaluate(async () => {
    const { passerelle } = await import("/passerelle/auto.js");
    const request = { placement: "trending", limit: 24 };
    return Promise.all([passerelle.suggest(request), passerelle.candidates(request)]);
  });
  const [asked, pool] = slates.map(({ suggestions }) => suggestions.map(({ itemId }) => itemId));
  assert.deepEqual(asked, pool);
  assert.deepEqual([...asked].sort(), [...rising].sort());
  assert.ok(slates[0].suggestions.every(({ reason }) => reason.code === "trending"));
  await leave(opened);
});

test("what was bought or lies in the cart is left out on the device", async () => {
  const [bought, inCart] = rising;
  const opened = await visit({ past: [{ name: "purchase", itemId: bought }], consent: true, attributes: `cart="${inCart}"` });
  const { ids } = await untilShown(opened.page);
  assert.ok(!ids.includes(bought) && !ids.includes(inCart), ids.join());
  await leave(opened);
});

for (const [how, act] of Object.entries({
  "by mouse": async (page) => {
    await inside(page, ".why").first().click();
    await inside(page, "dialog").waitFor();
    const said = await inside(page, "dialog").textContent();
    await inside(page, "dialog").getByRole("button", { name: "Not for me" }).click();
    return said;
  },
  "by keyboard": async (page) => {
    await inside(page, "a").first().focus();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await inside(page, "dialog").waitFor();
    const said = await inside(page, "dialog").textContent();
    await inside(page, "dialog").getByRole("button", { name: "Not for me" }).focus();
    await page.keyboard.press("Enter");
    return said;
  },
})) {
  test(`"Why this?" says that it is the same for everyone, and what is refused goes, ${how}`, async () => {
    const opened = await visit();
    const { ids } = await untilShown(opened.page);
    assert.match(await act(opened.page), /More in demand in this shop than before/);
    await opened.page.waitForFunction(() => document.querySelector("passerelle-suggestions").shadowRoot.querySelector(".refused"));
    assert.ok(!(await shown(opened.page)).ids.includes(ids[0]));
    assert.deepEqual(await violations(opened.page), []);
    await leave(opened);
  });
}

test("whoever did what sends the same bytes, and one file more than a page without it", async () => {
  const walk = async (past, elements) => {
    let browserSays;
    const opened = await visit({
      past, consent: true, attributes: 'images="none"',
      page: elements === undefined ? {} : { element: elements },
      before: async ({ page, context }) => {
        shop.asked.length = 0;
        browserSays = await record(await context.newCDPSession(page), { cache: false });
      },
    });
    if (elements === undefined) await untilShown(opened.page);
    else await opened.page.waitForTimeout(LONG_MS);
    const cdp = await browserSays();
    const wire = shop.asked.filter(({ path }) => !path.startsWith("/api")).map((request) => JSON.stringify(request)).sort();
    const packFiles = [...new Set(shop.asked.map(({ path }) => path))].filter((path) => path.endsWith(".psr"));
    await leave(opened);
    return { cdp, wire, packFiles };
  };
  const views = (ids) => ids.map((itemId) => ({ name: "view_item", itemId }));
  const one = await walk([...views(constant.slice(0, 4)), { name: "purchase", itemId: constant[5] }]);
  const other = await walk(views(constant.slice(20, 22)));
  assert.deepEqual(one.cdp, other.cdp);
  assert.deepEqual(one.wire, other.wire);
  assert.equal(one.packFiles.filter((path) => path.endsWith("/trending.psr")).length, 1);
  assert.ok(!one.packFiles.some((path) => path.includes("/shards/")), one.packFiles.join());
  const without = await walk([], `<passerelle-suggestions placement="home" images="none">${FALLBACK}</passerelle-suggestions>`);
  assert.ok(!without.packFiles.some((path) => path.endsWith("/trending.psr")), without.packFiles.join());
});

test("where the file is missing or nothing rises, the page's own content stays", async () => {
  const withoutFile = await visit({
    before: () => {
      shop.first = (path) => path.endsWith("/trending.psr") && { status: 404 };
    },
  });
  await withoutFile.page.waitForTimeout(LONG_MS);
  assert.equal((await shown(withoutFile.page)).state, "page");
  assert.equal(await withoutFile.layoutShift(), 0);
  await withoutFile.close();
  shop.first = () => undefined;

  const nowhere = (await readFile(join(folder, "house.toml"), "utf8")).match(/^id = "([\w-]+)"/gm).map((line) => line.slice(6, -1));
  const still = nowhere.find((division) => !Object.values(divisions).includes(division));
  const opened = await visit({ attributes: `division="${still}"` });
  await opened.page.waitForTimeout(LONG_MS);
  assert.equal((await shown(opened.page)).fallback, true);
  await leave(opened);
});

for (const [name, size] of Object.entries({ wide: WIDE, narrow: NARROW, dark: { ...NARROW, colorScheme: "dark" } })) {
  for (const lang of ["en", "ar"]) {
    test(`axe finds nothing: ${name}, ${lang}`, async () => {
      const html = lang === "ar" ? 'lang="ar" dir="rtl"' : 'lang="en"';
      const opened = await visit({ size, page: { html } });
      await untilShown(opened.page);
      assert.deepEqual(await violations(opened.page), []);
      if (process.env.PASSERELLE_SHOTS) await opened.page.screenshot({ path: join(process.env.PASSERELLE_SHOTS, `trending-${name}-${lang}.png`) });
      await leave(opened);
    });
  }
}
