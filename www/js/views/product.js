/** A product page, with the place for suggestions below it. */

import { itemCard, pictureOf } from '../cards.js';
import { announce, h } from '../dom.js';
import { number, words } from '../language.js';
import { track } from '../recommend.js';
import { address } from '../router.js';
import { suggestionPlace } from '../suggestions.js';

/** What the data says of an item, by name. @param {import('../shop.js').Shop} shop @param {import('../shop.js').Item} item */
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

/**
 * @param {import('../shop.js').Shop} shop
 * @param {import('../shop.js').Item} item
 * @param {import('../cart.js').Cart} cart
 */
export function productView(shop, item, cart) {
  const place = suggestionPlace(shop, () => ({ placement: 'product', itemId: item.id, exclude: cart.ids }), words.otherDepartments,
    { title: words.popularHere, cards: () => shop.popular(item.division, 4, item).map((popular) => itemCard(shop, popular)) });
  const add = h('button', { class: 'button', type: 'button', 'data-add-to-cart': item.id, disabled: !item.available }, words.add);
  const added = h('a', { class: 'in-basket', href: address(['cart']) }, '');
  const count = () => {
    const quantity = cart.quantity(item);
    added.textContent = quantity > 0 ? words.added(quantity) : '';
    added.hidden = quantity === 0;
  };
  add.addEventListener('click', async () => {
    cart.set(item, cart.quantity(item) + 1);
    count();
    announce(words.isAdded(item.title));
    void track('add_to_cart', item.id);
    await place.refresh();
  });
  count();

  const type = address(['division', item.division.id], { type: item.type.slug });
  return {
    title: item.title,
    content: h('div', { 'data-product': item.id },
      h('article', { class: 'product' },
        h('div', { class: 'product-picture' }, pictureOf(item, 'eager')),
        h('div', { class: 'product-text' },
          h('nav', { class: 'crumbs', 'aria-label': words.here },
            h('a', { href: address([]) }, words.home),
            h('a', { href: address(['division', item.division.id]) }, item.division.name),
            h('a', { href: type }, item.type.name)),
          h('h1', { tabindex: -1 }, item.title),
          h('p', { class: 'product-price' }, shop.price(item.priceMinor)),
          details(shop, item),
          h('p', { class: 'muted' }, item.available ? words.inStock : words.outOfStock),
          h('div', { class: 'product-actions' }, add, added,
            item.link && h('a', { href: item.link, rel: 'noreferrer', target: '_blank' }, words.inYourShop)))),
      place.region),
    /** Once the page stands: what was looked at, then what may go with it. Calls run in their order. */
    async shown() {
      void track('view_item', item.id);
      await place.refresh();
    },
    /** When consent changes. */
    refresh: () => place.refresh(),
  };
}
