/** The one reading of the page, in whichever copy of the package it began. */

import { follow, hear, onPage, pageKind, startReading } from "./page/reader.js";
import { shared } from "./registry.js";

/** See `page/reader.ts`. */
export const reading = () => shared("reading", () => ({ follow, hear, onPage, pageKind, startReading }));
