/**
 * Checks the page again whenever a tag manager, a consent platform or a route may have appeared. Not for the checks themselves: see the
 * callers.
 */

/** Delays after the first check, in milliseconds: code that a timer loads fires no event. */
const TIMES_MS = [250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000];

const looks = new Set<() => void>();

/** Calls `look` now and at every later moment; an error of `look` is ignored. */
export function lookAgain(look: () => void): void {
  if (looks.size === 0) watchMoments();
  looks.add(look);
  attempt(look);
}

function lookAtAll(): void {
  for (const look of looks) attempt(look);
}

/** Whether a check is due once the page's own handlers of the current event have run. */
let isDue = false;

/** Checks now, and again once the page's own handlers of the same event have run. */
function lookAround(): void {
  lookAtAll();
  if (isDue) return;
  isDue = true;
  setTimeout(() => {
    isDue = false;
    lookAtAll();
  });
}

function attempt(look: () => void): void {
  try {
    look();
  } catch {
    // A function of the page that throws states nothing.
  }
}

function watchMoments(): void {
  // Tests of the adapters run without a document.
  if (typeof document === "undefined") return;
  for (const name of ["DOMContentLoaded", "shopifyCustomerPrivacyApiLoaded"]) document.addEventListener(name, lookAround);
  // A script has loaded: its `load` event does not bubble.
  document.addEventListener("load", lookAround, true);
  for (const name of ["load", "pageshow", "popstate", "hashchange"]) addEventListener(name, lookAround);
  for (const name of ["pointerdown", "keydown", "click"]) addEventListener(name, lookAround, { capture: true, passive: true });
  for (const time of TIMES_MS) setTimeout(lookAtAll, time);
}
