/**
 * What the scripts of one page have in common: the packs that are open, and the word that consent has changed. The API, the elements and
 * the reading of the page mean the same, also where several copies of the package run. Importing it does nothing.
 */

import { learn } from "./cards.js";
import { pageConsent } from "./consent.js";
import { PasserelleError } from "./error.js";
import type { Passerelle } from "./index.js";
import { languageTag, pageLanguage } from "./locale.js";
import type { MessageFile } from "./message-board.js";
import { shared } from "./registry.js";
import { begin } from "./start.js";
import type { Message, MessagesRequest, Options, PageEvent } from "./types.js";
import type { WarningCode, Warnings } from "./warning.js";

/** A failure stands for as long as this: what asks at the same time, the script tag and several elements, asks the network once. */
const FAILURE_MS = 10_000;

/** One pack in one language. */
interface Entry {
  /** The instance, from when it is being made: it may be asked before its pack is open. */
  made?: Promise<Passerelle>;
  /** The page itself has made it, with `createPasserelle()`. */
  isOfPage?: boolean;
  hasFailed: boolean;
  /** What it is opened with. */
  options: Partial<Options> & { locale: string };
}

/** What only the package itself does with an instance. */
interface Inside {
  /** `track()` as the elements and the reading of the page call it: that is not the page's own word. */
  track: Passerelle["track"];
  find: Find;
  /** The one message that is about to be drawn, or all notices; they count as standing on this page. */
  drawMessages: (request: MessagesRequest, notices: boolean) => Promise<readonly Message[]>;
  /** What the file of messages says of all of them. */
  messageFile: () => Promise<MessageFile>;
  /** Asks the module once its pack is open, after what other tabs wrote was read: for elements that few pages have. */
  ask: Ask;
  warnings: Warnings;
  /** The language of the house in which names are given: its tag. */
  language: string;
  /** The pack is open, or cannot be opened. */
  opened: Promise<void>;
}

/** What elements that few pages have ask of the module: see `src/browser/api.rs`. */
export interface Askable {
  questionnaireFile(name: string): Promise<unknown>;
  detailsFiles(ids: string[]): Promise<unknown>;
  adviceContext(ids: string[]): unknown;
  keptAnswers(questionnaire: string): string[];
  keepAnswers(questionnaire: string, answers: string[]): Promise<unknown>;
}

/** Asks the module of an instance. */
export type Ask = <T>(question: (module: Askable) => T | Promise<T>) => Promise<T>;

/**
 * Of each line the first id that the pack knows. The page declares them all, so they are fetched together, and stays the page of the
 * item that it is.
 */
export type Find = (lines: readonly (readonly string[])[]) => Promise<(string | undefined)[]>;

/** What all copies of the package on a document share. */
interface Instances {
  /** By the pack's address and the language. */
  readonly entries: Map<string, Entry>;
  /** The language that each pack was first opened in. */
  readonly languages: Map<string, string>;
  /** Packs of which the page itself says what happens, with `track()`. */
  readonly own: Set<string>;
  readonly inside: WeakMap<Passerelle, Inside>;
  /** What the tag of `auto` says. */
  readonly defaults: Partial<Options>;
  readonly listeners: Set<() => void>;
}

const instances = (): Instances =>
  shared("instances", () => ({
    entries: new Map(), languages: new Map(), own: new Set(), inside: new WeakMap(), defaults: {}, listeners: new Set(),
  }));

/** The entry of a pack in the language that is asked for, or in the one that it is open in; made where there is none. */
function entryOf(base: string, asked: string | undefined, options: Partial<Options>): Entry {
  const { entries, languages, defaults } = instances();
  const language = languageTag(asked) ?? languages.get(base) ?? languageTag(defaults.locale) ?? pageLanguage();
  if (!languages.has(base)) languages.set(base, language);
  const key = `${base} ${language}`;
  let entry = entries.get(key);
  // The tag's word holds where nothing else is said.
  if (!entry) entries.set(key, (entry = { hasFailed: false, options: { ...defaults, ...options, locale: language } }));
  return entry;
}

/** Lets an entry go some time after it has failed: it may be tried again then. */
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

/** Makes an instance. */
export type Create = (options: Omit<Options, "pack"> & { locale: string }, base: string) => Promise<Passerelle>;

