/** A collection: its story, its dates, its items, and the house's messages at the end. */

import { itemCard } from '../cards.js';
import { viewItemList } from '../data-layer.js';
import { h } from '../dom.js';
import { dayText, number, words } from '../language.js';
import { page } from '../page.js';
import { address } from '../router.js';

/** @param {import('../shop.js').Shop} shop @param {import('../shop.js').Collection} collection */
export function collectionView(shop, { id, kind, name, story, from, until, items }) {
  const head = document.createDocumentFragment();
  head.append(
    h('nav', { class: 'crumbs', 'aria-label': words.here }, h('a', { href: address([]) }, words.home)),
    h('p', { class: 'label' }, words.kinds[/** @type {keyof typeof words.kinds} */ (kind)]),
    h('h1', { tabindex: -1 }, name),
    h('p', {}, story),
    h('p', { class: 'label' }, `${words.from(dayText(from))} · ${words.until(dayText(until))} · ${words.items(items.length, number(items.length))}`));
  const list = document.createDocumentFragment();
  list.append(...items.map((item) => itemCard(shop, item)));
  return {
    title: name,
    content: page('collection', {}, { head, items: list }),
    shown: () => viewItemList(items, id),
  };
}
