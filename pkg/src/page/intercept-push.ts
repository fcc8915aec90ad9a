/**
 * Hears what is pushed to a queue that the page and its tag managers share, without getting in anybody's way. Walks by loops: a
 * refusal of consent comes this way, and must arrive whatever a page's libraries have replaced.
 */

/**
 * `read` hears each entry that lies in the queue and was not `heard` yet, then each entry that is pushed. What `push`
 * returns and throws stays as it was, and other wrappers see the same; an error of `read` ends there.
 */
export function interceptPush(queue: unknown[], read: (entry: unknown) => void, heard = new WeakSet<object>()): void {
  const hear = (entry: unknown): void => {
    try {
      if (typeof entry === "object" && entry !== null) heard.add(entry);
      read(entry);
    } catch {
      // An entry of the page that cannot be read: a getter that throws.
    }
  };
  try {
    const push = queue.push;
    if (typeof push !== "function") return;
    // A page that copies its queue has copied entries that were heard.
    for (let at = 0; at < queue.length; at += 1) if (!heard.has(queue[at] as object)) hear(queue[at]);
    queue.push = function (this: unknown[], ...entries: unknown[]) {
      const length = push.apply(this, entries);
      for (const entry of entries) hear(entry);
      return length;
    };
  } catch {
    // No queue, or a frozen one.
  }
}
