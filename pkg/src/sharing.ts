/**
 * The state that all scripts of one page share, several copies of the package included: the open packs, their defaults, and the listeners
 * for consent, season and edits of the history. Importing it does nothing. Not for creating an instance: see `create.ts`.
 */

import { learn } from "./cards.js";
import { pageConsent } from "./consent.js";
import { PasserelleError } from "./error.js";
import type { Passerelle } from "./index.js";
import { languageTag, pageLanguage } from "./locale.js";
import type { MessageFile } from "./message-board.js";
import { shared } from "./registry.js";
import { begin } from "./start.js";
import type { HistorySummary } from "./module-types.js";
import type { AdviceContext, Item, Message, MessagesRequest, Options, PageEvent, Suggestion, SuggestRequest } from "./types.js";
import type { WarningCode, Warnings } from "./warning.js";

/** How long a failure is cached: a script tag and several elements that ask at the same time send one request. */
const FAILURE_MS = 10_000;

/** One pack in one language. */
interface Entry {
  /** The instance, from the start of its creation: it can be called before its pack is open. */
  made?: Promise<Passerelle>;
  /** The page created it with `createPasserelle()`. */
  isOfPage?: boolean;
  hasFailed: boolean;
  /** The options it is opened with. */
  options: Partial<Options> & { locale: string };
}

/** The part of an instance that only the package itself uses. */
interface Inside {
  /** `track()` for elements and the reading of the page: it does not count as the page's own report. */
  track: Passerelle["track"];
  find: Find;
  /** Returns the one message to draw, or all notices, and counts them as shown on this page. */
  drawMessages: (request: MessagesRequest, notices: boolean) => Promise<readonly Message[]>;
  /** Returns the message that `drawMessages` would return, without counting it. */
  nextMessage: (request: MessagesRequest) => Promise<readonly Message[]>;
  /** Returns the parts of the messages file that are the same for every shopper. */
  messageFile: () => Promise<MessageFile>;
  /** Returns a number for a list of texts. */
  digest: (texts: string[]) => number;
  /** Returns, of the items of a slate drawn for a request, those that may be drawn again. */
  stillShown: (request: SuggestRequest, itemIds: string[]) => Promise<readonly string[]>;
  /** Returns the slate with this number in the log of offers, without the items that may no longer be shown. */
  recall: (request: SuggestRequest, slate: number) => Promise<readonly Suggestion[]>;
  /** Returns what the history on this device says in short. */
  summary: () => Promise<HistorySummary>;
  /** Calls the module once its pack is open and the writes of other tabs are loaded. */
  ask: Ask;
  warnings: Warnings;
  /** The tag of the house's language that names are in. */
  language: string;
  /** Resolves once the pack is open; rejects if it cannot be opened. */
  opened: Promise<void>;
}

/** The module's methods that only some elements and panels use: see `src/browser/api.rs`. */
export interface Askable {
  itemCard(id: string): Item | null;
  questionnaireFile(name: string): Promise<Uint8Array | undefined>;
  detailsFiles(ids: string[]): Promise<Uint8Array[] | undefined>;
  adviceContext(ids: string[]): AdviceContext;
  keptAnswers(questionnaire: string): string[];
  keepAnswers(questionnaire: string, answers: string[]): Promise<void>;
}

/** Calls the module of an instance. */
export type Ask = <T>(question: (module: Askable) => T | Promise<T>) => Promise<T>;

/**
 * Returns, for each line, the first of its ids that the pack knows. The page declares all these ids, so their files are fetched together;
 * the page's own item does not change.
 */
export type Find = (lines: readonly (readonly string[])[]) => Promise<(string | undefined)[]>;

/** The state that all copies of the package on a document share. */
interface Instances {
  /** Entries by the pack's address and the language. */
  readonly entries: Map<string, Entry>;
  /** The language in which each pack was first opened. */
  readonly languages: Map<string, string>;
  /** Packs whose events the page reports itself, with `track()`. */
  readonly own: Set<string>;
  readonly inside: WeakMap<Passerelle, Inside>;
  /** The options of the script tag of `auto.js`. */
  readonly defaults: Partial<Options>;
  readonly listeners: Listeners;
}

