/**
 * The place on a product page where suggestions appear. Its size is the same whether it is empty, shows the page's own
 * fallback or shows suggestions, so the page never moves.
 */

import { blankCard, itemCard, suggestionCard } from './cards.js';
import { h } from './dom.js';
import { suggest } from './recommend.js';

/** @typedef {import('./shop.js').Item} Item */
/** @typedef {import('./shop.js').Shop} Shop */
/** @typedef {import('./recommend.js').Suggestion} Suggestion */

const PLACES = 4;
/** How long the place waits for suggestions before it shows the fallback. Shorter than a reader takes to get there. */
const PATIENCE_MS = 250;

/**
 * @param {Shop} shop
 * @param {Item} item The item of the page.
 * @param {() => string[]} inCart Ids of the items in the basket.
 */
export function suggestionPlace(shop, item, inCart) {
  const heading = h('h2', { id: 'suggestions-heading' }, '\u00a0');
  const list = h('ul', { class: 'cards cards-four' });
  const region = h('section', { class: 'suggestions', 'aria-labelledby': heading.id, 'data-suggestions': 'waiting' }, heading, list);
  let latest = 0;

  /** @param {'waiting' | 'fallback' | 'shown'} state @param {string} title @param {HTMLLIElement[]} cards */
  const fill = (state, title, cards) => {
    region.dataset.suggestions = state;
    heading.textContent = title;
    const blanks = Array.from({ length: PLACES - cards.length }, blankCard);
    list.replaceChildren(...cards, ...blanks);
  };
  const fallback = () => fill('fallback', 'Popular in this department',
    shop.popular(item.division, PLACES, item).map((popular) => itemCard(shop, popular)));

  fill('waiting', '\u00a0', []);

  return {
    region,
    /** Asks again, for instance when the basket has changed. What the shopper points at is left alone. */
    async refresh() {
      latest += 1;
      const mine = latest;
      const asked = suggest(item.id, inCart(), PLACES);
      const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, null));
      if (!await Promise.race([asked, late]) && region.dataset.suggestions === 'waiting') fallback();
      const suggestions = (await asked).slice(0, PLACES);
      if (mine !== latest || !region.isConnected) return;
      if (region.matches(':hover, :focus-within') && region.dataset.suggestions !== 'waiting') return;
      if (suggestions.length === 0) fallback();
      else fill('shown', 'From our other departments', suggestions.map((suggestion) => suggestionCard(shop, suggestion)));
    },
  };
}
