/** What this document has learnt of items from the slates that it asked for: titles for the panels, prices to compare. Memory only. */

import type { Passerelle } from "./index.js";
import { shared } from "./registry.js";
import type { Item, Price, Slate, SuggestRequest } from "./types.js";

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

/** Takes note of an item that the page asked about. */
export function learnItem({ itemId, title, price }: Item): void {
  cards().set(itemId, { title, price });
}

/** As many items as can be asked for at once, and how often it is asked. */
const AT_ONCE = 24;
const TIMES = 10;

/**
 * Learns of items that were looked at, as far as the module has them at hand: on this page, or kept beside the history. Asked for as
 * reminders for a cart, which needs no file.
 */
export async function lookUp(shop: Passerelle, itemIds: readonly string[]): Promise<void> {
  const unknown = itemIds.filter((id) => !cards().get(id)?.price);
  for (let at = 0; at < Math.min(unknown.length, AT_ONCE * TIMES); at += AT_ONCE) {
    const restrictTo = unknown.slice(at, at + AT_ONCE);
    const request: SuggestRequest = { placement: "cart", divisions: "any", reminders: true, threshold: 0, limit: AT_ONCE, restrictTo };
    // Titles and prices are not worth an error.
    await shop.suggest(request).catch(() => undefined);
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
