/** Reads the adviser that a link names in the page's address. Not for storing the adviser: the module does that. */

import type { Warn } from "../warning.js";

/** The methods of the module that this file calls: it knows the parameter and the form of a code. */
interface Hearing {
  adviserParameter(): string | undefined;
  hearAdviser(code: string): boolean;
}

/** The most characters of an invalid code that the warning shows. */
const SHOWN = 40;

/**
 * Passes each adviser in the query of an address to the module, in order, so that the last one counts. Returns whether a valid code was
 * found.
 */
export function readAdviser(module: Hearing, search: string, warn: Warn): boolean {
  const parameter = module.adviserParameter();
  if (parameter === undefined) return false;
  let isHeard = false;
  for (const said of new URLSearchParams(search).getAll(parameter)) {
    if (module.hearAdviser(said)) isHeard = true;
    else warn("adviser_unreadable", `${parameter}=${JSON.stringify(said.slice(0, SHOWN))} in the page's address is not an adviser's code: write 1 to 32 letters, digits, dots, hyphens and underscores`);
  }
  return isHeard;
}
