/** A file with the weather of all regions, the same for everyone: the device picks its own. */

import { fetchFile } from "./start.js";

/**
 * The weather of the first of `regions` that the file at `address` has.
 *
 * @throws Whatever is wrong with the file.
 */
export async function weatherOf(address: string, regions: readonly string[]): Promise<object | undefined> {
  const file = await fetchFile(new URL(address, document.baseURI));
  if (typeof file === "string") throw new Error(file);
  const all = (JSON.parse(new TextDecoder().decode(file)) as { regions: Record<string, object> }).regions;
  const known = Object.keys(all);
  const region = regions.find((name) => known.includes(name));
  return region === undefined ? undefined : all[region];
}
