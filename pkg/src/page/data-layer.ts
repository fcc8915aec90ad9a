/**
 * Watches the queue that a page shares with its tag manager: `dataLayer`, or the name that the page sets. Not for the meaning of its
 * entries: see `ga4.ts` and `../consent.ts`.
 */

import { interceptPush, type Read } from "./intercept-push.js";
import { watchGlobal } from "./watch-global.js";

const names = new Set(["dataLayer"]);
const watchers = new Set<(name: string) => void>();

/** Adds the name of the page's data layer, as the parameter `l` of gtm.js does. It is read in addition to `dataLayer`. */
export function addDataLayer(name: string): void {
  if (names.has(name)) return;
  names.add(name);
  for (const watch of watchers) watch(name);
}

/**
 * Calls `read` once for each entry of each data layer: the entries already there, later pushes, and the entries of an array that replaces
 * the queue.
 */
export function watchDataLayer(read: Read): void {
  const heard = new WeakSet<object>();
  const queues = new WeakSet<object>();
  const watch = (name: string): void => {
    if (!exists(name)) return;
    watchGlobal(name, (queue) => {
      // An array that was assigned before is intercepted already.
      if (typeof queue !== "object" || queue === null || queues.has(queue)) return;
      queues.add(queue);
      interceptPush(queue as unknown[], read, heard);
    });
  };
  watchers.add(watch);
  names.forEach(watch);
}

/** Creates the queue if it does not exist, as the snippet of every tag manager does. Returns `false` if the page prevents it. */
function exists(name: string): boolean {
  try {
    (globalThis as unknown as Record<string, unknown>)[name] ??= [];
    return true;
  } catch {
    return false;
  }
}

/** The most arguments of `gtag`: a command, its subject, and settings. */
const MOST_ARGUMENTS = 3;

/**
 * Returns the arguments of an entry that `gtag` pushed; empty for any other entry. An object may have a property `length` of any value, so
 * the number is limited. `Array.from` is avoided because a page's library may have replaced it.
 */
export function listOf(entry: unknown): unknown[] {
  const isList = typeof entry === "object" && entry !== null && typeof (entry as { length?: unknown }).length === "number";
  return isList ? Array.prototype.slice.call(entry, 0, MOST_ARGUMENTS) : [];
}
