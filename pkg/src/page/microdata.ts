/** The products that a page's microdata describes. Not for choosing the page's own among them. */

import { describe, type Described, type Thing } from "./schema-product.js";

/** A product by itself or as what the page is about: not an accessory, not an entry of a list. */
const PRODUCT = '[itemscope][itemtype*="schema.org/Product"]';
export const MICRODATA_PRODUCTS = `${PRODUCT}:not([itemprop]),${PRODUCT}[itemprop~="mainEntity"]`;

/** The product whose scope this element is. */
export function readMicrodata(scope: Element): Described | undefined {
  const product = describe(thingOf(scope));
  return product && { ...product, isMain: scope.hasAttribute("itemprop") };
}

/** The properties of a scope as JSON-LD would write them. */
function thingOf(scope: Element): Thing {
  // Without a prototype: a property may have any name.
  const properties = Object.create(null) as Record<string, unknown[]>;
  for (const element of scope.querySelectorAll("[itemprop]")) {
    // A property of the nearest scope above it.
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
