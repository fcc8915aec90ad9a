/** What becomes of suggestions, told to the module: the one place for it. */

import type { Passerelle } from "../index.js";
import { record } from "../sharing.js";
import type { Suggestion } from "../types.js";

/** It was followed. */
export function followed(shop: Passerelle, { itemId }: Suggestion): void {
  void record(shop, { name: "select_item", itemId });
}

/** It was put into the cart. */
export function added(shop: Passerelle, itemId: string): void {
  void record(shop, { name: "add_to_cart", itemId });
}

/** It was refused, or the refusal taken `back`. */
export function dismissed(shop: Passerelle, { itemId }: Suggestion, back = false): void {
  void (back ? shop.undoDismiss(itemId) : shop.dismiss(itemId)).catch(() => undefined);
}

/** It was really seen. False when it was offered too long ago: something else may be due now. */
export function exposed(shop: Passerelle, { itemId }: Suggestion): Promise<boolean> {
  return shop.recordImpression(itemId).catch(() => true);
}
