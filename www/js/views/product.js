/** A product page, with the place for suggestions below it. */

import { announce, h } from '../dom.js';
import { track } from '../recommend.js';
import { address } from '../router.js';
import { suggestionPlace } from '../suggestions.js';
import { tile } from '../tile.js';

const listed = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** What the data says of an item, as a sentence. @param {import('../shop.js').Item} item */
function description(item) {
  const colors = item.color ? item.color.split('/') : [];
  const materials = item.material.split('/').filter((material) => material && !colors.includes(material));
  const parts = [];
  if (colors.length > 0) parts.push(`in ${listed.format(colors)}`);
  if (materials.length > 0) parts.push(`made with ${listed.format(materials)}`);
  if (item.pattern) parts.push(`with a ${item.pattern.split('/')[0].replace('-', ' ')} design`);
  const choice = item.variants > 1 ? ` There are ${item.variants} to choose from.` : '';
  return parts.length > 0 ? `${item.type.name} ${parts.join(', ')}.${choice}` : `From our ${item.division.name} department.${choice}`;
}

/**
 * @param {import('../shop.js').Shop} shop
 * @param {import('../shop.js').Item} item
 * @param {import('../cart.js').Cart} cart
 */
export function productView(shop, item, cart) {
  const place = suggestionPlace(shop, item, () => cart.ids);
  const add = h('button', { class: 'button', type: 'button', 'data-add-to-cart': item.id, disabled: !item.available }, 'Add to basket');
  const added = h('a', { class: 'in-basket', href: address(['cart']) }, '');
  const count = () => {
    const quantity = cart.quantity(item);
    added.textContent = quantity > 0 ? `${quantity} in your basket` : '';
    added.hidden = quantity === 0;
  };
  add.addEventListener('click', async () => {
    cart.set(item, cart.quantity(item) + 1);
    count();
    announce(`${item.title} is in your basket`);
    void track('add_to_cart', item.id);
    await place.refresh();
  });
  count();

  const type = address(['division', item.division.id], { type: item.type.slug });
  return {
    title: item.title,
    content: h('div', { 'data-product': item.id },
      h('article', { class: 'product' },
        h('div', { class: 'product-picture' }, tile(item)),
        h('div', { class: 'product-text' },
          h('nav', { class: 'crumbs', 'aria-label': 'You are here' },
            h('a', { href: address([]) }, 'Home'),
            h('a', { href: address(['division', item.division.id]) }, item.division.name),
            h('a', { href: type }, item.type.name)),
          h('h1', { tabindex: -1 }, item.title),
          h('p', { class: 'product-price' }, shop.price(item.priceMinor)),
          h('p', {}, description(item)),
          h('p', { class: 'muted' }, item.available ? 'In stock' : 'Out of stock', ` · Item ${item.id}`),
          h('div', { class: 'product-actions' }, add, added,
            item.link && h('a', { href: item.link, rel: 'noreferrer', target: '_blank' }, 'In your shop')))),
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
