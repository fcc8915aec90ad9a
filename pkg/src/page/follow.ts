/** Connects the reader of the page to an open pack. Not for reading the page: see `reader.ts`. */

import { pageConsent } from "../consent.js";
import type { Passerelle } from "../index.js";
import { find, isOwn, record, type Wanted } from "../sharing.js";
import { pageReader } from "./shared-reader.js";

/**
 * Passes all that the page states, from now on and so far, to `shop`, unless the reader already has another recipient. Resolves once
 * everything stated so far is passed on.
 */
export function followPage(shop: Passerelle, wanted: Wanted): Promise<void> {
  return pageReader().follow({
    find: (lines) => find(shop, lines),
    record: (event) => void record(shop, event),
    remembers: () => pageConsent().isGranted(),
    isOwn: () => isOwn(wanted),
  });
}
