/**
 * Loads details of items from files beside the shards: for ids that the page declares, or after a click. Not for comparing them: see
 * `module.ts`.
 */

import type { Passerelle } from "../index.js";
import { askModule, warnOf } from "../sharing.js";
import type { Price } from "../types.js";
import type { DetailsFile, ItemDetails } from "./advice-types.js";

/** An item with all details of the feed. Every text is text, never markup. */
export interface Details extends Omit<ItemDetails, "priceMinor"> {
  /** The price at the time of the build; `null` if there is none, or if it is too old to be shown. */
  price: Price | null;
  /** Whether it can be bought now. */
  isAvailable: boolean;
}

/**
 * Returns the details of these items, in their order. Items whose details cannot be loaded are left out, with a warning that gives the
 * reason.
 */
export async function loadDetails(shop: Passerelle, ids: readonly string[]): Promise<Details[]> {
  const warn = (why: string): void => warnOf(shop, "details_unreachable", why);
  let bytes: readonly Uint8Array[] | undefined;
  try {
    bytes = await askModule(shop, (module) => module.detailsFiles([...ids]));
  } catch (error) {
    warn(`${(error as Error).message ?? error}; see whether house.toml says publish = true under [details], and publish details/ of the build`);
    return [];
  }
  if (!bytes) {
    warn("this build has no details: write publish = true under [details] in house.toml and build the pack with the tool of this package");
    return [];
  }
  const files = bytes.flatMap((file) => fileIn(file, warn) ?? []);
  const own = <T>(of: Record<string, T> | undefined, name: string): T | undefined => (of && Object.hasOwn(of, name) ? of[name] : undefined);
  const found = ids.flatMap((id): [DetailsFile, ItemDetails][] => {
    for (const file of files) {
      const item = own(file.items, id) ?? own(file.items, own(file.aliases, id) ?? id);
      if (item) return [[file, item]];
    }
    // A damaged file may have had it, and gave a warning already.
    if (files.length === bytes.length) warn(`the pack does not know the item ${id}: compare it with the feed's ids`);
    return [];
  });
  const { unavailable, hasFreshPrices } = await askModule(shop, (module) => module.adviceContext(found.map(([, { id }]) => id)));
  return found.map(([{ currency, minorDigits }, { priceMinor, ...item }]) => ({
    ...item,
    price: hasFreshPrices && priceMinor !== undefined ? { amount: priceMinor / 10 ** minorDigits, currency } : null,
    isAvailable: !unavailable.includes(item.id),
  }));
}

/** Parses a file of details; `undefined`, with a warning, if it is damaged. */
function fileIn(file: Uint8Array, warn: (why: string) => void): DetailsFile | undefined {
  let problem = "it holds no items";
  try {
    const told = JSON.parse(new TextDecoder().decode(file)) as DetailsFile | null;
    if (typeof told?.items === "object" && told.items !== null) return told;
  } catch (error) {
    problem = (error as Error).message;
  }
  warn(`a file of details/ is damaged (${problem}); build and publish the pack again`);
  return undefined;
}
