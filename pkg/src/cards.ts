/**
 * A cache in memory of the titles and prices that slates of this document have named: titles for the panels, prices to compare. Not for
 * anything that outlives the document.
 */

import { shared } from "./registry.js";
import type { Item, Price, Suggestion } from "./types.js";

/** The cached title and price of an item. */
export interface Card {
  title: string;
  /** `null` for an item known only from a reason. */
  price: Price | null;
}

const cards = (): Map<string, Card> => shared("cards", () => new Map<string, Card>());

/** Caches the items of a slate, and the items that its reasons name. */
export function learn({ suggestions }: { suggestions: readonly Suggestion[] }): void {
  for (const { itemId, title, price, reason } of suggestions) {
    cards().set(itemId, { title, price });
    const { code, id, name } = reason;
    if (!/^goes-with-/.test(code) || !id || !name || cards().has(id)) continue;
    cards().set(id, { title: name, price: null });
  }
}

/** Caches an item. */
export function learnItem({ itemId, title, price }: Item): void {
  cards().set(itemId, { title, price });
}

/** Returns whether an item's price is cached. */
export function hasPrice(itemId: string): boolean {
  return Boolean(cards().get(itemId)?.price);
}

/** Returns an item's title; `undefined` if no slate of this document has named the item. */
export function titleOf(itemId: string): string | undefined {
  return cards().get(itemId)?.title;
}

/** Returns all cached items with their prices. */
export function knownCards(): { itemId: string; price: Price | null }[] {
  return [...cards()].map(([itemId, { price }]) => ({ itemId, price }));
}
