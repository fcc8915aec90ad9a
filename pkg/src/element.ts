/** Defines `<passerelle-suggestions>` when it is imported; in Node it does nothing. */

import { define } from "./element/define.js";

export { PasserelleSuggestions, type SuggestionDetail } from "./element/suggestions.js";

define();
