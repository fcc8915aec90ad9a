/**
 * The slates that this document has drawn, by address: whoever goes back finds what was there. In memory only, so that it ends with the
 * document and nothing is stored.
 */

import type { Passerelle } from "../index.js";
import type { Explanation, Suggestion, SuggestRequest } from "../types.js";

/** Pages of a document that are remembered; the oldest goes first. */
const MOST = 50;
/** What has happened to an item since, so that it is not shown again. */
const GONE: readonly Explanation["absence"][] = ["forbidden", "unavailable", "resting"];

const slates = new Map<string, readonly Suggestion[]>();
const refused = new Set<string>();
/** The address that the shopper went back or forward to, rather than on to. */
let returned = "";

/** The page's address, without an anchor in it: a route behind the hash is another page. */
export function pageAddress(): string {
  return location.pathname + location.search + (/^#!?\//.test(location.hash) ? location.hash : "");
}

/** Listens from here on for steps through the browser's history; once for the page. */
export function watchReturns(): void {
  const hear = (): void => {
    returned = pageAddress();
  };
  // Before the page's router, so that what it changes is asked for as what it is.
  addEventListener("popstate", hear, true);
  addEventListener("pageshow", ({ persisted }) => persisted && hear(), true);
}

/** A request at this address; the cart may have changed since, which {@link recall} asks about. */
function keyOf({ cart, ...request }: SuggestRequest): string {
  return `${pageAddress()} ${JSON.stringify(request)}`;
}

/** This was drawn for `request` at this address. */
export function remember(request: SuggestRequest, suggestions: readonly Suggestion[]): void {
  const key = keyOf(request);
  slates.delete(key);
  if (suggestions.length === 0) return;
  slates.set(key, suggestions);
  const [oldest] = slates.keys();
  if (slates.size > MOST && oldest !== undefined) slates.delete(oldest);
}

/** "Not for me" was said of an item, or taken `back`. */
export function refuse(itemId: string, back: boolean): void {
  if (back) refused.delete(itemId);
  else refused.add(itemId);
}

/** Nothing that a history has led to is shown again. */
export function forgetSlates(): void {
  slates.clear();
}

/**
 * What was last drawn for `request` at this address, if the shopper has come back to it: without what was refused, bought, put in the
 * cart or sold out since. `undefined` where there is no such thing.
 */
export async function recall(shop: Passerelle, request: SuggestRequest): Promise<Suggestion[] | undefined> {
  const drawn = returned === pageAddress() ? slates.get(keyOf(request)) : undefined;
  if (!drawn) return undefined;
  const left: Suggestion[] = [];
  for (const item of drawn) {
    const explanation = await shop.explain(request, item.itemId);
    if (explanation && !GONE.includes(explanation.absence) && !refused.has(item.itemId)) left.push(item);
  }
  return left.length > 0 ? left : undefined;
}
