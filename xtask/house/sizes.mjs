/** Generates the sizes of shoes and clothes, and their availability. */

import { chance } from './random.mjs';

/** Sizes in the European system, by type. */
const CLOTHES = ['34', '36', '38', '40', '42', '44'];
const SHOES = ['36', '37', '38', '39', '40', '41'];
const SIZES = { coat: CLOTHES, knit: CLOTHES, dress: CLOTHES, shirt: CLOTHES, pumps: SHOES, loafers: SHOES, flats: SHOES, boots: SHOES };
export const SYSTEM = 'EU';
/** The share of sold-out sizes among the sizes of an item that can be bought. */
const SOLD_OUT = 0.35;

/**
 * Returns the sizes of an item with their availability; empty for a type without sizes. An item that can be bought has
 * at least one available size.
 * @param {import('./catalogue.mjs').Item} item
 * @returns {{ size: string, available: boolean }[]}
 */
export function sizesOf({ id, type, available }) {
  const sizes = SIZES[/** @type {keyof typeof SIZES} */ (type.id)] ?? [];
  const random = chance(`sizes ${id}`);
  const always = random.one(sizes);
  return sizes.map((size) => {
    const isSoldOut = random.happens(SOLD_OUT);
    return { size, available: available && (size === always || !isSoldOut) };
  });
}
