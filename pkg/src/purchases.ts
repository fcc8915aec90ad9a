/**
 * The order placed on this document, shared by the elements that ask the shopper about it once. Importing it does nothing. Not for
 * recording purchases: see `track()`.
 */

import { pageAddress } from "./page/page-address.js";
import { shared } from "./registry.js";
import type { PageKind } from "./types.js";

interface Purchases {
  /** The number of the last order, if the page stated it. */
  order: string | undefined;
  /** The page that reported the order. */
  page: string | undefined;
  /** The key of the page and the order that the shopper has answered about. */
  answered: string | undefined;
  readonly listeners: Set<() => void>;
}

const purchases = (): Purchases =>
  shared("purchases", () => ({ order: undefined, page: undefined, answered: undefined, listeners: new Set() }));

/** Reports a purchase; `order` is the order number, if the page states it. */
export function purchaseHeard(order: string | undefined): void {
  const all = purchases();
  if (all.page === pageAddress() && all.order === order) return;
  [all.page, all.order] = [pageAddress(), order];
  for (const listener of all.listeners) listener();
}

/** An order placed on this page, or confirmed by it. */
export interface Purchase {
  order: string | undefined;
  /** Whether the page has reported the purchase; until then the order number is unknown. */
  isHeard: boolean;
}

/** Returns the order of this page; `undefined` if there is none, or if the shopper has answered about it. */
export function openPurchase(kind: PageKind | undefined): Purchase | undefined {
  const { order, page, answered } = purchases();
  const isHeard = page === pageAddress();
  if (!isHeard && kind !== "confirmation") return undefined;
  return answered === answerKey() ? undefined : { order, isHeard };
}

/** Records that the shopper has answered about the order of this page. */
export function purchaseAnswered(): void {
  const all = purchases();
  all.answered = answerKey();
  for (const listener of all.listeners) listener();
}

/** Calls `listener` when an order is placed or the shopper answers about it. Returns a function that stops it. */
export function onPurchase(listener: () => void): () => void {
  const { listeners } = purchases();
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const answerKey = (): string => `${pageAddress()} ${purchases().order ?? ""}`;
