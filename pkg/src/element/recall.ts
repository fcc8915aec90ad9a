/**
 * Recalls the slates that this tab has drawn, by address and request: a shopper who goes back or reloads a page sees the same slate. A
 * document keeps its own slates in memory. Across documents, with consent, the slate comes from the store's log of offers: the tab stores
 * two numbers per slate, of its page and of its items, and the log has the items. So a refusal that empties the store ends this too, in every
 * tab. Not for new slates: see `slate.ts`.
 */

import { pageConsent } from "../consent.js";
import type { Passerelle } from "../index.js";
import { addressWithQuery } from "../page/page-address.js";
import { digestOf, onConsent, onHistoryEdit, onSeason, recallOffer, stillShown } from "../sharing.js";
import type { SuggestRequest, Suggestion } from "../types.js";

/** The most slates that a document or a tab keeps; the oldest is evicted first. */
const MOST = 50;
/** The key of the tab's numbers in the session storage. */
const NAME = "passerelle";

const slates = new Map<string, readonly Suggestion[]>();
/** The address that the shopper reached by going back or forward. */
let returned = "";
/** The numbers of earlier documents, if this document was reloaded or reached by going back: each is looked up once. */
let earlier = new Map<number, number>();

/**
 * Starts to listen for steps through the browser's history, and for everything that ends slates, also while no element is on the page.
 * Called once, with the definition of the element: before the elements listen, so that none of them asks for a slate that has ended.
 */
export function watchReturns(): void {
  const hear = (): void => {
    returned = addressWithQuery();
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
  return `${addressWithQuery()} ${JSON.stringify(request)}`;
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
export function remember(shop: Passerelle, request: SuggestRequest, suggestions: readonly Suggestion[]): void {
  const key = keyOf(request);
  slates.delete(key);
  if (suggestions.length === 0) return;
  slates.set(key, suggestions);
  const [oldest] = slates.keys();
  if (slates.size > MOST && oldest !== undefined) slates.delete(oldest);
  const [page, slate] = [digestOf(shop, [key]), digestOf(shop, suggestions.map(({ itemId }) => itemId))];
  if (page === undefined || slate === undefined) return;
  const numbers = ofTab();
  numbers.delete(page);
  numbers.set(page, slate);
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

/**
 * Returns the slate last drawn for `request` at this address, if the shopper has returned to it, without items since dismissed, bought, put
 * in the cart or sold out. `undefined` if there is none.
 */
export async function recall(shop: Passerelle, request: SuggestRequest): Promise<readonly Suggestion[] | undefined> {
  const left = (await ofDocument(shop, request)) ?? (await ofStore(shop, request));
  return left && left.length > 0 ? left : undefined;
}

async function ofDocument(shop: Passerelle, request: SuggestRequest): Promise<Suggestion[] | undefined> {
  const drawn = returned === addressWithQuery() ? slates.get(keyOf(request)) : undefined;
  if (!drawn) return undefined;
  const left = new Set(await stillShown(shop, request, drawn.map(({ itemId }) => itemId)));
  return drawn.filter(({ itemId }) => left.has(itemId));
}

async function ofStore(shop: Passerelle, request: SuggestRequest): Promise<readonly Suggestion[] | undefined> {
  const page = pageConsent().isGranted() && earlier.size > 0 ? digestOf(shop, [keyOf(request)]) : undefined;
  const slate = page === undefined ? undefined : earlier.get(page);
  if (page === undefined || slate === undefined) return undefined;
  earlier.delete(page);
  // Without a readable store there is a new slate.
  return recallOffer(shop, request, slate).catch(() => undefined);
}
