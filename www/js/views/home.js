/**
 * The home page: the purpose of the demonstration, actions to try, the collections, items in season, then every department with a few of
 * its items.
 */

import { itemCard, ownShelf, pictureOf } from '../cards.js';
import { h } from '../dom.js';
import { dayText, number, words } from '../language.js';
import { copyable, pageLines, PREVIEW } from '../lines.js';
import { page } from '../page.js';
import { address } from '../router.js';
import { seasonBar } from '../season.js';

/** @typedef {import('../shop.js').Shop} Shop */
/** @typedef {import('../shop.js').Item} Item */

const ITEMS = 6;

/** Returns two items that can be bought, of different divisions if possible. @param {Item[]} items */
function pair(items) {
  const [first, ...others] = items.filter(({ available }) => available);
  const second = others.find(({ division }) => division !== first.division) ?? others[0];
  return [first, second].filter(Boolean);
}

/** Returns the section with the collections that run today. @param {Shop} shop */
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

/** Returns the section with actions for a visitor, a merchant and a developer. @param {Item} item */
function toTry(item) {
  const part = (/** @type {string} */ title, /** @type {string} */ text, /** @type {...(Node | false)} */ ...more) =>
    h('section', {}, h('h2', {}, title), h('p', { class: 'muted' }, text), ...more);
  return h('div', { class: 'try shelf' },
    part(words.tryIt, words.tryItMore, h('a', { class: 'button', href: address(['product', item.id]), 'data-try': true }, words.tryItButton)),
    part(words.yourShop, words.yourShopMore, copyable(PREVIEW, words.yourShop, 'preview')),
    part(words.yourPage, words.yourPageMore, copyable(pageLines(item.id), words.yourPage, 'page')));
}

/** Returns a text that breaks between its sentences first. @param {string} text */
function sentences(text) {
  return text.split(/(?<=[.،]) /).flatMap((sentence) => [h('span', {}, sentence), ' ']);
}

/** @param {Shop} shop */
export function homeView(shop) {
  const { example } = shop;
  const hero = document.createDocumentFragment();
  hero.append(
    h('h1', { tabindex: -1 }, ...sentences(shop.welcome?.title ?? words.point)),
    h('p', {}, shop.welcome?.text ?? words.pointMore(shop.divisions.length)));
  const divisions = h('div', {}, ...shop.divisions.map((division) => h('section', { class: 'shelf', 'data-division': division.id },
    h('div', { class: 'shelf-head' },
      h('h2', {}, division.name),
      h('a', { href: address(['division', division.id]) },
        words.seeAll(number(division.items.length)), h('span', { class: 'visually-hidden' }, words.in(division.name)))),
    h('ul', { class: 'cards cards-six' }, ...shop.popular(division, ITEMS).map((item) => itemCard(shop, item))))));
  const content = page('home', { shown: words.shown, season: words.season }, {
    hero,
    bridge: example ? undefined : null,
    looked: example ? h('div', {}, h('h2', { class: 'label' }, words.looked), h('ul', { class: 'cards' }, itemCard(shop, example))) : null,
    try: example ? toTry(example) : null,
    stories: stories(shop),
    season: seasonBar(),
    popular: ownShelf(shop, words.popular, shop.divisions.flatMap((division) => shop.popular(division, 1))),
    divisions,
    // If there are collections, their pages have the messages.
    messages: shop.collections.length === 0 ? undefined : null,
    loyalty: shop.hasLoyalty ? undefined : null,
  });
  // Set by the property: the attribute would state that the shopper looks at this item on this page.
  const shown = content.querySelector('passerelle-suggestions[data-example]');
  if (shown) Object.assign(shown, { request: { itemId: example?.id } });
  return { title: words.home, content };
}
