/** Waits for an element to be rendered. Not for whether it is in sight: see `seen.ts`. */

/** Resolves when the element has a box: at once, or when `display: none` ends. */
export function rendered(host: HTMLElement): Promise<void> {
  const hasBox = (): boolean => host.getClientRects().length > 0;
  if (hasBox()) return Promise.resolve();
  return new Promise((done) => {
    const observers = [ResizeObserver, IntersectionObserver].map((Observer) => new Observer(() => {
      if (!hasBox()) return;
      for (const observer of observers) observer.disconnect();
      done();
    }));
    for (const observer of observers) observer.observe(host);
  });
}
