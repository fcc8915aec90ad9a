/** The public API: open a pack, say what happens on the page, ask for suggestions. Importing it does nothing. */

import startModule, { Module } from "../glue/passerelle.js";
import { joinConsent } from "./consent.js";
import { PasserelleError } from "./error.js";
import type { createHistory } from "./history.js";
import { consentHeard, register, tracks, expectedOf } from "./sharing.js";
import { begin, fetchManifest, fetchModule, moduleAddress } from "./start.js";
import { setSeason as tellSeason } from "./season.js";
import { createMemory } from "./store/memory.js";
import type {
  Explanation,
  HistoryExport,
  NoticeEvent,
  NoticeState,
  Options,
  PageEvent,
  PastEvent,
  SeasonOptions,
  Slate,
  SuggestRequest,
  Words,
} from "./types.js";
import { warner } from "./warning.js";

export { PasserelleError, type ErrorCode } from "./error.js";
export type {
  Absence,
  Division,
  EventName,
  Explanation,
  Flag,
  FlagCode,
  HistoryExport,
  ItemIds,
  Notice,
  NoticeEvent,
  NoticeState,
  Options,
  PageEvent,
  PageKind,
  Part,
  PartName,
  PastEvent,
  Placement,
  Price,
  RankSource,
  Reason,
  ReasonCode,
  SeasonFit,
  SeasonOptions,
  Slate,
  Status,
  SuggestRequest,
  Suggestion,
  Weather,
  WeatherSource,
  Words,
} from "./types.js";
export type { PasserelleWarning, WarningCode } from "./warning.js";

/** A pack that is open on this page. */
export interface Passerelle {
  /**
   * Takes note of what the shopper did. Resolves to whether it was recorded: not when the pack does not know the
   * item, nor when the item's type is one that the house declared sensitive.
   *
   * @throws {PasserelleError} `invalid_option`
   */
  track(event: PageEvent): Promise<boolean>;
  /**
   * Fills a place of the page. The slate is empty when nothing suits: keep the page's own content then.
   *
   * @throws {PasserelleError} `invalid_option`
   */
  suggest(request: SuggestRequest): Promise<Slate>;
  /**
   * The same for a slate that is about to be drawn: from now on it counts as shown, until it is seen or half an hour has
   * passed. That is what the house's caps count, over all pages and tabs.
   *
   * @throws {PasserelleError} `invalid_option`
   */
  offer(request: SuggestRequest): Promise<Slate>;
  /**
   * At least half of a suggestion that was offered on this page was in sight for a second. Resolves to false when it was
   * offered too long ago: ask for another slate then.
   */
  recordImpression(itemId: string): Promise<boolean>;
  /** "Not for me": the item is not suggested for a while, and with others of its kind its type and division. */
  dismiss(itemId: string): Promise<void>;
  /** Takes a dismissal back. */
  undoDismiss(itemId: string): Promise<void>;
  /** What became of a notice on this device. */
  noticeState(id: string): Promise<NoticeState>;
  /** A notice waits to be read, was seen, or was read. While one waits, promotions leave it its share. */
  recordNotice(id: string, event: NoticeEvent): Promise<void>;
  /**
   * Fills a place with what suits the season and the weather, the same for every shopper: no history counts.
   *
   * @throws {PasserelleError} `invalid_option`
   */
  seasonal(request: SuggestRequest): Promise<Slate>;
  /**
   * Fills a place with what the page alone determines, the same for every shopper: no history counts. Who draws from it alone,
   * and loads all of its pictures, shows the host of the pictures nothing of a history.
   *
   * @throws {PasserelleError} `invalid_option`
   */
  candidates(request: SuggestRequest): Promise<Slate>;
  /**
   * What the page knows of the place, the weather and the day, from now on.
   *
   * @throws {PasserelleError} `invalid_option`
   */
  setSeason(season: SeasonOptions): Promise<void>;
  /**
   * Why an item has its place in the answer to `request`, or why it is not there; `null` where nothing could be
   * suggested at all.
   *
   * @throws {PasserelleError} `invalid_option`
   */
  explain(request: SuggestRequest, itemId: string | number): Promise<Explanation | null>;
  /**
   * `true` after the shopper has agreed: the history begins, on this device. `false` erases it at once, in every open
   * tab, whatever other sources of consent say; `true` overrules what they refused before. Resolves when that is done, for
   * every instance of the document. Where the store cannot be reached, `onWarning` hears `storage_denied`.
   */
  setConsent(granted: boolean): Promise<void>;
  /** What the house says in the page's language: names of types, its own sentences, its notices. */
  words(): Promise<Words>;
  /** Records nothing from now on, on this device; what is remembered stays and counts. */
  pause(): Promise<void>;
  /** Records again. */
  resume(): Promise<void>;
  /** Shows what this shop remembers, and what can be done about it. */
  openPrivacy(): Promise<void>;
  /** What this shop remembers of the shopper: nothing without consent. */
  readonly history: History;
}

