/**
 * GA4's ecommerce events, as a page pushes them to `dataLayer`: for Google Tag Manager as objects, by `gtag()` as its
 * `arguments`. The fields are in docs/INTEGRATION.md with their specification.
 */

import type { EventName, PageKind } from "../types.js";
import { idsOf } from "./statement.js";
import { listOf, tap } from "./tap.js";

const EVENTS: readonly string[] = [
  "view_item", "select_item", "add_to_cart", "remove_from_cart", "add_to_wishlist", "purchase",
] satisfies EventName[];
/** What an event says of the kind of page. */
const KINDS = new Map<unknown, PageKind>([
  ["begin_checkout", "checkout"], ["add_shipping_info", "checkout"], ["add_payment_info", "payment"], ["purchase", "confirmation"],
  ["view_item", "other"], ["view_item_list", "other"],
]);
/** Lists that are ours: the element itself tells of them. */
const OURS = /^passerelle/i;

interface Ecommerce {
  items?: unknown;
  item_list_id?: unknown;
  item_list_name?: unknown;
}

/** `hear` is told of every item of every event, `turn` of what kind of page it is; what was pushed already comes first. */
export function readDataLayer(hear: (name: EventName, ids: string[]) => void, turn: (kind: PageKind) => void): void {
  /** A tag manager keeps what was pushed until it is reset, so an event may come without its items. */
  let kept: Ecommerce = {};

  const tell = (name: unknown, said: Ecommerce): void => {
    const kind = KINDS.get(name);
    if (kind && !isOurs(said)) turn(kind);
    if (!EVENTS.includes(name as string) || !Array.isArray(said.items) || isOurs(said)) return;
    // One product is looked at or chosen at a time; a list there is a list of others.
    const items = /^(view|select)_/.test(name as string) ? said.items.slice(0, 1) : said.items;
    for (const item of items as (Ecommerce & { item_id?: unknown })[]) {
      if (item && !isOurs(item)) hear(name as EventName, idsOf(item.item_id));
    }
  };

  const page = globalThis as { dataLayer?: unknown[] };
  tap((page.dataLayer ??= []), (entry) => {
    if (typeof entry !== "object" || entry === null) return;
    if ("length" in entry) {
      const [command, name, said] = listOf(entry);
      if (command === "event") tell(name, (said ?? {}) as Ecommerce);
      return;
    }
    const { event, ecommerce } = entry as { event?: unknown; ecommerce?: Ecommerce | null };
    if (ecommerce === null || ecommerce?.items) kept = ecommerce ?? {};
    tell(event, kept);
  });
}

function isOurs({ item_list_id: id, item_list_name: name }: Ecommerce): boolean {
  return OURS.test(String(id ?? "")) || OURS.test(String(name ?? ""));
}
