/** What stands as the price of a suggestion: the pack's, the page's own, or nothing. */

import type { DrawnItem, Price, Suggestion } from "../types.js";
import { parseJsonLd } from "../page/json-ld-text.js";
import { amountText } from "./amount.js";
import { warn } from "./log-error.js";
import type { FormatPrice } from "./suggestions.js";

/** Amounts that differ by less are the same. */
const CENT = 0.005;

type Thing = Record<string, unknown>;

/** The price of a suggestion as text; empty for none. */
export function priceText(item: DrawnItem, locale: string, format: FormatPrice | undefined): string {
  if (format) {
    try {
      const text = format(item) ?? "";
      if (typeof text === "string") return text;
      warn("price_format_failed", `formatPrice gave no text for ${item.itemId}: return a string, or nothing for no price`);
    } catch (error) {
      warn("price_format_failed", `formatPrice threw for ${item.itemId}: ${String(error)}`);
    }
    return "";
  }
  return item.price ? amountText(item.price.amount, item.price.currency, locale) : "";
}

/**
 * Whether the page's own JSON-LD says another price for one of `items` than the pack does: another tax, another currency, another group
 * of customers. Then the pack's prices are not this shopper's, and a warning says so.
 */
export function pageSaysOtherPrices(items: Iterable<Pick<Suggestion, "itemId" | "price">>): boolean {
  const packs = new Map<string, Price>();
  for (const { itemId, price } of items) if (price) packs.set(itemId, price);
  for (const { ids, offers } of pricedProducts()) {
    const id = ids.find((one) => packs.has(one));
    const pack = id === undefined ? undefined : packs.get(id);
    const [first] = offers;
    if (!pack || !first || offers.some((offer) => isSame(offer, pack))) continue;
    warn("prices_differ", `${id} costs ${pack.amount} ${pack.currency} in the pack and ${first.from} ${first.currency} on the page: set formatPrice on the elements, or prices="none"`);
    return true;
  }
  return false;
}

/** Whether the page's JSON-LD says any price. */
export function pageSaysPrices(): boolean {
  for (const _ of pricedProducts()) return true;
  return false;
}

/** Every product of the page's JSON-LD that has a price. What is malformed is passed over: the reading of the page says so. */
function* pricedProducts(): Iterable<{ ids: string[]; offers: Offer[] }> {
  for (const script of document.querySelectorAll('script[type="application/ld+json" i]')) {
    let said: unknown;
    try {
      said = parseJsonLd(script.textContent ?? "");
    } catch {
      continue;
    }
    for (const product of productsIn(said)) {
      const offers = pricesOf(product);
      if (offers.length > 0) yield { ids: idsOf(product), offers };
    }
  }
}

/** What a product costs on the page, in major units. */
interface Offer {
  from: number;
  to: number;
  currency: string;
}

function isSame({ from, to, currency }: Offer, pack: Price): boolean {
  return (currency === "" || currency === pack.currency) && pack.amount > from - CENT && pack.amount < to + CENT;
}

/** Every product of the page, and its variants. */
function* productsIn(value: unknown): Iterable<Thing> {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value) && "offers" in value) yield value as Thing;
  for (const one of Object.values(value)) yield* productsIn(one);
}

function idsOf({ sku, productID, gtin, gtin13 }: Thing): string[] {
  return [sku, productID, gtin, gtin13].filter((id) => typeof id === "string" || typeof id === "number").map(String);
}

/** Of its offers, an offer's offers, and what specifies their price. */
function pricesOf({ offers, priceSpecification }: Thing): Offer[] {
  return ([offers, priceSpecification].flat() as (Thing | null | undefined)[]).flatMap((offer) => {
    const { price, lowPrice, highPrice, priceCurrency } = offer ?? {};
    if (price === undefined && lowPrice === undefined) return offer ? pricesOf(offer) : [];
    const [from, to] = [Number(price ?? lowPrice ?? NaN), Number(price ?? highPrice ?? lowPrice ?? NaN)];
    return from > 0 && to > 0 ? [{ from, to, currency: typeof priceCurrency === "string" ? priceCurrency : "" }] : [];
  });
}
