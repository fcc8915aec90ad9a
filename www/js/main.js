/**
 * Puts the shop together: data, frame, consent, and one view for each address.
 *
 * Everything about Passerelle goes through recommend.js. The workbench, which looks into it and plays shoppers, is in a folder
 * of its own and loaded when it is opened from the strip above the page.
 */

import { shopData } from './shop-data.js';
import { Cart } from './cart.js';
import { h, one } from './dom.js';
import { drawFoot, drawTop, markDepartment } from './frame.js';
import { handOver, takeOver } from './hand-over.js';
import { words } from './language.js';
import { beginPage, setConsent, start } from './recommend.js';
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

/** @typedef {{ title: string, content: HTMLElement, shown?: () => Promise<void>, refresh?: () => Promise<void> }} View */

const cart = new Cart();
const main = one('main');
/** As long as that is waited for a moment of rest. */
const IDLE_MS = 500;
/** @type {View | null} */
let current = null;
/** What the page that is open still has to ask and draw. */
let standing = Promise.resolve();
/** The address of the page that is open, from the # on. */
let shown = '';

/** @param {import('./shop.js').Shop} shop @param {import('./router.js').Route} route @returns {View} */
function viewOf(shop, { path: [place, id], query }) {
  if (place === undefined) return homeView(shop);
  if (place === 'cart') return cartView(shop, cart);
  if (place === 'confirmation') return confirmationView(shop);
  if (place === 'privacy') return privacyView();
  const division = place === 'division' ? shop.division(id) : undefined;
  if (division) return divisionView(shop, division, query);
  const collection = place === 'collection' ? shop.collections.find((one) => one.id === id) : undefined;
  if (collection) return collectionView(shop, collection);
  const item = place === 'product' ? shop.items.get(id) : undefined;
  if (item) return productView(shop, item, cart);
  return {
    title: words.nowhere,
    content: h('div', { class: 'basket' },
      h('h1', { tabindex: -1 }, words.nowhere),
      h('p', {}, h('a', { class: 'button', href: address([]) }, words.backHome))),
  };
}

/** The button that opens the workbench. @param {() => import('./workbench/panel.js').Hands} hands What it works with. */
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

/** Goes to a page of the shop, and waits until it stands. @param {string[]} path */
async function go(path) {
  const hash = address(path);
  if (shown !== hash) {
    const arrived = new Promise((done) => window.addEventListener('hashchange', done, { once: true }));
    location.hash = hash;
    await arrived;
  }
  await standing;
}

async function open() {
  const before = takeOver();
  /** The switch that says whether this page may remember. */
  const consent = h('input', { type: 'checkbox', role: 'switch', 'data-consent': true, disabled: true });
  /** @type {() => void} */
  let stands = () => undefined;
  const agree = async (/** @type {boolean} */ granted, /** @type {boolean} */ answer) => {
    consent.checked = granted;
    await setConsent(granted, answer);
    await current?.refresh?.();
  };
  consent.addEventListener('change', () => agree(consent.checked, true));
  void start(new Promise((resolve) => (stands = () => resolve(undefined)))).then(async (there) => {
    if (there && before.season) await pretend(before.season);
    if (there && before.consent) await agree(true, false);
    consent.disabled = !there;
    if (before.workbench || /[?&]passerelle-inspect/.test(location.search)) workbench.click();
  });
  one('[data-skip]').addEventListener('click', (event) => {
    // The address after # belongs to the router.
    event.preventDefault();
    main.focus();
  });

  const shop = new Shop(await shopData());
  const leaving = (/** @type {import('./hand-over.js').HandOver['workbench']} */ noted = null) =>
    handOver({ basket: [...cart.lines].map(([{ id }, count]) => [id, count]), consent: consent.checked, season: pretending(), workbench: noted });
  const workbench = workbenchButton(() => ({ shop, cart, main, consent, agree, go, leaving, refresh: async () => current?.refresh?.(), noted: before.workbench ?? null }));
  drawTop(shop, { consent, workbench, leaving: () => leaving() });
  drawFoot(shop);
  main.hidden = false;
  cart.addEventListener('change', () => {
    one('[data-cart-count]').textContent = String(cart.count);
  });
  for (const [id, quantity] of before.basket) {
    const item = shop.items.get(id);
    if (item) cart.set(item, quantity);
  }
  let first = true;
  listen((route) => {
    beginPage();
    shown = location.hash;
    const view = viewOf(shop, route);
    current = view;
    main.replaceChildren(view.content);
    document.title = shop.name ? `${view.title} · ${shop.name}` : view.title;
    const item = route.path[0] === 'product' ? shop.items.get(route.path[1]) : undefined;
    markDepartment(item ? item.division.id : route.path[0] === 'division' ? route.path[1] : undefined);
    // Who works at the workbench stays there.
    if (!first && !document.activeElement?.closest('[data-workbench]')) main.querySelector('h1')?.focus({ preventScroll: true });
    first = false;
    standing = Promise.resolve(view.shown?.());
  });
  await seen();
  stands();
}

/** Waits until the pictures that the page is about have been painted, and a moment in which nothing else is to be done. */
async function seen() {
  const eager = [...main.querySelectorAll('img')].filter(({ loading }) => loading === 'eager');
  await Promise.allSettled(eager.map((picture) => picture.decode()));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  if ('requestIdleCallback' in window) await new Promise((done) => requestIdleCallback(done, { timeout: IDLE_MS }));
}

open().catch((error) => {
  console.warn(`the shop cannot be opened: ${error.message}`);
  main.replaceChildren(h('p', { class: 'loading' }, words.closed));
  main.hidden = false;
});
