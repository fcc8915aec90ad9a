/** What a page says happened on it, from whichever source. */

import type { EventName } from "../types.js";

/** The sources, the most reliable first: where several speak of one page, the first that the pack understands counts. */
export const SOURCES = ["product-id", "ga4", "shopify", "segment", "json-ld", "microdata"] as const;
export type Source = (typeof SOURCES)[number];

/** Kinds of ids that a page may state: they match what the feed gave as such, and no shop's id that looks the same. */
export type IdKind = "gtin" | "mpn";

/** The ids under which the page knows one item, the one that a feed most likely has first; with its kind where it has one. */
export type ItemIds = readonly string[];

/** What a source says happened. */
export interface Said {
  name: EventName;
  /** One for each line: at least one, and each with an id. */
  items: readonly ItemIds[];
  /** Beside them, what the page calls the variant: `38`, `black / 38`. */
  variants?: readonly (string | undefined)[] | undefined;
  /** The number of the order, where the page says it. */
  order?: string | undefined;
  /** What was bought is for somebody else. */
  gift?: boolean;
}

/** What a source says, and which source it is. */
export interface Statement extends Said {
  source: Source;
}

/** What an adapter tells. */
export interface Listener {
  hear(said: Said): void;
  /** Something of the page that cannot be read; `place` says where, and what to change. */
  unreadable(place: string): void;
}

/** So many ids of one item are tried at most. */
const MOST_IDS = 4;
/** No shop's id is longer. */
const LONGEST_ID = 200;

/** Ids that a page may mean: texts and whole numbers, each once. */
export function idsOf(...values: unknown[]): string[] {
  const flat = (values.flat(2) as unknown[]).filter((value) => typeof value === "string" || Number.isFinite(value));
  const ids = flat.map((value) => String(value).trim()).filter((id) => id !== "" && id.length <= LONGEST_ID);
  return [...new Set(ids)].slice(0, MOST_IDS);
}

/** These ids as ids of that kind, as the module reads them: its name, a line feed, the id. */
export function idsOfKind(kind: IdKind, ...values: unknown[]): string[] {
  return idsOf(...values).map((id) => `${kind}\n${id}`);
}

/** The id alone. */
export function withoutKind(id: string): string {
  return id.replace(/^(gtin|mpn)\n/, "");
}

/** An item of a page. */
export interface Line {
  ids: ItemIds;
  /** What the page calls the variant. */
  variant?: string | undefined;
}

/** The lines that have an id, as a statement has them. */
export function readable(lines: readonly Line[]): Pick<Said, "items" | "variants"> {
  const kept = lines.filter(({ ids }) => ids.length > 0);
  const variants = kept.map(({ variant }) => variant);
  return { items: kept.map(({ ids }) => ids), ...(variants.some((one) => one !== undefined) && { variants }) };
}

/** The first line of what was said. */
export function firstOf({ items, variants }: Pick<Said, "items" | "variants">): Pick<Said, "items" | "variants"> {
  return { items: items.slice(0, 1), ...(variants?.[0] !== undefined && { variants: variants.slice(0, 1) }) };
}

/** What a page may call a variant: a text or a number. */
export function variantOf(value: unknown): string | undefined {
  return idsOf(value)[0];
}

/** Whether these are ids of the same item. */
export function meet(some: ItemIds, others: ItemIds): boolean {
  return some.some((id) => others.includes(id));
}
