/** The reader of this document: the first copy of the package makes it, every other copy joins. */

import { warn } from "../element/complain.js";
import { createReader, type Reader } from "./reader.js";

/** Where the reader of a document lies. */
const READER = Symbol.for("passerelle.reader");
/** Raised whenever `Reader` changes: a copy that speaks another version reads nothing. */
const VERSION = 1;

interface Shared {
  readonly version: number;
  readonly reader: Reader;
}

const SILENT: Reader = {
  hear: () => undefined,
  follow: () => Promise.resolve(),
  pageKind: () => "other",
  pageItem: () => undefined,
  onPage: () => () => undefined,
  addDataLayer: () => undefined,
};

let own: Reader | undefined;

/** The reader; it listens from the first call on. In Node, where a server renders, it hears nothing. */
export function pageReader(): Reader {
  return (own ??= typeof document === "undefined" ? SILENT : join());
}

function join(): Reader {
  const page = globalThis as { [READER]?: Shared };
  page[READER] ??= Object.freeze({ version: VERSION, reader: Object.freeze(createReader(warn)) });
  if (page[READER].version === VERSION) return page[READER].reader;
  warn("reader_version", "another version of the package reads this page; load one version everywhere");
  return SILENT;
}
