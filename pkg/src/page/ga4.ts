/**
 * Reads ecommerce events in a data layer: GA4's, as a page pushes them for Google Tag Manager or by `gtag()`, and those of Universal
 * Analytics. An event has the items that it contains, or those of a push of `ecommerce` directly before it, never the items of an earlier
 * event. docs/reading-pages.md lists all that is read. Not for the formats of items: see `ecommerce.ts`.
 */

import type { EventName, PageKind } from "../types.js";
import { listOf } from "./data-layer.js";
import { type Fields, isFields, isOwnList, itemsOf, placesOf, universalActions, universalKind } from "./ecommerce.js";
import { firstOf, idsOf, type Listener } from "./statement.js";

export const GA4_EVENTS = [
  "view_item", "select_item", "add_to_cart", "remove_from_cart", "add_to_wishlist", "purchase",
] as const satisfies readonly EventName[];

/** The kind of page by event name. */
export const GA4_KINDS = {
  begin_checkout: "checkout",
  add_shipping_info: "checkout",
  add_payment_info: "payment",
  purchase: "confirmation",
  view_item: "other",
  view_item_list: "other",
} as const satisfies Record<string, PageKind>;

/** The parameters of a purchase: its number, and whether it is for somebody else. */
export const GA4_PURCHASE = { order: "transaction_id", gift: "gift" } as const;

/** Matches the events that Tag Manager itself pushes between a page's own pushes. */
const TAG_MANAGER = /^gtm\./;
/** Matches events about one product: further items belong to a list of other products. */
const OF_ONE = /^(view|select)_/;

/** Receives events, and the kinds of page that they imply. */
export interface Ga4Listener extends Listener {
  turn(kind: PageKind): void;
}

/** Returns a function that reads the entries of a data layer, in order. */
export function createGa4Reader(listener: Ga4Listener): (entry: unknown) => void {
  /** The `ecommerce` object of a push without an event, for the next event. */
  let before: Fields | undefined;
  return (entry) => {
    if (typeof entry !== "object" || entry === null) return;
    const [command, name, parameters] = listOf(entry);
    if (command !== undefined) {
      if (command === "event") tell(listener, name, isFields(parameters) ? placesOf(parameters) : []);
      return;
    }
    const push = entry as Fields;
    const { event, ecommerce } = push;
    if (event === undefined) {
      if (isFields(ecommerce)) before = ecommerce;
      else if (ecommerce === null) before = undefined;
      // Universal Analytics needs no event name.
      if (isFields(ecommerce)) tellUniversal(listener, [ecommerce]);
      return;
    }
    if (typeof event === "string" && TAG_MANAGER.test(event)) return;
    const isWhole = ["items", "ecommerce", "eventModel"].some((key) => push[key] !== undefined);
    tell(listener, event, isWhole ? placesOf(push) : before ? [before] : []);
    before = undefined;
  };
}

function tell(listener: Ga4Listener, name: unknown, places: readonly Fields[]): void {
  if (places.some(isOwnList)) return;
  const kind = typeof name === "string" && Object.hasOwn(GA4_KINDS, name) ? GA4_KINDS[name as keyof typeof GA4_KINDS] : undefined;
  if (kind) listener.turn(kind);
  const known = GA4_EVENTS.find((one) => one === name);
  const found = known && places.map(itemsOf).find(({ items }) => items.length > 0);
  if (known && found) {
    const order = idsOf(places.map((place) => place[GA4_PURCHASE.order]))[0];
    const gift = places.some((place) => place[GA4_PURCHASE.gift] === true);
    listener.hear({ name: known, ...(OF_ONE.test(known) ? firstOf(found) : found), order, ...(gift && { gift }) });
    return;
  }
  // Passerelle's own lists have no items for other readers.
  const isUniversal = tellUniversal(listener, places);
  if (known && !isUniversal && !places.some(hasOwnItems)) {
    listener.unreadable(`the data layer: \`${known}\` came without items that can be read; push \`ecommerce: { items: [{ item_id }] }\` with it`);
  }
}

/** Reports actions in the format of Universal Analytics; returns whether there were any. */
function tellUniversal(listener: Ga4Listener, places: readonly Fields[]): boolean {
  const kind = universalKind(places);
  if (kind) listener.turn(kind);
  const actions = universalActions(places);
  for (const said of actions) listener.hear(OF_ONE.test(said.name) ? { name: said.name, order: said.order, ...firstOf(said) } : said);
  return actions.length > 0;
}

function hasOwnItems({ items }: Fields): boolean {
  return Array.isArray(items) && items.length > 0 && items.every((item) => isFields(item) && isOwnList(item));
}
