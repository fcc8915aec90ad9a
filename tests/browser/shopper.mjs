// A shopper of the small shop (storefront.mjs) with a past: agreed once, did something, comes back to a page with an element.

import assert from "node:assert/strict";

import { open } from "./harness.mjs";
import { POLICY } from "./storefront.mjs";

/** What a consent platform says on every page once the shopper has agreed. */
export const AGREE = `window.dataLayer = window.dataLayer || [];
  function gtag() { dataLayer.push(arguments); }
  gtag("consent", "update", { personalization_storage: "granted" });`;

const WIDE = { viewport: { width: 1280, height: 800 } };
const PIXEL = { status: 200, contentType: "image/svg+xml", body: '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="5"/>' };

/** Looked at and bought. */
export const bought = (...ids) => ids.flatMap((itemId) => [{ name: "view_item", itemId }, { name: "purchase", itemId }]);

/**
 * Opens a page of `shop` for a shopper who agreed and did `past` before; without `past` for one who has not agreed. `script` is the
 * element's tag, `path` the page, `link` the query of the page of the past, `told` the past orders that the house tells of. Before the page itself is opened, `watch` is called.
 * Warnings go to `opened.said`.
 */
export async function visitShop(shop, browser, { script, path, past, told = [], link = "", page = {}, watch }) {
  const opened = await open(browser, WIDE);
  opened.said = [];
  opened.page.on("console", (message) => message.type() === "warning" && opened.said.push(message.text()));
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
    // It is the page's to say it again.
    shop.page = { ...own, head: `${script}<script src="/agree.js"></script>`, auto: 'data-pack="/pack/"' };
    const answer = shop.first;
    shop.first = (asked) => (asked === "/agree.js" ? { body: AGREE, headers: { "Content-Type": "text/javascript" } } : answer(asked));
  }
  shop.page = { ...shop.page, ...page };
  await watch?.(opened);
  await opened.page.goto(`${shop.url}${path}`);
  return opened;
}

/** Nothing went wrong, and nothing moved. */
export async function leave(opened) {
  assert.equal(await opened.layoutShift(), 0);
  assert.deepEqual(opened.problems, []);
  await opened.close();
}
