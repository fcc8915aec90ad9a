/**
 * Recalls the slates that this tab has drawn, by address and request: a shopper who goes back or reloads a page sees the same slate. A
 * document keeps its own slates in memory. Across documents, with consent, the slate comes from the store's log of offers: the tab stores
 * two numbers per slate that identify it in the log, and that mean nothing without the log. So a refusal that empties the store ends this
 * too, in every tab. Not for new slates: see `slate.ts`.
 */

import { pageConsent } from "../consent.js";
import type { Passerelle } from "../index.js";
import { onConsent, onHistoryEdit, onSeason } from "../sharing.js";
import type { Explanation, SuggestRequest, Suggestion } from "../types.js";

/** The most slates that a document or a tab keeps; the oldest is evicted first. */
const MOST = 50;
/** Reasons of absence because of which an item is not shown again. */
const GONE: readonly Explanation["absence"][] = ["forbidden", "unavailable", "resting"];
/** The key of the tab's numbers in the session storage. */
const NAME = "passerelle";

const slates = new Map<string, readonly Suggestion[]>();
const refused = new Set<string>();
/** The address that the shopper reached by going back or forward. */
let returned = "";
/** The numbers of earlier documents, if this document was reloaded or reached by going back: each is looked up once. */
let earlier = new Map<number, number>();

/** Returns the page's address without a fragment; a route behind the hash counts as part of it. */
export function pageAddress(): string {
  return location.pathname + location.search + (/^#!?\//.test(location.hash) ? location.hash : "");
}

/**
 * Starts to listen for steps through the browser's history, and for everything that ends slates, also while no element is on the page.
 * Called once, with the definition of the element: before the elements listen, so that none of them asks for a slate that has ended.
 */
export function watchReturns(): void {
  const hear = (): void => {
    returned = pageAddress();
  };
  // Captures the event before the page's router, so that requests after the router's change see the step. A link to another route behind
  // the hash fires `popstate` too: with the Navigation API, only traversals count.
  const { navigation: entries } = globalThis as { navigation?: EventTarget };
  if (entries) entries.addEventListener("currententrychange", (event) => (event as Event & { navigationType?: string | null }).navigationType === "traverse" && hear());
  else addEventListener("popstate", hear, true);
  addEventListener("pageshow", ({ persisted }) => persisted && hear(), true);
  // A slate fits the season for which it was drawn.
  onSeason(forgetDocument);
  // A slate may result from records that were erased.
  onHistoryEdit(forgetAll);
  onConsent(() => {
    if (!pageConsent().isGranted()) forgetAll();
  });
  const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  if (navigation && (navigation.type === "reload" || navigation.type === "back_forward")) earlier = ofTab();
}

/** Returns the key of a request at this address, without the cart: it may have changed since, and {@link recall} checks it. */
function keyOf({ cart, ...request }: SuggestRequest): string {
  return `${pageAddress()} ${JSON.stringify(request)}`;
}

/** Returns a 32-bit hash of a text (FNV-1a over its UTF-16 code units). */
function digest(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return value;
}

/** Returns the tab's numbers, the oldest first: the hash of an address and request, and the hash of the ids drawn there. */
function ofTab(): Map<number, number> {
  try {
    const pairs: unknown = JSON.parse(sessionStorage.getItem(NAME) ?? "[]");
    return new Map((pairs as unknown[]).filter((pair): pair is [number, number] => Array.isArray(pair) && pair.length === 2));
  } catch {
    // The page has no session storage, or other code wrote under this key.
    return new Map();
  }
}

/** Stores the tab's numbers; removes them without consent. */
function keepInTab(numbers: ReadonlyMap<number, number>): void {
  try {
    if (numbers.size === 0 || !pageConsent().isGranted()) sessionStorage.removeItem(NAME);
    else sessionStorage.setItem(NAME, JSON.stringify([...numbers].slice(-MOST)));
  } catch {
    // Without session storage, slates are computed again.
  }
}

/** Keeps the slate drawn for `request` at this address. */
export function remember(request: SuggestRequest, suggestions: readonly Suggestion[]): void {
  const key = keyOf(request);
  slates.delete(key);
  if (suggestions.length === 0) return;
  slates.set(key, suggestions);
  const [oldest] = slates.keys();
  if (slates.size > MOST && oldest !== undefined) slates.delete(oldest);
  const numbers = ofTab();
  numbers.delete(digest(key));
  numbers.set(digest(key), digest(suggestions.map(({ itemId }) => itemId).join("\n")));
  keepInTab(numbers);
}

/** Forgets the slates of this document. */
function forgetDocument(): void {
  slates.clear();
  earlier.clear();
}

/** Forgets the slates of this document and the tab's numbers. */
function forgetAll(): void {
  forgetDocument();
  keepInTab(new Map());
}

/** Marks an item as dismissed, or with `back` undoes it. */
export function refuse(itemId: string, back: boolean): void {
  if (back) refused.delete(itemId);
  else refused.add(itemId);
}

/**
 * Returns the slate last drawn for `request` at this address, if the shopper has returned to it, without items since dismissed, bought, put
 * in the cart or sold out. `undefined` if there is none.
 */
export async function recall(shop: Passerelle, request: SuggestRequest): Promise<Suggestion[] | undefined> {
  const left = (await ofDocument(shop, request)) ?? (await ofStore(shop, request));
  return left && left.length > 0 ? left : undefined;
}

async function ofDocument(shop: Passerelle, request: SuggestRequest): Promise<Suggestion[] | undefined> {
  const drawn = returned === pageAddress() ? slates.get(keyOf(request)) : undefined;
  if (!drawn) return undefined;
  const left: Suggestion[] = [];
  for (const item of drawn) {
    const explanation = await shop.explain(request, item.itemId);
    if (explanation && !GONE.includes(explanation.absence) && !refused.has(item.itemId)) left.push(item);
  }
  return left;
}

/**
 * Requests the items that the log of offers names, in their order. The module leaves out those that may no longer be shown, and those that
 * were offered as often as they may be: the latter are requested without the history.
 */
async function ofStore(shop: Passerelle, request: SuggestRequest): Promise<Suggestion[] | undefined> {
  const key = digest(keyOf(request));
  const wanted = earlier.get(key);
  if (wanted === undefined || !pageConsent().isGranted()) return undefined;
  earlier.delete(key);
  const { invitations } = await shop.history.export();
  const lines = invitations.map(({ what, about }) => ({ what, ids: about.flatMap((one) => ("itemId" in one ? [one.itemId] : [])) }));
  const order = [...lines].reverse().find(({ what, ids }) => what === "offered" && digest(ids.join("\n")) === wanted)?.ids;
  if (!order) return undefined;
  const dismissed = new Set<string>();
  for (const { what, ids } of lines) {
    if (what === "refused") ids.forEach((id) => dismissed.add(id));
    if (what === "taken-back") ids.forEach((id) => dismissed.delete(id));
  }
  const only = (restrictTo: string[]): SuggestRequest => ({ ...request, restrictTo, limit: restrictTo.length, threshold: 0 });
  const { suggestions } = await shop.suggest(only(order));
  const capped: string[] = [];
  for (const id of order) {
    if (dismissed.has(id) || suggestions.some(({ itemId }) => itemId === id)) continue;
    if ((await shop.explain(request, id))?.absence === "capped") capped.push(id);
  }
  if (capped.length > 0) suggestions.push(...(await shop.candidates(only(capped))).suggestions);
  return suggestions.sort((one, other) => order.indexOf(one.itemId) - order.indexOf(other.itemId));
}
