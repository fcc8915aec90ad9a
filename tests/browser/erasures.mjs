// The ways in which a shopper erases the history while a page shows something of it. For the tests of elements.

import assert from "node:assert/strict";

/** Runs in a page. */
const clear = async () => {
  const { createPasserelle } = await import("/passerelle/index.js");
  await (await createPasserelle({ pack: "/pack/" })).history.clear();
};

/** Opens another tab of the same shopper. */
export async function otherTab({ context }, { url }) {
  const tab = await context.newPage();
  await tab.goto(`${url}/api.html`);
  await tab.waitForSelector("html[data-ready]");
  return tab;
}

/** By name, functions of an opened page and the shop. */
export const ERASURES = {
  "history.clear() on the page": ({ page }) => page.evaluate(clear),
  "history.clear() in another tab": async (opened, shop) => (await otherTab(opened, shop)).evaluate(clear),
  "the button of the panel": async (opened) => {
    const { page } = opened;
    assert.equal(await opened.layoutShift(), 0);
    await page.evaluate(async () => {
      const { createPasserelle } = await import("/passerelle/index.js");
      await (await createPasserelle({ pack: "/pack/" })).openPrivacy();
    });
    await page.getByRole("button", { name: "Erase everything", exact: true }).click();
    await page.getByText("Everything is erased.").waitFor();
    await page.getByRole("button", { name: "Close" }).click();
    // The panel moves as its content changes, once all is erased: maybe later than the browser allows for a press.
    await opened.forgetShifts();
  },
};