/**
 * What this shop remembers on this device. Every method works on what is stored, in all open tabs, whatever this page knows
 * of consent.
 */
export interface History {
  /** Everything there is, as readable JSON. */
  export(): Promise<HistoryExport>;
  /**
   * An export comes back, or the house tells of a known client's past purchases. Each time the house tells, it replaces
   * what it told before. Resolves to how many events were taken up; none without consent.
   *
   * @throws {PasserelleError} `invalid_option`
   */
  import(told: HistoryExport | readonly PastEvent[]): Promise<number>;
  /**
   * Forgets everything; the consent stays. Resolves after the store was read back empty.
   *
   * @throws {PasserelleError} `not_erased`
   */
  clear(): Promise<void>;
  /**
   * Forgets everything about one item.
   *
   * @throws {PasserelleError} `edit_refused`, as `import()`, `gift()`, `pause()` and `resume()` do: nothing was changed
   */
  forget(itemId: string | number): Promise<void>;
  /** What was done with this item was for somebody else; with `false` it was not. */
  gift(itemId: string | number, gift?: boolean): Promise<void>;
}

/** So often a slate is made anew when other tabs offer the same at the same time. */
const OFFERS = 3;
/** What an answer may depend on: see `AnswerBasis` of the module. */
type Basis = "history" | "page" | "season";

/** What the module answers a request with. */
interface SuggestAnswer {
  slate: Slate;
  /** The request's item, where the pack is known not to have it. */
  unknownItem: string | null;
}

/** What the module answers an event with. */
interface TrackAnswer {
  recorded: boolean;
  /** The event's ids, where the pack is known to have none of them. */
  unknownIds: string[] | null;
}

type Shopper = ReturnType<typeof createHistory>;

let starting: Promise<unknown> | undefined;

/**
 * Starts the module, once for the page, and opens the pack.
 *
 * @throws {PasserelleError} `module_unreachable`, `module_blocked`, `pack_unreachable`, `pack_not_found`,
 * `pack_version`, `pack_damaged`, `invalid_option`
 */
export async function createPasserelle(options: Options): Promise<Passerelle> {
  // JavaScript may pass nothing, or a locale that is no text.
  const base = packAddress((options as Options | undefined)?.pack);
  return register(base, create(options, base));
}

