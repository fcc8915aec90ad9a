/** The definition shared by the two entry files. They call it explicitly: a bundler may drop a file imported only for its side effects. */

import { pageReader } from "../page/shared-reader.js";
import { logError } from "./log-error.js";
import { watchReturns } from "./recall.js";
import { defineElement } from "./register.js";
import { PasserelleSuggestions } from "./suggestions.js";

/** Defines the element, once per page, and starts to listen to the page: events that come before the first element asks are queued. */
export function define(): void {
  if (!defineElement("passerelle-suggestions", PasserelleSuggestions)) return;
  pageReader();
  watchReturns();
  if (location.search.includes("passerelle-inspect")) {
    void import("../inspector.js").then(({ openInspector }) => openInspector(), logError);
  }
}
