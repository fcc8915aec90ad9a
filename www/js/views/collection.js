/** A collection: its story, its days, its items, and at the end what the house says to its clients. */

import { itemCard } from '../cards.js';
import { h } from '../dom.js';
import { dayText, number, words } from '../language.js';
import { makeElement } from '../recommend.js';
import { address } from '../router.js';

/** @param {import('../shop.js').Shop} shop @param {import('../shop.js').Collection} collection */
export function collectionView(shop, { kind, name, story, from, until, items }) {
  const messages = h('div', { 'data-messages': true });
  return {
    title: name,
    content: h('div', { class: 'collection' },
      h('div', { class: 'hero' },
        h('nav', { class: 'crumbs', 'aria-label': words.here }, h('a', { href: address([]) }, words.home)),
        h('p', { class: 'label' }, words.kinds[/** @type {keyof typeof words.kinds} */ (kind)]),
        h('h1', { tabindex: -1 }, name),
        h('p', {}, story),
        h('p', { class: 'label' }, `${words.from(dayText(from))} · ${words.until(dayText(until))} · ${words.items(items.length, number(items.length))}`)),
      h('ul', { class: 'cards cards-four' }, ...items.map((item) => itemCard(shop, item))),
      messages),
    async shown() {
      const element = await makeElement('messages');
      if (element) messages.replaceChildren(element);
    },
  };
}
