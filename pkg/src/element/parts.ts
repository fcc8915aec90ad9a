/** What only some elements need: loaded for those whose placement or attributes ask for it, whatever the shopper did. */

import type { Placement } from "../types.js";
import { warn } from "./complain.js";
import type { PasserelleSuggestions } from "./suggestions.js";

/** The parts of an element. */
export interface Parts {
  /** What was looked at: its words, and how it is forgotten. */
  recent?: typeof import("./recent.js") | undefined;
  /** Buttons that ask the page to put something into its cart. */
  cart?: typeof import("./add-to-cart.js") | undefined;
  /** The page's item with what belongs to it. */
  together?: typeof import("./together.js") | undefined;
}

/** Loads them. Without a part the element does without what it is for, and a warning says so. */
export async function loadParts(host: PasserelleSuggestions, placement: Placement): Promise<Parts> {
  const [recent, cart, together] = await Promise.all([
    // Without its words there is no heading: the page's own content stays.
    placement === "recent" ? import("./recent.js") : undefined,
    isOn(host, "cart-button") ? import("./add-to-cart.js").catch(missing) : undefined,
    asksForSet(host, placement) ? import("./together.js") : undefined,
  ]);
  return { recent, cart, together };
}

/** Whether a set is asked for: of a product or a cart alone. */
function asksForSet(host: PasserelleSuggestions, placement: Placement): boolean {
  if (!isOn(host, "together")) return false;
  if (placement === "product" || placement === "cart") return true;
  warn("attribute_unreadable", `together on <${host.localName}> needs the placement "product" or "cart": a set has an item that it belongs to`);
  return false;
}

/** What a button is called by its attribute, where it is a text of the page's own. */
export function labelIn(host: PasserelleSuggestions, name: "cart-button"): string | undefined {
  const said = host.getAttribute(name)?.trim();
  return said && said !== "true" ? said : undefined;
}

/** An attribute that is there; React 18 writes `false` as a text. */
function isOn(host: PasserelleSuggestions, name: "cart-button" | "together"): boolean {
  return host.hasAttribute(name) && host.getAttribute(name) !== "false";
}

function missing(error: unknown): undefined {
  warn("part_unreachable", `suggestions have no button for the cart (${String(error)}): publish all files of the package together, and see whether a blocker holds one back`);
}
