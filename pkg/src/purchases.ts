/** The order that was placed on this document, for whoever asks about it once. Importing it does nothing. */

import { pageAddress } from "./page/page-address.js";
import { shared } from "./registry.js";
import type { PageKind } from "./types.js";

interface Purchases {
  /** The number of the last order, where the page said it. */
  order: string | undefined;
  /** The page on which it was heard. */
  page: string | undefined;
  /** The page and the order about which the shopper has answered. */
  answered: string | undefined;
  readonly listeners: Set<() => void>;
}

const purchases = (): Purchases =>
  shared("purchases", () => ({ order: undefined, page: undefined, answered: undefined, listeners: new Set() }));

/** The page says that something was bought; `order` is the order's number, where it says that. */
export function purchaseHeard(order: string | undefined): void {
  const all = purchases();
  if (all.page === pageAddress() && all.order === order) return;
  [all.page, all.order] = [pageAddress(), order];
  for (const listener of all.listeners) listener();
}

/** An order was placed on this page, or this is the page of thanks for one. */
export interface Purchase {
  order: string | undefined;
  /** Whether the page has told of it: until then its order is not known. */
  isHeard: boolean;
}

/** The order that this page, of this kind, is about, as long as nothing was answered about it. */
export function openPurchase(kind: PageKind | undefined): Purchase | undefined {
  const { order, page, answered } = purchases();
  const isHeard = page === pageAddress();
  if (!isHeard && kind !== "confirmation") return undefined;
  return answered === answerKey() ? undefined : { order, isHeard };
}

/** The shopper has answered what was asked about the order of this page. */
export function purchaseAnswered(): void {
  const all = purchases();
  all.answered = answerKey();
  for (const listener of all.listeners) listener();
}

/** Hears when an order was placed, or what was asked about it was answered. */
export function onPurchase(listener: () => void): () => void {
  const { listeners } = purchases();
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const answerKey = (): string => `${pageAddress()} ${purchases().order ?? ""}`;
