/**
 * The slates that this tab has drawn, by address and request: whoever goes back, or loads a page again, finds what was there. A document
 * remembers its own slates. Beyond it the store's own log of offers is asked, under a grant: the tab keeps two numbers for each slate,
 * by which it is found there, and which say nothing without it. So a refusal that empties the store ends that too, in every tab.
 */

import { pageConsent } from "../consent.js";
import type { Passerelle } from "../index.js";
import type { Explanation, SuggestRequest, Suggestion } from "../types.js";

/** Slates that a document, or a tab, remembers; the oldest goes first. */
const MOST = 50;
/** What has happened to an item since, so that it is not shown again. */
const GONE: readonly Explanation["absence"][] = ["forbidden", "unavailable", "resting"];
/** Where the tab keeps its numbers. */
const NAME = "passerelle";

const slates = new Map<string, readonly Suggestion[]>();
const refused = new Set<string>();
/** The address that the shopper went back or forward to, rather than on to. */
let returned = "";
/** What the tab has kept of earlier documents, if this one was loaded again or gone back to: each is looked for once. */
let earlier = new Map<number, number>();

/** The page's address, without an anchor in it: a route behind the hash is another page. */
export function pageAddress(): string {
  return location.pathname + location.search + (/^#!?\//.test(location.hash) ? location.hash : "");
}

/** Listens from here on for steps through the browser's history; called once, with the definition of the element. */
export function watchReturns(): void {
  const hear = (): void => {
    returned = pageAddress();
  };
  // Before the page's router, so that what it changes is asked for as what it is. A link to another route behind the hash is a `popstate`
  // too: where the browser tells the one from the other, steps through its history alone count.
  const { navigation: entries } = globalThis as { navigation?: EventTarget };
  if (entries) entries.addEventListener("currententrychange", (event) => (event as Event & { navigationType?: string | null }).navigationType === "traverse" && hear());
  else addEventListener("popstate", hear, true);
  addEventListener("pageshow", ({ persisted }) => persisted && hear(), true);
  const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  if (navigation && (navigation.type === "reload" || navigation.type === "back_forward")) earlier = ofTab();
}

/** A request at this address; the cart may have changed since, which {@link recall} asks about. */
function keyOf({ cart, ...request }: SuggestRequest): string {
  return `${pageAddress()} ${JSON.stringify(request)}`;
}

/** 32 bits that are the same for the same text (FNV-1a). */
function digest(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return value;
}

/** The tab's numbers, the oldest first: of an address with its request, and of the ids that were drawn there. */
function ofTab(): Map<number, number> {
  try {
    const pairs: unknown = JSON.parse(sessionStorage.getItem(NAME) ?? "[]");
    return new Map((pairs as unknown[]).filter((pair): pair is [number, number] => Array.isArray(pair) && pair.length === 2));
  } catch {
    // The page has no storage, or something else has written there.
    return new Map();
  }
}

/** Writes the tab's numbers; none where nobody has agreed. */
function keepInTab(numbers: ReadonlyMap<number, number>): void {
  try {
    if (numbers.size === 0 || !pageConsent().isGranted()) sessionStorage.removeItem(NAME);
    else sessionStorage.setItem(NAME, JSON.stringify([...numbers].slice(-MOST)));
  } catch {
    // Without storage a slate is computed anew.
  }
}

/** This was drawn for `request` at this address. */
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

/** The page says another season: what was drawn before suited the one before. */
export function heedSeason(): void {
  slates.clear();
  earlier.clear();
}

/** "Not for me" was said of an item, or taken `back`. */
export function refuse(itemId: string, back: boolean): void {
  if (back) refused.delete(itemId);
  else refused.add(itemId);
}

/** The shopper was heard: without a grant nothing is shown again that a history has led to. */
export function heedConsent(): void {
  if (pageConsent().isGranted()) return;
  slates.clear();
  earlier.clear();
  keepInTab(new Map());
}

/**
 * What was last drawn for `request` at this address, if the shopper has come back to it: without what was refused, bought, put in the
 * cart or sold out since. `undefined` where there is no such thing.
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

/** Asks for the items that the log of offers tells of, in their order; the rules of the house leave out what has gone. */
async function ofStore(shop: Passerelle, request: SuggestRequest): Promise<Suggestion[] | undefined> {
  const key = digest(keyOf(request));
  const wanted = earlier.get(key);
  if (wanted === undefined || !pageConsent().isGranted()) return undefined;
  earlier.delete(key);
  const { invitations } = await shop.history.export();
  const offers = invitations.filter(({ what }) => what === "offered").map(({ about }) => about.flatMap((one) => ("itemId" in one ? [one.itemId] : [])));
  const ids = offers.reverse().find((items) => digest(items.join("\n")) === wanted);
  if (!ids) return undefined;
  const { suggestions } = await shop.suggest({ ...request, restrictTo: ids, limit: ids.length, threshold: 0 });
  return suggestions.sort((one, other) => ids.indexOf(one.itemId) - ids.indexOf(other.itemId));
}
