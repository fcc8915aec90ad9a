/** Draws the pictures of the items: SVG by type, colour and a random number, 400 by 500, lit from the left. */

import { ACCESSORIES } from './draw-accessories.mjs';
import { CLOTHES } from './draw-clothes.mjs';
import { SHOES } from './draw-shoes.mjs';
import { VANITY } from './draw-vanity.mjs';
import { WATCHES } from './draw-watches.mjs';
import { chance } from './random.mjs';
import { COLORS } from './words.mjs';

/** Background colours of permanent items, and of each kind of collection. */
const GROUNDS = {
  permanent: ['#efebe3', '#ece7de'],
  main: ['#e4e3dc', '#e9e4dd'],
  'pre-collection': ['#e6eaec', '#efe7e4'],
  cruise: ['#e3edea', '#f3e9da'],
  capsule: ['#e9e0dc', '#ddd9d4'],
  collaboration: ['#e2ecee', '#f2ead6'],
};

/**
 * @typedef {{ main: string, dark: string, light: string, metal: string, random: ReturnType<typeof chance>, item: import('./catalogue.mjs').Item }} Paint
 * The inputs of a drawing: its colour, darker and lighter, a metal for buckles, and a random source of its own.
 */

const DRAWINGS = { ...CLOTHES, ...ACCESSORIES, ...SHOES, ...VANITY, ...WATCHES };

/** Returns the picture of an item, as an SVG file. @param {import('./catalogue.mjs').Item} item */
export function picture(item) {
  const random = chance(`picture ${item.id}`);
  const ground = random.one(GROUNDS[item.collection?.kind ?? 'permanent']);
  const main = COLORS[item.color].hex;
  const paint = { main, dark: mix(main, '#120d0a', 0.3), light: mix(main, '#ffffff', 0.22), metal: ['silver', 'steel'].includes(item.material) ? '#aab0b6' : '#bb9a52', random, item };
  return '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 500" width="400" height="500">'
    + `<path fill="${ground}" d="M0 0h400v500H0z"/><path fill="${mix(ground, '#000000', 0.035)}" d="M0 396h400v104H0z"/>`
    + `${DRAWINGS[item.type.id](paint)}</svg>\n`;
}

/** Mixes two colours, `#rrggbb`. @param {string} one @param {string} other @param {number} share of the other */
export function mix(one, other, share) {
  const part = (/** @type {string} */ color, /** @type {number} */ at) => parseInt(color.slice(1 + at * 2, 3 + at * 2), 16);
  return `#${[0, 1, 2].map((at) => Math.round(part(one, at) * (1 - share) + part(other, at) * share).toString(16).padStart(2, '0')).join('')}`;
}
