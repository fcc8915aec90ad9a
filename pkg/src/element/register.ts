/** Defines an element, once for the page and by one version of the package. Nothing in Node, where a server renders. */

import { conflict } from "../registry.js";
import { logError } from "./log-error.js";

/** Whether it was defined by this call. */
export function defineElement(name: string, element: CustomElementConstructor): boolean {
  if (typeof customElements === "undefined") return false;
  const other = conflict();
  if (other) logError(other);
  if (other || customElements.get(name)) return false;
  customElements.define(name, element);
  return true;
}
