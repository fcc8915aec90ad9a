/**
 * What goes along when the page is opened anew, as in another language: the basket, the answer about remembering, what is
 * pretended of the season, and what the workbench has noted. It lies in
 * the tab's own store for that moment and is taken out at once; nothing of it stays.
 */

const KEY = 'hand-over';

/**
 * @typedef {{
 *   basket: [string, number][], consent: boolean, season?: ReturnType<typeof import('./season.js').pretending>,
 *   workbench?: import('./workbench/requests.js').Noted | null,
 * }} HandOver
 */

/** @param {HandOver} what */
export function handOver(what) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(what));
  } catch {
    // Storage is forbidden: the page begins anew.
  }
}

/** What the page before handed over; nothing when it did not. @returns {HandOver} */
export function takeOver() {
  try {
    const text = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    if (text) return JSON.parse(text);
  } catch {
    // As above.
  }
  return { basket: [], consent: false };
}
