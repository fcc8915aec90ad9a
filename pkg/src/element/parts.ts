/** What only some elements need: loaded for those whose placement or attributes ask for it, whatever the shopper did. */

import type { Placement } from "../types.js";
import { warn } from "./log-error.js";
import type { PasserelleSuggestions } from "./suggestions.js";

/** The parts of an element. */
export interface Parts {
  /** What was looked at: its words, and how it is forgotten. */
  recent?: typeof import("./recent.js") | undefined;
  /** What is bought now more than before: its words. */
  trending?: typeof import("./trending.js") | undefined;
  /** Buttons that ask the page to put something into its cart. */
  cart?: typeof import("./add-to-cart.js") | undefined;
  /** The page's item with what belongs to it. */
  together?: typeof import("./together.js") | undefined;
  /** Boxes that choose what is compared. */
  compare?: typeof import("./compare-cards.js") | undefined;
}

/** Loads them. Without a part the element does without what it is for, and a warning says so. */
export async function loadParts(host: PasserelleSuggestions, placement: Placement): Promise<Parts> {
  const [recent, trending, cart, together, compare] = await Promise.all([
    // Without its words there is no heading: the page's own content stays.
    placement === "recent" ? import("./recent.js") : undefined,
    placement === "trending" ? import("./trending.js") : undefined,
    isOn(host, "cart-button") ? import("./add-to-cart.js").catch(missing("button for the cart")) : undefined,
    asksForSet(host, placement) ? import("./together.js") : undefined,
    asksToCompare(host, placement) ? import("./compare-cards.js").catch(missing("choice to compare")) : undefined,
  ]);
  return { recent, trending, cart, together, compare };
}

/** Whether a set is asked for: of a product or a cart alone. */
function asksForSet(host: PasserelleSuggestions, placement: Placement): boolean {
  if (!isOn(host, "together")) return false;
  if (placement === "product" || placement === "cart") return true;
  warn("attribute_unreadable", `together on <${host.localName}> needs the placement "product" or "cart": a set has an item that it belongs to`);
  return false;
}

/** Whether suggestions can be compared. What was looked at cannot: the files that are fetched would tell of it. */
function asksToCompare(host: PasserelleSuggestions, placement: Placement): boolean {
  if (!isOn(host, "compare")) return false;
  if (placement !== "recent") return true;
  warn("attribute_unreadable", `compare on <${host.localName}> is not for the placement "recent": the files of a comparison would tell what this device looked at`);
  return false;
}

/** What a button is called by its attribute, where it is a text of the page's own. */
export function labelIn(host: PasserelleSuggestions, name: "cart-button"): string | undefined {
  const said = host.getAttribute(name)?.trim();
  return said && said !== "true" ? said : undefined;
}

/** An attribute that is there; React 18 writes `false` as a text. */
function isOn(host: PasserelleSuggestions, name: "cart-button" | "together" | "compare"): boolean {
  return host.hasAttribute(name) && host.getAttribute(name) !== "false";
}

/** Says that suggestions go without one of their parts. */
function missing(part: string): (error: unknown) => undefined {
  return (error) => {
    warn("part_unreachable", `suggestions have no ${part} (${String(error)}): publish all files of the package together, and see whether a blocker holds one back`);
    return undefined;
  };
}
