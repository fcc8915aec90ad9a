/** The first page: what is in season, then every department with a few of its items. */

import { itemCard } from '../cards.js';
import { h } from '../dom.js';
import { address } from '../router.js';
import { seasonalShelf } from '../seasonal.js';

const ITEMS = 6;
const SEASONAL = 8;

/** @param {import('../shop.js').Shop} shop */
export function homeView(shop) {
  const season = seasonalShelf(shop, SEASONAL, { placement: 'home' }, () => shop.divisions.flatMap((division) => shop.popular(division, 1)));
  const sections = shop.divisions.map((division) => h('section', { class: 'shelf', 'data-division': division.id },
    h('div', { class: 'shelf-head' },
      h('h2', {}, division.name),
      h('a', { href: address(['division', division.id]) },
        `See all ${division.items.length.toLocaleString('en-GB')}`, h('span', { class: 'visually-hidden' }, ` in ${division.name}`))),
    h('ul', { class: 'cards cards-six' }, ...shop.popular(division, ITEMS).map((item) => itemCard(shop, item)))));
  return {
    title: shop.house ? 'Preview' : 'Home and gifts',
    content: h('div', {},
      hero(shop),
      season.region,
      ...sections),
    shown: season.refresh,
  };
}

/** @param {import('../shop.js').Shop} shop */
function hero(shop) {
  const [title, text] = shop.house
    ? [shop.house, `${shop.items.size.toLocaleString('en-GB')} products in ${shop.divisions.length} departments, and a way across from each to the others.`]
    : ['Good things for the house, and for giving',
      'Mugs and lanterns, bunting and birdhouses: ten departments under one roof, and a way across from each to the others.'];
  return h('div', { class: 'hero' }, h('h1', { tabindex: -1 }, title), h('p', {}, text));
}