const instances = (): Instances =>
  shared("instances", () => ({
    entries: new Map(), languages: new Map(), own: new Set(), inside: new WeakMap(), defaults: {}, listeners: new Set(),
  }));

/** Returns the entry of a pack, and creates it if there is none: in the language asked for, or else the one the pack is open in. */
function entryOf(base: string, asked: string | undefined, options: Partial<Options>): Entry {
  const { entries, languages, defaults } = instances();
  const language = languageTag(asked) ?? languages.get(base) ?? languageTag(defaults.locale) ?? pageLanguage();
  if (!languages.has(base)) languages.set(base, language);
  const key = `${base} ${language}`;
  let entry = entries.get(key);
  // The options of the script tag apply unless the caller gives others.
  if (!entry) entries.set(key, (entry = { hasFailed: false, options: { ...defaults, ...options, locale: language } }));
  return entry;
}

/** Removes an entry some time after it failed: then it can be tried again. */
function watch(entry: Entry, result: Promise<Passerelle>): Promise<Passerelle> {
  result.then((shop) => instances().inside.get(shop)?.opened).catch(() => {
    entry.hasFailed = true;
    setTimeout(() => drop(entry), FAILURE_MS);
  });
  return result;
}

function drop(entry: Entry): void {
  const { entries } = instances();
  for (const [key, one] of entries) if (one === entry) entries.delete(key);
}

/** Creates an instance. */
export type Create = (options: Omit<Options, "pack"> & { locale: string }, base: string) => Promise<Passerelle>;

/**
 * Returns the one instance of a pack and a language, with its pack open; `create` makes it if there is none. A later caller can set
 * consent, season and a listener for warnings; an option that can no longer change gives a warning. After a failure, a call tries again at
 * once.
 */
export async function instanceOf(base: string, options: Options, create: Create): Promise<Passerelle> {
  let entry = entryOf(base, options.locale, options);
  if (entry.hasFailed && entry.made) {
    drop(entry);
    entry = entryOf(base, options.locale, options);
  }
  if (!entry.made) {
    entry.options = { ...entry.options, ...options, locale: entry.options.locale };
    entry.isOfPage = true;
    return isOpen(await (entry.made = watch(entry, create(entry.options, base))));
  }
  const shop = await isOpen(await entry.made);
  await adopt(shop, entry.options, options);
  return shop;
}

/**
 * Returns the instance for the package's own use, with the options of the script tag; its calls may fetch in parallel with the opening of
 * the pack. If the page itself has opened the pack, the page's first calls come before it.
 */
export async function instanceFor(wanted: Wanted, create: Create): Promise<Passerelle> {
  const base = packOf(wanted);
  const entry = entryOf(base, wanted.locale, {});
  const { isOfPage, made } = entry;
  if (!isOfPage || !made) return (entry.made ??= watch(entry, create(entry.options, base)));
  const shop = await isOpen(await made);
  await new Promise((done) => setTimeout(done));
  return shop;
}

async function isOpen(shop: Passerelle): Promise<Passerelle> {
  await instances().inside.get(shop)?.opened;
  return shop;
}

async function adopt(shop: Passerelle, first: Partial<Options>, { consent, season, hub, wasmUrl, onWarning }: Options): Promise<void> {
  const warnings = instances().inside.get(shop)?.warnings;
  if (onWarning) warnings?.listen(onWarning);
  for (const [name, said, counts] of [["hub", hub, first.hub], ["wasmUrl", wasmUrl, first.wasmUrl]] as const) {
    if (said === undefined || String(said) === String(counts)) continue;
    warnings?.warn("option_ignored", `\`${name}\`: the pack was opened before with ${counts ? String(counts) : "none"}; say it where the pack is opened first, on the script tag of auto.js for instance`);
  }
  if (consent !== undefined) void pageConsent().setOption(consent);
  if (season) await shop.setSeason(season);
}

