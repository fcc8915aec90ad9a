// Takes screenshots of every page of the demo's house, for review: in each language and in dark mode, on a phone and a desktop. `cargo
// xtask shots` runs it and prints their folder.

import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { launch, NARROW, open, ROOT, serve, WIDE } from "./harness.mjs";
import { goTo, pages, shopAround } from "./house.mjs";
import { drawn, MAIN, watchRequests } from "./shelves.mjs";
import { inside, openWorkbench, walk } from "./workbench.mjs";

const SIZES = { 360: NARROW, 1440: WIDE };
/** The query of the address, and the options of the shopper's screen. */
const LOOKS = {
  en: { query: "?lang=en" },
  fr: { query: "?lang=fr" },
  ar: { query: "?lang=ar" },
  de: { query: "?lang=de" },
  dark: { query: "?lang=en", colorScheme: "dark" },
  retail: { query: "?lang=en&shop=retail", paths: { home: "/", division: "/division/garden-outdoor", product: "/product/22423" } },
};

/** Scrolls down the page and back: elements further down start when they are near the viewport. */
async function toTheEnd(page) {
  const { height, step } = await page.evaluate(() => ({ height: document.body.scrollHeight, step: innerHeight }));
  for (let top = 0; top < height; top += step) {
    await page.evaluate((to) => scrollTo(0, to), top);
    await drawn(page, { fallback: true });
  }
  await page.evaluate(() => scrollTo(0, 0));
}

const README_PICTURE = `${ROOT}docs/images/demo.jpg`;

const [out] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
const server = await serve({ root: "www" });
const browser = await launch();
let count = 0;
for (const [look, { query, colorScheme = "light", paths = pages() }] of Object.entries(LOOKS)) {
  for (const [width, size] of Object.entries(SIZES)) {
    const { page, close } = await open(browser, { ...size, colorScheme });
    watchRequests(page);
    await page.goto(`${server.url}/${query}`);
    await page.locator("[data-open-workbench]").waitFor();
    await drawn(page);
    for (const [name, path] of Object.entries(paths)) {
      if (name === "cart") await shopAround(page);
      await goTo(page, path);
      await toTheEnd(page);
      // Pictures further down load when they are near the viewport.
      await page.evaluate(() => document.querySelectorAll("img").forEach((picture) => picture.setAttribute("loading", "eager")));
      await page.waitForLoadState("networkidle");
      await page.screenshot({ path: join(out, `${name}-${look}-${width}.png`), fullPage: true });
      count += 1;
    }
    await close();
  }
}
// The picture in README.md: a product page with its suggestions.
{
  const { page, close } = await open(browser, { viewport: { width: 1_200, height: 900 } });
  watchRequests(page);
  await page.goto(`${server.url}/?lang=en`);
  await page.locator("[data-open-workbench]").waitFor();
  await drawn(page);
  await goTo(page, pages().product);
  await page.locator(MAIN).first().evaluate((element) => element.scrollIntoView({ block: "end" }));
  await page.waitForLoadState("networkidle");
  await page.screenshot({ path: README_PICTURE, type: "jpeg", quality: 80 });
  count += 1;
  await close();
}
// The workbench at the end of a journey: the top, and the inspector below.
for (const [look, { query, colorScheme = "light" }] of Object.entries(LOOKS).filter(([, { paths }]) => !paths)) {
  for (const [width, size] of Object.entries(SIZES)) {
    const { page, close } = await open(browser, { ...size, colorScheme, reducedMotion: "reduce" });
    watchRequests(page);
    await page.goto(`${server.url}/${query}`);
    await page.locator("[data-open-workbench]").waitFor();
    await drawn(page);
    await openWorkbench(page);
    await walk(page, "watches");
    await inside(page);
    await page.waitForLoadState("networkidle");
    await page.screenshot({ path: join(out, `workbench-${look}-${width}.png`) });
    await page.locator("passerelle-inspector .shown summary").first().press("Enter");
    await page.locator("[data-inside]").evaluate((section) => section.scrollIntoView());
    await page.screenshot({ path: join(out, `workbench-inside-${look}-${width}.png`) });
    count += 2;
    await close();
  }
}
await browser.close();
await server.close();
console.log(`${count} pictures in ${out}`);