/**
 * The one instance of a pack and a language, with its pack open: `create` makes it where there is none. Whoever asks later tells it of
 * consent, season and a listener for warnings; what cannot be changed any more is a warning. A failure is tried again at once.
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
 * The same for the package itself, with the options of the script tag: what it asks is fetched beside what opens the pack. Where the page
 * itself has opened the pack, it has the first word.
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
  if (consent !== undefined) void pageConsent().setOption(consent === true);
  if (season) await shop.setSeason(season);
}

/** An instance is ready: with the page's first call of its `track()` the page says itself what happens; what its slates tell is learnt. */
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
    for (const heard of seasonListeners()) heard();
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

/** Takes note of what the elements saw, or the page said in its own words. */
export async function record(shop: Passerelle, event: PageEvent): Promise<void> {
  await instances().inside.get(shop)?.track(event).catch(() => undefined);
}

/** Under which of its ids the pack knows the item of each line that the page speaks of; nothing when under none. */
export async function find(shop: Passerelle, lines: readonly (readonly string[])[]): Promise<(string | undefined)[]> {
  return (await instances().inside.get(shop)?.find(lines)) ?? [];
}

/** The language of the house in which names are given: its tag. */
export function houseLanguage(shop: Passerelle): string {
  return instances().inside.get(shop)?.language ?? "";
}

/** The pack's folder as an absolute address that ends with a slash. */
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

/** Begins to fetch what opens a pack, unless it is open. */
export function prefetch(wanted: Wanted): void {
  const base = packOf(wanted);
  const { entries, defaults } = instances();
  const isMade = [...entries].some(([key, { made }]) => made && key.startsWith(`${base} `));
  try {
    if (base && !isMade) begin(packAddress(base), defaults.wasmUrl);
  } catch {
    // Whoever opens it hears what is wrong with the address.
  }
}

/** The message that comes in a place of the page, or with `notices` all notices: about to be drawn. */
export async function drawMessagesOf(shop: Passerelle, request: MessagesRequest, notices: boolean): Promise<readonly Message[]> {
  return (await instances().inside.get(shop)?.drawMessages(request, notices)) ?? [];
}

/** What the file of messages says of all of them: the same for everybody. */
export async function messageFileOf(shop: Passerelle): Promise<MessageFile | undefined> {
  return instances().inside.get(shop)?.messageFile();
}

/**
 * Asks the module of an instance.
 *
 * @throws {PasserelleError} whatever the module says; `version_conflict` where the instance is of a copy that cannot be asked
 */
export async function askModule<T>(shop: Passerelle, question: (module: Askable) => T | Promise<T>): Promise<T> {
  const { ask } = instances().inside.get(shop) ?? {};
  if (!ask) throw new PasserelleError("version_conflict", "another version of the package has opened the pack: load one version on the page");
  return ask(question);
}

/** Goes on all the same: heard where the warnings of the instance are. */
export function warnOf(shop: Passerelle, code: WarningCode, about: string): void {
  instances().inside.get(shop)?.warnings.warn(code, about);
}

/** Options that hold for every pack that is opened from here on, where nothing else is said. */
export function setDefaults(options: Partial<Options>): void {
  Object.assign(instances().defaults, options);
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

/** The address of the pack that is meant: empty when none is. */
export function packOf({ pack }: Wanted): string {
  const said = pack ?? instances().defaults.pack;
  return said ? address(said) : "";
}

/** Nobody has named a pack. */
export function unnamed(): PasserelleError {
  return new PasserelleError(
    "invalid_option",
    'no pack is named: put src="/pack/" on the element, or data-pack="/pack/" on the script tag of auto.js, which a tag manager may have left out',
  );
}

/** Whether the page says itself what happens on it, with `track()` on this pack: then it is not read. */
export function isOwn(wanted: Wanted): boolean {
  return instances().own.has(packOf(wanted));
}

/** Hears when a shopper has agreed or refused, or another tab has. */
export function onConsent(listener: () => void): () => void {
  const { listeners } = instances();
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const seasonListeners = (): Set<() => void> => shared("season", () => new Set());

/** Hears when the page says another day, place or weather than before. */
export function onSeason(listener: () => void): () => void {
  const listeners = seasonListeners();
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The shopper has agreed or refused. */
export function consentHeard(): void {
  for (const listener of instances().listeners) listener();
}