/**
 * Registers an instance. The page's first call of its `track()` marks the pack as reported by the page. Items of its slates are cached, and
 * a change of its season reaches the listeners.
 */
export function tracks(shop: Passerelle, base: string, within: Inside): void {
  const { inside, own } = instances();
  inside.set(shop, within);
  shop.track = (event) => {
    own.add(base);
    return within.track(event);
  };
  const { setSeason } = shop;
  let season = "{}";
  shop.setSeason = async (said) => {
    await setSeason(said);
    if (season === (season = JSON.stringify(said ?? {}))) return;
    call(seasonListeners());
  };
  for (const name of ["suggest", "offer", "seasonal"] as const) {
    const ask = shop[name];
    shop[name] = async (request) => {
      const slate = await ask(request);
      learn(slate);
      return slate;
    };
  }
}

/** Records an event that an element observed, or that the page stated in its own data. */
export async function record(shop: Passerelle, event: PageEvent): Promise<void> {
  await instances().inside.get(shop)?.track(event).catch(() => undefined);
}

/** Returns, for each line of the page, the first of its ids that the pack knows; `undefined` if it knows none. */
export async function find(shop: Passerelle, lines: readonly (readonly string[])[]): Promise<(string | undefined)[]> {
  return (await instances().inside.get(shop)?.find(lines)) ?? [];
}

/** Returns the tag of the house's language that names are in. */
export function houseLanguage(shop: Passerelle): string {
  return instances().inside.get(shop)?.language ?? "";
}

/**
 * Returns the address of the pack's folder, absolute and with a slash at the end.
 *
 * @throws {PasserelleError} `invalid_option` if it is no address, or has `?` or `#`
 */
export function packAddress(pack: unknown): string {
  try {
    const url = new URL((pack as string).endsWith("/") ? (pack as string) : `${pack}/`, document.baseURI);
    if (pack !== "" && url.search === "" && url.hash === "") return url.href;
  } catch {
    // Said below.
  }
  throw new PasserelleError(
    "invalid_option",
    `createPasserelle(options): \`pack\` must be the address of the pack's folder, without ? and #: ${String(pack)}`,
  );
}

/** Begins to fetch the files that open a pack, unless it is open. */
export function prefetch(wanted: Wanted): void {
  const base = packOf(wanted);
  const { entries, defaults } = instances();
  const isMade = [...entries].some(([key, { made }]) => made && key.startsWith(`${base} `));
  try {
    if (base && !isMade) begin(packAddress(base), defaults.wasmUrl);
  } catch {
    // The caller that opens the pack gets the error about its address.
  }
}

/** Returns the message to draw for a request, or with `notices` all notices, and counts them as shown on this page. */
export async function drawMessagesOf(shop: Passerelle, request: MessagesRequest, notices: boolean): Promise<readonly Message[]> {
  return (await instances().inside.get(shop)?.drawMessages(request, notices)) ?? [];
}

/** Returns the message to draw for a request, without counting it as shown. */
export async function nextMessageOf(shop: Passerelle, request: MessagesRequest): Promise<readonly Message[]> {
  return (await instances().inside.get(shop)?.nextMessage?.(request)) ?? [];
}

/** Returns the parts of the messages file that are the same for every shopper. */
export async function messageFileOf(shop: Passerelle): Promise<MessageFile | undefined> {
  return instances().inside.get(shop)?.messageFile();
}

/** Returns a number for a list of texts: it does not contain them. */
export function digestOf(shop: Passerelle, texts: string[]): number | undefined {
  return instances().inside.get(shop)?.digest(texts);
}

/** Returns, of the items of a slate drawn for a request, those that may be drawn again. */
export async function stillShown(shop: Passerelle, request: SuggestRequest, itemIds: string[]): Promise<readonly string[]> {
  return (await instances().inside.get(shop)?.stillShown(request, itemIds)) ?? [];
}