async function create(options: Options, base: string): Promise<Passerelle> {
  const warn = warner(options.onWarning);
  const memory = createMemory(options.hub, warn, () => {
    consent.reset();
    consentHeard();
  });
  if (options.consent === true) memory.readAhead();
  begin(base, options.wasmUrl);
  const manifest = fetchManifest(base);
  await start(moduleAddress(options.wasmUrl));
  const locale = options.locale ?? (document.documentElement.lang || navigator.language);
  if (typeof locale !== "string") {
    throw new PasserelleError("invalid_option", "createPasserelle(options): `locale` must be a BCP 47 tag");
  }
  const module = await guarded(openModule(base, locale, await manifest));
  const left = leaving(module);
  const inOrder = queue(left);
  const wiped = memory.begin(module);
  let granted = false;
  const consent = joinConsent(async (verdict) => {
    granted = verdict === "granted";
    // A grant waits for its turn, a refusal does not.
    const done = granted ? inOrder(async () => (granted ? memory.grant() : undefined)) : verdict === "refused" ? memory.revoke() : memory.withhold();
    consentHeard();
    await done;
  }, options.consent === undefined ? undefined : options.consent === true);
  if (wiped) {
    consent.reset();
    granted = false;
  }
  /** A method of the history: after what was asked before, and without keeping anything waiting. */
  const about = <Name extends keyof Shopper>(name: Name): Shopper[Name] =>
    ((...told: unknown[]) =>
      guarded(
        lastEvent
          .then(() => inOrder(async () => undefined))
          .then(() => import("./history.js"))
          .then(({ createHistory: create }) => (create(memory, module)[name] as (...told: unknown[]) => Promise<unknown>)(...told)),
      )) as Shopper[Name];
  /** What the request needs is fetched, whatever other calls wait for; then it has its turn. */
  const answered = async <T>(request: SuggestRequest, basis: Basis, answer: () => T | Promise<T>): Promise<T> => {
    await guarded(prepared(() => module.prepareRequest(request, basis)));
    return inOrder(() => memory.refresh().then(answer));
  };
  /** The page declares what it speaks of with the call itself, not when something has come. */
  const prepared = async (prepare: () => Promise<void>): Promise<void> => {
    left();
    await prepare();
  };
  const slateOf = ({ slate, unknownItem }: SuggestAnswer): Slate => {
    if (unknownItem !== null) warn("item_unknown", unknownItem);
    return slate;
  };
  const suggest = (request: SuggestRequest, basis: Basis): Promise<Slate> =>
    answered(request, basis, () => slateOf(module.suggest(request, basis) as SuggestAnswer));
  const offer = async (request: SuggestRequest): Promise<Slate> => {
    for (let tries = 0; tries < OFFERS; tries += 1) {
      const slate = slateOf(module.offer(request) as SuggestAnswer);
      // Another tab may have offered the same meanwhile.
      if (!(await memory.claim()) || module.isActive(request)) return slate;
    }
    return { status: "nothing-suitable", suggestions: [] };
  };
  /** Tells the ledger. */
  const note = <T>(work: () => T): Promise<T> =>
    inOrder(async () => {
      await memory.refresh();
      const result = work();
      await memory.save();
      return result;
    });
  const setSeason = (season: SeasonOptions = {}): Promise<void> => guarded(tellSeason(module, season, warn));
  await setSeason(options.season);
  /** Events whose files have not come, and those behind them: they are recorded in the order of the calls. */
  const waiting: { isReady: boolean; record: () => void }[] = [];
  let lastEvent: Promise<unknown> = Promise.resolve();
  const record = async (event: PageEvent): Promise<{ recorded: boolean; saved: Promise<void> }> => {
    const files = prepared(() => module.prepareEvent(event));
    const turn = new Promise<void>((record) => {
      const entry = { isReady: false, record };
      waiting.push(entry);
      void files.catch(() => undefined).then(() => {
        entry.isReady = true;
        while (waiting[0]?.isReady) waiting.shift()!.record();
      });
    });
    await files;
    await turn;
    return inOrder(async () => {
      const { recorded, unknownIds } = module.track(event) as TrackAnswer;
      if (unknownIds !== null) warn("item_unknown", unknownIds.join(", "));
      return { recorded, saved: memory.save() };
    });
  };
  const track = async (event: PageEvent): Promise<boolean> => {
    const recording = guarded(record(event));
    lastEvent = recording.catch(() => undefined);
    const { recorded, saved } = await recording;
    await saved;
    return recorded;
  };
  const passerelle: Passerelle = {
    track,
    suggest: (request) => suggest(request, "history"),
    seasonal: (request) => suggest(request, "season"),
    candidates: (request) => suggest(request, "page"),
    offer: (request) => answered(request, "history", () => offer(request)),
    recordImpression: (itemId) => note(() => module.recordImpression(String(itemId))),
    dismiss: (itemId) => note(() => module.dismiss(String(itemId))),
    undoDismiss: (itemId) => note(() => module.undoDismiss(String(itemId))),
    noticeState: (id) => inOrder(() => memory.refresh().then(() => module.noticeState(id) as NoticeState)),
    recordNotice: (id, event) => note(() => module.recordNotice(id, event)),
    setSeason,
    explain: (request, itemId) =>
      answered(request, "history", () => module.explain(request, String(itemId)) as Explanation | null),
    setConsent: (verdict) => consent.set(verdict === true),
    words: () => import("./words.js").then(({ loadWords }) => loadWords(module, warn)),
    pause: about("pause"),
    resume: about("resume"),
    openPrivacy: async () => (await import("./privacy.js")).openPrivacy(passerelle, locale),
    history: {
      export: about("export"),
      import: about("import"),
      clear: about("clear"),
      forget: about("forget"),
      gift: about("gift"),
    },
  };
  tracks(passerelle, base, track);
  return passerelle;
}

