/**
 * What becomes of suggestions, told to the module: the one place for it. Exposures and dismissals have no place in the
 * module yet; what was refused stays away as long as the page is open.
 */

import type { Passerelle } from "../index.js";
import type { Suggestion } from "../types.js";

/** Refused on this page, in whichever element. */
const refused = new Set<string>();

/** Ids that must not be suggested again. */
export function refusedItems(): string[] {
  return [...refused];
}

/** It was followed. */
export function followed(shop: Passerelle, { itemId }: Suggestion): void {
  void shop.track({ name: "select_item", itemId }).catch(() => undefined);
}

/** It was refused. */
export function dismissed(_shop: Passerelle, { itemId }: Suggestion): void {
  refused.add(itemId);
}

/** It was really seen. */
export function exposed(_shop: Passerelle, _suggestion: Suggestion): void {
  // Nothing keeps it yet.
}
