/** Loads the parts that only some elements need. The placement and the attributes select them, never the shopper's history. */

import type { Placement } from "../types.js";
import { warn } from "./log-error.js";
import type { PasserelleSuggestions } from "./suggestions.js";

/** The parts of an element. */
export interface Parts {
  /** For `placement="recent"`: its labels, and the action to forget an item. */
  recent?: typeof import("./recent.js") | undefined;
  /** For `placement="trending"`: its labels. */
  trending?: typeof import("./trending.js") | undefined;
  /** For `cart-button`: the buttons that ask the page to add an item to its cart. */
  cart?: typeof import("./add-to-cart.js") | undefined;
  /** For `together`: the set of the page's item and items that go with it. */
  together?: typeof import("./together.js") | undefined;
  /** For `compare`: the boxes that select items to compare. */
  compare?: typeof import("./compare-cards.js") | undefined;
}

/**
 * Loads the parts of an element. If the part for `cart-button` or `compare` cannot be loaded, the element ignores that attribute, with a
 * warning.
 */
export async function loadParts(host: PasserelleSuggestions, placement: Placement): Promise<Parts> {
  const [recent, trending, cart, together, compare] = await Promise.all([
    // Without its labels there is no heading: the error keeps the fallback.
    placement === "recent" ? import("./recent.js") : undefined,
    placement === "trending" ? import("./trending.js") : undefined,
    isOn(host, "cart-button") ? import("./add-to-cart.js").catch(missing("button for the cart")) : undefined,
    asksForSet(host, placement) ? import("./together.js") : undefined,
    asksToCompare(host, placement) ? import("./compare-cards.js").catch(missing("choice to compare")) : undefined,
  ]);
  return { recent, trending, cart, together, compare };
}

/** Returns whether the element asks for a set, which only the placements `product` and `cart` have. */
function asksForSet(host: PasserelleSuggestions, placement: Placement): boolean {
  if (!isOn(host, "together")) return false;
  if (placement === "product" || placement === "cart") return true;
  warn("attribute_unreadable", `together on <${host.localName}> needs the placement "product" or "cart": a set has an item that it belongs to`);
  return false;
}

/** Returns whether the element offers a comparison. Recently viewed items have none: the files fetched would reveal them. */
function asksToCompare(host: PasserelleSuggestions, placement: Placement): boolean {
  if (!isOn(host, "compare")) return false;
  if (placement !== "recent") return true;
  warn("attribute_unreadable", `compare on <${host.localName}> is not for the placement "recent": the files of a comparison would reveal what this device viewed`);
  return false;
}

/** Returns the label of a button from its attribute; `undefined` for the default label. */
export function labelIn(host: PasserelleSuggestions, name: "cart-button"): string | undefined {
  const said = host.getAttribute(name)?.trim();
  return said && said !== "true" ? said : undefined;
}

/** Returns whether an attribute is set. React 18 writes `false` as a text. */
function isOn(host: PasserelleSuggestions, name: "cart-button" | "together" | "compare"): boolean {
  return host.hasAttribute(name) && host.getAttribute(name) !== "false";
}

/** Returns a handler that warns about a part that could not be loaded. */
function missing(part: string): (error: unknown) => undefined {
  return (error) => {
    warn("part_unreachable", `suggestions have no ${part} (${String(error)}): publish all files of the package together, and see whether a blocker holds one back`);
    return undefined;
  };
}
