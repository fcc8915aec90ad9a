// Round trips from the HTML to the first suggestion that the element draws, on a server that takes 200 ms for each answer. A
// request belongs to the round after the last answer that had come when it was made: no clock of ours is judged.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, open } from "./harness.mjs";
import { openShop, untilShown } from "./storefront.mjs";

const DELAY_MS = 200;
const ITEM = "22423";
/** Three for the script's chunks; module and manifest; what every page needs; the item's shard; the words of the page's language. */
const MOST_ROUNDS = 8;

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

test("few round trips for an item", async (context) => {
  const log = [];
  shop.first = async (path) => {
    const request = { path, begun: performance.now() };
    if (/\.(png|jpg|svg|ico|css)$/.test(path)) return undefined;
    log.push(request);
    await new Promise((done) => setTimeout(done, DELAY_MS));
    request.ended = performance.now();
    return undefined;
  };
  shop.page = { element: `<passerelle-suggestions product-id="${ITEM}" src="/pack/"></passerelle-suggestions>` };
  const { page, close } = await open(browser, { viewport: { width: 1440, height: 900 } });
  await page.goto(`${shop.url}/p/${ITEM}`);
  await untilShown(page);
  const needed = log.filter(({ ended }) => ended !== undefined);
  for (const request of needed) {
    const known = needed.filter(({ ended }) => ended <= request.begun);
    request.round = 1 + Math.max(-1, ...known.map(({ round }) => round));
  }
  const rounds = Math.max(...needed.map(({ round }) => round));
  context.diagnostic(`${rounds} round trips, ${needed.length - 1} requests, ${needed.filter(({ path }) => path.endsWith(".js")).length} scripts`);
  for (let round = 0; round <= rounds; round += 1) {
    context.diagnostic(`${round}: ${needed.filter((request) => request.round === round).map(({ path }) => path.split("/").at(-1)).join(", ")}`);
  }
  assert.ok(rounds <= MOST_ROUNDS, `${rounds} round trips`);
  await close();
});
