/**
 * A cache in memory of the titles and prices that slates of this document have named: titles for the panels, prices to compare. Not for
 * anything that outlives the document.
 */

import type { Passerelle } from "./index.js";
import { shared } from "./registry.js";
import type { Item, Price, Slate, SuggestRequest } from "./types.js";

/** The cached title and price of an item. */
export interface Card {
  title: string;
  /** `null` for an item known only from a reason. */
  price: Price | null;
}

const cards = (): Map<string, Card> => shared("cards", () => new Map<string, Card>());

/** Caches the items of a slate, and the items that its reasons name. */
export function learn({ suggestions }: Slate): void {
  for (const { itemId, title, price, reason } of suggestions) {
    cards().set(itemId, { title, price });
    const { code, id, name } = reason;
    if (!/^goes-with-/.test(code) || !id || !name || cards().has(id)) continue;
    cards().set(id, { title: name, price: null });
  }
}

/** Caches an item that the page asked for. */
export function learnItem({ itemId, title, price }: Item): void {
  cards().set(itemId, { title, price });
}

/** The most items of one request, and the most requests. */
const AT_ONCE = 24;
const TIMES = 10;

/**
 * Looks up items without a cached price, at most {@link AT_ONCE} × {@link TIMES}, among the data that the module has already: from this
 * page, or cached beside the history. It asks for them as reminders for a cart, which fetches no file. It caches whatever the answers
 * contain.
 */
export async function lookUp(shop: Passerelle, itemIds: readonly string[]): Promise<void> {
  const unknown = itemIds.filter((id) => !cards().get(id)?.price);
  for (let at = 0; at < Math.min(unknown.length, AT_ONCE * TIMES); at += AT_ONCE) {
    const restrictTo = unknown.slice(at, at + AT_ONCE);
    const request: SuggestRequest = { placement: "cart", divisions: "any", reminders: true, threshold: 0, limit: AT_ONCE, restrictTo };
    // Titles and prices are optional here: a failed request is ignored.
    await shop.suggest(request).catch(() => undefined);
  }
}

/** Returns an item's title; `undefined` if no slate of this document has named the item. */
export function titleOf(itemId: string): string | undefined {
  return cards().get(itemId)?.title;
}

/** Returns all cached items with their prices. */
export function knownCards(): { itemId: string; price: Price | null }[] {
  return [...cards()].map(([itemId, { price }]) => ({ itemId, price }));
}
