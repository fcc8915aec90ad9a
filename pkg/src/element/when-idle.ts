/** The moment when a page has time for suggestions. */

import { conflict, shared } from "../registry.js";

/** However busy the page is, it has a moment within this time. */
const IDLE_MS = 2_000;
/** A picture or a frame that never answers keeps `load` from coming: it is waited for no longer than this. */
const LOAD_MS = 5_000;

/**
 * The page is seen by somebody, it has loaded and shown what it is about, and it has nothing better to do. A page that
 * is only prerendered, or lies in a tab that nobody has opened, waits.
 */
export function pageSettled(): Promise<void> {
  return conflict() ? settle() : shared("settled", settle);
}

async function settle(): Promise<void> {
  if ((document as { prerendering?: boolean }).prerendering) await heard(document, "prerenderingchange");
  if (document.readyState === "loading") await heard(document, "DOMContentLoaded");
  if (document.readyState !== "complete") await Promise.race([heard(window, "load"), new Promise((done) => setTimeout(done, LOAD_MS))]);
  await new Promise(requestAnimationFrame);
  await new Promise<unknown>((done) => {
    // Safari has no such thing.
    if (typeof requestIdleCallback === "function") requestIdleCallback(done, { timeout: IDLE_MS });
    else setTimeout(done, 200);
  });
}

function heard(target: EventTarget, event: string): Promise<unknown> {
  return new Promise((done) => target.addEventListener(event, done, { once: true }));
}
