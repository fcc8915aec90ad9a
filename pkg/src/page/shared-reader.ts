/**
 * Provides the reader of this document: the first copy of the package creates it, the others share it. Not for reading: see `reader.ts`.
 */

import { warn } from "../element/log-error.js";
import { conflict, shared } from "../registry.js";
import { createReader, type Reader } from "./reader.js";

const SILENT: Reader = {
  hear: () => undefined,
  follow: () => Promise.resolve(),
  pageKind: () => "other",
  pageItem: () => undefined,
  onPage: () => () => undefined,
  addDataLayer: () => undefined,
  drawn: () => undefined,
};

/**
 * Returns the reader, which listens from the first call on. In Node, where a server renders, and beside another version of the package it
 * reads nothing.
 */
export function pageReader(): Reader {
  return typeof document === "undefined" || conflict() ? SILENT : shared("reader", () => Object.freeze(createReader(warn)));
}
