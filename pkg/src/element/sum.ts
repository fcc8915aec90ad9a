/** Adds prices in whole numbers of the currency's smallest unit, never in fractions. Not for single prices: see `prices.ts`. */

import type { DrawnItem } from "../types.js";
import type { Warn } from "../warning.js";
import type { FormatSum } from "./suggestions.js";

/** Returns the sum as text; empty if an item has no price, or if the prices are in several currencies. */
export function sumText(items: readonly DrawnItem[], locale: string, format: FormatSum | undefined, warn: Warn): string {
  if (items.length === 0) return "";
  if (format) {
    try {
      const text = format(items) ?? "";
      if (typeof text === "string") return text;
      warn("price_format_failed", "formatSum gave no text: return a string, or nothing for no sum");
    } catch (error) {
      warn("price_format_failed", `formatSum threw: ${String(error)}`);
    }
    return "";
  }
  const [first] = items;
  const currency = first?.price?.currency;
  if (currency === undefined || items.some(({ price }) => price?.currency !== currency)) return "";
  try {
    const writer = new Intl.NumberFormat(locale, { style: "currency", currency });
    return writer.format(sumOf(items.map(({ price }) => price?.amount ?? NaN), writer.resolvedOptions().maximumFractionDigits ?? 2));
  } catch {
    // The currency is unknown.
    return "";
  }
}

/** Returns the sum of amounts in major units that have `digits` decimal places. */
function sumOf(amounts: readonly number[], digits: number): number {
  const unit = 10 ** digits;
  return amounts.reduce((sum, amount) => sum + Math.round(amount * unit), 0) / unit;
}
