/** Detects impressions: which suggestions were visible long enough. Not for recording them: see `feedback.ts`. */

/** An impression needs this share of the node's area, for this time. */
const SHARE = 0.5;
const LONG_MS = 1_000;

/** Calls `seen` once for each node, with its index. Returns a function that stops it. */
export function watchSeen(nodes: readonly Element[], seen: (at: number) => void): () => void {
  const timers = new Map<Element, ReturnType<typeof setTimeout>>();
  const wait = (node: Element): void => {
    timers.set(node, setTimeout(() => {
      if (document.hidden) {
        wait(node);
        return;
      }
      observer.unobserve(node);
      seen(nodes.indexOf(node));
    }, LONG_MS));
  };
  const observer = new IntersectionObserver((entries) => {
    for (const { target, intersectionRatio } of entries) {
      clearTimeout(timers.get(target));
      if (intersectionRatio >= SHARE) wait(target);
    }
  }, { threshold: SHARE });
  nodes.forEach((node) => observer.observe(node));
  return () => {
    observer.disconnect();
    timers.forEach(clearTimeout);
  };
}
