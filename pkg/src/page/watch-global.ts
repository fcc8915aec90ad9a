/** Hears of a global of the page, whenever it is set. */

import { lookAgain } from "./look-again.js";

type Globals = Record<string, unknown>;

/**
 * `hear` is told of the value of `globalThis[name]` and of each value that replaces it. A property that exists is watched for
 * assignments, so that nothing is missed. One that does not exist is only looked at: `"name" in window` must stay false.
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

/** `var` makes properties that cannot be redefined: those are looked at, too. */
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
