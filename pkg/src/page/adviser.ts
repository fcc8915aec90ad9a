/** The adviser whom a link names, in the page's address. Not for what is kept of it: that is the module's. */

import type { Warn } from "../warning.js";

/** The module, which knows the parameter and what a code is. */
interface Hearing {
  adviserParameter(): string | undefined;
  hearAdviser(code: string): boolean;
}

/** So much of what is no code is shown to whoever made the link. */
const SHOWN = 40;

/** Tells the module of every adviser that the query of an address names, the last one last. Whether there was any. */
export function readAdviser(module: Hearing, search: string, warn: Warn): boolean {
  const parameter = module.adviserParameter();
  if (parameter === undefined) return false;
  let isHeard = false;
  for (const said of new URLSearchParams(search).getAll(parameter)) {
    if (module.hearAdviser(said)) isHeard = true;
    else warn("adviser_unreadable", `${parameter}=${JSON.stringify(said.slice(0, SHOWN))} in the page's address names no adviser: a code has 1 to 32 letters, digits, dots, hyphens and underscores`);
  }
  return isHeard;
}
