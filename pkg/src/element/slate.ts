/**
 * What an element shows for a request: what was drawn here before, else what is offered now, else nothing where the page view is held out.
 * Not for when it asks and how it is drawn: see `controller.ts` and `draw.ts`.
 */

import type { Passerelle } from "../index.js";
import type { Suggestion, SuggestRequest } from "../types.js";
import type { Look } from "./draw.js";
import type { Parts } from "./parts.js";
import { recall } from "./recall.js";
import type { PasserelleSuggestions } from "./suggestions.js";
import type { Own } from "./together.js";

/** A slate that is about to be drawn. */
export interface Slate {
  suggestions: readonly Suggestion[];
  /** What it belongs to, where it is a set. */
  own: Own | undefined;
  /** It was shown before: the caps have counted it. */
  isRecalled: boolean;
  /** The pictures of the page's pool, where they are asked for. */
  picture: Look["picture"];
}

/** The slate of `host` for `request`; `undefined` once `isCurrent` says that another question was asked. */
export async function slateOf(
  host: PasserelleSuggestions, shop: Passerelle, request: SuggestRequest, { recent, together }: Parts, images: string, isCurrent: () => boolean,
): Promise<Slate | undefined> {
  const own = await together?.ownOf(shop, request);
  // What the device looked at is no part of a pool: it goes without pictures, which would tell of it.
  const pool = images === "pool" && !recent ? await (await import("./pool.js")).createPool(shop, request, own ? [own.item] : []) : undefined;
  if (!isCurrent()) return undefined;
  const isHeldOut = host.hasAttribute("holdout") && (await (await import("./holdout.js")).isHeldOut(host, shop));
  if (!isCurrent()) return undefined;
  // What was looked at is asked for anew when the shopper comes back.
  const recalled = isHeldOut || recent ? undefined : await recall(shop, request);
  const offer = async (asked: SuggestRequest): Promise<readonly Suggestion[]> => {
    if (recalled) return recalled;
    if (!isHeldOut) return (await shop.offer(asked)).suggestions;
    // The same files are asked for; nothing counts as shown.
    await shop.suggest(asked);
    return [];
  };
  const asked = pool?.request ?? request;
  const suggestions = await (together ? together.besides(shop, own, asked, offer) : offer(asked));
  return isCurrent() ? { suggestions, own, isRecalled: recalled !== undefined, picture: pool?.picture } : undefined;
}
