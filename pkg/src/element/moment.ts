/** The moment when a page has time for suggestions. */

/** However busy the page is, it has a moment within this time. */
const IDLE_MS = 2_000;
/** A page that has not loaded by then, for the sake of one hanging picture, is taken for loaded. */
const LOAD_MS = 5_000;

let settled: Promise<void> | undefined;

/**
 * The page is seen by somebody, it has loaded and shown what it is about, and it has nothing better to do. A page that
 * is only prerendered, or lies in a tab that nobody has opened, waits.
 */
export function pageSettled(): Promise<void> {
  return (settled ??= (async () => {
    if ((document as { prerendering?: boolean }).prerendering) await heard(document, "prerenderingchange");
    if (document.readyState !== "complete") {
      await Promise.race([heard(window, "load"), new Promise((done) => setTimeout(done, LOAD_MS))]);
    }
    await new Promise(requestAnimationFrame);
    await new Promise<unknown>((done) => {
      // Safari has no such thing.
      if (typeof requestIdleCallback === "function") requestIdleCallback(done, { timeout: IDLE_MS });
      else setTimeout(done, 200);
    });
  })());
}

function heard(target: EventTarget, event: string): Promise<unknown> {
  return new Promise((done) => target.addEventListener(event, done, { once: true }));
}
