/**
 * Intercepts the pushes to a queue that the page and its tag managers share, without changing their effect. It walks by loops: a refusal of
 * consent arrives through such a queue, and must be read even if a page's library has replaced methods of `Array`.
 */

/**
 * Calls `read` for each entry of the queue that is not in `heard`, then for each entry pushed. `push` returns and throws as before, and
 * other wrappers see the same calls. An error of `read` is ignored.
 */
export function interceptPush(queue: unknown[], read: (entry: unknown) => void, heard = new WeakSet<object>()): void {
  const hear = (entry: unknown): void => {
    try {
      if (typeof entry === "object" && entry !== null) heard.add(entry);
      read(entry);
    } catch {
      // An entry of the page cannot be read, for instance because a getter throws.
    }
  };
  try {
    const push = queue.push;
    if (typeof push !== "function") return;
    // A page may copy its queue, with entries that were read already.
    for (let at = 0; at < queue.length; at += 1) if (!heard.has(queue[at] as object)) hear(queue[at]);
    queue.push = function (this: unknown[], ...entries: unknown[]) {
      const length = push.apply(this, entries);
      for (const entry of entries) hear(entry);
      return length;
    };
  } catch {
    // There is no queue, or it is frozen.
  }
}
