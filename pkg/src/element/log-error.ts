/** Reports errors and warnings of elements to the console, each once per page. Not for warnings of an instance: see `warning.ts`. */

import { createWarnings, type Warn } from "../warning.js";

interface Console {
  readonly warn: Warn;
  /** The keys of the errors reported. */
  readonly said: Set<string>;
}

/** Outside the registry: a copy that may not use the registry reports its conflict here, once for all such copies. */
const KEY = Symbol.for("passerelle.console");

function ofPage(): Console {
  const place = globalThis as { [KEY]?: Console };
  if (!place[KEY]) Object.defineProperty(place, KEY, { value: Object.freeze({ warn: createWarnings().warn, said: new Set<string>() }) });
  return place[KEY]!;
}

/** Reports a fault after which the element continues. */
export const warn: Warn = (code, about) => ofPage().warn(code, about);

/** Reports an error after which the fallback stays. */
export function logError(error: unknown): void {
  const { said } = ofPage();
  const { code = "", message = String(error) } = (error ?? {}) as { code?: string; message?: string };
  const key = code || message;
  if (said.has(key)) return;
  said.add(key);
  console.warn(`Passerelle shows nothing, the page's own content stays: ${code ? `${code}: ` : ""}${message}`);
}
