// Operates the demo's workbench for tests and screenshots.

import assert from "node:assert/strict";

import { inspected } from "./inspected.mjs";
import { drawn, MAIN, shelf } from "./shelves.mjs";

/** Opens the workbench, as a shopper does. */
export async function openWorkbench(page) {
  await page.locator("[data-open-workbench]").click();
  await page.locator("[data-workbench]").waitFor();
  await inside(page);
}

/** Plays a persona's journey to its end. */
export async function walk(page, persona) {
  await page.locator(`[data-persona=${persona}]`).click();
  // The demo itself waits long for a step on a busy machine: see www/js/workbench/journey.js.
  await page.locator("[data-journey=done]").waitFor({ timeout: 120_000 });
}

/** Returns the inspector's result for the current page. */
export async function inside(page) {
  await drawn(page);
  await page.waitForFunction(() => !document.querySelector("[data-workbench]").dataset.looking);
  await page.evaluate(() => document.querySelector("passerelle-inspector").refresh());
  await page.waitForFunction(() => document.querySelector("passerelle-inspector").getAttribute("aria-busy") === "false");
  return inspected(page);
}

/** Returns the ids on the page's shelf. */
export async function onPage(page, selector = MAIN) {
  const element = page.locator(selector).first();
  await element.evaluate((node) => node.scrollIntoView());
  // `drawn` waits for the main shelf alone.
  await element.locator("[part=region]:not(.spacer, .trial) .item").first().waitFor();
  await drawn(page);
  const { state, ids } = await shelf(page, selector);
  assert.equal(state, "shown", page.url());
  return ids;
}
