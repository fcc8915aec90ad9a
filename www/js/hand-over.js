/**
 * What goes along when the page is opened anew in another language: the basket and the answer about remembering. It lies in
 * the tab's own store for that moment and is taken out at once; nothing of it stays.
 */

const KEY = 'hand-over';

/** @param {{ basket: [string, number][], consent: boolean }} what */
export function handOver(what) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(what));
  } catch {
    // Storage is forbidden: the page begins anew.
  }
}

/** What the page before handed over; nothing when it did not. @returns {{ basket: [string, number][], consent: boolean }} */
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
