/**
 * Filters duplicates: the same event reported by two plugins or by an effect that runs twice, and an order reported again. It covers this
 * document only, and compares whole statements as their sources write them, because each one that passes is an order placed on this
 * page, for the elements too. Not for orders of earlier documents: src/history/seen_events.rs compares the stored lines, by the pack's ids.
 */

import type { EventName } from "../types.js";
import { type ItemIds, meet, type Said } from "./statement.js";

/** Within this time, events with the same name and item are one event. */
const SAME_EVENT_MS = 1_000;
/** Within this time, orders of the same items are one order if one of them has no number: as `SAME_ORDER_SECONDS` of the module. */
const SAME_ORDER_MS = 30 * 60_000;

/** An event counted, with its time in milliseconds. */
interface Counted {
  name: EventName;
  items: readonly ItemIds[];
  order: string | undefined;
  time: number;
}

/** `fresh()` returns the lines of an event that have not been counted; call `count()` once the event counts. */
export interface Duplicates {
  fresh(said: Said, time: number): readonly ItemIds[];
  count(said: Said, time: number): void;
}

export function createDuplicates(): Duplicates {
  let counted: Counted[] = [];
  return {
    fresh({ name, items, order }, time) {
      counted = counted.filter((one) => one.name === "purchase" || time - one.time < SAME_EVENT_MS);
      const others = counted.filter((one) => one.name === name);
      if (name === "purchase") return others.some((one) => isSameOrder(one, { items, order, time })) ? [] : items;
      return items.filter((ids) => !others.some((one) => one.items.some((other) => meet(ids, other))));
    },
    count({ name, items, order }, time) {
      counted.push({ name, items, order, time });
    },
  };
}

function isSameOrder(one: Omit<Counted, "name">, other: Omit<Counted, "name">): boolean {
  if (one.order !== undefined && other.order !== undefined) return one.order === other.order;
  const holds = (some: readonly ItemIds[], others: readonly ItemIds[]): boolean => some.every((ids) => others.some((more) => meet(ids, more)));
  return other.time - one.time < SAME_ORDER_MS && holds(one.items, other.items) && holds(other.items, one.items);
}
