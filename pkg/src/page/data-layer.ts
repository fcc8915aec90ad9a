/** The queue that a page shares with its tag manager: `dataLayer`, or as the page has named it. */

import { interceptPush } from "./intercept-push.js";
import { watchGlobal } from "./watch-global.js";

type Read = (entry: unknown) => void;

const names = new Set(["dataLayer"]);
const watchers = new Set<(name: string) => void>();

/** The page has named its data layer, as the parameter `l` of gtm.js does. It is read beside `dataLayer`. */
export function addDataLayer(name: string): void {
  if (names.has(name)) return;
  names.add(name);
  for (const watch of watchers) watch(name);
}

/** `read` hears every entry of every data layer, once: what lies there, what is pushed, and what a new array brings. */
export function watchDataLayer(read: Read): void {
  const heard = new WeakSet<object>();
  const queues = new WeakSet<object>();
  const watch = (name: string): void => {
    if (!exists(name)) return;
    watchGlobal(name, (queue) => {
      // An array that comes back is intercepted already.
      if (typeof queue !== "object" || queue === null || queues.has(queue)) return;
      queues.add(queue);
      interceptPush(queue as unknown[], read, heard);
    });
  };
  watchers.add(watch);
  names.forEach(watch);
}

/** Makes the queue where there is none yet, as every tag manager's snippet does. False where the page does not let it. */
function exists(name: string): boolean {
  try {
    (globalThis as unknown as Record<string, unknown>)[name] ??= [];
    return true;
  } catch {
    return false;
  }
}

/** `gtag` has no more arguments: a command, what it is about, and settings. */
const MOST_ARGUMENTS = 3;

/**
 * An entry as `gtag` pushes it, which is its `arguments`; empty for any other. What a page calls the `length` of a product may be
 * anything. `Array.from` is what a page's library may have replaced.
 */
export function listOf(entry: unknown): unknown[] {
  const isList = typeof entry === "object" && entry !== null && typeof (entry as { length?: unknown }).length === "number";
  return isList ? Array.prototype.slice.call(entry, 0, MOST_ARGUMENTS) : [];
}
