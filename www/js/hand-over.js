/**
 * Passes the shopper's state to the next load of the page, for instance in another language: the basket, the consent, the simulated season,
 * and the notes of the workbench. The state is in the tab's session storage for that moment only; the next page removes it at once.
 */

const KEY = 'hand-over';

/**
 * @typedef {{
 *   basket: [string, number, string?][], consent: boolean, season?: ReturnType<typeof import('./season.js').pretending>,
 *   workbench?: import('./workbench/requests.js').Noted | null,
 * }} HandOver
 */

/** @param {HandOver} what */
export function handOver(what) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(what));
  } catch {
    // Storage is not allowed: the next page starts empty.
  }
}

/** Returns the state of the previous page; an empty state if there is none. @returns {HandOver} */
export function takeOver() {
  try {
    const text = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    if (text) return JSON.parse(text);
  } catch {
    // Storage is not allowed, or its content is no JSON.
  }
  return { basket: [], consent: false };
}
