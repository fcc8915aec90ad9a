/** A note beside the store and apart from it, which tells a store that was emptied from a new one. */

import { NAME } from "./database.js";
import type { Checkpoint } from "./request.js";

/** Reads the checkpoint, and writes or clears it. Where localStorage cannot be had there is none. */
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
