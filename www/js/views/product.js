/** A product page. */

import { ownShelf, pictureOf } from '../cards.js';
import { addToCart, viewItem } from '../data-layer.js';
import { announce, h } from '../dom.js';
import { productJsonLd } from '../json-ld.js';
import { number, words } from '../language.js';
import { page } from '../page.js';
import { address } from '../router.js';

/** The number of the shop's own items that fit in a row. */
const POPULAR = 4;

/** Returns the details of an item, by name. @param {import('../shop.js').Shop} shop @param {import('../shop.js').Item} item */
function details(shop, item) {
  const list = (/** @type {string} */ values) => values.split('/').filter(Boolean).join(', ').replaceAll('-', ' ');
  const collections = shop.collectionsOf(item).map(({ id, name }) => h('a', { href: address(['collection', id]) }, name));
  const rows = /** @type {[string, string | Node][]} */ ([
    [words.color, list(item.color)], [words.material, list(item.material)], [words.pattern, list(item.pattern)],
    [words.variants, item.variants > 1 ? number(item.variants) : ''],
    ...collections.map((link) => [words.kinds.main, link]),
    [words.reference, item.id],
  ]);
  return h('dl', { class: 'details' }, ...rows.filter(([, value]) => value).flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]));
}

/** A choice of the sizes that are left; the first of them is chosen. @param {import('../shop.js').Item} item */
function sizeChoice(item) {
  const choice = /** @type {HTMLSelectElement} */ (h('select', { 'data-size': '' },
    ...item.sizes.map(([size, available]) => h('option', { value: size, disabled: !available }, available ? size : `${size}, ${words.outOfStock}`))));
  choice.value = item.sizes.find(([, available]) => available)?.[0] ?? '';
  return choice;
}

/**
 * @param {import('../shop.js').Shop} shop
 * @param {import('../shop.js').Item} item
 * @param {import('../cart.js').Cart} cart
 */
export function productView(shop, item, cart) {
  const add = h('button', { class: 'button', type: 'button', 'data-add-to-cart': item.id, disabled: !item.available }, words.add);
  const added = h('a', { class: 'in-basket', href: address(['cart']) }, '');
  const count = () => {
    const quantity = cart.quantity(item);
    added.textContent = quantity > 0 ? words.added(quantity) : '';
    added.hidden = quantity === 0;
  };
  const sizes = item.sizes.length > 0 && sizeChoice(item);
  add.addEventListener('click', () => {
    const size = sizes ? sizes.value : undefined;
    addToCart([[item, 1, size]], shop.currency);
    if (size) cart.sizes.set(item, size);
    cart.set(item, cart.quantity(item) + 1);
    count();
    announce(words.isAdded(item.title));
  });
  count();

  const product = document.createDocumentFragment();
  product.append(
    h('div', { class: 'product-picture' }, pictureOf(item, 'eager')),
    h('div', { class: 'product-text' },
      h('nav', { class: 'crumbs', 'aria-label': words.here },
        h('a', { href: address([]) }, words.home),
        h('a', { href: address(['division', item.division.id]) }, item.division.name),
        h('a', { href: address(['division', item.division.id], { type: item.type.slug }) }, item.type.name)),
      h('h1', { tabindex: -1, 'data-product': item.id }, item.title),
      h('p', { class: 'product-price' }, shop.price(item.priceMinor)),
      details(shop, item),
      h('p', { class: 'muted' }, item.available ? words.inStock : words.outOfStock),
      sizes && h('p', {}, h('label', { class: 'size' }, `${words.size} `, sizes)),
      h('div', { class: 'product-actions' }, add, added,
        /^https?:/.test(item.link) && h('a', { href: item.link, rel: 'noreferrer', target: '_blank' }, words.inYourShop))));
  return {
    title: item.title,
    content: page('product', { product: item.id, cart: cart.ids.join(' ') }, {
      'json-ld': productJsonLd(shop, item),
      product,
      popular: ownShelf(shop, words.popularHere, shop.popular(item.division, POPULAR, item)),
    }),
    shown: () => viewItem(item, shop.currency),
  };
}
