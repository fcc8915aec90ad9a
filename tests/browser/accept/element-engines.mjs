// Tests the three kinds of shops in Firefox and in WebKit, which have another layout engine, another policy engine and no layout-shift
// entries. Run by `cargo xtask accept`, with FIREFOX_PATH and with WEBKIT_DRIVER_PATH.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch } from "../harness.mjs";
import { openShop, POLICY, shown, untilShown } from "../storefront.mjs";

const ALONE = { before: "<p>The product.</p>", after: "", attributes: 'consent="granted"' };
const WALK = ["22423", "85123A", "47566"];

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

async function open(page) {
  shop.page = page;
  shop.policy = POLICY;
  const context = await browser.newContext();
  const opened = await context.newPage();
  opened.problems = [];
  opened.said = [];
  opened.on("pageerror", (error) => opened.problems.push(error.stack ?? error.message));
  opened.on("console", (message) => /^warn/.test(message.type()) && opened.said.push(message.text()));
  return opened;
}

for (const says of ["ga4", "json-ld", "product-id"]) {
  test(`a shop that says its products by ${says} alone: other divisions after three product pages`, async () => {
    const page = await open({ ...ALONE, says });
    for (const id of WALK) {
      await page.goto(`${shop.url}/p/${id}`);
      await untilShown(page);
    }
    const { ids, divisions, prices, fallback } = await shown(page);
    assert.equal(ids.length, 4);
    assert.ok(new Set(divisions).size > 1 && !divisions.some((name) => /toys/i.test(name)), divisions.join());
    // The page's JSON-LD states another price for its item than the pack, so no price is shown beside it.
    const price = says === "json-ld" ? /^$/ : /^£/;
    assert.ok(prices.every((text) => price.test(text)), prices.join());
    assert.equal(fallback, false);
    assert.deepEqual(page.problems, []);
  });
}

test("dismissing and turning pages work, and nothing moves", async () => {
  const page = await open({ ...ALONE, after: "<footer>The end.</footer>", body: 'class="room"' });
  await page.goto(`${shop.url}/p/22423`);
  const where = () => page.evaluate(() => document.querySelector("footer").getBoundingClientRect().top);
  const before = await where();
  await untilShown(page);
  assert.equal(await where(), before);
  await page.evaluate(() => document.querySelector("passerelle-suggestions").shadowRoot.querySelector("li .dismiss").click());
  assert.equal((await shown(page)).ids.length, 3);
  assert.equal(await where(), before);
});

test("without 'wasm-unsafe-eval' the page's own content stays, and one warning says what to add", async () => {
  const page = await open({ ...ALONE });
  shop.policy = POLICY.replace(" 'wasm-unsafe-eval'", "");
  await page.goto(`${shop.url}/p/22423`);
  for (let waited = 0; waited < 5_000 && !page.said.some((text) => text.includes("module_blocked")); waited += 100) {
    await new Promise((done) => setTimeout(done, 100));
    // WebKit reports console messages with the next answer.
    await shown(page);
  }
  const ours = page.said.filter((text) => text.startsWith("Passerelle"));
  assert.equal(ours.length, 1, page.said.join("\n"));
  assert.match(ours[0], /module_blocked: .*add 'wasm-unsafe-eval' to script-src/);
  assert.equal((await shown(page)).fallback, true);
});
