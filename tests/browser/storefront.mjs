// A small shop of a common kind: every product has a page of its own, which states its product in one format or in none. For the tests of
// the element and of the reading of pages.

import { readFileSync } from "node:fs";

import { startCdn } from "./cdn.mjs";
import { ROOT } from "./harness.mjs";
import { PACK } from "./store.mjs";

/** The policy that README.md requires of a page, and nothing else. */
export const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self' https://img.example; style-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

/** The line of CSS that gives the element space, as in docs/element.md, and a page's usual styles. */
const STYLE = `
  :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
  body { margin: 0 auto; max-inline-size: 80rem; padding: 1rem; }
  .hero { block-size: var(--hero, 60rem); background: rgb(128 128 128 / 0.1); }
  .room passerelle-suggestions { display: flow-root; min-block-size: 40rem; }
`;

/** A script that states a product in GA4's format; `?ID` is its id. */
const GA4 = `
  window.dataLayer = window.dataLayer || [];
  dataLayer.push({ ecommerce: null });
  dataLayer.push({ event: "view_item", ecommerce: { currency: "GBP", value: 1, items: [{ item_id: decodeURIComponent(location.pathname.split("/").pop()) }] } });
`;

/**
 * Returns the page of a product.
 *
 * - `says`: the format of its statement: "ga4", "json-ld" or "product-id"
 * - `attributes`: those of the element
 * - `fallback`: the content inside the element
 * - `before`, `after`: the content around the element
 */
export function productPage(id, { says = "product-id", attributes = "", fallback = "<p>Our own suggestions.</p>", head = "", before = '<div class="hero"></div>', after = "<footer><p>The end of the page.</p></footer>", element, html = 'lang="en"', body = "", auto = 'data-pack="/pack/"' } = {}) {
  const ld = JSON.stringify({ "@context": "https://schema.org/", "@type": "Product", name: `Item ${id}`, sku: id, offers: { "@type": "Offer", price: "1" } });
  const product = says === "product-id" ? ` product-id="${id}"` : "";
  return `<!doctype html>
<html ${html}>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Item ${id}</title>
  <link rel="stylesheet" href="/style.css">
  ${says === "ga4" ? '<script src="/ga4.js"></script>' : ""}
  ${says === "json-ld" ? `<script type="application/ld+json">${ld}</script>` : ""}
  ${head}
  <script type="module" src="/passerelle/auto.js" ${auto}></script>
  <body ${body}>
  <main>
    <h1>Item ${id}</h1>
    ${before}
    ${element ?? `<passerelle-suggestions${product} ${attributes}>${fallback}</passerelle-suggestions>`}
  </main>
  ${after}
</html>`;
}

/**
 * Starts the shop: `/p/ID` is a product's page, by the test's `shop.page`; `/pack/` is the demo's pack.
 *
 * @param {Record<string, string>} [folders] further folders, or another pack
 */
export async function openShop(folders = {}) {
  const cdn = await startCdn({ "/": `${ROOT}tests/browser/pages`, "/passerelle/": `${ROOT}pkg/dist`, "/pack/": PACK, ...folders });
  cdn.policy = POLICY;
  cdn.page = {};
  /** Answers a request before the shop does, like `cdn.answer`. */
  cdn.first = () => undefined;
  cdn.answer = async (path) => {
    const special = await cdn.first(path);
    if (special) return special;
    const text = (type, body) => ({ body, headers: { "Content-Type": `${type}; charset=utf-8` } });
    const [, , id] = path.match(/^\/(p)\/(.+)$/) ?? [];
    const policy = { "Content-Security-Policy": cdn.policy };
    if (id) {
      const body = typeof cdn.page === "function" ? cdn.page(id) : productPage(id, cdn.page);
      return { body, headers: { "Content-Type": "text/html; charset=utf-8", ...policy } };
    }
    if (path === "/style.css") return text("text/css", STYLE);
    if (path === "/ga4.js") return text("text/javascript", GA4);
    return undefined;
  };
  return cdn;
}

/** A script before the package: it creates the document's registry as the package does, and calls `change` with every instance. */
const WATCHING = (change) => `
  if (!globalThis[Symbol.for("passerelle")]) {
    const change = ${change};
    const things = new Map();
    const once = (name, make) => {
      if (!things.has(name)) things.set(name, make());
      const thing = things.get(name);
      if (name === "instances" && !Object.hasOwn(thing.inside, "set")) {
        thing.inside.set = (shop, within) => {
          change(shop);
          return WeakMap.prototype.set.call(thing.inside, shop, within);
        };
      }
      return thing;
    };
    Object.defineProperty(globalThis, Symbol.for("passerelle"), { value: Object.freeze({ protocol: 2, version: "0.1.0", once }) });
  }
`;

/** For `shop.first`: `change` is the text of a function that modifies every instance of the page. */
export function changingShop(change) {
  return (path) => path === "/passerelle/auto.js" && {
    body: WATCHING(change) + readFileSync(`${ROOT}pkg/dist/auto.js`, "utf8"),
    headers: { "Content-Type": "text/javascript; charset=utf-8" },
  };
}

/** For `shop.first`: slates pass through `globalThis.replaceSlate` if a page defines it, for slates that the module never returns. */
export const replacingSlates = changingShop(`(shop) => {
  for (const name of ["suggest", "offer", "seasonal", "candidates"]) {
    const ask = shop[name];
    shop[name] = async (request) => (globalThis.replaceSlate ?? ((slate) => slate))(await ask(request));
  }
}`);

/** Returns the content of an element: its suggestions and its fallback. */
export function shown(page, at = 0) {
  return page.evaluate((place) => {
    const host = document.querySelectorAll("passerelle-suggestions")[place];
    const root = host?.shadowRoot;
    const section = root?.querySelector("section:not(.spacer, .trial)");
    const rows = [...(section?.querySelectorAll("li:not(.taken)") ?? [])];
    const slot = root?.querySelector("slot");
    return {
      state: !section ? "page" : "suggestions",
      fallback: Boolean(slot) && !/spacer|gone|flat/.test(slot.className),
      heading: section?.querySelector("h2").textContent,
      urls: rows.map((row) => row.querySelector("a").href),
      ids: rows.map((row) => decodeURIComponent(row.querySelector("a").href.split("/").pop())),
      titles: rows.map((row) => row.querySelector(".title").textContent),
      divisions: rows.map((row) => row.querySelector(".division").textContent),
      prices: rows.map((row) => row.querySelector(".price")?.textContent ?? ""),
      pictures: rows.map((row) => row.querySelector("img")?.src ?? ""),
      height: host?.offsetHeight,
    };
  }, at);
}

/** The longest wait for suggestions, on a machine with other load. */
const PATIENCE_MS = 20_000;

/** Waits for suggestions, through the API that playwright and puppeteer share. */
export async function untilShown(page, at = 0) {
  for (const end = Date.now() + PATIENCE_MS; ; await new Promise((done) => setTimeout(done, 50))) {
    const now = await shown(page, at);
    if (now.ids.length > 0) return now;
    if (Date.now() > end) throw new Error(`no suggestions came: ${JSON.stringify(now)}`);
  }
}
