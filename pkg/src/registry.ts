/**
 * One of each thing for a document, however many copies of the package run on it. The theme's bundle and an app's `auto.js` share the
 * open packs, the consent and the reading of the page through one object under `Symbol.for("passerelle")`. Importing this does nothing.
 */

import { PasserelleError } from "./error.js";

const KEY = Symbol.for("passerelle");

/** Raise it with every change of an interface that is handed to {@link shared}. */
const PROTOCOL = 1;
/** Of the package: `package.json` says the same. */
export const VERSION = "0.1.0";

/** What the first copy on a document leaves for the others. */
interface Registry {
  /** A copy that speaks another protocol stays silent. */
  readonly protocol: number;
  /** Of the copy that came first. */
  readonly version: string;
  /** The document's thing of this name, made by whoever asks for it first. */
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

/** Why this copy has to stay silent; `undefined` where it may speak. */
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
 * The document's thing of this name.
 *
 * @throws {PasserelleError} `version_conflict` where another copy came first that speaks another protocol
 */
export function shared<T>(name: string, make: () => T): T {
  const error = conflict();
  if (error) throw error;
  return registry().once(name, make);
}