/** Returns the slate with this number in the log of offers, without the items that may no longer be shown; empty if there is none. */
export async function recallOffer(shop: Passerelle, request: SuggestRequest, slate: number): Promise<readonly Suggestion[]> {
  const suggestions = (await instances().inside.get(shop)?.recall(request, slate)) ?? [];
  learn({ suggestions });
  return suggestions;
}

/**
 * Returns what the history on this device says in short.
 *
 * @throws {PasserelleError} `storage_unreachable` if the store cannot be read; `version_conflict` as {@link askModule}
 */
export async function summaryOf(shop: Passerelle): Promise<HistorySummary> {
  const { summary } = instances().inside.get(shop) ?? {};
  if (!summary) throw otherVersion();
  return summary();
}

/**
 * Calls the module of an instance.
 *
 * @throws {PasserelleError} any error of the module; `version_conflict` if the instance belongs to a copy without this call
 */
export async function askModule<T>(shop: Passerelle, question: (module: Askable) => T | Promise<T>): Promise<T> {
  const { ask } = instances().inside.get(shop) ?? {};
  if (!ask) throw otherVersion();
  return ask(question);
}

function otherVersion(): PasserelleError {
  return new PasserelleError("version_conflict", "another version of the package has opened the pack: load one version on the page");
}

/** Passes a warning to the listeners of the instance. */
export function warnOf(shop: Passerelle, code: WarningCode, about: string): void {
  instances().inside.get(shop)?.warnings.warn(code, about);
}

/** Sets default options for every pack opened from now on. */
export function setDefaults(options: Partial<Options>): void {
  Object.assign(instances().defaults, options);
}

/** Returns the folder's address as `createPasserelle` writes it. An invalid address stays as it is, and fails there. */
function address(pack: string): string {
  try {
    return new URL(pack.endsWith("/") ? pack : `${pack}/`, document.baseURI).href;
  } catch {
    return pack;
  }
}

/** The pack and the language that an element asks for. */
export interface Wanted {
  /** Address of the pack's folder; by default that of the script tag of `auto.js`. */
  pack: string | undefined;
  /** By default the language that the pack is open in, or else that of the script tag or of the page. */
  locale?: string | undefined;
}

/** Returns the address of the pack; empty if none is named. */
export function packOf({ pack }: Wanted): string {
  const said = pack ?? instances().defaults.pack;
  return said ? address(said) : "";
}

/** Returns the error for a page that names no pack. */
export function unnamed(): PasserelleError {
  return new PasserelleError(
    "invalid_option",
    'no pack is named: put src="/pack/" on the element, or data-pack="/pack/" on the script tag of auto.js, which a tag manager may have left out',
  );
}

/** Returns whether the page reports the events of this pack itself, with `track()`: then Passerelle does not read them from the page. */
export function isOwn(wanted: Wanted): boolean {
  return instances().own.has(packOf(wanted));
}

/** Listeners without arguments. */
type Listeners = Set<() => void>;

/** Adds a listener. Returns a function that removes it. */
function listen(listeners: Listeners, listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function call(listeners: Listeners): void {
  for (const listener of listeners) listener();
}

/** Calls `listener` when the shopper grants or refuses consent, in this tab or another. Returns a function that stops it. */
export function onConsent(listener: () => void): () => void {
  return listen(instances().listeners, listener);
}

const editListeners = (): Listeners => shared("history-edit", () => new Set());

/**
 * Calls `listener` when the shopper edits or erases the history by hand, in this tab or another: content drawn from the history may be out
 * of date. Returns a function that stops it.
 */
export function onHistoryEdit(listener: () => void): () => void {
  return listen(editListeners(), listener);
}

/** Calls the listeners for edits of the history. */
export function historyEdited(): void {
  call(editListeners());
}

const seasonListeners = (): Listeners => shared("season", () => new Set());

/** Calls `listener` when the page sets another day, place or weather. Returns a function that stops it. */
export function onSeason(listener: () => void): () => void {
  return listen(seasonListeners(), listener);
}

/** Calls the listeners for consent: the shopper has granted or refused it. */
export function consentHeard(): void {
  call(instances().listeners);
}
