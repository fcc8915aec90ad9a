/** Draws cards: the items of a list. */

import { h } from './dom.js';
import { words } from './language.js';
import { address } from './router.js';
import { tile } from './tile.js';

/** @typedef {import('./shop.js').Item} Item */
/** @typedef {import('./shop.js').Shop} Shop */

/**
 * Returns the picture of an item; it is decorative, since the title is beside it.
 * @param {Item} item
 * @param {'lazy' | 'eager'} [loading]
 */
export function pictureOf(item, loading = 'lazy') {
  if (!item.picture) return tile(item);
  const picture = h('img', { class: 'picture', src: item.picture, alt: '', width: 400, height: 500, loading, decoding: 'async', ...(loading === 'eager' && { fetchpriority: 'high' }) });
  // A merchant's own pictures are on another host, and may be missing.
  picture.addEventListener('error', () => picture.replaceWith(tile(item)));
  return picture;
}

/** Returns the card of an item. @param {Shop} shop @param {Item} item */
export function itemCard(shop, item) {
  return h('li', { 'data-item-id': item.id },
    h('a', { class: 'card', href: address(['product', item.id]) },
      h('span', { class: 'card-picture' }, pictureOf(item)),
      h('span', { class: 'card-eyebrow' }, item.type.name),
      h('span', { class: 'card-title' }, item.title),
      h('span', { class: 'card-price' }, item.available ? shop.price(item.priceMinor) : words.outOfStock)));
}

/**
 * Returns a shelf of the shop's own: the fallback if there are no suggestions.
 * @param {Shop} shop
 * @param {string} title
 * @param {readonly Item[]} items
 */
export function ownShelf(shop, title, items) {
  return h('div', { class: 'own-shelf' }, h('h2', {}, title), h('ul', { class: 'cards cards-four' }, ...items.map((item) => itemCard(shop, item))));
}
