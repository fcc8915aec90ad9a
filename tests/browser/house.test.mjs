// The demo's fictional house: every page in every language, from any static host, and suggestions from other divisions.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createReadStream, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { after, before, test } from "node:test";

import { violations } from "./axe.mjs";
import { launch, NARROW, open, ROOT, serve, WIDE } from "./harness.mjs";
import { goTo, house, pages, shopAround } from "./house.mjs";
import { drawn, MAIN, shelf, watchRequests } from "./shelves.mjs";
import { passerelle } from "./store.mjs";


/** A path where a static host may serve the demo. */
const BELOW = "/shop/demo/";

let server;
let browser;

before(async () => {
  server = await serve({ root: "www" });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.close();
});

async function enter(address, options = WIDE) {
  const visit = await open(browser, options);
  watchRequests(visit.page);
  await visit.page.goto(address);
  await visit.page.locator("[data-consent]").waitFor();
  await drawn(visit.page);
  return visit;
}

/** Ids and divisions of a page's suggestions. */
async function suggested(page) {
  const { state, ids } = await shelf(page);
  assert.equal(state, "shown");
  return ids.map((id) => ({ id, division: divisionOf().get(id) }));
}

function divisionOf() {
  const { items, types, divisions } = house();
  return new Map(items.map(([id, , , type]) => [id, divisions[types[type][0]][0]]));
}

for (const [lang, size, colorScheme] of [["en", WIDE, "light"], ["fr", NARROW, "dark"], ["ar", WIDE, "dark"], ["ar", NARROW, "light"]]) {
  test(`every page stands in ${lang} at ${size.viewport.width} px, ${colorScheme}; nothing moves, everybody can use it`, async () => {
    const visit = await enter(`${server.url}/?lang=${lang}`, { ...size, colorScheme });
    const { page } = visit;
    for (const [name, path] of Object.entries(pages())) {
      if (name === "cart") await shopAround(page);
      await goTo(page, path);
      assert.notEqual((await page.locator("h1").textContent()).trim(), "", name);
      const { wide, dir } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth - innerWidth, dir: document.dir }));
      assert.ok(wide <= 0, `${name} is ${wide} px too wide`);
      assert.equal(dir, lang === "ar" ? "rtl" : "ltr");
      assert.deepEqual(await violations(page), [], name);
    }
    assert.equal(await visit.layoutShift(), 0);
    assert.deepEqual(visit.problems, []);
    await visit.close();
  });
}

test("who lives in one department is shown the others, and who agreed also by what was looked at", async () => {
  const { example } = house();
  const division = divisionOf();
  const visit = await enter(`${server.url}/#/product/${example}`);
  const { page } = visit;
  const alone = await suggested(page);
  assert.ok(alone.length > 1 && alone.every((one) => one.division !== division.get(example)), JSON.stringify(alone));
  await page.locator("[data-consent]").setChecked(true);
  for (const id of ["PAR101", "LIP103", "RIN101"]) await goTo(page, `/product/${id}`);
  await goTo(page, `/product/${example}`);
  const known = await suggested(page);
  assert.ok(known.every((one) => one.division !== division.get(example)), JSON.stringify(known));
  assert.notDeepEqual(known, alone, "the history counts");
  assert.deepEqual(visit.problems, []);
  await visit.close();
});

test("another language keeps the basket and the answer, and leaves nothing behind", async () => {
  const visit = await enter(`${server.url}/?lang=en`);
  const { page } = visit;
  await shopAround(page);
  await page.locator('.languages a[hreflang="fr"]').click();
  await page.waitForURL(/lang=fr/);
  await drawn(page);
  assert.equal(await page.locator("[data-cart-count]").textContent(), "1");
  assert.ok(await page.locator("[data-consent]").isChecked());
  assert.equal(await page.evaluate(() => document.documentElement.lang), "fr-FR");
  assert.equal(await page.evaluate(() => sessionStorage.getItem("hand-over")), null);
  assert.deepEqual(visit.problems, []);
  await visit.close();
});

test("the real shop is one click away, and so is the way back", async () => {
  const visit = await enter(`${server.url}/?lang=en`);
  const { page } = visit;
  await page.locator("[data-beside]").click();
  await page.waitForURL(/shop=retail/);
  await page.locator("[data-consent]").waitFor();
  await drawn(page);
  assert.equal(await page.locator("[data-department]").count(), 10);
  await page.locator("[data-beside]").click();
  await page.locator("passerelle-suggestions[data-example]").waitFor();
  await drawn(page);
  assert.deepEqual(visit.problems, []);
  await visit.close();
});

