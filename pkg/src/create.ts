/**
 * Makes an instance: the module with one pack, and what the page may ask of it. A call fetches what it needs at once, whatever other
 * calls wait for, and then has its turn. Not for who asks: see `sharing.ts`.
 */

import type { Module } from "../glue/passerelle.js";
import { pageConsent } from "./consent.js";
import { PasserelleError } from "./error.js";
import type { createHistory } from "./history.js";
import type { Passerelle } from "./index.js";
import { makeModule } from "./module.js";
import { withoutKind } from "./page/statement.js";
import { setSeason as tellSeason } from "./season.js";
import { consentHeard, type Create, type Find, tracks } from "./sharing.js";
import { createMemory } from "./store/memory.js";
import type { Explanation, NoticeState, PageEvent, SeasonOptions, Slate, SuggestRequest } from "./types.js";
import { createWarnings } from "./warning.js";
import { loadWords } from "./words.js";

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

/** The instance is there as soon as the module runs; whoever needs the pack open awaits `opened`, which {@link tracks} keeps. */
export const create: Create = async (options, base) => {
  const { locale } = options;
  const warnings = createWarnings(options.onWarning);
  const { warn } = warnings;
  const memory = createMemory(options.hub, warn, () => {
    consent.reset();
    consentHeard();
  });
  const ready = Promise.resolve().then(() => makeModule(base, locale, options.wasmUrl)).then((module) => {
    memory.begin(module);
    const opened = guarded(module.open() as Promise<void>);
    // Whoever asks hears of it.
    opened.catch(() => undefined);
    const left = leaving(module);
    return { module, opened, left, inOrder: queue(opened, left) };
  });
  let granted = false;
  // Before the module starts, and whether or not it does: a refusal waits for nothing.
  const consent = pageConsent();
  consent.join({
    hub: options.hub,
    async act(verdict) {
      granted = verdict === "granted";
      if (granted) memory.readAhead();
      consentHeard();
      if (verdict === "refused") await memory.revoke();
      else if (!granted) memory.withhold();
      // A grant waits for its turn. What does not start remembers nothing.
      else {
        const started = await ready.then((all) => all.opened.then(() => all)).catch(() => undefined);
        await started?.inOrder(async () => (granted ? memory.grant() : undefined));
      }
    },
  }, options.consent === undefined ? undefined : options.consent === true);
  const { module, opened, left, inOrder } = await ready;

  /** What a call needs is fetched, beside what opens the pack. The page declares what it speaks of with the call itself. */
  const prepared = async (prepare: () => Promise<unknown>): Promise<void> => {
    await Promise.all([opened, guarded(whenLeft(left, prepare))]);
  };
  /** What the request needs is fetched; then it has its turn. */
  const answered = async <T>(request: SuggestRequest, basis: Basis, answer: () => T | Promise<T>): Promise<T> => {
    await prepared(() => module.prepareRequest(request, basis));
    return inOrder(async () => {
      await memory.refresh();
      return answer();
    });
  };
  const slateOf = ({ slate, unknownItem }: SuggestAnswer): Slate => {
    if (unknownItem !== null) warn("item_unknown", withoutKind(unknownItem));
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
  let isOpen = false;
  const setSeason = async (season: SeasonOptions = {}): Promise<void> => {
    // What a time zone means, the pack says. Later it holds at once, for whatever is asked next.
    if (!isOpen) await opened;
    await guarded(tellSeason(module, season, warn));
  };

  const eventsInOrder = lining();
  /** The last event that was told, recorded or not. */
  let lastEvent: Promise<unknown> = Promise.resolve();
  const record = async (event: PageEvent): Promise<{ recorded: boolean; saved: Promise<void> }> => {
    await eventsInOrder(prepared(() => module.prepareEvent(event)));
    return inOrder(async () => {
      const { recorded, unknownIds } = module.track(event) as TrackAnswer;
      if (unknownIds !== null) warn("item_unknown", unknownIds.map(withoutKind).join(", "));
      return { recorded, saved: memory.save() };
    });
  };
  const track = async (event: PageEvent): Promise<boolean> => {
    const recording = record(event);
    lastEvent = recording.catch(() => undefined);
    const { recorded, saved } = await recording;
    await saved;
    return recorded;
  };
  const find: Find = async (lines) => {
    await Promise.all(lines.map((ids) => prepared(() => module.prepareItem([...ids]))));
    return inOrder(async () => lines.map((ids) => module.knownItem([...ids])));
  };
  /** A method of the history: after what was told before, and without keeping anything waiting. */
  const about = <Name extends keyof Shopper>(name: Name): Shopper[Name] =>
    ((...told: unknown[]) =>
      guarded(
        lastEvent
          .then(() => inOrder(async () => undefined))
          .then(() => import("./history.js"))
          .then(({ createHistory }) => (createHistory(memory, module)[name] as (...told: unknown[]) => Promise<unknown>)(...told)),
      )) as Shopper[Name];

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
    words: () => loadWords(module, warn),
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
  opened.then(() => (isOpen = true), () => undefined);
  const started = setSeason(options.season);
  // Whoever opens the pack hears of it.
  started.catch(() => undefined);
  tracks(passerelle, base, { track, find, warnings, opened: started, language: module.language() });
  return passerelle;
};

/** Loads the panel of what is remembered, and opens it. */
async function openPanel(shop: Passerelle, locale: string): Promise<void> {
  const panel = await import("./privacy.js").catch((error: unknown) => {
    throw new PasserelleError("module_unreachable", `the package's privacy panel (privacy.js, auto-privacy-*.js) could not be loaded: publish all files of the package together, and see whether a blocker holds it back (${String(error)})`);
  });
  await panel.openPrivacy(shop, locale);
}

/** Tells the module when the document shows another page than the last time: another path, or a route behind the hash. */
function leaving(module: Module): () => void {
  const page = (): string => location.pathname + (/^#!?\//.test(location.hash) ? location.hash : "");
  let last = page();
  return () => {
    if (last !== (last = page())) module.leavePage();
  };
}

/** `prepare`, for the page that is open now. */
async function whenLeft(left: () => void, prepare: () => Promise<unknown>): Promise<void> {
  left();
  await prepare();
}

/** Runs one thing at a time, in the order in which what it needs has come, once the pack is open; `first` before each. */
function queue(opened: Promise<void>, first: () => void): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = guarded(last.then(() => opened).then(first).then(work));
    last = result.catch(() => undefined);
    return result;
  };
}

/** What is told is taken in the order of the calls, however long the files of each take. A failure is its call's own. */
function lining(): (files: Promise<void>) => Promise<void> {
  let last: Promise<unknown> = Promise.resolve();
  return (files) => {
    const turn = Promise.allSettled([last, files]);
    last = turn;
    return turn.then(() => files);
  };
}

/** Errors of the module as instances of this package's class. */
async function guarded<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    throw PasserelleError.from(error);
  }
}
