/** What the two entry files have in common. They call it themselves: a bundler may drop what another file does by being imported. */

import { pageReader } from "../page/shared-reader.js";
import { complain } from "./complain.js";
import { PasserelleSuggestions } from "./suggestions.js";

const NAME = "passerelle-suggestions";

/** Defines the element, once for the page. Nothing in Node, where a server renders. */
export function define(): void {
  if (typeof customElements === "undefined" || customElements.get(NAME)) return;
  // What the page says before the first element asks waits.
  pageReader();
  customElements.define(NAME, PasserelleSuggestions);
  if (location.search.includes("passerelle-inspect")) {
    void import("../inspector.js").then(({ openInspector }) => openInspector(), complain);
  }
}
