/** Where the package says why there is nothing: the console, each thing once for the page. */

import { createWarnings, type Warn } from "../warning.js";

interface Console {
  readonly warn: Warn;
  /** What was said. */
  readonly said: Set<string>;
}

/** Not in the registry: a copy that may not speak to the others says so here, once with all that may not. */
const KEY = Symbol.for("passerelle.console");

function ofPage(): Console {
  const place = globalThis as { [KEY]?: Console };
  if (!place[KEY]) Object.defineProperty(place, KEY, { value: Object.freeze({ warn: createWarnings().warn, said: new Set<string>() }) });
  return place[KEY]!;
}

/** What goes on all the same. */
export const warn: Warn = (code, about) => ofPage().warn(code, about);

/** What keeps the page's own content in its place. */
export function logError(error: unknown): void {
  const { said } = ofPage();
  const { code = "", message = String(error) } = (error ?? {}) as { code?: string; message?: string };
  const key = code || message;
  if (said.has(key)) return;
  said.add(key);
  console.warn(`Passerelle shows nothing, the page's own content stays: ${code ? `${code}: ` : ""}${message}`);
}
