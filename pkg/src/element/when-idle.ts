/** Waits for the moment when a page has time for suggestions. */

import { conflict, shared } from "../registry.js";
import { pageShown } from "../start.js";

/** The longest wait for an idle moment of the page. */
const IDLE_MS = 2_000;
/** The longest wait for `load`, which a picture or a frame that hangs would delay. */
const LOAD_MS = 5_000;

/**
 * Resolves once the page is active, has loaded and painted, and is idle. While it is prerendered, or in a background tab that does not
 * paint, it waits.
 */
export function pageSettled(): Promise<void> {
  return conflict() ? settle() : shared("settled", settle);
}

async function settle(): Promise<void> {
  await pageShown();
  if (document.readyState === "loading") await heard(document, "DOMContentLoaded");
  if (document.readyState !== "complete") await Promise.race([heard(window, "load"), new Promise((done) => setTimeout(done, LOAD_MS))]);
  await new Promise(requestAnimationFrame);
  await new Promise<unknown>((done) => {
    // Safari has no `requestIdleCallback`.
    if (typeof requestIdleCallback === "function") requestIdleCallback(done, { timeout: IDLE_MS });
    else setTimeout(done, 200);
  });
}

function heard(target: EventTarget, event: string): Promise<unknown> {
  return new Promise((done) => target.addEventListener(event, done, { once: true }));
}
