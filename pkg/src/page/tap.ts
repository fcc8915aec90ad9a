/** Listening to a queue that the page and its tag managers share, without getting in anybody's way. */

/**
 * `read` hears what is in the queue already, and then what is pushed. What `push` gives and throws stays as it was, and
 * whoever wraps it before or after sees the same; what `read` throws is nobody's business.
 */
export function tap(layer: unknown[], read: (entry: unknown) => void): void {
  const hear = (entry: unknown): void => {
    try {
      read(entry);
    } catch {
      // An entry of the page that cannot be read: a getter that throws.
    }
  };
  try {
    const push = layer.push;
    if (typeof push !== "function") return;
    Array.prototype.forEach.call(layer, hear);
    layer.push = function (this: unknown[], ...entries: unknown[]) {
      const length = push.apply(this, entries);
      entries.forEach(hear);
      return length;
    };
  } catch {
    // No queue, or a frozen one.
  }
}

/** An entry as `gtag` pushes it, which is its `arguments`; empty for any other. `Array.from` is what a page's library may have replaced. */
export function listOf(entry: unknown): unknown[] {
  return typeof entry === "object" && entry !== null && "length" in entry ? Array.prototype.slice.call(entry) : [];
}
