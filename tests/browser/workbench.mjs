// The demo's workbench as tests and pictures use it.

import assert from "node:assert/strict";

import { inspected } from "./inspected.mjs";
import { drawn, MAIN, shelf } from "./shelves.mjs";

/** Opens it, as a shopper does. */
export async function openWorkbench(page) {
  await page.locator("[data-open-workbench]").click();
  await page.locator("[data-workbench]").waitFor();
  await inside(page);
}

/** Follows a client to the end of the journey. */
export async function walk(page, persona) {
  await page.locator(`[data-persona=${persona}]`).click();
  await page.locator("[data-journey=done]").waitFor();
}

/** What the inspector says of the page as it is now. */
export async function inside(page) {
  await drawn(page);
  await page.waitForFunction(() => !document.querySelector("[data-workbench]").dataset.looking);
  await page.evaluate(() => document.querySelector("passerelle-inspector").refresh());
  await page.waitForFunction(() => document.querySelector("passerelle-inspector").getAttribute("aria-busy") === "false");
  return inspected(page);
}

/** What the shelf of the page shows: ids. */
export async function onPage(page, selector = MAIN) {
  await page.locator(selector).first().evaluate((element) => element.scrollIntoView());
  await drawn(page);
  const { state, ids } = await shelf(page, selector);
  assert.equal(state, "shown", page.url());
  return ids;
}
