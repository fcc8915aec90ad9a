/** Looks up titles and prices that the module has already, and caches them. Not for fetching those of further items: see `Passerelle.item()`. */

import { hasPrice, learnItem } from "./cards.js";
import type { Passerelle } from "./index.js";
import { askModule } from "./sharing.js";

/** Caches the items whose price is not cached, as far as the module knows them: from this page, or beside the history. It fetches no file. */
export async function lookUp(shop: Passerelle, itemIds: readonly string[]): Promise<void> {
  const unknown = itemIds.filter((id) => !hasPrice(id));
  // Titles and prices are optional here: a failed call is ignored.
  const items = await askModule(shop, (module) => unknown.map((id) => module.itemCard(id))).catch(() => []);
  for (const item of items) if (item) learnItem(item);
}
