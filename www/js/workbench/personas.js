/** The personas of the demonstration, one file each: those of the fictional house, by the types that they name, and those for any shop. */

import advised from './personas/advised.js';
import back from './personas/back.js';
import basket from './personas/basket.js';
import care from './personas/care.js';
import faithful from './personas/faithful.js';
import firstVisit from './personas/first-visit.js';
import gifts from './personas/gifts.js';
import offer from './personas/offer.js';
import { ordinaryPersonas } from './personas/ordinary.js';
import perfume from './personas/perfume.js';
import size from './personas/size.js';
import undecided from './personas/undecided.js';
import watches from './personas/watches.js';

/**
 * @typedef {{ name: string, who: string, look: string }} Story Who it is, what happens, and what to look at in the end.
 * @typedef {{ look: string, at?: number }} Look Opens the page of an item: of a type, by its slug, the `at`th that can be bought.
 * @typedef {Look | { add: true, size?: string } | { buy: 'self' | 'other' } | { sleep: number } | { visit: string[] } | { story: number } | { close: true } | { past: [string, number, number][] } | { open: string } | { told: [string, number][] }} Step
 * `add` puts what is open into the basket, in that size if it is left, `buy` orders the basket, `sleep` lets days go by, `visit` opens a page of the shop,
 * `story` that of a collection, 0 for the one that ends first, `close` closes the house's message, `past` has the house tell of orders: type, which of it, and how many days ago. `open` and
 * `told` are `look` and `past` by the ids of items.
 * @typedef {{ id: string, agrees: boolean, texts: Record<string, Story>, steps: Step[], shows?: string }} Persona
 * `shows` is what comes into sight in the end; a shelf of suggestions unless set.
 */

const PERSONAS = [watches, perfume, gifts, firstVisit, faithful, back, basket, care, offer, undecided, advised, size];

/**
 * Returns the `at`th item of a type that can be bought, the most ordered first.
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

/**
 * Returns the personas of a shop: for the fictional house, those whose items it has; for another shop, the personas for any shop.
 * @param {import('../shop.js').Shop} shop
 */
export function personasOf(shop) {
  const hasPage = (/** @type {Step} */ step) => !('visit' in step) || step.visit[0] !== 'division' || shop.division(step.visit[1]) !== undefined;
  if (!shop.simulated) return ordinaryPersonas(shop);
  return PERSONAS.filter(({ steps }) => steps.every(hasPage) && steps.flatMap(wanted).every(([slug, at]) => itemOf(shop, slug, at)));
}
