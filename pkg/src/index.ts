/** The public API: open a pack, say what happens on the page, ask for suggestions. Importing it does nothing. */

import startModule, { Module } from "../glue/passerelle.js";
import { pageConsent } from "./consent.js";
import { PasserelleError } from "./error.js";
import type { createHistory } from "./history.js";
import { bring } from "./loading.js";
import { fetchFile } from "./network.js";
import { Given } from "./options.js";
import { consentHeard, instanceOf, tracks } from "./sharing.js";
import { type SeasonOptions, setSeason as tellSeason } from "./season.js";
import { createMemory } from "./store/memory.js";
import type {
  EventName,
  Explanation,
  HistoryExport,
  LetterState,
  Options,
  PageEvent,
  PastEvent,
  Placement,
  Request,
  Slate,
  Words,
} from "./types.js";
import { createWarnings } from "./warning.js";

export { PasserelleError, type ErrorCode } from "./error.js";
export type {
  Division,
  EventName,
  Explanation,
  Flag,
  HistoryExport,
  LetterState,
  Notice,
  Options,
  PageEvent,
  PageKind,
  Part,
  PastEvent,
  Placement,
  Price,
  Reason,
  Request,
  SeasonFit,
  Slate,
  Status,
  Suggestion,
  Words,
} from "./types.js";
export type { SeasonOptions, Weather } from "./season.js";
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
   * Fills a spot of the page. The slate is empty when nothing suits: keep the page's own content then.
   *
   * @throws {PasserelleError} `invalid_option`
   */
  suggest(request: Request): Promise<Slate>;
  /**
   * The same for a slate that is about to be drawn: from now on it counts as shown, until it is seen or half an hour has
   * passed. That is what the house's caps count, over all pages and tabs.
   *
   * @throws {PasserelleError} `invalid_option`
   */
  offer(request: Request): Promise<Slate>;
  /**
   * At least half of a suggestion that was offered on this page was in sight for a second. Resolves to false when it was
   * offered too long ago: ask for another slate then.
   */
  shown(itemId: string): Promise<boolean>;
  /** "Not for me": the item rests, and with others of its kind its type and division; with `back` it is taken back. */
  dismiss(itemId: string, back?: boolean): Promise<void>;
  /** What became of a message of service. */
  letter(id: string): Promise<LetterState>;
  /** A message of service waits to be read, was seen, or was read. While one waits, promotions leave it its share. */
  noteLetter(id: string, what: "waits" | "shown" | "read"): Promise<void>;
  /**
   * Fills a spot with what suits the season and the weather, the same for every shopper: no history counts.
   *
   * @throws {PasserelleError} `invalid_option`
   */
  seasonal(request: Request): Promise<Slate>;
  /**
   * Fills a spot with what the page alone determines, the same for every shopper: no history counts. Who draws from it alone,
   * and loads all of its pictures, shows the host of the pictures nothing of a history.
   *
   * @throws {PasserelleError} `invalid_option`
   */
  pool(request: Request): Promise<Slate>;
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
  explain(request: Request, itemId: string | number): Promise<Explanation | null>;
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

/** The most suggestions that a page may ask for. */
const MAX_LIMIT = 24;
/** What `track()` takes. */
const EVENTS = '"view_item", "select_item", "add_to_cart", "remove_from_cart", "add_to_wishlist" or "purchase"';
/** So often a slate is made anew when other tabs offer the same at the same time. */
const OFFERS = 3;
/** The most ids under which a page may speak of one item. */
const MAX_IDS = 4;

type Shopper = ReturnType<typeof createHistory>;

let starting: Promise<unknown> | undefined;

/**
 * Starts the module, once for the page, and opens the pack. One document has one instance for a pack and a language: the elements',
 * that of `auto.js`, and whatever copy of the package asks. Where it is there already, `consent`, `season` and `onWarning` are told to it.
 *
 * @throws {PasserelleError} `module_unreachable`, `module_blocked`, `pack_unreachable`, `pack_not_found`,
 * `pack_version`, `pack_damaged`, `invalid_option`, `version_conflict`
 */
export async function createPasserelle(options: Options): Promise<Passerelle> {
  // JavaScript may pass nothing, or a locale that is no text.
  const base = packAddress((options as Options | undefined)?.pack);
  if (options.locale !== undefined && typeof options.locale !== "string") {
    throw new PasserelleError("invalid_option", "createPasserelle(options): `locale` must be a BCP 47 tag");
  }
  return instanceOf(base, options, (whole) => create(whole, base));
}

