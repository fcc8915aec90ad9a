/** Looks at the page again at the moments when something may have come: a tag manager, a consent platform, a route. */

/** After the first look, in milliseconds: what is loaded by a timer comes without an event. */
const TIMES_MS = [250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000];

const looks = new Set<() => void>();

/** Calls `look` now and at every later moment; an error of `look` ends there. */
export function lookAgain(look: () => void): void {
  if (looks.size === 0) watchMoments();
  looks.add(look);
  attempt(look);
}

function lookAtAll(): void {
  for (const look of looks) attempt(look);
}

/** Now, and once the page's own handlers of the same event have run. */
function lookAround(): void {
  lookAtAll();
  setTimeout(lookAtAll);
}

function attempt(look: () => void): void {
  try {
    look();
  } catch {
    // A function of the page that throws has nothing to say.
  }
}

function watchMoments(): void {
  // Tests of the adapters run without a document.
  if (typeof document === "undefined") return;
  for (const name of ["DOMContentLoaded", "shopifyCustomerPrivacyApiLoaded"]) document.addEventListener(name, lookAround);
  // A script has come: its `load` does not bubble.
  document.addEventListener("load", lookAround, true);
  for (const name of ["load", "pageshow", "popstate", "hashchange"]) addEventListener(name, lookAround);
  for (const name of ["pointerdown", "keydown", "click"]) addEventListener(name, lookAround, { capture: true, passive: true });
  for (const time of TIMES_MS) setTimeout(lookAtAll, time);
}
