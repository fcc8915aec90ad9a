// `images="pool"`: all requests depend on the page alone, including those for pictures. Shoppers with different
// histories on the same pages send the same bytes, with drawn elements.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";

import { launch, open } from "./harness.mjs";
import { openShop, shown, untilShown } from "./storefront.mjs";
import { DATA, feedLines, HOUSE, passerelle } from "./store.mjs";
import { pairs, record } from "./wire.mjs";

/** Number of pairs of shoppers; `cargo xtask accept` sets a hundred. */
const PAIRS = Number(process.env.PASSERELLE_PAIRS ?? 3);
const SEED = 23;
const SHAPE = { count: PAIRS, pages: 3 };
const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 5"><rect width="4" height="5" fill="teal"/></svg>';
const WAYS = ["ga4", "json-ld", "product-id"];

let folder;
let shop;
let browser;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "passerelle-pool-"));
  shop = await openShop({ "/pack/": join(folder, "pack") });
  await buildPack();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await shop?.close();
  await rm(folder, { recursive: true, force: true });
});

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
});

/** Builds the demo's shop with pictures on the shop's own host, which records every request. */
async function buildPack() {
  const [header, ...rows] = feedLines().map((line) => line.split("\t"));
  const id = (row) => row[header.indexOf("item_group_id")] || row[0];
  const lines = [[...header, "image_link"], ...rows.map((row) => [...row, `${shop.url}/img/${encodeURIComponent(id(row))}.svg`])];
  await writeFile(join(folder, "feed.tsv"), lines.map((line) => line.join("\t")).join("\n"));
  await passerelle([
    "build", "--house", HOUSE, "--feed", join(folder, "feed.tsv"), "--orders", join(DATA, "orders.csv.gz"),
    "--out", join(folder, "pack"), "--no-calibration",
  ]);
}

/** The host of pictures forbids caching, and lacks some of them. */
function pictures(path) {
  if (!path.startsWith("/img/")) return undefined;
  if (path.endsWith("7.svg")) return { status: 404, body: "" };
  return { body: PICTURE, headers: { "Content-Type": "image/svg+xml", "Cache-Control": "no-store" } };
}

/** Shows the pages to a shopper with `history`; returns the requests and the drawn items. */
async function walk({ pages, history, images, says }) {
  shop.first = pictures;
  shop.page = { says, before: "<p>The product.</p>", after: "", attributes: `consent="granted" images="${images}"` };
  const opened = await open(browser);
  const { page, context } = opened;
  await page.goto(`${shop.url}/api.html`);
  await page.waitForSelector("html[data-ready]");
  await page.evaluate(async (events) => {
    const own = await globalThis.passerelle.createPasserelle({ pack: "/pack", consent: true });
    for (const event of events) await own.track(event);
  }, history);
  const browserSays = await record(await context.newCDPSession(page), { cache: false });
  const from = shop.asked.length;
  const slates = [];
  for (const id of pages) {
    await page.goto(`${shop.url}/p/${id}`);
    await untilShown(page);
    await page.waitForLoadState("networkidle");
    slates.push(await shown(page));
  }
  // Parallel requests of a script may come in any order.
  const sorted = (requests) => requests.map((request) => JSON.stringify(request)).sort();
  const [cdp, wire] = [sorted((await browserSays()).filter(({ url }) => !url.endsWith("/favicon.ico"))), sorted(shop.asked.slice(from))];
  assert.deepEqual(opened.problems.filter((problem) => !problem.includes("404")), []);
  await opened.close();
  return { cdp, wire, slates };
}

function assertSame(one, other) {
  assert.deepStrictEqual(one.cdp, other.cdp);
  assert.deepStrictEqual(one.wire, other.wire);
}

const ids = ({ slates }) => JSON.stringify(slates.map((slate) => slate.ids));
const imagesOf = ({ wire }) => wire.filter((request) => request.includes('"/img/'));

test(`${PAIRS} pairs of shoppers with images="pool": all requests are the same to the byte`, async () => {
  let different = 0;
  for (const [number, { pages, histories }] of pairs(SEED, SHAPE).entries()) {
    const way = { pages, images: "pool", says: WAYS[number % WAYS.length] };
    const one = await walk({ ...way, history: histories[0] });
    const other = await walk({ ...way, history: histories[1] });
    assertSame(one, other);
    if (number === 0) assertSame(one, await walk({ ...way, history: [] }));
    different += Number(ids(one) !== ids(other));
    assert.ok(imagesOf(one).length > 12, `${imagesOf(one).length} pictures`);
    for (const { pictures: drawn, ids: items } of [...one.slates, ...other.slates]) {
      assert.ok(items.length > 0 && drawn.every((address, at) => address === "" || address.endsWith(".svg")), items[0]);
      assert.ok(drawn.some(Boolean), "what is drawn has pictures");
    }
  }
  assert.ok(different > PAIRS / 2, `only ${different} of ${PAIRS} pairs saw different slates`);
});

test("without it the pictures tell who asks, and this notices", async () => {
  const [{ pages, histories }] = pairs(SEED, SHAPE);
  const walks = [];
  for (const history of histories) walks.push(await walk({ pages, history, images: "slate", says: "product-id" }));
  assert.notEqual(ids(walks[0]), ids(walks[1]));
  assert.throws(() => assertSame(walks[0], walks[1]), { code: "ERR_ASSERTION" });
});

test("all of the pool is loaded before anything of it is drawn, and nothing is asked for twice", async () => {
  shop.first = async (path) => {
    if (path.startsWith("/img/")) await new Promise((done) => setTimeout(done, 300));
    return pictures(path);
  };
  shop.page = { before: "<p>The product.</p>", after: "", attributes: 'consent="granted" images="pool"' };
  const { page, problems } = await open(browser);
  const from = shop.asked.length;
  const images = () => shop.asked.slice(from).filter(({ path }) => path.startsWith("/img/")).map(({ path }) => path);
  await page.goto(`${shop.url}/p/22423`);
  await untilShown(page);
  const asked = images();
  assert.equal(asked.length, 12);
  // Another slate of the same pool.
  await page.evaluate(() => document.querySelector("passerelle-suggestions").setAttribute("limit", "6"));
  await page.waitForFunction(() => document.querySelector("passerelle-suggestions").shadowRoot.querySelectorAll("li").length === 6);
  const { pictures: drawn, ids: items } = await shown(page);
  const pool = asked.map((path) => path.slice("/img/".length, -".svg".length));
  assert.equal(items.length, 6);
  assert.ok(drawn.filter(Boolean).length >= 4, drawn.join());
  assert.ok(drawn.every((address) => address === "" || pool.includes(address.split("/").pop().slice(0, -".svg".length))));
  const loaded = await page.evaluate(() => [...document.querySelector("passerelle-suggestions").shadowRoot.querySelectorAll("img")].every((one) => one.complete && one.naturalWidth > 0));
  assert.ok(loaded);
  await page.waitForLoadState("networkidle");
  assert.deepEqual(images(), asked);
  assert.deepEqual(problems.filter((problem) => !problem.includes("404")), []);
});

test("a picture that does not come does not keep the others", async () => {
  shop.first = (path) => (path.startsWith("/img/") && path < "/img/22" ? new Promise(() => undefined) : pictures(path));
  shop.page = { before: "<p>The product.</p>", after: "", attributes: 'images="pool"' };
  const { page } = await open(browser);
  await page.goto(`${shop.url}/p/22423`);
  assert.equal((await untilShown(page)).ids.length, 4);
});
