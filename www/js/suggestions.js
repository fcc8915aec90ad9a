/**
 * A place on a page where suggestions appear. Its size is the same whether it is empty, shows the page's own fallback or
 * shows suggestions, so the page never moves.
 */

import { blankCard, suggestionCard } from './cards.js';
import { h } from './dom.js';
import { suggest } from './recommend.js';

/** @typedef {import('./shop.js').Shop} Shop */
/** @typedef {import('./recommend.js').Request} Request */

const PLACES = 4;
/** How long the place waits for suggestions before it shows the fallback. Shorter than a reader takes to get there. */
const PATIENCE_MS = 250;

/**
 * @param {Shop} shop
 * @param {() => Request} request What is asked, each time.
 * @param {string} title Above suggestions.
 * @param {{ title: string, cards: () => HTMLLIElement[] }} fallback The page's own, where there are none.
 */
export function suggestionPlace(shop, request, title, fallback) {
  const heading = h('h2', { id: 'suggestions-heading' }, '\u00a0');
  const list = h('ul', { class: 'cards cards-four' });
  const region = h('section', { class: 'suggestions', 'aria-labelledby': heading.id, 'data-suggestions': 'waiting' }, heading, list);
  let latest = 0;

  /** @param {'waiting' | 'fallback' | 'shown'} state @param {string} says @param {HTMLLIElement[]} cards */
  const fill = (state, says, cards) => {
    region.dataset.suggestions = state;
    heading.textContent = says;
    const blanks = Array.from({ length: PLACES - cards.length }, blankCard);
    list.replaceChildren(...cards, ...blanks);
  };
  const fallBack = () => fill('fallback', fallback.title, fallback.cards().slice(0, PLACES));

  fill('waiting', '\u00a0', []);

  return {
    region,
    /** Asks again, for instance when the basket has changed. What the shopper points at is left alone. */
    async refresh() {
      latest += 1;
      const mine = latest;
      const asked = suggest({ ...request(), limit: PLACES });
      const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, null));
      if (!await Promise.race([asked, late]) && region.dataset.suggestions === 'waiting') fallBack();
      const suggestions = (await asked).slice(0, PLACES);
      if (mine !== latest || !region.isConnected) return;
      if (region.matches(':hover, :focus-within') && region.dataset.suggestions !== 'waiting') return;
      if (suggestions.length === 0) fallBack();
      else fill('shown', title, suggestions.map((suggestion) => suggestionCard(shop, suggestion)));
    },
  };
}
