/** After an order: thanks, what the house has pinned for everybody, and where a client stands. */

import { purchase } from '../data-layer.js';
import { h } from '../dom.js';
import { words } from '../language.js';
import { page } from '../page.js';
import { address } from '../router.js';

/** @typedef {{ number: string, lines: [import('../shop.js').Item, number][], gift: boolean }} Order */

/** @param {import('../shop.js').Shop} shop @param {Order | undefined} order What was just ordered; nothing where the page is opened again. */
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
 * The order, as every page of thanks tells analytics. Of gifts, that they were looked at says nothing either.
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
