/** "Tell me here", on a page of what is sold out. */

import { pageConsent } from "../consent.js";
import type { Passerelle } from "../index.js";

/** What became of it: it is kept; nothing is kept without consent; nothing while the shopper has paused; not of this item. */
export type Reminded = "reminded" | "kept" | "paused" | "impossible";

/** Keeps that the item is to be told of when it is back; else why not. */
export async function remind(shop: Passerelle, itemId: string): Promise<Reminded> {
  try {
    if (await shop.tellWhenBack(itemId)) return "reminded";
    if (!pageConsent().isGranted()) return "kept";
    return (await shop.history.export()).paused ? "paused" : "impossible";
  } catch {
    return "impossible";
  }
}