/** Tells the module when the document shows another page than the last time: another path, or a route behind the hash. */
function leaving(module: Module): () => void {
  const page = (): string => location.pathname + (/^#!?\//.test(location.hash) ? location.hash : "");
  let last = page();
  return () => {
    if (last !== (last = page())) module.leavePage();
  };
}

/** Runs one thing at a time, in the order of the calls, however long the network takes over each; `first` before each. */
function queue(first: () => void): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = guarded(last.then(first).then(work));
    last = result.catch(() => undefined);
    return result;
  };
}

/** The pack's folder as an absolute address that ends with a slash. */
function packAddress(pack: unknown): string {
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

/** Opens the pack of a manifest, with what elements will ask of it: everything is fetched at once. */
async function openModule(base: string, locale: string, manifest: Uint8Array | string): Promise<Module> {
  if (typeof manifest === "string") {
    const address = `${base}manifest.json`;
    if (/^status 4(04|10)$/.test(manifest)) {
      throw new PasserelleError("pack_not_found", `${address}: not there; publish the whole build before its manifest`);
    }
    throw new PasserelleError(
      "pack_unreachable",
      `${address}: ${manifest}; check that the pack is published there and that the page may load it (connect-src, CORS)`,
    );
  }
  const module = new Module(locale, crypto.getRandomValues(new BigUint64Array(1))[0]!, base, manifest);
  const requests = expectedOf(base);
  const opened = module.open();
  for (const request of requests) {
    try {
      // Whoever asks hears what is wrong.
      module.prepareRequest(request, "history").catch(() => undefined);
    } catch {
      // Likewise.
    }
  }
  if (requests.length > 0) module.translations().catch(() => undefined);
  await opened;
  return module;
}

/** Starts the WebAssembly module, once for the page; a failure may be tried again. */
async function start(address: string): Promise<void> {
  starting ??= instantiate(address);
  try {
    await starting;
  } catch (error) {
    starting = undefined;
    throw error;
  }
}

/** The module is the same file for everyone. */
async function instantiate(address: string): Promise<void> {
  const file = await fetchModule(address);
  if (typeof file === "string") {
    throw new PasserelleError(
      "module_unreachable",
      `${address}: ${file}; publish passerelle.wasm there, or set \`wasmUrl\``,
    );
  }
  try {
    await startModule({ module_or_path: file });
  } catch (error) {
    if (error instanceof WebAssembly.CompileError) {
      throw new PasserelleError(
        "module_blocked",
        `the browser refused the module: add 'wasm-unsafe-eval' to script-src, and check that ${address} is passerelle.wasm (${error.message})`,
      );
    }
    throw new PasserelleError("module_unreachable", `the module did not start: ${String(error)}`);
  }
}

/** Errors of the module as instances of this package's class. */
async function guarded<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    throw PasserelleError.from(error);
  }
}