async function create(options: Omit<Options, "pack"> & { locale: string }, base: string): Promise<Passerelle> {
  const warnings = createWarnings(options.onWarning);
  const { warn } = warnings;
  const memory = createMemory(options.hub, warn, () => {
    consent.reset();
    consentHeard();
  });
  if (options.consent === true) memory.readAhead();
  await start(options.wasmUrl ?? new URL("./passerelle.wasm", import.meta.url));
  const { locale } = options;
  const module = new Module(locale, crypto.getRandomValues(new BigUint64Array(1))[0]!);
  const failure = await guarded(bring(module, base));
  const error = module.error();
  if (error !== undefined) {
    if (failure && error === "") throw failure;
    const { code, message } = PasserelleError.parse(error);
    throw new PasserelleError(code, `${base}: ${message}`);
  }
  const inOrder = queue(leaving(module));
  const wiped = memory.begin(module);
  let granted = false;
  const consent = pageConsent();
  consent.join(async (verdict) => {
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
        inOrder(async () => undefined)
          .then(() => import("./history.js"))
          .then(({ createHistory: create }) => (create(memory, module)[name] as (...told: unknown[]) => Promise<unknown>)(...told)),
      )) as Shopper[Name];
  let pretended: number | undefined;
  const now = (): number => pretended ?? clock();
  const ask = (request: Request, seasonal?: boolean, pageOnly?: boolean): Promise<void> =>
    memory.refresh().then(async () => {
      await begin(module, base, request, waiting.size > 0);
      module.inSeason(seasonal!, pageOnly!, now());
      await bring(module, base);
    });
  const fill = ({ itemId, within }: Request): Slate => {
    let slate: Slate;
    let others: Slate["suggestions"];
    do {
      slate = module.suggest(now()) as Slate;
      others = slate.suggestions.filter((suggestion) => within?.includes(suggestion.itemId) === false);
      // Nothing is asked for anew: what lies outside must not show in the page's requests.
      for (const other of others) module.exclude(other.itemId);
    } while (others.length > 0);
    if (itemId !== undefined && module.lacks(String(itemId))) warn("item_unknown", String(itemId));
    return slate;
  };
  const offer = async (request: Request): Promise<Slate> => {
    await ask(request);
    for (let tries = 0; tries < OFFERS; tries += 1) {
      const slate = fill(request);
      module.offer(now());
      // Another tab may have offered the same meanwhile.
      if (!(await memory.claim()) || module.stands(now())) return slate;
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
  /** Messages of service that wait on this page. */
  const waiting = new Set<string>();
  const setSeason = (season: SeasonOptions = {}): Promise<void> =>
    inOrder(async () => {
      pretended = await tellSeason(module, new Given(season, "season"), warn);
    });
  await setSeason(options.season);
  const track = async (event: PageEvent): Promise<boolean> => {
    const { recorded, saved } = await inOrder(async () => {
      const given = new Given(event, "track(event)");
      const name = given.neededText("name");
      const ids = given.isList("itemId") ? given.texts("itemId").slice(0, MAX_IDS) : [given.neededText("itemId")];
      let recorded = false;
      for (const id of ids) {
        if (!module.beginTrack(name, id)) {
          throw given.wrong("name", EVENTS);
        }
        await bring(module, base);
        recorded = module.track(given.flag("gift") === true, clock());
        if (recorded || !module.lacks(id)) break;
        if (id === ids[ids.length - 1]) warn("item_unknown", ids.join(", "));
      }
      return { recorded, saved: memory.save() };
    });
    await saved;
    return recorded;
  };
  const passerelle: Passerelle = {
    track,
    suggest: (request) => inOrder(() => ask(request).then(() => fill(request))),
    seasonal: (request) => inOrder(() => ask(request, true).then(() => fill(request))),
    pool: (request) => inOrder(() => ask(request, false, true).then(() => fill(request))),
    offer: (request) => inOrder(() => offer(request)),
    shown: (itemId) => note(() => module.see(String(itemId), now())),
    dismiss: (itemId, back = false) => note(() => module.dismiss(String(itemId), back, now())),
    letter: (id) =>
      inOrder(async () => {
        await memory.refresh();
        const seen = module.letter(id);
        return { seen: Math.max(seen, 0), read: seen < 0 };
      }),
    noteLetter: (id, what) =>
      note(() => {
        waiting[what === "waits" ? "add" : "delete"](id);
        if (what !== "waits") module.noteLetter(id, what === "read", now());
      }),
    setSeason,
    explain: (request, itemId) =>
      inOrder(async () => {
        await ask(request);
        // What lies outside is left out of the slate that is explained.
        if (request.within) fill(request);
        return module.explain(String(itemId), now()) as Explanation | null;
      }),
    setConsent: (verdict) => consent.set(verdict === true),
    words: () => import("./words.js").then(({ loadWords }) => loadWords(base + module.folder(), module.language()!, fetchFile, warn)),
    pause: about("pause"),
    resume: about("resume"),
    openPrivacy: () => guarded(openPanel(passerelle, locale)),
    history: {
      export: about("export"),
      import: about("import"),
      clear: about("clear"),
      forget: about("forget"),
      gift: about("gift"),
    },
  };
  tracks(passerelle, base, track, warnings);
  return passerelle;
}

/** Loads the panel of what is remembered, and opens it. */
async function openPanel(shop: Passerelle, locale: string): Promise<void> {
  const panel = await import("./privacy.js").catch((error: unknown) => {
    throw new PasserelleError("module_unreachable", `the package's file privacy.js could not be loaded: publish it beside index.js, and see whether a blocker holds it back (${String(error)})`);
  });
  await panel.openPrivacy(shop, locale);
}

/** Tells the module of a spot, and brings it what that needs. */
async function begin(module: Module, base: string, request: Request, letterWaits: boolean): Promise<void> {
  const given = new Given(request, "suggest(request)");
  const placement = given.neededText("placement");
  const limit = given.count("limit", MAX_LIMIT);
  const threshold = given.share("threshold");
  const cart = given.texts("cart");
  const exclude = given.texts("exclude");
  const divisions = given.isText("divisions") ? [given.neededText("divisions")] : given.texts("divisions");
  const id = given.text("itemId");
  const division = given.text("division");
  if (!module.beginSuggest(placement, id, division, limit, threshold, given.flag("reminders"))) {
    throw given.wrong("placement", '"product", "cart", "home", "category" or "confirmation"');
  }
  if (!divisions.every((division) => module.show(division, divisions.length === 1))) {
    throw given.wrong("divisions", '"other", "same", "any", "pinned", or ids of the house\'s divisions');
  }
  await bring(module, base);
  for (const item of cart) {
    module.cart(item);
    await bring(module, base);
  }
  exclude.forEach((excluded) => module.exclude(excluded));
  if (!module.place(given.text("page") ?? "other", given.text("spot") ?? placement, letterWaits)) {
    throw given.wrong("page", '"other", "checkout", "payment" or "confirmation"');
  }
}

/** The device's clock, in seconds since 1970-01-01 UTC. */
function clock(): number {
  return Date.now() / 1000;
}

/** Tells the module when the document shows another page than the last time: another path, or a route behind the hash. */
function leaving(module: Module): () => void {
  const page = (): string => location.pathname + (/^#!?\//.test(location.hash) ? location.hash : "");
  let last = page();
  return () => {
    if (last !== (last = page())) module.leave();
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

/** What a WebAssembly module begins with. */
const MAGIC = [0x00, 0x61, 0x73, 0x6d];

/** Starts the WebAssembly module, once for the page; a failure may be tried again. */
async function start(address: string | URL): Promise<void> {
  starting ??= instantiate(address);
  try {
    await starting;
  } catch (error) {
    starting = undefined;
    throw error;
  }
}

/** The module is the same file for everyone. It imports nothing that reaches beyond itself. */
async function instantiate(address: string | URL): Promise<void> {
  const file = await fetchFile(address, "default", false);
  if (typeof file === "string") {
    throw new PasserelleError(
      "module_unreachable",
      `${address}: ${file}; publish passerelle.wasm there, or set \`wasmUrl\``,
    );
  }
  if (!MAGIC.every((byte, at) => file[at] === byte)) {
    throw new PasserelleError(
      "module_unreachable",
      `${address}: this is no WebAssembly, perhaps a page that the server sends for every address; publish passerelle.wasm there, or set \`wasmUrl\``,
    );
  }
  try {
    await startModule({ module_or_path: file });
  } catch (error) {
    if (error instanceof WebAssembly.CompileError) {
      throw new PasserelleError(
        "module_blocked",
        `the browser refused the module: add 'wasm-unsafe-eval' to script-src of the Content-Security-Policy (${error.message})`,
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
