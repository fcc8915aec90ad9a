/** A file with the weather of all regions, the same for everyone: the device picks its own. Loaded when it is used. */

import { fetchFile } from "./network.js";
import { Given } from "./options.js";
import type { Warn } from "./warning.js";

/** The weather of the first of `regions` that the file at `address` has; none, with a warning, when it cannot be read. */
export async function weatherOf(
  address: string,
  regions: readonly (string | undefined)[],
  warn: Warn,
): Promise<Given> {
  const file = await fetchFile(new URL(address, document.baseURI), "default", true);
  if (typeof file !== "string") {
    try {
      const all = (JSON.parse(new TextDecoder().decode(file)) as { regions: Record<string, unknown> }).regions;
      const known = Object.keys(all);
      const region = regions.find((name) => name !== undefined && known.includes(name));
      return new Given(region && all[region], `${address}: ${region}`);
    } catch {
      // Said below.
    }
  }
  warn("weather_unreachable");
  return new Given(undefined, address);
}
