/** What a page says happened on it, from whichever source, and which of several sources counts. */

import type { EventName } from "../types.js";

/** Where it was said, the most reliable first: where several speak of the same kind of event, the first of them counts. */
export const SOURCES = ["product-id", "ga4", "shopify", "segment", "json-ld"] as const;
export type Source = (typeof SOURCES)[number];

/** One thing that happened with one item. */
export interface Statement {
  name: EventName;
  /** The ids under which the page knows the item; the first that the pack knows counts. */
  ids: string[];
  source: Source;
}

/** Two sources that say the same within this time speak of one event. */
const SAME_MS = 1_000;

/** Ids that a page may mean: texts and whole numbers, each once. */
export function idsOf(...values: unknown[]): string[] {
  const flat = (values.flat(2) as unknown[]).filter((value) => typeof value === "string" || Number.isFinite(value));
  return [...new Set(flat.map((value) => String(value).trim()).filter((id) => id !== "" && id.length <= 200))].slice(0, 4);
}

/** Lets through what has not been said before. */
export function createFilter(now: () => number = () => performance.now()): (statement: Statement) => boolean {
  const leads: Partial<Record<EventName, number>> = {};
  let viewed: string[] = [];
  let last: (Statement & { time: number }) | undefined;
  return (statement) => {
    const { name, ids, source } = statement;
    const rank = SOURCES.indexOf(source);
    const meets = (others: string[]): boolean => ids.some((id) => others.includes(id));
    if (ids.length === 0 || rank > (leads[name] ?? rank)) return false;
    leads[name] = rank;
    if (name === "view_item") {
      if (meets(viewed)) return false;
      viewed = ids;
      return true;
    }
    const time = now();
    const again = last && last.name === name && last.source !== source && meets(last.ids) && time - last.time < SAME_MS;
    last = { ...statement, time };
    return !again;
  };
}
