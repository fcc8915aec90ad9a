/** Who sees a notice, and how: found out on the device. The same rule as `src/discretion/notice.rs`, tested with the same table. */

import type { HistoryEvent, Notice } from "../types.js";

/** Before everything else, until it is read; or as an open letter, once. */
export type Prominence = "first" | "letter";

/** How a notice is shown on `day`, since 1970-01-01 UTC; `undefined` when it is not. Nothing of promotions is asked. */
export function prominence(
  { from, until }: Pick<Notice, "from" | "until">, day: number, isConcerned: boolean, seen: number, isRead: boolean,
): Prominence | undefined {
  if (day < from || day > until || isRead) return undefined;
  if (isConcerned) return "first";
  return seen === 0 ? "letter" : undefined;
}

/** Whether the history holds an order that the notice is about; what was bought for somebody else counts. */
export function concerns({ items, ordered: [first, last] }: Notice, events: readonly HistoryEvent[]): boolean {
  return events.some(({ name, itemId, time }) => {
    const day = dayOf(Date.parse(time));
    return name === "purchase" && (items === null || items.includes(itemId)) && day >= first && day <= last;
  });
}

/** The day of a moment in milliseconds. */
export function dayOf(time: number): number {
  return Math.floor(time / 86_400_000);
}
