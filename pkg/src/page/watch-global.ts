/** Watches a global variable of the page, whenever it is set. Not for its content: see the callers. */

import { lookAgain } from "./look-again.js";

type Globals = Record<string, unknown>;

/**
 * Calls `hear` with the value of `globalThis[name]` and with each value that replaces it. Assignments to an existing property are
 * intercepted, so none is missed. A property that does not exist is only polled: `"name" in window` must stay false.
 */
export function watchGlobal(name: string, hear: (value: unknown) => void): void {
  let last: unknown;
  const look = (): void => {
    const value = (globalThis as unknown as Globals)[name];
    if (value === last) return;
    last = value;
    if (value !== undefined && value !== null) hear(value);
  };
  watchAssignments(name, look);
  lookAgain(look);
}

/** Intercepts assignments to a property, if it can be redefined. A `var` cannot: polling covers it. */
function watchAssignments(name: string, assigned: () => void): void {
  const property = Object.getOwnPropertyDescriptor(globalThis, name);
  if (!property?.configurable || !(property.writable || property.set)) return;
  let current: unknown = property.value;
  const get = property.get ?? ((): unknown => current);
  const set = property.set ?? ((next: unknown): void => void (current = next));
  Object.defineProperty(globalThis, name, {
    configurable: true,
    enumerable: property.enumerable === true,
    get,
    set(next: unknown) {
      set.call(globalThis, next);
      assigned();
    },
  });
}
