/** The shoppers of the demonstration. Each is a file of what they do; the fictional house has the types they name. */

import faithful from './personas/faithful.js';
import firstVisit from './personas/first-visit.js';
import gifts from './personas/gifts.js';
import perfume from './personas/perfume.js';
import watches from './personas/watches.js';

/**
 * @typedef {{ name: string, who: string, look: string }} Story Who it is, what happens, and what to look at in the end.
 * @typedef {{ look: string, at?: number }} Look Opens the page of an item: of a type, by its slug, the `at`th that can be bought.
 * @typedef {Look | { add: true } | { buy: 'self' | 'other' } | { sleep: number } | { visit: string[] } | { past: [string, number, number][] }} Step
 * `add` puts what is open into the basket, `buy` orders the basket, `sleep` lets days go by, `visit` opens a page of the shop,
 * `past` has the house tell of orders: type, which of it, and how many days ago.
 * @typedef {{ id: string, agrees: boolean, texts: Record<string, Story>, steps: Step[] }} Persona
 */

const PERSONAS = [watches, perfume, gifts, firstVisit, faithful];

/**
 * An item of a type, the `at`th that can be bought, the most ordered first.
 * @param {import('../shop.js').Shop} shop @param {string} slug @param {number} [at]
 */
export function itemOf(shop, slug, at = 0) {
  return shop.type(slug)?.items.filter(({ available }) => available)[at];
}

/** @param {Step} step @returns {[string, number][]} */
function wanted(step) {
  if ('look' in step) return [[step.look, step.at ?? 0]];
  return 'past' in step ? step.past.map(([slug, at]) => [slug, at]) : [];
}

/** Those that find in this shop what they look for. @param {import('../shop.js').Shop} shop */
export function personasOf(shop) {
  return PERSONAS.filter(({ steps }) => steps.flatMap(wanted).every(([slug, at]) => itemOf(shop, slug, at)));
}
