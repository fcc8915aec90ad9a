/** The reader of this document: the first copy of the package makes it, every other copy joins. */

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

/** The reader; it listens from the first call on. In Node, where a server renders, and beside another version it hears nothing. */
export function pageReader(): Reader {
  return typeof document === "undefined" || conflict() ? SILENT : shared("reader", () => Object.freeze(createReader(warn)));
}
