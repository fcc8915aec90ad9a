/**
 * Shares one object of each kind on a document, however many copies of the package run there. A theme's bundle and an app's `auto.js` share
 * the open packs, the consent and the reading of the page through one object under `Symbol.for("passerelle")`. Importing this does nothing.
 */

import { PasserelleError } from "./error.js";

const KEY = Symbol.for("passerelle");

/** The version of the shared interfaces. Raise it when an interface passed to {@link shared} changes. */
const PROTOCOL = 2;
/** The version of the package, equal to that of `package.json`. */
export const VERSION = "0.1.0";

/** The object that the first copy on a document creates for the others. */
interface Registry {
  /** A copy with another protocol version does nothing. */
  readonly protocol: number;
  /** The version of the first copy. */
  readonly version: string;
  /** Returns the document's object of this name; the first caller creates it. */
  readonly once: <T>(name: string, make: () => T) => T;
}

function registry(): Registry {
  const place = globalThis as { [KEY]?: Registry };
  let found = place[KEY];
  if (!found) {
    const things = new Map<string, unknown>();
    const once = <T>(name: string, make: () => T): T => {
      if (!things.has(name)) things.set(name, make());
      return things.get(name) as T;
    };
    found = Object.freeze({ protocol: PROTOCOL, version: VERSION, once });
    Object.defineProperty(place, KEY, { value: found });
  }
  return found;
}

/** Returns the reason why this copy must do nothing; `undefined` if it may run. */
export function conflict(): PasserelleError | undefined {
  const { protocol, version } = registry();
  return protocol === PROTOCOL
    ? undefined
    : new PasserelleError(
        "version_conflict",
        `version ${version} of the package runs on this page already, so version ${VERSION} does nothing: load one version on the page, see who else loads it`,
      );
}

/**
 * Returns the document's object of this name; the first caller creates it.
 *
 * @throws {PasserelleError} `version_conflict` if the first copy on the page has another protocol version
 */
export function shared<T>(name: string, make: () => T): T {
  const error = conflict();
  if (error) throw error;
  return registry().once(name, make);
}
