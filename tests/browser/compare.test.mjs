// `<passerelle-compare>`: items side by side with the details of the feed; and `details()`.

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";

import { violations } from "./axe.mjs";
import { launch, NARROW, open, untilSaid } from "./harness.mjs";
import { olderManifest } from "./older-pack.mjs";
import { buildPart, writePart } from "./part.mjs";
import { plainHouse } from "./store.mjs";
import { openShop, POLICY } from "./storefront.mjs";

const WIDE = { viewport: { width: 1280, height: 900 } };
const SCRIPT = '<script type="module" src="/passerelle/compare.js"></script>';
const STYLE = ":root { color-scheme: light dark } body { font: 1rem/1.5 system-ui, sans-serif } passerelle-compare { display: flow-root; min-block-size: 46rem }";
const answering = (other) => (path) => other(path) ?? (path === "/style.css" ? { body: STYLE, headers: { "Content-Type": "text/css" } } : undefined);
const LONG_MS = 1_500;
const HOSTILE = "<img src=x onerror=alert(1)>";
const SOLD_OUT = 2;

let folder;
let popular;
let shop;
let browser;

const element = (ids, attributes = "") => `<passerelle-compare src="/pack/" ids="${ids}" ${attributes}><a href="/help">Ask us</a></passerelle-compare>`;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "passerelle-compare-"));
  ({ popular } = await writePart(folder, 400, (row, at, header) => {
    if (at === SOLD_OUT) row[header.indexOf("availability")] = "out_of_stock";
    const detail = at === 0 ? `Making:Hours:12,Making:Place:${HOSTILE}` : `Making:Hours:${at},Care:Washing:by hand`;
    return [...row, detail, at === 0 ? HOSTILE : "", "90 g"];
  }, ["product_detail", "product_highlight", "product_weight"]));
  await writeFile(join(folder, "house.toml"), `${plainHouse()}\n[details]\npublish = true\n`);
  await buildPart(folder, "--no-calibration", "--force");
  shop = await openShop({ "/pack/": join(folder, "pack") });
  browser = await launch();
});

beforeEach(() => {
  shop.page = { head: SCRIPT, element: element(popular.slice(0, 3)), before: "", after: "", auto: "" };
  shop.policy = POLICY;
  shop.first = answering(() => undefined);
  shop.asked.length = 0;
});

after(async () => {
  await browser?.close();
  await shop?.close();
  await rm(folder, { recursive: true, force: true });
});

async function visit(page = {}, options = WIDE) {
  const opened = await open(browser, options);
  shop.page = { ...shop.page, ...page };
  await opened.page.goto(`${shop.url}/p/${popular[9]}`);
  return opened;
}

const table = (page) => page.locator("passerelle-compare").getByRole("table");
const rows = (page) => page.evaluate(() => [...document.querySelector("passerelle-compare").shadowRoot.querySelectorAll("tr.row:not(.highlights)")]
  .map((row) => ({ name: row.querySelector("th bdi").textContent, values: [...row.querySelectorAll("td")].map(({ textContent }) => textContent), seen: row.offsetHeight > 0 })));

async function leave(opened) {
  assert.equal(await opened.layoutShift(), 0);
  assert.deepEqual(opened.problems, []);
  await opened.close();
}

test("items stand side by side by section; equal rows fold away, by mouse and by keyboard", async () => {
  const opened = await visit();
  const { page } = opened;
  await table(page).waitFor();
  const all = await rows(page);
  const row = (name) => all.find((one) => one.name === name);
  assert.deepEqual(row("Hours").values, ["12", "1", "2"]);
  assert.deepEqual(row("Washing").values, ["not stated", "by hand", "by hand"]);
  assert.deepEqual(row("Place").values, [HOSTILE, "not stated", "not stated"]);
  assert.deepEqual(row("Weight").values, ["90 g", "90 g", "90 g"]);
  const heads = await table(page).getByRole("columnheader").allTextContents();
  assert.deepEqual(heads.map((text) => /Not available/.test(text)), [false, false, true]);
  const fold = page.locator("passerelle-compare").getByRole("checkbox", { name: "Show differences only" });
  await fold.click();
  assert.equal((await rows(page)).find(({ name }) => name === "Weight").seen, false);
  assert.equal((await rows(page)).find(({ name }) => name === "Hours").seen, true);
  await fold.press("Space");
  assert.equal((await rows(page)).find(({ name }) => name === "Weight").seen, true);
  assert.equal(await page.locator("passerelle-compare").locator("img[src=x]").count(), 0);
  await leave(opened);
});

