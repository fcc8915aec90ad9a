/** Cards: one item in a list. */

import { badgeOf } from './badges.js';
import { capitalised, h } from './dom.js';
import { address } from './router.js';
import { tile } from './tile.js';

/** @typedef {import('./shop.js').Item} Item */
/** @typedef {import('./shop.js').Shop} Shop */
/** @typedef {import('./recommend.js').Suggestion} Suggestion */

/**
 * @param {string} id
 * @param {Node} picture
 * @param {string} eyebrow
 * @param {string} title
 * @param {string} price
 * @param {Node | null} [badge]
 */
function body(id, picture, eyebrow, title, price, badge = null) {
  return h('a', { class: 'card', href: address(['product', id]) },
    h('span', { class: 'card-picture' }, picture, badge),
    h('span', { class: 'card-eyebrow' }, eyebrow),
    h('span', { class: 'card-title' }, title),
    h('span', { class: 'card-price' }, price));
}

/** An item of the shop. @param {Shop} shop @param {Item} item */
export function itemCard(shop, item) {
  return h('li', { 'data-item-id': item.id },
    body(item.id, tile(item), item.type.name, item.title, item.available ? shop.price(item.priceMinor) : 'Out of stock'));
}

/**
 * A suggestion: drawn from what Passerelle says; the drawing's colour comes from the shop, and the price of a card that is too
 * old to show its own, as on a day that is pretended.
 * @param {Shop} shop
 * @param {Suggestion} suggestion
 */
export function suggestionCard(shop, suggestion) {
  const { itemId, title, price, division, type, flags } = suggestion;
  const item = shop.items.get(itemId);
  const picture = tile({ id: itemId, color: item?.color ?? '', pattern: item?.pattern ?? '', image: item?.image ?? '', type: { name: type } });
  const amount = price && new Intl.NumberFormat('en-GB', { style: 'currency', currency: price.currency }).format(price.amount);
  const said = badgeOf(flags, document.documentElement.lang);
  return h('li', { 'data-suggestion': true, 'data-item-id': itemId, 'data-division': division.id },
    body(itemId, picture, capitalised(division.name), title, amount ?? (item ? shop.price(item.priceMinor) : ''), said && h('span', { class: 'badge', 'data-badge': said.code }, said.text)));
}

/** A place kept for a card. */
export function blankCard() {
  return h('li', { class: 'card-blank', 'aria-hidden': true },
    h('span', { class: 'card' },
      h('span', { class: 'card-picture' }),
      h('span', { class: 'card-eyebrow' }, '\u00a0'),
      h('span', { class: 'card-title' }, '\u00a0'),
      h('span', { class: 'card-price' }, '\u00a0')));
}
