/** A department: what is in season, then its items, twenty-four to a page, all or of one type. */

import { itemCard } from '../cards.js';
import { h } from '../dom.js';
import { number, words } from '../language.js';
import { makeAdvice, makeComparison } from '../recommend.js';
import { address } from '../router.js';
import { seasonalShelf } from '../seasonal.js';

const PAGE = 24;
const SEASONAL = 4;
const COMPARED = 3;

const productPage = (/** @type {string} */ id) => address(['product', id]);

/**
 * @param {import('../shop.js').Shop} shop
 * @param {import('../shop.js').Division} division
 * @param {URLSearchParams} query `type` and `page`
 */
export function divisionView(shop, division, query) {
  const type = division.types.find(({ slug }) => slug === query.get('type'));
  const items = type ? type.items : division.items;
  const pages = Math.max(1, Math.ceil(items.length / PAGE));
  const page = Math.min(pages, Math.max(1, Number.parseInt(query.get('page') ?? '1', 10) || 1));
  const to = (/** @type {string | null} */ slug, /** @type {number} */ number) =>
    address(['division', division.id], { type: slug, page: number > 1 ? number : null });
  const slug = type?.slug ?? null;

  const filter = (/** @type {string} */ name, /** @type {string | null} */ target, /** @type {number} */ count) => h('li', {},
    h('a', { href: to(target, 1), 'aria-current': target === slug ? 'true' : null },
      name, ' ', h('span', { class: 'count' }, String(count))));
  const step = (/** @type {string} */ label, /** @type {number} */ number, /** @type {string} */ rel) =>
    (number >= 1 && number <= pages
      ? h('a', { class: 'button button-quiet', href: to(slug, number), rel }, label)
      : h('span', { class: 'button button-quiet', 'aria-disabled': 'true' }, label));

  const season = !type && page === 1
    ? seasonalShelf(shop, SEASONAL, { placement: 'category', division: division.id }, () => shop.popular(division, SEASONAL))
    : null;

  const questionnaire = type || page > 1 ? undefined : shop.questionnaires[division.id];
  const advice = questionnaire !== undefined &&
    makeAdvice(questionnaire, productPage, h('p', { class: 'muted' }, words.adviceInShop));
  const comparison = !type && page === 1 && shop.compares === division.id &&
    makeComparison(shop.popular(division, COMPARED).map(({ id }) => id), productPage, h('p', { class: 'muted' }, words.adviceInShop));

  return {
    title: type ? `${type.name}, ${division.name}` : division.name,
    content: h('div', { class: 'listing' },
      h('div', { class: 'listing-head' },
        h('nav', { class: 'crumbs', 'aria-label': words.here }, h('a', { href: address([]) }, words.home)),
        h('h1', { tabindex: -1 }, division.name),
        h('p', { class: 'muted' }, `${type ? `${type.name}: ` : ''}${words.items(items.length, number(items.length))}`)),
      season && season.region,
      advice,
      comparison,
      h('nav', { class: 'filters', 'aria-label': words.types },
        h('ul', {}, filter(words.everything, null, division.items.length),
          ...division.types.map(({ name, slug: target, items: own }) => filter(name, target, own.length)))),
      h('div', { class: 'listing-items' },
        h('ul', { class: 'cards cards-four' }, ...items.slice((page - 1) * PAGE, page * PAGE).map((item) => itemCard(shop, item))),
        pages > 1 && h('nav', { class: 'pages', 'aria-label': words.pages },
          step(words.previous, page - 1, 'prev'),
          h('span', { class: 'muted' }, words.page(page, pages)),
          step(words.next, page + 1, 'next')))),
    ...(season && { shown: season.refresh, refresh: season.refresh }),
  };
}
