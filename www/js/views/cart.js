/** The basket. */

import { announce, h } from '../dom.js';
import { track } from '../recommend.js';
import { address } from '../router.js';
import { tile } from '../tile.js';

/**
 * @param {import('../shop.js').Shop} shop
 * @param {import('../cart.js').Cart} cart
 */
export function cartView(shop, cart) {
  const content = h('div', { class: 'basket', 'data-cart': true });

  /** @param {import('../shop.js').Item} item @param {number} quantity */
  const line = (item, quantity) => {
    const button = (/** @type {string} */ text, /** @type {string} */ label, /** @type {number} */ target) => {
      const name = `${label}: ${item.title}`;
      const element = h('button', { class: 'button button-quiet', type: 'button', 'aria-label': name, 'data-step': label }, text);
      element.addEventListener('click', () => {
        cart.set(item, target);
        draw();
        announce(target > 0 ? `${target} of ${item.title}` : `${item.title} is taken out`);
        // The buttons were drawn anew: the focus goes to the same one, or to the heading when the line has gone.
        const same = [...content.querySelectorAll('button')].find((other) => other.getAttribute('aria-label') === name);
        (same ?? content.querySelector('h1'))?.focus();
        if (target > quantity) void track('add_to_cart', item.id);
        else if (target === 0) void track('remove_from_cart', item.id);
      });
      return element;
    };
    return h('li', { class: 'basket-line', 'data-item-id': item.id },
      h('a', { class: 'basket-picture', href: address(['product', item.id]), tabindex: -1, 'aria-hidden': true }, tile(item)),
      h('div', { class: 'basket-text' },
        h('a', { href: address(['product', item.id]) }, item.title),
        h('span', { class: 'muted' }, item.division.name)),
      h('div', { class: 'basket-steps' },
        button('−', 'One fewer', quantity - 1),
        h('span', { class: 'basket-quantity' }, String(quantity)),
        button('+', 'One more', quantity + 1)),
      h('span', { class: 'basket-price' }, shop.price((item.priceMinor ?? 0) * quantity)));
  };

  const draw = () => {
    if (cart.lines.size === 0) {
      content.replaceChildren(
        h('h1', { tabindex: -1 }, 'Your basket'),
        h('p', {}, 'There is nothing in it yet.'),
        h('p', {}, h('a', { class: 'button', href: address([]) }, 'Look around')));
      return;
    }
    const order = h('button', { class: 'button', type: 'button', 'data-purchase': true }, 'Place the order');
    order.addEventListener('click', async () => {
      const bought = cart.ids;
      cart.clear();
      content.replaceChildren(
        h('h1', { tabindex: -1 }, 'Thank you'),
        h('p', {}, 'This is a demonstration: nothing was sold, and nothing was sent.'),
        h('p', {}, h('a', { class: 'button', href: address([]) }, 'Look around')));
      content.querySelector('h1')?.focus();
      for (const id of bought) await track('purchase', id);
    });
    content.replaceChildren(
      h('h1', { tabindex: -1 }, 'Your basket'),
      h('ul', { class: 'basket-lines' }, ...[...cart.lines].map(([item, quantity]) => line(item, quantity))),
      h('div', { class: 'basket-total' },
        h('p', {}, 'Total ', h('strong', {}, shop.price(cart.totalMinor))), order));
  };
  draw();
  return { title: 'Your basket', content };
}
