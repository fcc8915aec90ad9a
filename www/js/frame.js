/** Draws the frame of every page: the bar at the top with name, languages, departments and the switch for consent, and the footer. */

import { h, one } from './dom.js';
import { LANGUAGES, language, nameOf, words } from './language.js';
import { address } from './router.js';

/** @typedef {import('./shop.js').Shop} Shop */

/** Returns the address of this page in another language. @param {string} tag */
function inOther(tag) {
  const query = new URLSearchParams(location.search);
  query.set('lang', tag);
  return `?${query}${location.hash}`;
}

/** Returns an address of this storefront with this page's language. @param {string} href */
function inThis(href) {
  const url = new URL(href, document.baseURI);
  url.searchParams.set('lang', language);
  return url.href;
}

/**
 * @param {Shop} shop
 * @param {() => void} leaving Called before the page opens in another language.
 * @param {string} label
 */
export function languageLinks(shop, leaving, label = words.languages) {
  const links = shop.languages.filter((tag) => LANGUAGES.includes(tag)).map((tag) => {
    const link = h('a', { href: inOther(tag), lang: tag, hreflang: tag, 'aria-current': tag === language ? 'true' : null },
      tag === 'ar' ? 'ع' : tag.toUpperCase(), h('span', { class: 'visually-hidden' }, ` ${nameOf(tag)}`));
    link.addEventListener('click', () => {
      link.href = inOther(tag);
      leaving();
    });
    return h('li', {}, link);
  });
  return links.length > 1 && h('nav', { class: 'languages', 'aria-label': label }, h('ul', {}, ...links));
}

/**
 * Draws the bar at the top.
 * @param {Shop} shop
 * @param {{ consent: HTMLInputElement, workbench: HTMLButtonElement, leaving: () => void }} parts
 */
export function drawTop(shop, { consent, workbench, leaving }) {
  one('[data-skip]').textContent = words.skip;
  one('[data-top]').replaceChildren(
    h('div', { class: 'strip' }, h('div', { class: 'wrap' },
      h('label', {}, consent, h('span', {}, words.consent)),
      shop.beside && h('a', { href: inThis(shop.beside.href), 'data-beside': true }, shop.beside.text), workbench)),
    h('div', { class: 'top-row wrap' },
      languageLinks(shop, leaving) || h('span'),
      h('a', { class: 'brand', href: address([]), 'data-house': true }, shop.name),
      h('a', { class: 'cart-link', href: address(['cart']) }, words.basket, h('span', { class: 'cart-count', 'data-cart-count': true }, '0'))),
    // Department names are cut to their first part, so that ten fit.
    h('nav', { class: 'departments', 'aria-label': words.departments }, h('ul', { class: 'wrap' }, ...shop.divisions.map(({ id, name }) =>
      h('li', {}, h('a', { href: address(['division', id]), 'data-department': id }, name.split(words.and)[0]))))));
}

/** @param {string | undefined} division */
export function markDepartment(division) {
  for (const link of document.querySelectorAll('[data-department]')) {
    if (link.getAttribute('data-department') === division) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
}

/** Draws the footer. @param {Shop} shop */
export function drawFoot(shop) {
  one('[data-bottom]').hidden = false;
  one('[data-foot]').replaceChildren(
    h('p', {}, h('a', { href: address(['privacy']), 'data-privacy': true }, words.privacy)),
    h('p', {}, words.footer),
    ...(shop.simulated ? [h('p', {}, words.simulated(shop.name))] : []),
    ...shop.credits.map(({ text, href }) => h('p', {}, href ? h('a', { href, rel: 'noreferrer' }, text) : text)));
}
