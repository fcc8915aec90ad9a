/**
 * Starts the shop: its data, frame and consent, and one view per address.
 *
 * Passerelle is in the page's templates (index.html). This file contains what any shop adds to it: it answers `passerelle-add` and
 * `passerelle-add-routine`, and opens its own page when a suggestion is followed. The workbench, which inspects Passerelle and plays shoppers, is in a folder of its own; it is
 * loaded when it is opened from the bar at the top.
 */

import { shopData } from './shop-data.js';
import { Cart } from './cart.js';
import { addToCart, consent as tellConsent } from './data-layer.js';
import { h, one } from './dom.js';
import { drawFoot, drawTop, markDepartment } from './frame.js';
import { handOver, takeOver } from './hand-over.js';
import { words } from './language.js';
import { address, listen } from './router.js';
import { pretend, pretending } from './season.js';
import { Shop } from './shop.js';
import { cartView } from './views/cart.js';
import { collectionView } from './views/collection.js';
import { confirmationView } from './views/confirmation.js';
import { divisionView } from './views/division.js';
import { homeView } from './views/home.js';
import { privacyView } from './views/privacy.js';
import { productView } from './views/product.js';

/** @typedef {{ title: string, content: Node, shown?: () => unknown }} View `shown` is called once the page is drawn. */

const cart = new Cart();
const main = one('main');
/** The host of the fictional house's own pages, which do not exist. */
const NOWHERE = 'orsenne.example';
/** The last order, for the confirmation page. @type {import('./views/confirmation.js').Order | undefined} */
let order;
/** The address of the open page, from the # on. */
let shown = '';

/** @param {import('./shop.js').Shop} shop @param {import('./router.js').Route} route @returns {View} */
function viewOf(shop, { path: [place, id], query }) {
  if (place === undefined) return homeView(shop);
  if (place === 'cart') return cartView(shop, cart, (made) => (order = made));
  if (place === 'confirmation') {
    const made = order;
    order = undefined;
    return confirmationView(shop, made);
  }
  if (place === 'privacy') return privacyView();
  const division = place === 'division' ? shop.division(id) : undefined;
  if (division) return divisionView(shop, division, query);
  const collection = place === 'collection' ? shop.collections.find((one) => one.id === id) : undefined;
  if (collection) return collectionView(shop, collection);
  const item = place === 'product' ? shop.items.get(id) : undefined;
  if (item) return productView(shop, item, cart);
  const [title, text] = place === 'elsewhere' ? [words.elsewhere, words.elsewhereMore] : [words.nowhere, ''];
  return {
    title,
    content: h('div', { class: 'basket' },
      h('h1', { tabindex: -1 }, title),
      text && h('p', {}, text),
      h('p', {}, h('a', { class: 'button', href: address([]) }, words.backHome))),
  };
}

/** The button that opens the workbench. @param {() => import('./workbench/panel.js').Hands} hands Its access to the shop. */
function workbenchButton(hands) {
  const button = h('button', { class: 'open-workbench', type: 'button', 'aria-expanded': 'false', 'data-open-workbench': true }, words.workbench);
  button.addEventListener('click', async () => {
    try {
      const { toggle } = await import('./workbench/panel.js');
      await toggle(button, hands());
    } catch (error) {
      console.warn(`the workbench cannot be opened: ${error}`);
    }
  });
  return button;
}

/** Opens a page of the shop, and waits until it is drawn. @param {string[]} path */
async function go(path) {
  const hash = address(path);
  if (shown !== hash) {
    const arrived = new Promise((done) => window.addEventListener('hashchange', done, { once: true }));
    location.hash = hash;
    await arrived;
  }
}

