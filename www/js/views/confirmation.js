/** The confirmation page: thanks, the suggestions that the house has pinned for everybody, and the client's tier. */

import { purchase } from '../data-layer.js';
import { h } from '../dom.js';
import { words } from '../language.js';
import { page } from '../page.js';
import { address } from '../router.js';

/** @typedef {{ number: string, lines: import('../data-layer.js').Line[], gift: boolean }} Order */

/** @param {import('../shop.js').Shop} shop @param {Order | undefined} order The order just placed; `undefined` if the page is opened again. */
export function confirmationView(shop, order) {
  const thanks = document.createDocumentFragment();
  thanks.append(
    h('h1', { tabindex: -1 }, words.thanks),
    h('p', {}, words.nothingSold),
    h('p', { class: 'muted' }, words.afterwards),
    h('p', {}, h('a', { class: 'button', href: address([]) }, words.lookAround)));
  return {
    title: words.thanks,
    content: page('confirmation', {}, { thanks, loyalty: shop.hasLoyalty ? undefined : null }),
    shown: () => order && tell(order, shop.currency),
  };
}

/**
 * Reports the order to analytics, as any confirmation page does. For a gift it also marks the items as gifts, so that their views do not
 * count.
 * @param {Order} order @param {string} currency
 */
async function tell({ number, lines, gift }, currency) {
  purchase(number, lines, currency, gift);
  if (!gift) return;
  try {
    const { passerelle } = await import('../../passerelle/auto.js');
    for (const [item] of lines) await passerelle.history.markGift(item.id);
  } catch (error) {
    console.warn(`the gifts are not marked: ${error}`);
  }
}
