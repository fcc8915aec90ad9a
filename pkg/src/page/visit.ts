/**
 * One page of the document, and what it has said of itself. A router may report a view, or the checkout, just before it changes
 * the address: that belongs to the page that comes.
 */

import type { EventName, PageKind } from "../types.js";
import { pageAddress } from "./page-address.js";
import { type ItemIds, meet, type Source, type Statement } from "./statement.js";

/** A router that reports first changes the address within this time. */
const BEFORE_ROUTE_MS = 2_000;

/** The item that a page is about. */
export interface PageItem {
  /** The first of its ids that the pack knows. */
  id: string;
  ids: ItemIds;
  source: Source;
}

/** A statement with the page it belongs to, and the time it was heard in milliseconds. */
export interface Heard extends Statement {
  visit: Visit;
  time: number;
}

/** One page. */
export interface Visit {
  readonly address: string;
  kind: PageKind;
  kindTime: number;
  item?: PageItem;
  /** The view that was heard last. */
  view?: Heard;
  /** What the pack does not know, where the page has said nothing better. */
  unknown?: ItemIds;
  /** What the document describes, as it was told last. */
  described?: string;
  /** For each kind of event the best source that the pack has understood. */
  readonly sources: Partial<Record<EventName, Source>>;
}

export interface Visits {
  /** The page that is open now. */
  current(): Visit;
  /** The shopper has done something: what was said before it belongs to the page it was done on. */
  input(): void;
}

/** `changed` hears when another page is open than before. */
export function createVisits(changed: (visit: Visit, before: Visit) => void, now: () => number = () => performance.now()): Visits {
  let visit = open("");
  let inputTime = -1;

  const belongsToNext = (time: number): boolean => time > inputTime && now() - time <= BEFORE_ROUTE_MS;

  return {
    current() {
      const address = pageAddress();
      if (address === visit.address) return visit;
      const before = visit;
      visit = open(address);
      if (before.address === "") return visit;
      const { view } = before;
      if (view && belongsToNext(view.time)) {
        view.visit = visit;
        visit.view = view;
        if (before.item && meet(before.item.ids, view.items[0] ?? [])) visit.item = before.item;
      }
      if (belongsToNext(before.kindTime)) visit.kind = before.kind;
      changed(visit, before);
      return visit;
    },
    input() {
      inputTime = now();
    },
  };
}

function open(address: string): Visit {
  return { address, kind: "other", kindTime: -Infinity, sources: {} };
}