test("everybody can use it, dark, on a phone and from right to left", async () => {
  for (const [options, html] of [[WIDE, 'lang="en"'], [{ ...NARROW, colorScheme: "dark" }, 'lang="ar" dir="rtl"']]) {
    const opened = await visit({ html, element: element(popular.slice(0, 4)) }, options);
    const { page } = opened;
    await table(page).waitFor();
    assert.deepEqual(await violations(page), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "the page is not too wide");
    await leave(opened);
  }
});

test("what is fetched follows from the ids alone, whatever the device remembers", async () => {
  const requests = async (past) => {
    const opened = await open(browser, WIDE);
    const own = shop.page;
    if (past) {
      shop.page = { element: "<p></p>", auto: "", head: '<script type="module">import "/passerelle/element.js";</script>' };
      shop.policy = POLICY.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'");
      await opened.page.goto(`${shop.url}/p/past`);
      await opened.page.evaluate(async (ids) => {
        const { createPasserelle } = await import("/passerelle/index.js");
        const passerelle = await createPasserelle({ pack: "/pack/", consent: true });
        for (const itemId of ids) await passerelle.track({ name: "view_item", itemId });
      }, past);
      shop.policy = POLICY;
      shop.page = own;
    }
    shop.asked.length = 0;
    await opened.page.goto(`${shop.url}/p/${popular[9]}`);
    await table(opened.page).waitFor();
    await opened.page.waitForTimeout(LONG_MS);
    await opened.close();
    // The browser caches immutable files.
    return shop.asked.map(({ path }) => path).filter((path) => path.includes("/details/")).sort();
  };
  const first = await requests();
  assert.ok(first.length > 0 && first.length <= 3);
  assert.deepEqual(await requests([popular[20], popular[30]]), first);
});

test("details() gives what the feed says of one item, and null with a warning where there is nothing", async () => {
  shop.policy = POLICY.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'");
  const opened = await visit({ element: "<p></p>", head: '<script type="module">import "/passerelle/element.js";</script>' });
  const found = await opened.page.evaluate(async ([own, unknown]) => {
    const { createPasserelle } = await import("/passerelle/index.js");
    const warnings = [];
    const passerelle = await createPasserelle({ pack: "/pack/", onWarning: ({ code }) => warnings.push(code) });
    return { item: await passerelle.details(own), none: await passerelle.details(unknown), warnings };
  }, [popular[2], "no-such-item"]);
  assert.deepEqual(found.item.characteristics, [{ section: "Making", name: "Hours", value: "2" }, { section: "Care", name: "Washing", value: "by hand" }]);
  assert.deepEqual([found.item.id, found.item.isAvailable, found.item.attributes.weight, found.none], [popular[2], false, "90 g", null]);
  assert.deepEqual(found.warnings, ["details_unreachable"]);
  await leave(opened);
});

test("without its files, with ids that nobody knows and without ids the page's own content stays, with a warning", async () => {
  const older = olderManifest(await readFile(join(folder, "pack/manifest.json"), "utf8"), 1);
  const damaged = (body) => (path) => (path.includes("/details/") ? { body, headers: { "Content-Type": "application/json" } } : undefined);
  for (const [what, ids, first, says = /Passerelle/] of [
    ["no file", popular[0], (path) => (path.includes("/details/") ? { status: 404, body: "" } : undefined)],
    ...["{", "null", '"text"', '{"items":null}'].map((body) => [`the file ${body}`, popular[0], damaged(body), /is damaged \(.*\); build and publish the pack again/]),
    ["an older pack", popular[0], (path) => (path === "/pack/manifest.json" ? { body: older, headers: { "Content-Type": "application/json" } } : undefined), /this build has no details/],
    ["an item that nobody knows", "no-such-item", () => undefined],
    ["no ids", "", () => undefined],
  ]) {
    shop.first = answering(first);
    const opened = await open(browser, WIDE);
    shop.page = { ...shop.page, element: element(ids) };
    await opened.page.goto(`${shop.url}/p/${popular[9]}`);
    await untilSaid(opened, /^Passerelle/);
    await opened.page.waitForTimeout(LONG_MS);
    assert.equal(opened.said.filter((text) => text.startsWith("Passerelle")).length, 1, `${what}: ${opened.said}`);
    assert.match(opened.said.join(), says, what);
    assert.ok(await opened.page.getByRole("link", { name: "Ask us" }).isVisible(), what);
    assert.equal(await opened.layoutShift(), 0);
    await opened.close();
  }
});
