// The site of the documents, as `cargo xtask docs` builds it: every page, the search, the demo. Dead links fail the
// build.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { startCdn } from "../../browser/cdn.mjs";
import { launch, open, ROOT } from "../../browser/harness.mjs";
import { run } from "../project.mjs";

const SITE = `${ROOT}target/site`;

let browser;
let site;

before(async () => {
  await run(process.env.PASSERELLE_XTASK, ["docs"], ROOT);
  site = await startCdn({ "/": SITE });
  // VitePress writes inline scripts and styles into its pages.
  site.policy = "default-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; img-src 'self' data:";
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await site?.close();
});

test("every document is a page, and so is the API of the package", async () => {
  const names = (await readdir(join(ROOT, "docs"), { recursive: true }))
    .filter((name) => name.endsWith(".md") && !name.startsWith("node_modules"))
    .map((name) => name.replace(/\.md$/, ".html").replace("README", "index"));
  assert.ok(names.length > 60 && names.includes("api/index.html"));
  const built = await readdir(SITE, { recursive: true });
  assert.deepEqual(names.filter((name) => !built.includes(name)), []);
  // A page that could not be rendered is still written, but without its text.
  const empty = [];
  for (const name of names) if (!/<h1\b/.test(await readFile(join(SITE, name), "utf8"))) empty.push(name);
  assert.deepEqual(empty, []);
  assert.match(await readFile(join(SITE, "api/index.html"), "utf8"), /createPasserelle/);
});

test("a word of a document is found", async () => {
  const { page, problems, close } = await open(browser);
  await page.goto(`${site.url}/index.html`, { waitUntil: "load" });
  await page.click("#local-search button, .VPNavBarSearch button");
  await page.waitForSelector(".search-input");
  await page.type(".search-input", "retention_days");
  await page.waitForSelector(".results .result");
  const found = await page.$$eval(".results .result", (links) => links.map((link) => link.getAttribute("href")));
  assert.ok(found.some((href) => href.includes("house-keys")), found.join(" "));
  assert.deepEqual(problems, []);
  await close();
});

test("the demo runs below /demo", async () => {
  const { page, problems, close } = await open(browser);
  await page.goto(`${site.url}/demo/index.html`, { waitUntil: "load" });
  // The house's own products, and suggestions of the element.
  await page.waitForFunction(() => document.querySelectorAll("main a[href] img").length >= 4);
  await page.waitForFunction(() => document.querySelector("main passerelle-suggestions")?.shadowRoot?.querySelector("li a[href]"));
  assert.deepEqual(problems, []);
  await close();
});
