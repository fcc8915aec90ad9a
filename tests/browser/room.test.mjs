// The space that `suggestions.css` reserves: as much as needed at any width, before the element is defined, and none if
// it is not needed. Without that style sheet, the warning names it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, beforeEach, test } from "node:test";

import { launch, open, ROOT, untilSaid } from "./harness.mjs";
import { openShop, POLICY, shown, untilShown } from "./storefront.mjs";

/** An item of the fictional house, whose items have pictures. */
const ITEM = "HAN101";
/** Allowed excess of the reserved height, in pixels, because some browsers' scrollbars take space. */
const SLACK = 24;
const SHEET = readFileSync(`${ROOT}pkg/suggestions.css`);
const INLINE = POLICY.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'");

let shop;
let browser;

before(async () => {
  shop = await openShop({ "/pack/": `${ROOT}www/pack`, "/pictures/": `${ROOT}www/pictures` });
  browser = await launch();
});

beforeEach(() => {
  shop.policy = INLINE;
});

after(async () => {
  await browser?.close();
  await shop?.close();
});

/** Opens a product page with a column of the width `column`; the content after the element is visible. */
async function visit({ width = 1440, column = "auto", page = {}, first = () => undefined, id = ITEM }) {
  const css = (body) => ({ body, headers: { "Content-Type": "text/css" } });
  shop.first = (path) => first(path)
    ?? (path === "/suggestions.css" ? css(SHEET) : undefined)
    ?? (path === "/style.css" ? css(`body { margin: 0 auto; padding: 1rem; max-inline-size: 80rem; font: 1rem/1.5 system-ui } main { inline-size: ${column} } .hero { block-size: 60rem }`) : undefined);
  shop.page = {
    head: '<link rel="stylesheet" href="/suggestions.css">', before: "<p>The product.</p>",
    after: '<p>What follows.</p><div class="hero"></div>', ...page,
  };
  const opened = await open(browser, { viewport: { width, height: 900 } });
  await opened.page.goto(`${shop.url}/p/${id}`);
  return opened;
}

const heights = (page) => page.evaluate(() => {
  const host = document.querySelector("passerelle-suggestions");
  return { host: host.offsetHeight, section: host.shadowRoot?.querySelector("section")?.offsetHeight };
});

for (const [what, options] of [
  ["a phone", { width: 360 }],
  ["a tablet", { width: 768 }],
  ["a desktop", { width: 1440 }],
  ["a narrow column of a wide page", { width: 1440, column: "24rem" }],
  ["a page without pictures", { width: 1440, page: { attributes: 'images="none"' } }],
]) {
  test(`on ${what} suggestions have room in sight, hardly more than they need, and nothing moves`, async () => {
    const opened = await visit(options);
    await untilShown(opened.page);
    const { host, section } = await heights(opened.page);
    assert.ok(section <= host && host <= section + SLACK, `${section} px in ${host}`);
    assert.equal(await opened.layoutShift(), 0);
    assert.deepEqual(opened.said, []);
    await opened.close();
    // The height is the same before the element is defined.
    const undefinedYet = await visit({ ...options, first: (path) => (path.endsWith("/auto.js") ? { status: 404 } : undefined) });
    assert.equal((await heights(undefinedYet.page)).host, host);
    await undefinedYet.close();
  });
}

test("where nothing is suggested the room goes once the element is out of sight below, and never in sight", async () => {
  const hidden = await visit({ id: "NO-SUCH-ITEM", page: { before: '<div class="hero"></div>' } });
  await hidden.page.waitForFunction(() => document.querySelector("passerelle-suggestions").offsetHeight < 100);
  assert.equal(await hidden.layoutShift(), 0);
  await hidden.close();
  const inSight = await visit({ id: "NO-SUCH-ITEM" });
  await untilSaid(inSight);
  await inSight.page.waitForTimeout(500);
  assert.ok((await heights(inSight.page)).host > 400);
  assert.equal(await inSight.layoutShift(), 0);
  // Scrolling up again shows no gap.
  await inSight.page.setViewportSize({ width: 1440, height: 60 });
  await inSight.page.waitForFunction(() => document.querySelector("passerelle-suggestions").offsetHeight < 100);
  await inSight.close();
});

test("in a component's shadow tree the message names the component's style sheet", async () => {
  const component = (style) => `<x-product></x-product><script>
    customElements.define("x-product", class extends HTMLElement {
      constructor() {
        super();
        const root = this.attachShadow({ mode: "open" });
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(${JSON.stringify(style)});
        root.adoptedStyleSheets = [sheet];
        const host = document.createElement("passerelle-suggestions");
        host.setAttribute("product-id", "${ITEM}");
        root.append(host);
      }
    });
  </script>`;
  shop.policy = INLINE;
  const without = await visit({ page: { element: component("") } });
  await untilSaid(without);
  assert.match(without.said.join("\n"), /no_room: .*give it room in the style sheet of <x-product>, in whose shadow root it stands .*suggestions\.css/);
  await without.close();
  const given = await visit({ page: { element: component(SHEET.toString()) } });
  await given.page.waitForFunction(() => document.querySelector("x-product").shadowRoot.querySelector("passerelle-suggestions").shadowRoot.querySelectorAll("section:not(.trial) li").length === 4);
  assert.equal(await given.layoutShift(), 0);
  assert.deepEqual(given.said, []);
  await given.close();
});

test("on the page itself it names the page's", async () => {
  const opened = await visit({ page: { head: "" } });
  await untilSaid(opened);
  assert.match(opened.said.join("\n"), /no_room: needs \d+ px, has \d+; give it room in the page's style sheet: take the package's suggestions\.css in there, or write passerelle-suggestions \{ display: flow-root; min-block-size: \d+px \}/);
  assert.equal((await shown(opened.page)).fallback, true);
  await opened.close();
});
