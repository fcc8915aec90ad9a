/** The sizes of shoes and clothes, and which of them are left. */

import { chance } from './random.mjs';

/** Of the European system, by type. */
const CLOTHES = ['34', '36', '38', '40', '42', '44'];
const SHOES = ['36', '37', '38', '39', '40', '41'];
const SIZES = { coat: CLOTHES, knit: CLOTHES, dress: CLOTHES, shirt: CLOTHES, pumps: SHOES, loafers: SHOES, flats: SHOES, boots: SHOES };
export const SYSTEM = 'EU';
/** Share of the sizes of an item that can be bought which cannot. */
const SOLD_OUT = 0.35;

/**
 * The sizes of an item, each with whether it can be bought; none of what has no sizes. At least one size is left of what can be bought.
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
