/** Tells an open pack what the page says. */

import { pageConsent } from "../consent.js";
import type { Passerelle } from "../index.js";
import { find, isOwn, record, type Wanted } from "../sharing.js";
import { pageReader } from "./shared-reader.js";

/** From here on what the page says is told to `shop`, if no other was told before. Resolves when all of it so far is told. */
export function followPage(shop: Passerelle, wanted: Wanted): Promise<void> {
  return pageReader().follow({
    find: (lines) => find(shop, lines),
    record: (event) => void record(shop, event),
    remembers: () => pageConsent().isGranted(),
    isOwn: () => isOwn(wanted),
  });
}
