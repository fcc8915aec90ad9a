/** Defines a custom element, once per page and by one version of the package. In Node, where a server renders, it does nothing. */

import { conflict } from "../registry.js";
import { logError } from "./log-error.js";

/** Defines the element; returns whether this call defined it. */
export function defineElement(name: string, element: CustomElementConstructor): boolean {
  if (typeof customElements === "undefined") return false;
  const other = conflict();
  if (other) logError(other);
  if (other || customElements.get(name)) return false;
  customElements.define(name, element);
  return true;
}