test("the house is made alike twice, and any day of the year has one", async () => {
  const folder = mkdtempSync(join(tmpdir(), "passerelle-house-"));
  const make = (name, day) => execFileSync("node", [`${ROOT}xtask/house/make.mjs`, join(folder, name), join(folder, name, "pictures"), day]);
  const files = (name) => readdirSync(join(folder, name), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), "utf8")]).sort(([one], [other]) => (one < other ? -1 : 1));
  make("one", "2026-11-22");
  make("other", "2026-11-22");
  const made = files("one");
  assert.deepEqual(made, files("other"));
  for (const [name, svg] of made.filter(([name]) => name.endsWith(".svg"))) assert.ok(svg.length < 2000, `${name}: ${svg.length} bytes`);
  for (const day of ["2027-01-15", "2027-03-01", "2027-08-01"]) {
    make(day, day);
    const at = (name) => join(folder, day, name);
    await passerelle(["build", "--strict", "--no-calibration", "--house", at("house.toml"), "--feed", at("feed.tsv"), "--orders", at("orders.csv"), "--as-of", day, "--out", at("pack")]);
  }
  rmSync(folder, { recursive: true });
});

test("a link that is followed while the page still scrolls leads to the top of its page", async () => {
  const visit = await enter(`${server.url}/?lang=en`);
  const { page } = visit;
  const target = `/product/${house().example}`;
  // A page that was busy stores its scroll position when the address has changed already, and the view not yet.
  await page.evaluate((path) => new Promise((followed) => {
    addEventListener("scroll", () => {
      setTimeout(() => followed(location.hash = path), 100);
      setTimeout(() => { for (const start = performance.now(); performance.now() < start + 200;); });
    }, { capture: true, once: true });
    scrollTo(0, 700);
  }), target);
  await page.waitForFunction((path) => document.querySelector("main").dataset.page === `#${path}`, target);
  await drawn(page);
  assert.equal(await page.evaluate(() => scrollY), 0);
  assert.deepEqual(visit.problems, []);
  await visit.close();
});

test("any static host will do, under any path", async () => {
  const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".svg": "image/svg+xml", ".wasm": "application/wasm" };
  // A host with files only: no fallback page, and no header except the type.
  const host = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://host").pathname));
    const inside = path.startsWith(BELOW) ? path.slice(BELOW.length) || "index.html" : undefined;
    const folder = inside?.startsWith("passerelle/") ? "pkg/dist" : "www";
    const file = inside && join(ROOT, folder, folder === "www" ? inside : inside.slice("passerelle/".length));
    if (!file || !(await stat(file).catch(() => undefined))?.isFile()) return response.writeHead(404).end();
    response.writeHead(200, { "Content-Type": TYPES[extname(file)] ?? "application/octet-stream" });
    createReadStream(file).pipe(response);
  });
  await new Promise((done) => host.listen(0, "127.0.0.1", done));
  const site = `http://127.0.0.1:${host.address().port}${BELOW}`;
  for (const shop of ["", "?lang=fr", "?shop=retail"]) {
    const visit = await enter(`${site}${shop}`);
    const { page } = visit;
    await page.locator(".cards-six .card").first().click();
    await page.waitForSelector("[data-product]");
    await drawn(page);
    const { state, ids, links } = await shelf(page);
    assert.ok(state === "shown" && ids.length > 0, state);
    if (shop !== "?shop=retail") {
      // Addresses and pictures of suggestions are those of the site.
      assert.ok(links.every((link) => link.startsWith(`${site}${shop}#/product/`)), links.join());
      const picture = page.locator(`${MAIN} img`).first();
      await picture.evaluate((image) => image.decode());
      assert.ok((await picture.evaluate((image) => image.src)).startsWith(`${site}pictures/`));
    }
    await page.locator(`${MAIN} a.link`).first().click();
    await page.waitForSelector(`[data-product="${ids[0]}"]`);
    assert.deepEqual(visit.problems, []);
    await visit.close();
  }
  await new Promise((done) => host.close(done));
});
