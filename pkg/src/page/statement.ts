/**
 * The types and helpers shared by all sources: a page's statements about events, and the ids of its items. Not for a source's format: see
 * `ga4.ts` and its neighbours.
 */

import type { EventName } from "../types.js";

/** The sources, the most reliable first: if several describe one page, the first one that the pack understands counts. */
export const SOURCES = ["product-id", "ga4", "shopify", "segment", "json-ld", "microdata"] as const;
export type Source = (typeof SOURCES)[number];

/** Kinds of ids that a page may state. Such an id matches only ids that the feed gave as this kind, not a shop's id that looks the same. */
export type IdKind = "gtin" | "mpn";

/**
 * The ids that the page has for one item, the one most likely in a feed first; an id may have its kind as a prefix: see {@link idsOfKind}.
 */
export type ItemIds = readonly string[];

/** An event that a source states. */
export interface Said {
  name: EventName;
  /** The ids of each line: at least one line, each with at least one id. */
  items: readonly ItemIds[];
  /** The page's name of each line's variant: `38`, `black / 38`. */
  variants?: readonly (string | undefined)[] | undefined;
  /** The order number, if the page states it. */
  order?: string | undefined;
  /** The purchase is for somebody else. */
  gift?: boolean;
}

/** An event with its source. */
export interface Statement extends Said {
  source: Source;
}

/** Receives the events of an adapter. */
export interface Listener {
  hear(said: Said): void;
  /** Reports data of the page that cannot be read; `place` names it and the change needed. */
  unreadable(place: string): void;
}

/** The most ids of one item that are tried. */
const MOST_IDS = 4;
/** The greatest length of an id, in UTF-16 code units. */
const LONGEST_ID = 200;

/** Returns the ids among values of a page: strings and finite numbers, trimmed, without duplicates, at most four. */
export function idsOf(...values: unknown[]): string[] {
  const flat = (values.flat(2) as unknown[]).filter((value) => typeof value === "string" || Number.isFinite(value));
  const ids = flat.map((value) => String(value).trim()).filter((id) => id !== "" && id.length <= LONGEST_ID);
  return [...new Set(ids)].slice(0, MOST_IDS);
}

/** Returns these ids with their kind, in the module's form: the kind, a line feed, the id. */
export function idsOfKind(kind: IdKind, ...values: unknown[]): string[] {
  return idsOf(...values).map((id) => `${kind}\n${id}`);
}

/** Returns the ids as a warning shows them: the shop's own ones or, if there are none, the others with their kind. */
export function listed(ids: ItemIds): string {
  const own = ids.filter((id) => !id.includes("\n"));
  return (own[0] === undefined ? ids : own).map((id) => id.replace("\n", " ")).join(", ");
}

/** An item of a page. */
export interface Line {
  ids: ItemIds;
  /** The page's name of the variant. */
  variant?: string | undefined;
}

/** Returns the lines that have an id, in the form of a statement. */
export function readable(lines: readonly Line[]): Pick<Said, "items" | "variants"> {
  const kept = lines.filter(({ ids }) => ids.length > 0);
  const variants = kept.map(({ variant }) => variant);
  return { items: kept.map(({ ids }) => ids), ...(variants.some((one) => one !== undefined) && { variants }) };
}

/** Returns only the first line. */
export function firstOf({ items, variants }: Pick<Said, "items" | "variants">): Pick<Said, "items" | "variants"> {
  return { items: items.slice(0, 1), ...(variants?.[0] !== undefined && { variants: variants.slice(0, 1) }) };
}

/** Returns a variant's name from a string or a number. */
export function variantOf(value: unknown): string | undefined {
  return idsOf(value)[0];
}

/** Returns whether two lists of ids share one, and so name the same item. */
export function meet(some: ItemIds, others: ItemIds): boolean {
  return some.some((id) => others.includes(id));
}
