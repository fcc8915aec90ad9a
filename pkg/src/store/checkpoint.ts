/** The checkpoint: a value stored apart from the database, which distinguishes a store that was emptied from a new one. */

import type { Checkpoint } from "../module-types.js";
import { NAME } from "./database.js";

/** Writes or clears the checkpoint, and returns the stored one; `undefined` if there is none or the page has no local storage. */
export function checkpoint(write: Checkpoint | undefined, clear: boolean): Checkpoint | undefined {
  try {
    if (write) localStorage.setItem(NAME, `${write.epoch} ${write.last}`);
    else if (clear) localStorage.removeItem(NAME);
    const said = localStorage.getItem(NAME)?.split(" ");
    const [epoch, last] = [Number(said?.[0]), Number(said?.[1])];
    return Number.isSafeInteger(epoch) && Number.isSafeInteger(last) ? { epoch, last } : undefined;
  } catch {
    return undefined;
  }
}
