/** After an order: thanks, and nothing but what the house has pinned for everybody. */

import { suggestionCard } from '../cards.js';
import { h } from '../dom.js';
import { words } from '../language.js';
import { makeElement, suggest } from '../recommend.js';
import { address } from '../router.js';

/** @param {import('../shop.js').Shop} shop */
export function confirmationView(shop) {
  const loyalty = h('div', { 'data-loyalty': true });
  const list = h('ul', { class: 'cards cards-four', 'data-pinned': true });
  return {
    title: words.thanks,
    content: h('div', { class: 'basket' },
      h('h1', { tabindex: -1 }, words.thanks),
      h('p', {}, words.nothingSold),
      h('p', { class: 'muted' }, words.afterwards),
      h('p', {}, h('a', { class: 'button', href: address([]) }, words.lookAround)),
      list,
      loyalty),
    async shown() {
      const element = await makeElement('loyalty', { page: 'confirmation' });
      if (element) loyalty.replaceChildren(element);
      const pinned = await suggest({ placement: 'confirmation' });
      list.replaceChildren(...pinned.map((suggestion) => suggestionCard(shop, suggestion)));
    },
  };
}
