/** What is loaded when there is something to keep, or to wipe: the store, and the keeper of what it holds. */

import type { Warn } from "../warning.js";
import { createDatabase } from "./database.js";
import type { Ask, Hint } from "./protocol.js";

export { createKeeper } from "./keeper.js";

/** The store of this page, or behind the frame at the address `hub`; `hint` hears what other tabs say. */
export async function openStore(hub: string | undefined, hint: (what: Hint) => void, warn: Warn): Promise<Ask> {
  return hub ? (await import("../hub/client.js")).connectHub(hub, hint, warn) : createDatabase(hint);
}
