/** Reports the shopper's feedback on suggestions to the module. No other file of the element reports it. */

import type { Passerelle } from "../index.js";
import { record } from "../sharing.js";
import type { Suggestion } from "../types.js";

/** Reports that a suggestion was followed. */
export function followed(shop: Passerelle, { itemId }: Suggestion): void {
  void record(shop, { name: "select_item", itemId });
}

/** Reports that an item was put into the cart. */
export function added(shop: Passerelle, itemId: string): void {
  void record(shop, { name: "add_to_cart", itemId });
}

/** Reports that a suggestion was dismissed, or with `back` that the dismissal was undone. */
export function dismissed(shop: Passerelle, { itemId }: Suggestion, back = false): void {
  void (back ? shop.undoDismiss(itemId) : shop.dismiss(itemId)).catch(() => undefined);
}

/** Reports an impression. Resolves to `false` if the item was offered too long ago: another slate may be due. */
export function exposed(shop: Passerelle, { itemId }: Suggestion): Promise<boolean> {
  return shop.recordImpression(itemId).catch(() => true);
}
