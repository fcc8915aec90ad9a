// The demo's fictional house for tests and screenshots: its pages, and how to reach them.

import { readFileSync } from "node:fs";

import { ROOT } from "./harness.mjs";
import { drawn } from "./shelves.mjs";

/** The storefront's list of items. */
export const house = () => JSON.parse(readFileSync(`${ROOT}www/shop.json`, "utf8"));

/** Every page of the storefront by name, as the fragment of its address. */
export function pages() {
  const { example, collections } = house();
  return {
    home: "/",
    division: "/division/leather-goods",
    advice: "/division/perfume",
    comparison: "/division/watches",
    product: `/product/${example}`,
    collection: `/collection/${collections[0].id}`,
    cart: "/cart",
    confirmation: "/confirmation",
    privacy: "/privacy",
  };
}

/** Opens a page of the storefront without reloading. */
export async function goTo(page, path) {
  await page.evaluate((target) => {
    location.hash = target;
  }, path);
  await page.waitForFunction((target) => document.querySelector("main").dataset.page === `#${target}`, path);
  await drawn(page);
}

/** Grants consent and fills the basket: before that, a shop's pages show little. */
export async function shopAround(page) {
  const { example } = house();
  await page.locator("[data-consent]").setChecked(true);
  await goTo(page, "/product/HAN101");
  await goTo(page, `/product/${example}`);
  await page.locator("[data-add-to-cart]").click();
  await page.locator(".in-basket:not([hidden])").waitFor();
}
