// The examples as a shop would use them: pages in Chromium, the plug-in with PHP, the block of a Shopify theme with
// Shopify's linter.

import assert from "node:assert/strict";
import { cp, mkdir, readdir, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { startCdn } from "../../browser/cdn.mjs";
import { launch, open, ROOT } from "../../browser/harness.mjs";
import { PACK } from "../../browser/store.mjs";
import { installBundlers, pack, run, tool, WORK } from "../project.mjs";

const EXAMPLES = `${ROOT}examples`;
const DRAWN = "passerelle-suggestions";

let browser;

before(async () => {
  await installBundlers();
  browser = await launch();
});

after(() => browser?.close());

/** Serves `folder` together with the package and the demo's pack. */
async function shop(folder, policy, answer) {
  const cdn = await startCdn({ "/": folder, "/passerelle/": `${ROOT}pkg/dist`, "/pack/": PACK });
  if (policy) cdn.policy = policy;
  if (answer) cdn.answer = answer;
  return cdn;
}

/** Waits for the suggestions of the page's element, and returns them. */
async function suggestions(page) {
  await page.waitForFunction((name) => document.querySelector(name)?.shadowRoot?.querySelectorAll("a[href]").length > 0, DRAWN);
  return page.$eval(DRAWN, (element) => [...element.shadowRoot.querySelectorAll("a[href]")].map((link) => link.href));
}

test("script tag: a strict policy, lists without script, suggestions with it, consent by a click", async () => {
  const out = join(WORK, "example-script-tag");
  await rm(out, { recursive: true, force: true });
  await run(process.execPath, [join(EXAMPLES, "script-tag/make.mjs"), PACK, out], ROOT);
  assert.ok((await readdir(out)).length > 1_000);
  const [, policy] = /Content-Security-Policy: (.*)/.exec(await readFile(join(out, "_headers"), "utf8"));
  const cdn = await shop(out, policy);
  try {
    const crawler = await open(browser, { javaScriptEnabled: false });
    await crawler.page.goto(`${cdn.url}/22423.html`);
    const listed = await crawler.page.$$eval(".passerelle-export a", (links) => links.map((link) => link.href));
    assert.ok(listed.length > 0);
    await crawler.close();
    const { page, problems, close } = await open(browser);
    await page.goto(`${cdn.url}/22423.html`);
    assert.deepEqual(await suggestions(page), listed, "a first visitor sees the same");
    await page.click("#agree");
    await page.waitForFunction(async () => (await indexedDB.databases()).some(({ name }) => name === "passerelle"));
    assert.deepEqual(problems, []);
    await close();
  } finally {
    await cdn.close();
  }
});

test("Vite: one page, whose router moves the element", async () => {
  const folder = join(WORK, "example-vite");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await cp(join(EXAMPLES, "vite"), folder, { recursive: true });
  const { file } = await pack();
  await run("npm", ["install", file, "--no-save", "--omit=dev", "--no-audit", "--no-fund"], folder);
  await run(tool("vite"), ["build", "--logLevel", "warn"], folder);
  const cdn = await shop(join(folder, "dist"));
  try {
    const { page, problems, close } = await open(browser);
    await page.goto(`${cdn.url}/index.html`);
    const first = await suggestions(page);
    await page.click('a[href="#/22423"]');
    await page.waitForFunction(([name, links]) => {
      const now = [...(document.querySelector(name).shadowRoot?.querySelectorAll("a[href]") ?? [])].map((link) => link.href);
      return now.length > 0 && now.join() !== links.join();
    }, [DRAWN, first]);
    await page.click("#agree");
    await page.waitForFunction(async () => (await indexedDB.databases()).some(({ name }) => name === "passerelle"));
    assert.deepEqual(problems, []);
    await close();
  } finally {
    await cdn.close();
  }
});

test("Shopify: the block of the theme app extension passes Shopify's linter", async () => {
  const { themeCheckRun } = createRequire(`${WORK}package.json`)("@shopify/theme-check-node");
  const folder = join(EXAMPLES, "shopify");
  const { offenses, theme } = await themeCheckRun(folder, "theme-check:theme-app-extension");
  assert.ok(theme.some(({ uri }) => uri.endsWith("blocks/suggestions.liquid")));
  // These checks are ignored, because a remote host serves the package.
  const told = offenses.filter(({ check }) => !["RemoteAsset", "ParserBlockingScript", "AssetSizeAppBlockJavaScript"].includes(check));
  assert.deepEqual(told.map(({ check, message, uri }) => `${check}: ${message} (${uri})`), []);
});

test("WooCommerce: the plug-in is sound, and its pages suggest", async () => {
  const php = process.env.PHP_PATH ?? "php";
  const plugin = join(EXAMPLES, "woocommerce/passerelle/passerelle.php");
  await run(php, ["-l", plugin], ROOT);
  const { stdout } = await run(php, ["-d", "error_reporting=-1", "-d", "display_errors=stderr", `${ROOT}tests/packaging/woocommerce.php`, plugin], ROOT);
  const { head, product, cart, thanks, none, removed } = JSON.parse(stdout);
  assert.deepEqual(removed, ["woocommerce_output_related_products"]);
  assert.match(product, /product-id="85123A"><section class="related products">/);
  assert.match(cart, /cart="85123A 22423"/);
  assert.equal(none, "");
  assert.ok(!thanks.slice(0, -"</script>\n".length).includes("</script>"), "an order's number is text");
  const policy = "default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; img-src 'self' data:";
  const bodies = new Map([["/product.html", product], ["/cart.html", cart], ["/thanks.html", thanks]]);
  const html = (body) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>x</title><link rel="icon" href="data:,">${head}${body}</html>`;
  const served = await shop(WORK, policy, (path) => {
    return bodies.has(path) ? { status: 200, body: html(bodies.get(path)), headers: { "Content-Type": "text/html" } } : undefined;
  });
  try {
    for (const path of ["/product.html", "/cart.html"]) {
      const { page, problems, close } = await open(browser);
      await page.goto(served.url + path);
      assert.ok((await suggestions(page)).length > 0, path);
      assert.deepEqual(problems, [], path);
      await close();
    }
    const { page, problems, close } = await open(browser);
    await page.goto(`${served.url}/thanks.html`);
    assert.equal(await page.evaluate(() => dataLayer.at(-1).ecommerce.items[0].item_id), "22423");
    assert.deepEqual(problems, []);
    await close();
  } finally {
    await served.close();
  }
});
