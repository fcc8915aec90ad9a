/** The basket, with suggestions that complete it below. */

import { ownShelf, pictureOf } from '../cards.js';
import { addToCart, removeFromCart, viewCart } from '../data-layer.js';
import { announce, h } from '../dom.js';
import { words } from '../language.js';
import { page } from '../page.js';
import { address } from '../router.js';

/** The number of the shop's own items that fit in a row. */
const POPULAR = 4;

/**
 * @param {import('../shop.js').Shop} shop
 * @param {import('../cart.js').Cart} cart
 * @param {(order: import('./confirmation.js').Order) => void} ordered
 */
export function cartView(shop, cart, ordered) {
  const basket = h('div', { 'data-cart': true });
  const content = page('cart', { cart: cart.ids.join(' ') }, {
    basket,
    popular: ownShelf(shop, words.popular, shop.divisions.flatMap((division) => shop.popular(division, 1)).slice(0, POPULAR)),
  });
  const completing = content.querySelector('passerelle-suggestions');

  /** @param {import('../shop.js').Item} item @param {number} quantity */
  const line = (item, quantity) => {
    const button = (/** @type {string} */ text, /** @type {string} */ label, /** @type {number} */ target) => {
      const name = `${label}: ${item.title}`;
      const element = h('button', { class: 'button button-quiet', type: 'button', 'aria-label': name, 'data-step': label }, text);
      element.addEventListener('click', () => {
        cart.set(item, target);
        announce(target > 0 ? words.nowThere(target, item.title) : words.takenOut(item.title));
        // The buttons were redrawn: the focus goes to the same button, or to the heading if its line is gone.
        const same = [...basket.querySelectorAll('button')].find((other) => other.getAttribute('aria-label') === name);
        (same ?? basket.querySelector('h1'))?.focus();
        if (target > quantity) addToCart([[item, 1, cart.sizes.get(item)]], shop.currency);
        else removeFromCart(item, 1, shop.currency);
      });
      return element;
    };
    return h('li', { class: 'basket-line', 'data-item-id': item.id },
      h('a', { class: 'basket-picture', href: address(['product', item.id]), tabindex: -1, 'aria-hidden': 'true' }, pictureOf(item)),
      h('div', { class: 'basket-text' },
        h('a', { href: address(['product', item.id]) }, item.title),
        h('span', { class: 'muted' }, [item.division.name, cart.sizes.has(item) && `${words.size} ${cart.sizes.get(item)}`].filter(Boolean).join(', '))),
      h('div', { class: 'basket-steps' },
        button('−', words.fewer, quantity - 1),
        h('span', { class: 'basket-quantity' }, String(quantity)),
        button('+', words.more, quantity + 1)),
      h('span', { class: 'basket-price' }, shop.price((item.priceMinor ?? 0) * quantity)));
  };

  const draw = () => {
    if (cart.lines.size === 0) {
      basket.replaceChildren(
        h('h1', { tabindex: -1 }, words.yourBasket),
        h('p', {}, words.empty),
        h('p', {}, h('a', { class: 'button', href: address([]) }, words.lookAround)));
      completing?.remove();
      return;
    }
    const gift = h('input', { type: 'checkbox', 'data-gift': true });
    const order = h('button', { class: 'button', type: 'button', 'data-purchase': true }, words.order);
    order.addEventListener('click', () => {
      ordered({ number: String(Date.now()), lines: cart.ordered, gift: gift.checked });
      cart.clear();
      location.hash = address(['confirmation']);
    });
    basket.replaceChildren(
      h('h1', { tabindex: -1 }, words.yourBasket),
      h('ul', { class: 'basket-lines' }, ...[...cart.lines].map(([item, quantity]) => line(item, quantity))),
      h('label', { class: 'basket-gift' }, gift, h('span', {}, words.gift)),
      h('div', { class: 'basket-total' },
        h('p', {}, `${words.total} `, h('strong', {}, shop.price(cart.totalMinor))), order));
  };
  draw();
  // The basket changes by its own buttons, or by the suggestions below.
  cart.addEventListener('change', () => basket.isConnected && draw());
  return { title: words.yourBasket, content, shown: () => cart.lines.size > 0 && viewCart(cart.ordered, shop.currency) };
}
