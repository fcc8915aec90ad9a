/** Passes place, day and weather of the page to the module. Not for their effect on suggestions: the module computes that. */

import type { WeatherFile } from "./module-types.js";
import type { SeasonOptions, Weather } from "./types.js";
import type { Warn } from "./warning.js";
import { weatherOf } from "./weather.js";

/** The methods of the WebAssembly module that this file calls: see src/browser/api.rs. */
interface Module {
  setSeason(season: SeasonOptions): WeatherFile | null;
  setWeather(weather: Weather): void;
}

/**
 * Sets the season of the module, with the weather of the page's region if a file has it. A file that cannot be read gives the warning
 * `weather_unreachable`.
 */
export async function setSeason(module: Module, season: SeasonOptions, warn: Warn): Promise<void> {
  const file = module.setSeason(season);
  if (file === null) return;
  const { address, regions } = file;
  try {
    const weather = await weatherOf(address, regions);
    if (weather !== undefined) module.setWeather(weather);
  } catch (error) {
    // The file is at fault, not the call of the page.
    warn("weather_unreachable", `${address}: ${(error as Error).message}`);
  }
}
