/** Where the element says why there is nothing: the console, each thing once for the page. */

import { createWarnings } from "../warning.js";

/** What goes on all the same. */
export const { warn } = createWarnings();

const said = new Set<string>();

/** What keeps the page's own content in its place. */
export function complain(error: unknown): void {
  const { code = "", message = String(error) } = (error ?? {}) as { code?: string; message?: string };
  const key = code || message;
  if (said.has(key)) return;
  said.add(key);
  console.warn(`Passerelle shows nothing, the page's own content stays: ${code ? `${code}: ` : ""}${message}`);
}
