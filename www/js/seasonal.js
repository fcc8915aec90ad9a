/**
 * The shelf of what suits the season, with the controls of the season above it. Its size is the same whatever it shows, so
 * the page never moves.
 */

import { blankCard, itemCard, suggestionCard } from './cards.js';
import { h } from './dom.js';
import { seasonal } from './recommend.js';
import { seasonBar } from './season.js';

/** @typedef {import('./shop.js').Item} Item */
/** @typedef {import('./shop.js').Shop} Shop */
/** @typedef {import('./recommend.js').Suggestion} Suggestion */

/** As many as may be asked for: what has something to say of the season is looked for among them. */
const ASKED = 24;
/** Below this the season speaks against an item. */
const AGAINST = -0.1;
/** So many of a type come forward, else a cold day would bring hot water bottles alone. */
const OF_A_TYPE = 2;

/**
 * The answer weighs what sells against what suits. On this shelf what suits, and has a badge to say so, stands first, and
 * what the season speaks against does not stand at all.
 * @param {Suggestion[]} suggestions
 */
function forShelf(suggestions) {
  const fitting = suggestions.filter(({ season }) => season.fit >= AGAINST);
  /** @type {Map<string, number>} */
  const ofType = new Map();
  const first = fitting.filter(({ season, flags, type }) => {
    if (season.fit <= 0 || flags.length === 0) return false;
    ofType.set(type, (ofType.get(type) ?? 0) + 1);
    return (ofType.get(type) ?? 0) <= OF_A_TYPE;
  });
  return [...new Set([...first, ...fitting])];
}

/**
 * @param {Shop} shop
 * @param {number} places
 * @param {{ placement: string, division?: string }} spot
 * @param {() => Item[]} popular What is shown when nothing is known of the season.
 */
export function seasonalShelf(shop, places, spot, popular) {
  const heading = h('h2', { id: 'season-heading' }, 'In season');
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
    const suggestions = forShelf(await seasonal({ ...spot, limit: ASKED })).slice(0, places);
    if (mine !== latest || !region.isConnected) return;
    if (suggestions.length > 0) fill('shown', 'In season', suggestions.map((suggestion) => suggestionCard(shop, suggestion)));
    else fill('fallback', 'Popular with everyone', popular().slice(0, places).map((item) => itemCard(shop, item)));
  };
  const region = h('section', { class: 'shelf season', 'aria-labelledby': heading.id, 'data-season': 'waiting' },
    h('div', { class: 'shelf-head season-head' }, heading, seasonBar(refresh)), list);
  return { region, refresh };
}
