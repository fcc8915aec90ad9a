/**
 * Chooses the slate of an element: the slate drawn here before, or else a new offer, or else none if the page view is held out. Not for the
 * time of the request or for drawing: see `controller.ts` and `draw.ts`.
 */

import type { Passerelle } from "../index.js";
import type { Suggestion, SuggestRequest } from "../types.js";
import type { Look } from "./draw.js";
import type { Parts } from "./parts.js";
import { recall } from "./recall.js";
import type { PasserelleSuggestions } from "./suggestions.js";
import type { Own } from "./together.js";

/** A slate to draw. */
export interface Slate {
  suggestions: readonly Suggestion[];
  /** The page's own item, if the slate is a set. */
  own: Own | undefined;
  /** The slate was shown before: the caps have counted it already. */
  isRecalled: boolean;
  /** Returns the pictures of the page's pool, if the element asks for them. */
  picture: Look["picture"];
}

/** Returns the slate of `host` for `request`; `undefined` once `isCurrent` returns `false`, because another request was made. */
export async function slateOf(
  host: PasserelleSuggestions, shop: Passerelle, request: SuggestRequest, { recent, together }: Parts, images: string, isCurrent: () => boolean,
): Promise<Slate | undefined> {
  const own = await together?.ownOf(shop, request);
  // Recently viewed items are not in a pool: they have no pictures, which would reveal them.
  const pool = images === "pool" && !recent ? await (await import("./pool.js")).createPool(shop, request, own ? [own.item] : []) : undefined;
  if (!isCurrent()) return undefined;
  const isHeldOut = host.hasAttribute("holdout") && (await (await import("./holdout.js")).isHeldOut(host, shop));
  if (!isCurrent()) return undefined;
  // Recently viewed items are requested anew when the shopper returns.
  const recalled = isHeldOut || recent ? undefined : await recall(shop, request);
  const offer = async (asked: SuggestRequest): Promise<readonly Suggestion[]> => {
    if (recalled) return recalled;
    if (!isHeldOut) return (await shop.offer(asked)).suggestions;
    // A page view that is held out fetches the same files; nothing counts as shown.
    await shop.suggest(asked);
    return [];
  };
  const asked = pool?.request ?? request;
  const suggestions = await (together ? together.besides(shop, own, asked, offer) : offer(asked));
  return isCurrent() ? { suggestions, own, isRecalled: recalled !== undefined, picture: pool?.picture } : undefined;
}