/** Handles the events of the elements. @param {Shop} shop */
function serve(shop) {
  // The basket belongs to the shop: "Add to basket" on a suggestion dispatches an event to it.
  const add = (/** @type {readonly string[]} */ ids) => {
    const added = ids.flatMap((id) => shop.items.get(id) ?? []);
    addToCart(added.map((item) => [item, 1]), shop.currency);
    for (const item of added) cart.set(item, cart.quantity(item) + 1);
    return added.length > 0;
  };
  document.addEventListener('passerelle-add', (event) => {
    const { items, respondWith } = /** @type {CustomEvent} */ (event).detail;
    respondWith(Promise.resolve(add(items.map((/** @type {{ itemId: string }} */ { itemId }) => itemId))));
  });
  // The same for all items of a routine.
  document.addEventListener('passerelle-add-routine', (event) => {
    const { itemIds, respondWith } = /** @type {CustomEvent} */ (event).detail;
    respondWith(Promise.resolve(add(itemIds)));
  });
  // A single-page shop opens its own pages itself, since the feed's addresses are on another site.
  document.addEventListener('passerelle-click', (event) => {
    const { itemId, url } = /** @type {CustomEvent} */ (event).detail;
    if (new URL(url).origin === location.origin || !shop.items.has(itemId)) return;
    event.preventDefault();
    location.hash = address(['product', itemId]);
  });
  // The demonstration's house has no pages for stories, care and offers.
  document.addEventListener('click', (event) => {
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    if (!(link instanceof HTMLAnchorElement) || link.hostname !== NOWHERE) return;
    event.preventDefault();
    location.hash = address(['elsewhere']);
  });
  // The elements get the items of the basket, which are never suggested.
  cart.addEventListener('change', () => {
    for (const element of document.querySelectorAll('passerelle-suggestions[cart]')) element.setAttribute('cart', cart.ids.join(' '));
    one('[data-cart-count]').textContent = String(cart.count);
  });
}

async function open() {
  const before = takeOver();
  /** The switch for consent to a history: the shop's consent platform. */
  const consent = h('input', { type: 'checkbox', role: 'switch', 'data-consent': true });
  const agree = (/** @type {boolean} */ granted) => {
    consent.checked = granted;
    tellConsent(granted);
    consent.dispatchEvent(new Event('agreed'));
  };
  consent.addEventListener('change', () => agree(consent.checked));
  if (before.consent) agree(true);
  one('[data-skip]').addEventListener('click', (event) => {
    // The router owns the fragment of the address.
    event.preventDefault();
    main.focus();
  });

  const shop = new Shop(await shopData());
  const leaving = (/** @type {import('./hand-over.js').HandOver['workbench']} */ noted = null) =>
    handOver({ basket: cart.ordered.map(([{ id }, count, size]) => [id, count, size]), consent: consent.checked, season: pretending(), workbench: noted });
  const workbench = workbenchButton(() => ({ shop, cart, main, consent, agree, go, leaving, noted: before.workbench ?? null }));
  drawTop(shop, { consent, workbench, leaving: () => leaving() });
  drawFoot(shop);
  main.hidden = false;
  serve(shop);
  for (const [id, quantity, size] of before.basket) {
    const item = shop.items.get(id);
    if (item && size) cart.sizes.set(item, size);
    if (item) cart.set(item, quantity);
  }
  let first = true;
  listen((route) => {
    shown = location.hash;
    const view = viewOf(shop, route);
    main.replaceChildren(view.content);
    main.dataset.page = shown || address([]);
    document.title = shop.name ? `${view.title} · ${shop.name}` : view.title;
    const item = route.path[0] === 'product' ? shop.items.get(route.path[1]) : undefined;
    markDepartment(item ? item.division.id : route.path[0] === 'division' ? route.path[1] : undefined);
    // The focus stays in the workbench while it is used.
    if (!first && !document.activeElement?.closest('[data-workbench]')) main.querySelector('h1')?.focus({ preventScroll: true });
    first = false;
    view.shown?.();
  });
  if (before.season) void pretend(before.season);
  if (before.workbench || /[?&]passerelle-inspect/.test(location.search)) workbench.click();
}

open().catch((error) => {
  console.warn(`the shop cannot be opened: ${error.message}`);
  main.replaceChildren(h('p', { class: 'loading' }, words.closed));
  main.hidden = false;
});
