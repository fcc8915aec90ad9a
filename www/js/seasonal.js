/**
 * The shelf of what suits the season, with the controls of the season above it; for who has agreed, by the history too. Its size is the same whatever it shows, so
 * the page never moves.
 */

import { blankCard, itemCard, suggestionCard } from './cards.js';
import { h } from './dom.js';
import { words } from './language.js';
import { isRemembering, seasonal, suggest } from './recommend.js';
import { seasonBar } from './season.js';

/** Reasons that stand on the history. */
const OF_HISTORY = ['goes-with-session-item', 'completes-type', 'division'];

/** @typedef {import('./shop.js').Item} Item */
/** @typedef {import('./shop.js').Shop} Shop */

/**
 * @param {Shop} shop
 * @param {number} places
 * @param {{ placement: string, division?: string }} spot
 * @param {() => Item[]} popular What is shown when nothing is known of the season.
 */
export function seasonalShelf(shop, places, spot, popular) {
  const heading = h('h2', { id: 'season-heading' }, words.season);
  const list = h('ul', { class: 'cards cards-four' }, ...Array.from({ length: places }, blankCard));
  let latest = 0;

  /** @param {'fallback' | 'shown'} state @param {string} title @param {HTMLLIElement[]} cards */
  const fill = (state, title, cards) => {
    region.dataset.season = state;
    heading.textContent = title;
    list.replaceChildren(...cards, ...Array.from({ length: places - cards.length }, blankCard));
  };
  const refresh = async () => {
    latest += 1;
    const mine = latest;
    const suggestions = await (isRemembering() ? suggest : seasonal)({ ...spot, limit: places });
    if (mine !== latest || !region.isConnected) return;
    const title = suggestions.some(({ reason }) => OF_HISTORY.includes(reason.code)) ? words.seasonAndVisit : words.season;
    if (suggestions.length > 0) fill('shown', title, suggestions.map((suggestion) => suggestionCard(shop, suggestion)));
    else fill('fallback', words.popular, popular().slice(0, places).map((item) => itemCard(shop, item)));
  };
  const region = h('section', { class: 'shelf season', 'aria-labelledby': heading.id, 'data-season': 'waiting' },
    h('div', { class: 'shelf-head season-head' }, heading, seasonBar(refresh)), list);
  return { region, refresh };
}
