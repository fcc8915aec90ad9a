/** What the two entry files have in common. They call it themselves: a bundler may drop what another file does by being imported. */

import { pageReader } from "../page/shared-reader.js";
import { logError } from "./log-error.js";
import { watchReturns } from "./recall.js";
import { defineElement } from "./register.js";
import { PasserelleSuggestions } from "./suggestions.js";

/** Defines the element, once for the page, and begins to listen: what the page says before the first element asks waits. */
export function define(): void {
  if (!defineElement("passerelle-suggestions", PasserelleSuggestions)) return;
  pageReader();
  watchReturns();
  if (location.search.includes("passerelle-inspect")) {
    void import("../inspector.js").then(({ openInspector }) => openInspector(), logError);
  }
}
