/** Defines `<passerelle-suggestions>` when it is imported; in Node it does nothing. */

import { define } from "./element/define.js";

export { type AddDetail, type AddedItem, PasserelleSuggestions, type SuggestionDetail } from "./element/suggestions.js";

define();
