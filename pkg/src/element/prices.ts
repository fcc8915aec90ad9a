/** Decides the price shown with a suggestion: the pack's, the page's own, or none. Not for sums: see `sum.ts`. */

import type { DrawnItem, Price, Suggestion } from "../types.js";
import { parseJsonLd } from "../page/json-ld-text.js";
import { amountText } from "./amount.js";
import { warn } from "./log-error.js";
import type { FormatPrice } from "./suggestions.js";

/** The tolerance for equal amounts, in major units. */
const CENT = 0.005;

/** The properties with the ids of a product of JSON-LD whose price is compared. */
export const PRICED_IDS = ["sku", "productID", "gtin", "gtin13"] as const;
/** The properties of a product, and of an offer, that hold its offers. */
export const OFFERS = ["offers", "priceSpecification"] as const;
/** The properties of an offer: its price, the ends of its range, and their currency. */
export const OFFER = ["price", "lowPrice", "highPrice", "priceCurrency"] as const;

type Thing = Record<string, unknown>;

/** Returns the price of a suggestion as text; empty for none. */
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
 * Returns whether the page's own JSON-LD states another price than the pack for one of `items`: with another tax, in another currency, or
 * for another group of customers. Then the pack's prices do not apply to this shopper, and a warning says so.
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

/** Returns whether the page's JSON-LD states any price. */
export function pageSaysPrices(): boolean {
  for (const _ of pricedProducts()) return true;
  return false;
}

/** Yields each product of the page's JSON-LD that has a price. Malformed JSON-LD is skipped: the reader of the page warns about it. */
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

/** A price range on the page, in major units. */
interface Offer {
  from: number;
  to: number;
  currency: string;
}

function isSame({ from, to, currency }: Offer, pack: Price): boolean {
  return (currency === "" || currency === pack.currency) && pack.amount > from - CENT && pack.amount < to + CENT;
}

/** Yields each product of the page, and its variants. */
function* productsIn(value: unknown): Iterable<Thing> {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value) && "offers" in value) yield value as Thing;
  for (const one of Object.values(value)) yield* productsIn(one);
}

function idsOf(product: Thing): string[] {
  return PRICED_IDS.map((key) => product[key]).filter((id) => typeof id === "string" || typeof id === "number").map(String);
}

/** Returns the prices of a product's offers, of nested offers and of price specifications. */
function pricesOf(thing: Thing): Offer[] {
  return (OFFERS.map((key) => thing[key]).flat() as (Thing | null | undefined)[]).flatMap((offer) => {
    const [price, lowPrice, highPrice, priceCurrency] = OFFER.map((key) => offer?.[key]);
    if (price === undefined && lowPrice === undefined) return offer ? pricesOf(offer) : [];
    const [from, to] = [Number(price ?? lowPrice ?? NaN), Number(price ?? highPrice ?? lowPrice ?? NaN)];
    return from > 0 && to > 0 ? [{ from, to, currency: typeof priceCurrency === "string" ? priceCurrency : "" }] : [];
  });
}
