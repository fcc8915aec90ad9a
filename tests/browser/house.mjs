// The demo's fictional house as tests and pictures know it: its pages, and how a shopper gets there.

import { readFileSync } from "node:fs";

import { ROOT } from "./harness.mjs";
import { drawn } from "./shelves.mjs";

/** What the storefront of the house lists. */
export const house = () => JSON.parse(readFileSync(`${ROOT}www/shop.json`, "utf8"));

/** Every page of the storefront by name, as what follows the #. */
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

/** Opens a page of the storefront without loading it anew. */
export async function goTo(page, path) {
  await page.evaluate((target) => {
    location.hash = target;
  }, path);
  await page.waitForFunction((target) => document.querySelector("main").dataset.page === `#${target}`, path);
  await drawn(page);
}

/** Agrees, and fills the basket: what the pages of a shop show is not much before. */
export async function shopAround(page) {
  const { example } = house();
  await page.locator("[data-consent]").setChecked(true);
  await goTo(page, "/product/HAN101");
  await goTo(page, `/product/${example}`);
  await page.locator("[data-add-to-cart]").click();
  await page.locator(".in-basket:not([hidden])").waitFor();
}
