/** Puts the shop together: data, header, consent, and one view for each address. */

import { Cart } from './cart.js';
import { h, one } from './dom.js';
import { setConsent, start } from './recommend.js';
import { address, listen } from './router.js';
import { loadShop } from './shop.js';
import { cartView } from './views/cart.js';
import { divisionView } from './views/division.js';
import { homeView } from './views/home.js';
import { productView } from './views/product.js';

/** @typedef {{ title: string, content: HTMLElement, shown?: () => Promise<void>, refresh?: () => Promise<void> }} View */

const cart = new Cart();
const main = one('main');
/** @type {View | null} */
let current = null;

/** @param {import('./shop.js').Shop} shop @param {import('./router.js').Route} route @returns {View} */
function viewOf(shop, { path: [place, id], query }) {
  if (place === undefined) return homeView(shop);
  if (place === 'cart') return cartView(shop, cart);
  const division = place === 'division' ? shop.division(id) : undefined;
  if (division) return divisionView(shop, division, query);
  const item = place === 'product' ? shop.items.get(id) : undefined;
  if (item) return productView(shop, item, cart);
  return {
    title: 'Not here',
    content: h('div', { class: 'basket' },
      h('h1', { tabindex: -1 }, 'There is nothing at this address'),
      h('p', {}, h('a', { class: 'button', href: address([]) }, 'Back to the first page'))),
  };
}

/** The bar of departments, by the first word of their names so that all ten fit. @param {import('./shop.js').Shop} shop */
function drawDepartments(shop) {
  one('[data-departments]').replaceChildren(...shop.divisions.map(({ id, name }) =>
    h('li', {}, h('a', { href: address(['division', id]), 'data-department': id }, name.split(' and ')[0]))));
}

/** Somebody else's catalogue is shown under their name, without what is said of the demo's. @param {string} house */
function dress(house) {
  one('[data-house]').textContent = house;
  for (const own of document.querySelectorAll('[data-demo]')) own.remove();
}

/** @param {string | undefined} division */
function markDepartment(division) {
  for (const link of document.querySelectorAll('[data-department]')) {
    if (link.getAttribute('data-department') === division) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
}

async function open() {
  // The package loads beside the shop's data; neither waits for the other.
  const ready = start();
  const consent = /** @type {HTMLInputElement} */ (one('[data-consent]'));
  consent.checked = false;
  consent.addEventListener('change', async () => {
    await setConsent(consent.checked);
    await current?.refresh?.();
  });
  void ready.then((there) => {
    consent.disabled = !there;
  });
  one('[data-skip]').addEventListener('click', (event) => {
    // The address after # belongs to the router.
    event.preventDefault();
    main.focus();
  });
  cart.addEventListener('change', () => {
    one('[data-cart-count]').textContent = String(cart.count);
  });

  const shop = await loadShop();
  drawDepartments(shop);
  if (shop.house) dress(shop.house);
  let first = true;
  listen((route) => {
    const view = viewOf(shop, route);
    current = view;
    main.replaceChildren(view.content);
    document.title = `${view.title} · ${shop.house ?? 'Footbridge'}`;
    const item = route.path[0] === 'product' ? shop.items.get(route.path[1]) : undefined;
    markDepartment(item ? item.division.id : route.path[0] === 'division' ? route.path[1] : undefined);
    if (!first) main.querySelector('h1')?.focus({ preventScroll: true });
    first = false;
    void view.shown?.();
  });
}

open().catch((error) => {
  console.warn(`the shop cannot be opened: ${error.message}`);
  main.replaceChildren(h('p', { class: 'loading' }, 'The shop cannot be opened just now. Please try again in a little while.'));
});
