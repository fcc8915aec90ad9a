/** Cards: one item in a list. */

import { badgeOf } from './badges.js';
import { capitalised, h } from './dom.js';
import { words } from './language.js';
import { address } from './router.js';
import { tile } from './tile.js';

/** @typedef {import('./shop.js').Item} Item */
/** @typedef {import('./shop.js').Shop} Shop */
/** @typedef {import('./recommend.js').Suggestion} Suggestion */

/**
 * The picture of an item; decorative, since the title stands beside it.
 * @param {Item} item
 * @param {'lazy' | 'eager'} [loading]
 */
export function pictureOf(item, loading = 'lazy') {
  if (!item.picture) return tile(item);
  const picture = h('img', { class: 'picture', src: item.picture, alt: '', width: 400, height: 500, loading, decoding: 'async', ...(loading === 'eager' && { fetchpriority: 'high' }) });
  // A merchant's own pictures are on another host, and may be gone.
  picture.addEventListener('error', () => picture.replaceWith(tile(item)));
  return picture;
}

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
    body(item.id, pictureOf(item), item.type.name, item.title, item.available ? shop.price(item.priceMinor) : words.outOfStock));
}

/**
 * A suggestion: what Passerelle says of it, in the shop's own words where the shop knows the item. A pack has one language for
 * titles, and shows no price that is too old, as on a day that is pretended.
 * @param {Shop} shop
 * @param {Suggestion} suggestion
 */
export function suggestionCard(shop, suggestion) {
  const { itemId, price, division, type, flags } = suggestion;
  const item = shop.items.get(itemId);
  const picture = item ? pictureOf(item) : tile({ id: itemId, color: '', pattern: '', type: { name: type } });
  const amount = price ? shop.price(Math.round(price.amount * 100)) : item ? shop.price(item.priceMinor) : '';
  const said = badgeOf(flags, document.documentElement.lang);
  return h('li', { 'data-suggestion': true, 'data-item-id': itemId, 'data-division': division.id },
    body(itemId, picture, shop.division(division.id)?.name ?? capitalised(division.name), item?.title ?? suggestion.title, amount,
      said && h('span', { class: 'badge', 'data-badge': said.code }, said.text)));
}

/** A place kept for a card. */
export function blankCard() {
  return h('li', { class: 'card-blank', 'aria-hidden': 'true' },
    h('span', { class: 'card' },
      h('span', { class: 'card-picture' }),
      h('span', { class: 'card-eyebrow' }, '\u00a0'),
      h('span', { class: 'card-title' }, '\u00a0'),
      h('span', { class: 'card-price' }, '\u00a0')));
}
