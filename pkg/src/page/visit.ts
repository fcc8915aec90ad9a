/**
 * Tracks the pages of a document, and the statements of each. A router may report a view, or the checkout, just before it changes the
 * address: the statement then belongs to the next page. Not for reading the statements: see `reader.ts`.
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

/** A statement with the page it belongs to, and its time in milliseconds. */
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
  /** The last view stated. */
  view?: Heard;
  /** The ids of an item that the pack does not know, if the page has stated no better one. */
  unknown?: ItemIds;
  /** The document's descriptions of products that were passed on last, as JSON. */
  described?: string;
  /** The most reliable source that the pack has understood, for each event name. */
  readonly sources: Partial<Record<EventName, Source>>;
}

export interface Visits {
  /** Returns the page that is open now. */
  current(): Visit;
  /** Call it after an action of the shopper: earlier statements belong to the page on which they were made. */
  input(): void;
}

/** Creates the tracker. `changed` is called when another page is open than before. */
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
