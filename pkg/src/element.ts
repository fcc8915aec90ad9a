/** Importing this file defines `<passerelle-suggestions>`; in Node it does nothing. */

import { define } from "./element/define.js";

export { type AddDetail, type AddedItem, PasserelleSuggestions, type SuggestionDetail } from "./element/suggestions.js";

define();
