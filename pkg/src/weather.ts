/** Reads a file with the weather of all regions: every shopper fetches the same file, and the device picks its region. */

import { fetchFile } from "./start.js";

/**
 * Returns the weather of the first of `regions` that the file at `address` has; `undefined` if it has none.
 *
 * @throws {Error} if the file cannot be fetched or parsed
 */
export async function weatherOf(address: string, regions: readonly string[]): Promise<object | undefined> {
  const file = await fetchFile(new URL(address, document.baseURI));
  if (typeof file === "string") throw new Error(file);
  const all = (JSON.parse(new TextDecoder().decode(file)) as { regions: Record<string, object> }).regions;
  const known = Object.keys(all);
  const region = regions.find((name) => known.includes(name));
  return region === undefined ? undefined : all[region];
}
