/** Details of items, as the page may show them: from files beside the shards, asked for by the page's word or at a click. */

import type { Passerelle } from "../index.js";
import { askModule, warnOf } from "../sharing.js";
import type { AdviceContext, Price } from "../types.js";
import type { DetailsFile, ItemDetails } from "./advice-types.js";

/** An item with all that the feed says of it. Every text is text, never markup. */
export interface Details extends Omit<ItemDetails, "priceMinor"> {
  /** As of the build; `null` where there is none, or it is too old to be shown. */
  price: Price | null;
  /** Whether it can be bought now. */
  isAvailable: boolean;
}

/** The details of these items, in their order, without those that cannot be had; a warning says why. */
export async function loadDetails(shop: Passerelle, ids: readonly string[]): Promise<Details[]> {
  const warn = (why: string): void => warnOf(shop, "details_unreachable", why);
  let files: DetailsFile[];
  try {
    const bytes = await askModule(shop, (module) => module.detailsFiles([...ids]) as Promise<Uint8Array[] | undefined>);
    if (!bytes) {
      warn("this build has no details: write publish = true under [details] in house.toml and build the pack with the tool of this package");
      return [];
    }
    files = bytes.map((file) => JSON.parse(new TextDecoder().decode(file)) as DetailsFile);
  } catch (error) {
    warn(`${(error as Error).message ?? error}; see whether house.toml says publish = true under [details], and publish details/ of the build`);
    return [];
  }
  const own = <T>(of: Record<string, T> | undefined, name: string): T | undefined => (of && Object.hasOwn(of, name) ? of[name] : undefined);
  const found = ids.flatMap((id): [DetailsFile, ItemDetails][] => {
    for (const file of files) {
      const item = own(file.items, id) ?? own(file.items, own(file.aliases, id) ?? id);
      if (item) return [[file, item]];
    }
    warn(`the pack does not know the item ${id}: compare it with the feed's ids`);
    return [];
  });
  const { unavailable, hasFreshPrices } = await askModule(shop, (module) => module.adviceContext(found.map(([, { id }]) => id)) as AdviceContext);
  return found.map(([{ currency, minorDigits }, { priceMinor, ...item }]) => ({
    ...item,
    price: hasFreshPrices && priceMinor !== undefined ? { amount: priceMinor / 10 ** minorDigits, currency } : null,
    isAvailable: !unavailable.includes(item.id),
  }));
}
