// Pictures of every page of the demo's house, to be looked at: in each language and dark, on a phone and a desktop.
// `cargo xtask shots` runs it and says where they are.

import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { launch, open, serve } from "./harness.mjs";
import { drawn, goTo, NARROW, pages, shopAround, WIDE } from "./house.mjs";

const LOOKS = { en: { lang: "en" }, fr: { lang: "fr" }, ar: { lang: "ar" }, dark: { lang: "en", colorScheme: "dark" } };
const SIZES = { 360: NARROW, 1440: WIDE };

const [out] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
const server = await serve({ root: "www" });
const browser = await launch();
let count = 0;
for (const [look, { lang, colorScheme = "light" }] of Object.entries(LOOKS)) {
  for (const [width, size] of Object.entries(SIZES)) {
    const { page, close } = await open(browser, { ...size, colorScheme });
    await page.goto(`${server.url}/?lang=${lang}`);
    await drawn(page);
    for (const [name, path] of Object.entries(pages())) {
      if (name === "cart") await shopAround(page);
      await goTo(page, path);
      // What is further down loads when it is seen.
      await page.evaluate(() => document.querySelectorAll("img").forEach((picture) => picture.setAttribute("loading", "eager")));
      await page.waitForLoadState("networkidle");
      await page.screenshot({ path: join(out, `${name}-${look}-${width}.png`), fullPage: true });
      count += 1;
    }
    await close();
  }
}
await browser.close();
await server.close();
console.log(`${count} pictures in ${out}`);
