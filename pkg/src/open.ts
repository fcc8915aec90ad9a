/** Opens a pack for the package's own use: its elements, and its reading of the page. Not for the page's own calls: see `index.ts`. */

import { create } from "./create.js";
import type { Passerelle } from "./index.js";
import { instanceFor, packAddress, packOf, unnamed, type Wanted } from "./sharing.js";

/**
 * Opens a pack, once per page and language. The instance can be called at once: the files of a call are fetched in parallel with those that
 * open the pack. Call it once the page has settled.
 *
 * @throws {PasserelleError} as `createPasserelle`, and `invalid_option` if neither the page nor an element names a pack
 */
export async function open(wanted: Wanted): Promise<Passerelle> {
  const pack = packOf(wanted);
  if (!pack) throw unnamed();
  return instanceFor({ ...wanted, pack: packAddress(pack) }, create);
}
