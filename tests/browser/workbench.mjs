// The demo's workbench as tests and pictures use it.

import { inspected } from "./inspected.mjs";

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
  await page.waitForFunction(() => {
    const panel = document.querySelector("[data-workbench]");
    return !panel.dataset.looking && panel.querySelector("passerelle-inspector").getAttribute("aria-busy") === "false";
  });
  return inspected(page);
}

/** What the shelf or the place of the page shows: ids with their divisions. */
export async function onPage(page) {
  const cards = page.locator(":is([data-suggestions=shown], [data-season=shown]) [data-suggestion]");
  await cards.first().waitFor();
  return cards.evaluateAll((nodes) => nodes.map(({ dataset }) => ({ id: dataset.itemId, division: dataset.division })));
}
