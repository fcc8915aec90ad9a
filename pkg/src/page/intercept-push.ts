/**
 * Intercepts the pushes to a queue that the page and its tag managers share, without changing their effect. It walks by loops: a refusal of
 * consent arrives through such a queue, and must be read even if a page's library has replaced methods of `Array`.
 */

/** Receives an entry of a queue. `isPushed`: it is being pushed now; else it was in the queue when the queue was found. */
export type Read = (entry: unknown, isPushed: boolean) => void;

/**
 * Calls `read` for each entry of the queue that is not in `heard`, then for each entry pushed. `push` returns and throws as before, and
 * other wrappers see the same calls. An error of `read` is ignored.
 */
export function interceptPush(queue: unknown[], read: Read, heard = new WeakSet<object>()): void {
  const hear = (entry: unknown, isPushed: boolean): void => {
    try {
      if (typeof entry === "object" && entry !== null) heard.add(entry);
      read(entry, isPushed);
    } catch {
      // An entry of the page cannot be read, for instance because a getter throws.
    }
  };
  try {
    const push = queue.push;
    if (typeof push !== "function") return;
    // A page may copy its queue, with entries that were read already.
    for (let at = 0; at < queue.length; at += 1) if (!heard.has(queue[at] as object)) hear(queue[at], false);
    queue.push = function (this: unknown[], ...entries: unknown[]) {
      const length = push.apply(this, entries);
      for (const entry of entries) hear(entry, true);
      return length;
    };
  } catch {
    // There is no queue, or it is frozen.
  }
}
