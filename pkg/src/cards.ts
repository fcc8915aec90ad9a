/** What this document has learnt of items from the slates that it asked for: titles for the panels, prices to compare. Memory only. */

import { shared } from "./registry.js";
import type { Price, Slate } from "./types.js";

/** What is known of an item. */
export interface Card {
  title: string;
  /** Unknown of an item that was only named as a reason. */
  price: Price | null;
}

const cards = (): Map<string, Card> => shared("cards", () => new Map<string, Card>());

/** Takes note of a slate's items, and of those that its reasons name. */
export function learn({ suggestions }: Slate): void {
  for (const { itemId, title, price, reason } of suggestions) {
    cards().set(itemId, { title, price });
    const { code, id, name } = reason;
    if (!/^goes-with-/.test(code) || !id || !name || cards().has(id)) continue;
    cards().set(id, { title: name, price: null });
  }
}

/** The title of an item, where a slate of this document has told of it. */
export function titleOf(itemId: string): string | undefined {
  return cards().get(itemId)?.title;
}

/** All that is known. */
export function knownCards(): { itemId: string; price: Price | null }[] {
  return [...cards()].map(([itemId, { price }]) => ({ itemId, price }));
}
