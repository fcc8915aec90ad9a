/** Where, when and in what weather the page is read: what the page says of it, for the season. */

import type { SeasonOptions } from "./types.js";
import type { Warn } from "./warning.js";
import { weatherOf } from "./weather.js";

interface Module {
  setSeason(season: SeasonOptions): unknown;
  setWeather(weather: object): void;
}

/** A file with the weather of all regions, of which the first that the file has is the page's. */
interface WeatherFile {
  address: string;
  regions: string[];
}

/** Tells the module, with the weather of the page's region where a file has it. */
export async function setSeason(module: Module, season: SeasonOptions, warn: Warn): Promise<void> {
  const file = module.setSeason(season) as WeatherFile | null;
  if (file === null) return;
  try {
    const weather = await weatherOf(file.address, file.regions);
    if (weather !== undefined) module.setWeather(weather);
  } catch {
    // The file's fault, and not one of the page's call.
    warn("weather_unreachable");
  }
}
