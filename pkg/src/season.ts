/** Where, when and in what weather the page is read: what the page says of it, for the season. */

import type { Given } from "./options.js";
import type { Warn } from "./warning.js";
import { weatherOf } from "./weather.js";

/** What the page knows of the place, the weather and the day. */
export interface SeasonOptions {
  /** The country whose shop this is, by its two letters (ISO 3166); by default that of the device's time zone. */
  country?: string;
  /** The weather there, or the address of a file with that of all regions: `docs/INTEGRATION.md`. */
  weather?: Weather | string;
  /** For previews: the day as `2026-11-22`, instead of today. */
  date?: string;
}

/** What is known of the weather. */
export interface Weather {
  /** Air temperature, in degrees Celsius. */
  temperatureC?: number;
  /** Rain of the day, in millimetres. */
  rainMm?: number;
  /** The highest UV index of the day. */
  uvIndex?: number;
}

interface Module {
  setPlace(country: string | undefined, timeZone: string): string;
  setWeather(temperature: number, rain: number, uv: number): void;
}

/** Tells the module. The answer is the pretended time, in seconds since 1970-01-01 UTC, if there is one. */
export async function setSeason(module: Module, given: Given, warn: Warn): Promise<number | undefined> {
  const date = given.text("date");
  const at = date === undefined ? undefined : Date.parse(`${date}T12:00:00Z`) / 1000;
  if (Number.isNaN(at)) {
    throw given.wrong("date", "a day as 2026-11-22");
  }
  const said = given.text("country");
  if (said !== undefined && !/^[a-z]{2}$/i.test(said)) {
    throw given.wrong("country", "the two letters of ISO 3166");
  }
  const timeZone = said === undefined ? zoneOfDevice() : "";
  const country = module.setPlace(said, timeZone);
  let weather = given.part("weather");
  if (given.isText("weather")) {
    const regions = [timeZone || undefined, country, "*"];
    weather = await weatherOf(given.neededText("weather"), regions, warn);
  }
  const number = (name: keyof Weather): number => weather.number(name) ?? Number.NaN;
  module.setWeather(number("temperatureC"), number("rainMm"), number("uvIndex"));
  return at;
}

/** What newer browsers have, and polyfills in part: TypeScript does not know it yet. */
type WithTemporal = { Temporal?: { Now?: { timeZoneId?(): string } } };

/** The name of the device's time zone; empty where some old browser has none. */
function zoneOfDevice(): string {
  return (
    (globalThis as WithTemporal).Temporal?.Now?.timeZoneId?.() ??
    // The first of these on a page is slow: the browser reads all that it knows of dates.
    (Intl.DateTimeFormat().resolvedOptions() as { timeZone?: string }).timeZone ??
    ""
  );
}
