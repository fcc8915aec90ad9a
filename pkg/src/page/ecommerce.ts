/**
 * Reads the items of an ecommerce event, in the formats of GA4 and of Universal Analytics. Not for deciding which event they belong to: see
 * `ga4.ts`.
 */

import type { EventName, PageKind } from "../types.js";
import { idsOf, type Line, readable, type Said, variantOf } from "./statement.js";

/** An object of the page: any field may hold anything. */
export type Fields = Record<string, unknown>;

/** GA4's event names by the names of Universal Analytics, which are the keys beside `products`. */
export const UA_ACTIONS = {
  detail: "view_item",
  click: "select_item",
  add: "add_to_cart",
  remove: "remove_from_cart",
  purchase: "purchase",
} as const satisfies Record<string, EventName>;

/** The kind of page by the keys of Universal Analytics. */
export const UA_KINDS = { detail: "other", checkout: "checkout", purchase: "confirmation" } as const satisfies Record<string, PageKind>;

/** The fields that may hold an item's id. */
export const ITEM_IDS = ["item_id", "id"] as const;
/** The fields that may hold an item's variant: GA4's, then that of Universal Analytics. */
export const ITEM_VARIANTS = ["item_variant", "variant"] as const;

/** The fields of an item that name its list. */
export const ITEM_LISTS = ["item_list_id", "item_list_name"] as const;
/** The fields of `actionField` of Universal Analytics: the number of the order, and the name of the list. */
export const UA_FIELDS = { order: "id", list: "list" } as const;

/** Matches Passerelle's own lists: the element reports their events itself. */
const OWN_LIST = /^passerelle/i;

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns the objects of a push or of `gtag` parameters that may hold items: itself, its `ecommerce`, and its `eventModel`. */
export function placesOf(said: Fields): Fields[] {
  return [said, said["ecommerce"], said["eventModel"]].filter(isFields);
}

/** Returns whether an object names one of Passerelle's own lists. */
export function isOwnList(said: Fields): boolean {
  return ITEM_LISTS.some((key) => isOwn(said[key]));
}

/** Returns whether a list name is one of Passerelle's own. */
function isOwn(list: unknown): boolean {
  return typeof list === "string" && OWN_LIST.test(list);
}

/** Reads GA4's `items`: an array, an object with one key per item, or a single item. */
export function itemsOf({ items }: Fields): Pick<Said, "items" | "variants"> {
  return readable(linesOf(items).map(lineOf));
}

/** Reads the actions that these objects hold in the format of Universal Analytics. */
export function universalActions(places: readonly Fields[]): Said[] {
  const said: Said[] = [];
  for (const place of places) {
    for (const [key, name] of Object.entries(UA_ACTIONS)) {
      const action = place[key];
      if (!isFields(action)) continue;
      const field = isFields(action["actionField"]) ? action["actionField"] : {};
      if (isOwn(field[UA_FIELDS.list])) continue;
      const lines = readable(linesOf(action["products"]).map(lineOf));
      if (lines.items.length > 0) said.push({ name, ...lines, order: idsOf(field[UA_FIELDS.order])[0] });
    }
  }
  return said;
}

/** Returns the kind of page that these objects imply in the format of Universal Analytics. */
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
