/** Reads the products that a page's microdata describes. Not for choosing the page's own among them: see `document-product.ts`. */

import { describe, type Described, type Thing } from "./schema-product.js";

/** Selects a product that stands alone or is the page's main entity: no accessory, no entry of a list. */
const PRODUCT = '[itemscope][itemtype*="schema.org/Product"]';
export const MICRODATA_PRODUCTS = `${PRODUCT}:not([itemprop]),${PRODUCT}[itemprop~="mainEntity"]`;

/** Returns the product whose scope this element is. */
export function readMicrodata(scope: Element): Described | undefined {
  const product = describe(thingOf(scope));
  return product && { ...product, isMain: scope.hasAttribute("itemprop") };
}

/** Returns the properties of a scope in the form of JSON-LD. */
function thingOf(scope: Element): Thing {
  // No prototype, since a property may have any name.
  const properties = Object.create(null) as Record<string, unknown[]>;
  for (const element of scope.querySelectorAll("[itemprop]")) {
    // A property belongs to the nearest scope above it.
    if (element.parentElement?.closest("[itemscope]") !== scope) continue;
    const value = element.hasAttribute("itemscope") ? thingOf(element) : valueOf(element);
    for (const name of (element.getAttribute("itemprop") ?? "").split(/\s+/)) (properties[name] ??= []).push(value);
  }
  return { ...properties, "@type": (scope.getAttribute("itemtype") ?? "").split(/\s+/), "@id": scope.getAttribute("itemid") ?? undefined };
}

function valueOf(element: Element): string {
  const said = ["content", "href", "src", "value"].map((name) => element.getAttribute(name)).find((value) => value !== null);
  return (said ?? element.textContent ?? "").trim();
}
