/** The first page: what this is for, the collections, what is in season, then every department with a few of its items. */

import { blankCard, itemCard, pictureOf, suggestionCard } from '../cards.js';
import { h } from '../dom.js';
import { dayText, number, words } from '../language.js';
import { makeElement, suggest } from '../recommend.js';
import { address } from '../router.js';
import { seasonalShelf } from '../seasonal.js';

/** @typedef {import('../shop.js').Shop} Shop */

const ITEMS = 6;
const SEASONAL = 8;
const SHOWN = 3;

/**
 * What it is about, in one look: an item, and what the house shows beside it. Asked anew on every visit, of the item alone.
 * @param {Shop} shop
 * @param {import('../shop.js').Item} item
 */
function example(shop, item) {
  const list = h('ul', { class: 'cards bridge-shown' }, ...Array.from({ length: SHOWN }, blankCard));
  return {
    region: h('div', { class: 'bridge', 'data-example': item.id },
      h('div', { class: 'bridge-looked' }, h('h2', { class: 'label' }, words.looked), h('ul', { class: 'cards' }, itemCard(shop, item))),
      h('div', { class: 'bridge-others' }, h('h2', { class: 'label' }, words.shown), list)),
    async show() {
      const suggestions = await suggest({ placement: 'product', itemId: item.id, limit: SHOWN });
      list.replaceChildren(...suggestions.map((suggestion) => suggestionCard(shop, suggestion)));
    },
  };
}

/** Two items of different divisions, where there are such. @param {import('../shop.js').Item[]} items */
function pair(items) {
  const [first, ...others] = items.filter(({ available }) => available);
  const second = others.find(({ division }) => division !== first.division) ?? others[0];
  return [first, second].filter(Boolean);
}

/** The collections that are shown today. @param {Shop} shop */
function stories(shop) {
  const running = shop.running();
  if (running.length === 0) return null;
  return h('section', { class: 'shelf' }, h('h2', {}, words.collections),
    h('ul', { class: 'stories' }, ...running.map(({ id, kind, name, story, until, items }) => h('li', {},
      h('a', { class: 'story', href: address(['collection', id]) },
        h('span', { class: 'story-pictures' }, ...pair(items).map((item) => pictureOf(item))),
        h('span', { class: 'label' }, words.kinds[/** @type {keyof typeof words.kinds} */ (kind)]),
        h('span', { class: 'story-name' }, name),
        h('span', { class: 'muted' }, story),
        h('span', { class: 'story-until' }, words.until(dayText(until))))))));
}

/** A text that breaks between its sentences first. @param {string} text */
function sentences(text) {
  return text.split(/(?<=[.،]) /).flatMap((sentence) => [h('span', {}, sentence), ' ']);
}

/** @param {Shop} shop */
export function homeView(shop) {
  const season = seasonalShelf(shop, SEASONAL, { placement: 'home' }, () => shop.divisions.flatMap((division) => shop.popular(division, 1)));
  const bridge = shop.example ? example(shop, shop.example) : null;
  // At the end of the page: what comes there moves nothing. Messages are on the pages of collections: one that waits to be seen
  // leaves promotions no turn, and this page is full of them.
  const loyalty = h('div', { 'data-loyalty': true });
  const show = async () => {
    await Promise.all([bridge?.show(), season.refresh()]);
    if (loyalty.childElementCount > 0) return;
    const element = await makeElement('loyalty');
    if (element && loyalty.childElementCount === 0) loyalty.append(element);
  };
  const sections = shop.divisions.map((division) => h('section', { class: 'shelf', 'data-division': division.id },
    h('div', { class: 'shelf-head' },
      h('h2', {}, division.name),
      h('a', { href: address(['division', division.id]) },
        words.seeAll(number(division.items.length)), h('span', { class: 'visually-hidden' }, words.in(division.name)))),
    h('ul', { class: 'cards cards-six' }, ...shop.popular(division, ITEMS).map((item) => itemCard(shop, item)))));
  return {
    title: words.home,
    content: h('div', {},
      h('div', { class: 'hero' }, h('h1', { tabindex: -1 }, ...sentences(shop.welcome?.title ?? words.point)), h('p', {}, shop.welcome?.text ?? words.pointMore(shop.divisions.length))),
      bridge && bridge.region,
      stories(shop),
      season.region,
      ...sections,
      loyalty),
    shown: show,
    refresh: show,
  };
}
