/**
 * What the scripts of one page have in common: the packs that are open, and the word that consent has changed. One file, so
 * that the API, the elements and the reading of the page mean the same. Importing it does nothing.
 */

import type { Passerelle } from "./index.js";
import { begin } from "./start.js";
import type { Options, PageEvent, SuggestRequest } from "./types.js";

const shops = new Map<string, Promise<Passerelle>>();
/** Packs of which the page itself says what happens, with `track()`. */
const own = new Set<string>();
/** `track()` of an instance as the elements and the reading of the page call it: that is not the page's own word. */
const recorders = new WeakMap<Passerelle, Passerelle["track"]>();
/** What the tag of `auto` says. */
const defaults: Partial<Options> = {};
const listeners = new Set<() => void>();

/** Keeps a pack that is being opened, unless one is open there already. */
export function register(base: string, opening: Promise<Passerelle>): Promise<Passerelle> {
  if (!shops.has(base)) keep(base, opening);
  return opening;
}

/** The instance's own `track()`, and the one that the page calls: with its first call the page says itself what happens. */
export function tracks(shop: Passerelle, base: string, track: Passerelle["track"]): void {
  recorders.set(shop, track);
  shop.track = (event) => {
    own.add(base);
    return track(event);
  };
}

/** Takes note of what the elements saw, or the page said in its own words. */
export async function record(shop: Passerelle, event: PageEvent): Promise<void> {
  await recorders.get(shop)?.(event).catch(() => undefined);
}

/** A failure may be tried again. */
function keep(key: string, opening: Promise<Passerelle>): Promise<Passerelle> {
  shops.set(key, opening);
  opening.catch(() => shops.delete(key));
  return opening;
}

/** Options that hold for every pack that is opened from here on, where nothing else is said. */
export function setDefaults(options: Partial<Options>): void {
  Object.assign(defaults, options);
}

/** The folder's address as `createPasserelle` writes it; what is no address stays as it is, and fails there. */
function address(pack: string): string {
  try {
    return new URL(pack.endsWith("/") ? pack : `${pack}/`, document.baseURI).href;
  } catch {
    return pack;
  }
}

/** What a pack is opened with. */
export interface Wanted {
  /** The pack's folder; by default the one that the tag of `auto` names. */
  pack: string | undefined;
  /** By default the page's language, and whichever the pack is open in. */
  locale?: string | undefined;
}

/** What elements will ask of packs that are being opened: what that needs is fetched with what opens the pack. */
const expected = new Map<string, SuggestRequest[]>();

/** An element is about to ask. */
export function expect(wanted: Wanted, request: SuggestRequest): void {
  const base = packOf(wanted);
  expected.set(base, [...(expected.get(base) ?? []), request]);
}

/** What elements will ask of the pack at `base`. */
export function expectedOf(base: string): readonly SuggestRequest[] {
  return expected.get(base) ?? [];
}

/** Begins to fetch what opens a pack. */
export function prefetch(wanted: Wanted): void {
  const base = packOf(wanted);
  if (base && !shops.has(base)) begin(base, defaults.wasmUrl);
}

/** The address of the pack that is meant: empty when none is. */
export function packOf({ pack }: Wanted): string {
  const said = pack ?? defaults.pack;
  return said ? address(said) : "";
}

/** Opens a pack, once for the page; in another language once more. */
export async function open(wanted: Wanted): Promise<Passerelle> {
  const base = packOf(wanted);
  const key = wanted.locale ? `${base} ${wanted.locale}` : base;
  const known = shops.get(key);
  if (known) return known;
  const locale = wanted.locale ?? defaults.locale;
  // The API is loaded when it is needed: not before the page has settled.
  const opening = import("./index.js").then(({ createPasserelle }) =>
    createPasserelle({ ...defaults, pack: base, ...(locale && { locale }) }),
  );
  if (!shops.has(base)) keep(base, opening);
  return keep(key, opening);
}

/** Whether the page says itself what happens on it, with `track()` on this pack: then it is not read. */
export function isOwn(wanted: Wanted): boolean {
  return own.has(packOf(wanted));
}

/** Hears when a shopper has agreed or refused, or another tab has. */
export function onConsent(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The shopper has agreed or refused. */
export function consentHeard(): void {
  for (const listener of listeners) listener();
}
