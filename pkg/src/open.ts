/** How the package itself opens a pack: for its elements, and for what it reads of the page. */

import { create } from "./create.js";
import type { Passerelle } from "./index.js";
import { instanceFor, packAddress, packOf, unnamed, type Wanted } from "./sharing.js";

/**
 * Opens a pack, once for the page; in another language once more. The instance may be asked at once: what it needs is fetched beside what
 * opens the pack. Call it once the page has settled.
 *
 * @throws {PasserelleError} as `createPasserelle`, and `invalid_option` where nobody has named a pack
 */
export async function open(wanted: Wanted): Promise<Passerelle> {
  const pack = packOf(wanted);
  if (!pack) throw unnamed();
  return instanceFor({ ...wanted, pack: packAddress(pack) }, create);
}
