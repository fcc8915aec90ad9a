/**
 * What counts once: the same event told by two plugins, or by an effect that runs twice; an order told again. It knows of this
 * document only.
 */

import type { EventName } from "../types.js";
import { type ItemIds, meet, type Said } from "./statement.js";

/** The same event with the same item within this time is one event. */
const SAME_EVENT_MS = 1_000;
/** Orders of the same items without a number of their own are one order within this time. */
const SAME_ORDER_MS = 30 * 60_000;

/** What was counted, and when in milliseconds. */
interface Counted {
  name: EventName;
  items: readonly ItemIds[];
  order: string | undefined;
  time: number;
}

/** Answers with the lines of an event that were not counted yet; `count` is called once the event counts. */
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
