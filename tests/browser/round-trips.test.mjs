// Round trips from the HTML to the first drawn suggestion, on a server with a latency of a second. A request belongs to
// the round after the last response that had arrived when the page made it, so no clock is compared. A server with
// HTTP/2 has the same rounds; with HTTP/1.1 the browser delays requests beyond six at a time.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";

import { launch, open, WIDE } from "./harness.mjs";
import { catalogue, shopItems } from "./store.mjs";
import { openShop, productPage, untilShown } from "./storefront.mjs";

/** The latency where rounds are counted: longer than a busy machine delays a frame, or a request would follow the answers of its own round. */
const DELAY_MS = 1_000;
/** The latency where paints and clicks are measured. */
const FELT_DELAY_MS = 200;
const ITEM = "22423";
/** The script; then the module, the manifest and the texts; then the files named by the manifest. */
const ROUNDS = 3;
/** The script that loads with the page, and the one that draws. */
const SCRIPTS = 2;
/** Two scripts, three constant files, the core, the set of unavailable items, the shard, the house's texts. */
const REQUESTS = 9;
/** The page itself, its pictures and its style sheet are no requests of the package. */
const OF_PAGE = /^\/p\/|\.(png|jpg|svg|ico|css)$/;
/** Clicks while the page loads, in milliseconds after the document. */
const CLICKS_MS = [300, 500, 700, 900, 1_100, 1_300];
/** The time by which suggestions are drawn, on a quiet machine. */
const AFTER_MS = 1_500;

let shop;
let browser;

before(async () => {
  shop = await openShop();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await shop?.close();
});

afterEach(() => {
  shop.first = () => undefined;
  shop.page = {};
});

/**
 * Returns every request of a document until suggestions are drawn, with its round; the document begins the first round.
 */
async function load(page, context) {
  shop.first = async () => void (await new Promise((done) => setTimeout(done, DELAY_MS)));
  shop.page = page;
  const visit = await open(browser, WIDE);
  const log = new Map();
  let events = 0;
  visit.page.on("request", (request) => log.set(request, { path: new URL(request.url()).pathname, begun: (events += 1) }));
  visit.page.on("requestfinished", (request) => (log.get(request).ended = events += 1));
  await visit.page.goto(`${shop.url}/p/${ITEM}`);
  await untilShown(visit.page);
  assert.deepEqual(visit.problems, []);
  await visit.close();
  shop.first = () => undefined;
  // Requests that were not answered when the suggestions were drawn do not count.
  const asked = [...log.values()].filter(({ path, ended }) => ended !== undefined && !OF_PAGE.test(path));
  for (const request of asked) {
    const known = asked.filter(({ ended }) => ended <= request.begun);
    request.round = 1 + Math.max(0, ...known.map(({ round }) => round));
  }
  const rounds = Math.max(...asked.map(({ round }) => round));
  const scripts = asked.filter(({ path }) => path.endsWith(".js"));
  context.diagnostic(`${rounds} round trips, ${asked.length} requests, ${scripts.length} scripts`);
  for (let round = 1; round <= rounds; round += 1) {
    context.diagnostic(`  ${round}: ${asked.filter((request) => request.round === round).map(({ path }) => path.split("/").slice(-2).join("/")).join(", ")}`);
  }
  return { rounds, requests: asked.length, scripts: scripts.length };
}

const element = (attributes) => ({ element: `<passerelle-suggestions ${attributes}></passerelle-suggestions>`, says: "nothing" });

test("an item: three round trips, nine requests, two of them scripts", async (context) => {
  const { rounds, requests, scripts } = await load(element(`product-id="${ITEM}"`), context);
  assert.deepEqual({ rounds, requests, scripts }, { rounds: ROUNDS, requests: REQUESTS, scripts: SCRIPTS });
});

test("an alias: no round trip and no request more than an item", async (context) => {
  const { aliases, items } = catalogue();
  const alias = aliases.find((one) => items.includes(one.slice(0, -1)));
  assert.ok(alias, "the catalogue has an alias");
  const { rounds, requests } = await load(element(`product-id="${alias}"`), context);
  assert.deepEqual({ rounds, requests }, { rounds: ROUNDS, requests: REQUESTS });
});

test("what the page says in JSON-LD: no round trip more than an attribute", async (context) => {
  const { rounds, requests } = await load({ says: "json-ld" }, context);
  assert.deepEqual({ rounds, requests }, { rounds: ROUNDS, requests: REQUESTS });
});

test("a cart of six: no round trip more than a cart of one, and one request for each further shard", async (context) => {
  const popular = shopItems().map(({ id }) => id);
  const cart = (count) => load(element(`placement="cart" cart="${popular.slice(0, count).join(" ")}"`), context);
  const one = await cart(1);
  const six = await cart(6);
  assert.deepEqual([one.rounds, six.rounds], [ROUNDS, ROUNDS]);
  assert.equal(one.requests, REQUESTS);
  assert.ok(six.requests > one.requests && six.requests <= REQUESTS + 5, `${six.requests} requests`);
});

test("a home page: the season's file instead of a shard", async (context) => {
  const { rounds, requests } = await load(element('placement="home"'), context);
  assert.deepEqual({ rounds, requests }, { rounds: ROUNDS, requests: REQUESTS });
});

test("an element that says its country: no round trip more", async (context) => {
  const { rounds, requests } = await load(element('placement="home" country="GB"'), context);
  assert.deepEqual({ rounds, requests }, { rounds: ROUNDS, requests: REQUESTS });
});

/**
 * The largest contentful paint of a page, or the longest interaction with clicks, which end the observation of paints;
 * in milliseconds.
 */
async function feel(html, clicks) {
  shop.page = () => html;
  const { page, close } = await open(browser, WIDE);
  await page.addInitScript(() => {
    globalThis.felt = { paint: 0, answer: 0 };
    new PerformanceObserver((list) => list.getEntries().forEach(({ startTime }) => (globalThis.felt.paint = startTime))).observe({ type: "largest-contentful-paint", buffered: true });
    new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => (globalThis.felt.answer = Math.max(globalThis.felt.answer, duration)))).observe({ type: "event", durationThreshold: 16, buffered: true });
  });
  await page.goto(`${shop.url}/p/${ITEM}`, { waitUntil: "commit" });
  const begun = performance.now();
  for (const at of clicks) {
    await page.waitForTimeout(Math.max(0, at - (performance.now() - begun)));
    await page.mouse.click(700, 40);
  }
  if (clicks.length === 0) await page.waitForFunction(() => globalThis.felt.paint > 0);
  await page.waitForTimeout(AFTER_MS);
  const felt = await page.evaluate(() => globalThis.felt);
  await close();
  return felt;
}

test("largest paint and answers to clicks, with and without the package: told, not judged", async (context) => {
  shop.first = async () => void (await new Promise((done) => setTimeout(done, FELT_DELAY_MS)));
  const html = productPage(ITEM, {});
  const without = html.replace(/<script type="module"[^>]*><\/script>/, "");
  assert.notEqual(without, html);
  for (const [name, text] of [["without", without], ["with", html]]) {
    const { paint } = await feel(text, []);
    const { answer } = await feel(text, CLICKS_MS);
    assert.ok(paint > 0, "a page is painted");
    context.diagnostic(`${name}: largest paint after ${paint.toFixed(0)} ms, longest answer to a click ${answer === 0 ? "under 16" : answer.toFixed(0)} ms`);
  }
});
