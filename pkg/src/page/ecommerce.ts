/**
 * The items of an ecommerce event, in the forms of GA4 and of Universal Analytics. Not for deciding which event they belong
 * to: see ga4.ts.
 */

import type { EventName, PageKind } from "../types.js";
import { idsOf, type Line, readable, type Said, variantOf } from "./statement.js";

/** An object of the page: any field may hold anything. */
export type Fields = Record<string, unknown>;

/** What Universal Analytics calls the events; it names them by the key beside their `products`. */
export const UA_ACTIONS = {
  detail: "view_item",
  click: "select_item",
  add: "add_to_cart",
  remove: "remove_from_cart",
  purchase: "purchase",
} as const satisfies Record<string, EventName>;

/** What the keys of Universal Analytics say of the kind of page. */
export const UA_KINDS = { detail: "other", checkout: "checkout", purchase: "confirmation" } as const satisfies Record<string, PageKind>;

/** Where an item has its id. */
export const ITEM_IDS = ["item_id", "id"] as const;
/** Where it says which variant it is: GA4's name, that of Universal Analytics. */
export const ITEM_VARIANTS = ["item_variant", "variant"] as const;

/** Lists of Passerelle's own: the element itself tells of them. */
const OWN_LIST = /^passerelle/i;

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Where a push or the parameters of `gtag` may hold items: at the top, in `ecommerce`, or in `eventModel`. */
export function placesOf(said: Fields): Fields[] {
  return [said, said["ecommerce"], said["eventModel"]].filter(isFields);
}

/** Whether it says of itself that it is one of Passerelle's lists. */
export function isOwnList({ item_list_id: id, item_list_name: name }: Fields): boolean {
  return isOwn(id) || isOwn(name);
}

/** Whether a list of Passerelle's own is called so. */
function isOwn(list: unknown): boolean {
  return typeof list === "string" && OWN_LIST.test(list);
}

/** GA4's `items`: a list, an object with a key for each, or one item by itself. */
export function itemsOf({ items }: Fields): Pick<Said, "items" | "variants"> {
  return readable(linesOf(items).map(lineOf));
}

/** What one of these places says in the form of Universal Analytics. */
export function universalActions(places: readonly Fields[]): Said[] {
  const said: Said[] = [];
  for (const place of places) {
    for (const [key, name] of Object.entries(UA_ACTIONS)) {
      const action = place[key];
      if (!isFields(action)) continue;
      const field = isFields(action["actionField"]) ? action["actionField"] : {};
      if (isOwn(field["list"])) continue;
      const lines = readable(linesOf(action["products"]).map(lineOf));
      if (lines.items.length > 0) said.push({ name, ...lines, order: idsOf(field["id"])[0] });
    }
  }
  return said;
}

/** What kind of page these places tell of in the form of Universal Analytics. */
export function universalKind(places: readonly Fields[]): PageKind | undefined {
  for (const [key, kind] of Object.entries(UA_KINDS)) if (places.some((place) => isFields(place[key]))) return kind;
  return undefined;
}

function linesOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (!isFields(value)) return [];
  return ITEM_IDS.some((key) => Object.hasOwn(value, key)) ? [value] : Object.values(value);
}

function lineOf(item: unknown): Line {
  if (!isFields(item) || isOwnList(item)) return { ids: [] };
  return { ids: idsOf(ITEM_IDS.map((key) => item[key])), variant: variantOf(ITEM_VARIANTS.map((key) => item[key])) };
}
