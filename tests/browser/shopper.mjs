// Simulates a shopper of the small shop (storefront.mjs) with a past: grants consent, does something, and returns to a page with an
// element.

import assert from "node:assert/strict";

import { open } from "./harness.mjs";
import { POLICY } from "./storefront.mjs";

/** The statement of a consent platform on every page once the shopper has agreed. */
export const AGREE = `window.dataLayer = window.dataLayer || [];
  function gtag() { dataLayer.push(arguments); }
  gtag("consent", "update", { personalization_storage: "granted" });`;

const WIDE = { viewport: { width: 1280, height: 800 } };
const PIXEL = { status: 200, contentType: "image/svg+xml", body: '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="5"/>' };

/** A past in which an item was viewed and bought. */
export const bought = (...ids) => ids.flatMap((itemId) => [{ name: "view_item", itemId }, { name: "purchase", itemId }]);

/**
 * Opens a page of `shop` for a shopper who has granted consent and done `past`; without `past`, for one who has not granted it.
 * `script` is the element's tag, `path` the page, `link` the query of the page of the past, `told` the orders in the records of the house.
 * `watch` is called before the page itself is opened. Warnings go to `opened.said`.
 */
export async function visitShop(shop, browser, { script, path, past, told = [], link = "", page = {}, watch }) {
  const opened = await open(browser, WIDE);
  await opened.page.route("https://img.example/**", (route) => route.fulfill(PIXEL));
  if (past) {
    const own = shop.page;
    shop.page = { element: "<p></p>", auto: "", head: '<script type="module">import "/passerelle/element.js";</script>' };
    shop.policy = POLICY.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'");
    await opened.page.goto(`${shop.url}/p/past${link}`);
    await opened.page.evaluate(async ([events, imported]) => {
      const { createPasserelle } = await import("/passerelle/index.js");
      const passerelle = await createPasserelle({ pack: "/pack/", consent: true });
      for (const event of events) await passerelle.track(event);
      if (imported.length > 0) await passerelle.history.import(imported);
    }, [past, told]);
    shop.policy = POLICY;
    // The page states its product again itself.
    shop.page = { ...own, head: `${script}<script src="/agree.js"></script>`, auto: 'data-pack="/pack/"' };
    const answer = shop.first;
    shop.first = (asked) => (asked === "/agree.js" ? { body: AGREE, headers: { "Content-Type": "text/javascript" } } : answer(asked));
  }
  shop.page = { ...shop.page, ...page };
  await watch?.(opened);
  await opened.page.goto(`${shop.url}${path}`);
  return opened;
}

/** Asserts that there were no problems and no layout shift. */
export async function leave(opened) {
  assert.equal(await opened.layoutShift(), 0);
  assert.deepEqual(opened.problems, []);
  await opened.close();
}
