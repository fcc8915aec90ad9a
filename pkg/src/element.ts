/**
 * Defines `<passerelle-suggestions>` when it is imported, once for the page. In Node, where a server renders, it does
 * nothing.
 */

import { PasserelleSuggestions, type SuggestionDetail } from "./element/suggestions.js";
import { startReading } from "./page/reader.js";

export { PasserelleSuggestions, type SuggestionDetail };

const NAME = "passerelle-suggestions";

if (typeof customElements !== "undefined" && !customElements.get(NAME)) {
  // What the page says before the first element asks waits.
  startReading();
  customElements.define(NAME, PasserelleSuggestions);
}

declare global {
  interface HTMLElementTagNameMap {
    "passerelle-suggestions": PasserelleSuggestions;
  }
  interface HTMLElementEventMap {
    /** A suggestion is followed; `preventDefault()` keeps the browser from going there. */
    "passerelle-click": CustomEvent<SuggestionDetail>;
    /** A suggestion is refused; `preventDefault()` keeps it. */
    "passerelle-dismiss": CustomEvent<SuggestionDetail>;
    /** At least half of a suggestion was in sight for a second. */
    "passerelle-shown": CustomEvent<SuggestionDetail>;
  }
}
