/** Cards: one item in a list. */

import { h } from './dom.js';
import { words } from './language.js';
import { address } from './router.js';
import { tile } from './tile.js';

/** @typedef {import('./shop.js').Item} Item */
/** @typedef {import('./shop.js').Shop} Shop */

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

/** An item of the shop. @param {Shop} shop @param {Item} item */
export function itemCard(shop, item) {
  return h('li', { 'data-item-id': item.id },
    h('a', { class: 'card', href: address(['product', item.id]) },
      h('span', { class: 'card-picture' }, pictureOf(item)),
      h('span', { class: 'card-eyebrow' }, item.type.name),
      h('span', { class: 'card-title' }, item.title),
      h('span', { class: 'card-price' }, item.available ? shop.price(item.priceMinor) : words.outOfStock)));
}

/** A shelf of the shop's own, as it stands wherever nothing is suggested. @param {Shop} shop @param {string} title @param {readonly Item[]} items */
export function ownShelf(shop, title, items) {
  return h('div', { class: 'own-shelf' }, h('h2', {}, title), h('ul', { class: 'cards cards-four' }, ...items.map((item) => itemCard(shop, item))));
}
