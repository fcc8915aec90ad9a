/** A file with the weather of all regions, the same for everyone: the device picks its own. */

import { fetchFile } from "./network.js";
import { Given } from "./options.js";
import type { Warn } from "./warning.js";

/** What a region may say, each a number. */
const KNOWN = ["temperatureC", "rainMm", "uvIndex"] as const;

/** The weather of the first of `regions` that the file at `address` has; none, with a warning, when it cannot be read. */
export async function weatherOf(
  address: string,
  regions: readonly (string | undefined)[],
  warn: Warn,
): Promise<Given> {
  try {
    const file = await fetchFile(new URL(address, document.baseURI), "default", true);
    if (typeof file !== "string") {
      const all = (JSON.parse(new TextDecoder().decode(file)) as { regions: Record<string, unknown> }).regions;
      const known = Object.keys(all);
      const region = regions.find((name) => name !== undefined && known.includes(name));
      const weather = new Given(region && all[region], `${address}: ${region}`);
      // What is no number there is the file's fault, and not one of the page's call.
      KNOWN.forEach((name) => weather.number(name));
      return weather;
    }
  } catch {
    // Said below.
  }
  warn("weather_unreachable");
  return new Given(undefined, address);
}
