/** Handles "Tell me here" for a sold-out item. Not for the button: see `draw.ts`. */

import { pageConsent } from "../consent.js";
import type { Passerelle } from "../index.js";
import { summaryOf } from "../sharing.js";

/** The result: stored; not stored without consent (`kept`); not stored while the shopper has paused; not possible for this item. */
export type Reminded = "reminded" | "kept" | "paused" | "impossible";

/** Stores the shopper's wish to learn when an item is back; resolves to the result. */
export async function remind(shop: Passerelle, itemId: string): Promise<Reminded> {
  try {
    if (await shop.tellWhenBack(itemId)) return "reminded";
    if (!pageConsent().isGranted()) return "kept";
    return (await summaryOf(shop)).paused ? "paused" : "impossible";
  } catch {
    return "impossible";
  }
}
