/**
 * Creates an instance: the module with one pack, and the calls that the page can make. A call fetches the files it needs at once, in
 * parallel with other calls; then it waits for its turn in the queue. Not for sharing instances between callers: see `sharing.ts`.
 */

import type { AnswerBasis, Module } from "../glue/passerelle.js";
import { answerOf, eventOf, idIfAny, idOf } from "./argument.js";
import { learnItem } from "./cards.js";
import { pageConsent } from "./consent.js";
import { createMember } from "./consent-member.js";
import { PasserelleError } from "./error.js";
import type { Passerelle } from "./index.js";
import { makeModule } from "./module.js";
import type { HistorySummary, SuggestAnswer } from "./module-types.js";
import { readAdviser } from "./page/adviser.js";
import { pageAddress } from "./page/page-address.js";
import { listed } from "./page/statement.js";
import { purchaseHeard } from "./purchases.js";
import { setSeason as tellSeason } from "./season.js";
import { type Ask, type Create, type Find, tracks } from "./sharing.js";
import type { Message, MessagesRequest, PageEvent, SeasonOptions, Slate, Suggestion, SuggestRequest } from "./types.js";
import { createWarnings } from "./warning.js";
import { loadTranslations } from "./translations.js";

/** Creates an instance. It resolves once the module runs; to wait until the pack is open, await `opened`, which {@link tracks} stores. */
export const create: Create = async (options, base) => {
  const { locale } = options;
  const warnings = createWarnings(options.onWarning);
  const { warn } = warnings;
  // This comes before the module starts, and does not depend on it: a refusal must not wait.
  const member = createMember(options.hub, warn, () => ready.then((all) => all.opened));
  const ready = Promise.resolve().then(() => makeModule(base, locale, member.device, options.wasmUrl)).then((module) => {
    const opened = guarded(module.open());
    // Each call that waits for `opened` reports the error.
    opened.catch(() => undefined);
    const left = leaving(module, () => heedAdviser(module));
    const started = { module, opened, left, inOrder: queue(opened, left) };
    member.begin(started);
    return started;
  });
  const consent = pageConsent();
  consent.join(member, options.consent);
  const { module, opened, left, inOrder } = await ready;

  /** Fetches the files of a call, in parallel with the files that open the pack. The ids in the call are declared by the page. */
  const prepared = async (prepare: () => Promise<unknown>): Promise<unknown> => {
    const [, what] = await Promise.all([opened, guarded(whenLeft(left, prepare))]);
    return what;
  };
  /** Fetches the files of a request. Resolves to whether the neighbour list of its item is loaded. */
  const preparedFor = async (request: SuggestRequest, basis: AnswerBasis): Promise<boolean> =>
    (await prepared(() => module.prepareRequest(request, basis))) === true;
  /**
   * Fetches and answers once more if the list of the request's item was evicted between the fetch and the answer: a refusal evicts all
   * lists read so far, and a change of page evicts those that the new page does not name.
   */
  const answered = async <T extends SuggestAnswer | undefined>(request: SuggestRequest, basis: AnswerBasis, answer: () => Promise<T>): Promise<T> => {
    const isThere = await preparedFor(request, basis);
    const first = await answer();
    if (!isThere || first?.slate.status !== "item-unknown") return first;
    await preparedFor(request, basis);
    return answer();
  };
  /** Runs `work` in its turn, after loading what other tabs have written. */
  const refreshed = <T>(work: () => T | Promise<T>): Promise<T> =>
    inOrder(async () => {
      await module.refresh();
      return work();
    });
  const slateOf = ({ slate, unknownItem }: SuggestAnswer): Slate => {
    if (unknownItem !== null) warn("item_unknown", listed([unknownItem]));
    return slate;
  };
  const suggest = async (request: SuggestRequest, basis: AnswerBasis): Promise<Slate> =>
    slateOf(await answered(request, basis, () => refreshed(() => module.suggest(request, basis))));
  const offer = async (request: SuggestRequest): Promise<Slate> => {
    const answer = await answered(request, "history", () => inOrder(() => module.offer(request)));
    return answer ? slateOf(answer) : { status: "nothing-suitable", suggestions: [] };
  };
  /** Runs `work` in its turn and saves the store. */
  const note = <T>(work: () => T): Promise<T> =>
    refreshed(async () => {
      const result = work();
      await module.save();
      return result;
    });
  /** Returns a call that notes something about an item. */
  const noting = <T>(call: string, act: (id: string) => T) => async (itemId: string | number): Promise<T> => {
    const id = idOf(call, itemId);
    return note(() => act(id));
  };
  /** The query string whose adviser the shopper has forgotten: it is not read again. */
  let forgotten: string | undefined;
  const heedAdviser = (module: Module): void => {
    const { search } = location;
    if (search !== forgotten && readAdviser(module, search, warn)) void module.save().catch(() => undefined);
  };
  let isOpen = false;
  const setSeason = async (season: SeasonOptions = {}): Promise<void> => {
    // The pack's regions interpret the time zone, so a first call waits for the pack. Later calls take effect at once, for the next
    // request.
    if (!isOpen) await opened;
    await guarded(tellSeason(module, season, warn));
  };

  const eventsInOrder = lining();
  /** Settles once the last event has been handled, recorded or not. */
  let lastEvent: Promise<unknown> = Promise.resolve();
  const record = async (event: PageEvent): Promise<{ recorded: boolean; saved: Promise<unknown> }> => {
    await eventsInOrder(prepared(() => module.prepareEvent(event)));
    if (event.name === "purchase") purchaseHeard(event.orderId === undefined ? undefined : String(event.orderId));
    return inOrder(async () => {
      // An order is compared with the stored orders, which other tabs may have changed.
      if (event.name === "purchase") await module.refresh();
      const { recorded, unknownIds } = module.track(event);
      if (unknownIds !== null) warn("item_unknown", listed(unknownIds));
      return { recorded, saved: module.save() };
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
  /** Runs an action of the shopper: after all events reported before it, and without blocking the calls that follow. */
  const byHand = <T>(work: () => Promise<T>): Promise<T> =>
    guarded(lastEvent.then(() => inOrder(async () => undefined)).then(work));
  /** Returns an action of the shopper on an item. */
  const byHandOn = (call: string, act: (id: string) => Promise<unknown>) => async (itemId: string | number): Promise<void> => {
    const id = idOf(call, itemId);
    await byHand(() => act(id));
  };

  /** Loads the house's messages, then runs `answer` in its turn. */
  const withBoard = async <T>(answer: () => T | Promise<T>): Promise<T> => {
    await board();
    return refreshed(answer);
  };
  const board = async () => {
    const [{ loadBoard }] = await Promise.all([import("./message-board.js"), opened]);
    return loadBoard(module, () => loadTranslations(module, warn), warn);
  };

  const passerelle: Passerelle = {
    track,
    suggest: (request) => suggest(request, "history"),
    seasonal: (request) => suggest(request, "season"),
    candidates: (request) => suggest(request, "page"),
    offer,
    recordImpression: noting("recordImpression(itemId)", (id) => module.recordImpression(id)),
    dismiss: noting("dismiss(itemId)", (id) => module.dismiss(id)),
    undoDismiss: noting("undoDismiss(itemId)", (id) => module.undoDismiss(id)),
    async noticeState(id) {
      const notice = idOf("noticeState(id)", id, "id");
      return refreshed(() => module.noticeState(notice));
    },
    async recordNotice(id, event) {
      const notice = idOf("recordNotice(id, event)", id, "id");
      return note(() => module.recordNotice(notice, eventOf(event)));
    },
    messages: async (request = {}) => {
      const messages = await withBoard(() => module.messages(request, false));
      // All pictures are loaded, whichever message appears: see `MessagesRequest`.
      if (request.pictures) await (await import("./client-messages/pictures.js")).picturesOf(passerelle);
      return messages;
    },
    explainMessages: (request = {}) => withBoard(() => module.messages(request, true)),
    recordMessage: async (id, event) => {
      const message = idOf("recordMessage(id, event)", id, "id");
      await board();
      return note(() => module.recordMessage(message, eventOf(event)));
    },
    async tellWhenBack(itemId) {
      const id = idOf("tellWhenBack(itemId)", itemId);
      await prepared(() => module.prepareItem([id]));
      if (module.knownItem([id]) === undefined) warn("item_unknown", id);
      return note(() => module.tellWhenBack(id));
    },
    async loyalty(request = {}) {
      const [{ standingIn }, { loyalty }] = await Promise.all([import("./loyalty/standing.js"), board()]);
      return refreshed(() => (loyalty ? standingIn(loyalty, request, (least) => module.loyaltyTier(least), warn) : null));
    },
    async adviser(orderId) {
      const order = idIfAny("adviser(orderId)", orderId, "orderId");
      return refreshed(() => module.adviser(order) ?? null);
    },
    async creditAdviser(orderId) {
      const order = idIfAny("creditAdviser(orderId)", orderId, "orderId");
      return note(() => module.creditAdviser(order) ?? null);
    },
    // In its turn, because the unit depends on the decision about consent.
    group: (options) => inOrder(() => module.group(options)),
    async item(itemId) {
      const id = idOf("item(itemId)", itemId);
      await prepared(() => module.prepareItem([id]));
      const item = await inOrder(async () => module.itemCard(id));
      if (item) learnItem(item);
      return item;
    },
    setSeason,
    async explain(request, itemId) {
      const id = idOf("explain(request, itemId)", itemId);
      await preparedFor(request, "history");
      return refreshed(() => module.explain(request, id));
    },
    async setConsent(...said) {
      const { granted, answer } = answerOf(...said);
      return consent.set(granted, answer);
    },
    translations: () => loadTranslations(module, warn),
    details: async (itemId) => {
      const id = idOf("details(itemId)", itemId);
      const [{ loadDetails }] = await Promise.all([import("./advice/details.js"), opened]);
      return (await loadDetails(passerelle, [id]))[0] ?? null;
    },
    pause: () => byHand(() => module.setPaused(true)),
    resume: () => byHand(() => module.setPaused(false)),
    openPrivacy: () => guarded(openPanel(passerelle, locale)),
    history: {
      export: () => byHand(() => module.exportHistory()),
      import: (told) => byHand(async () => module.importHistory(told)),
      clear: () => byHand(() => module.clearHistory()),
      forget: byHandOn("history.forget(itemId)", (id) => module.forgetItem(id)),
      forgetAdviser: () => byHand(() => {
        forgotten = location.search;
        return module.forgetAdviser();
      }),
      markGift: byHandOn("history.markGift(itemId)", (id) => module.markGift(id, true)),
      unmarkGift: byHandOn("history.unmarkGift(itemId)", (id) => module.markGift(id, false)),
    },
  };
  const drawMessages = async (request: MessagesRequest, notices: boolean): Promise<readonly Message[]> =>
    (await withBoard(() => module.drawMessages(request, notices))) ?? [];
  opened.then(() => {
    isOpen = true;
    heedAdviser(module);
  }, () => undefined);
  const started = setSeason(options.season);
  // The caller that opens the pack gets the error from `opened`.
  started.catch(() => undefined);
  const stillShown = async (request: SuggestRequest, itemIds: string[]): Promise<readonly string[]> => {
    await preparedFor(request, "history");
    return refreshed(() => module.stillShown(request, itemIds));
  };
  const recall = async (request: SuggestRequest, slate: number): Promise<readonly Suggestion[]> => {
    await preparedFor(request, "history");
    return refreshed(() => module.recall(request, slate));
  };
  const summary = (): Promise<HistorySummary> => byHand(() => module.historySummary());
  const ask: Ask = (question) => refreshed(() => question(module));
  const nextMessage = (request: MessagesRequest): Promise<readonly Message[]> => withBoard(() => module.nextMessage(request));
  tracks(passerelle, base, { track, find, drawMessages, nextMessage, messageFile: board, digest: (texts) => module.digest(texts), stillShown, recall, summary, ask, warnings, opened: started, language: module.language() });
  return passerelle;
};

/** Loads and opens the privacy panel. */
async function openPanel(shop: Passerelle, locale: string): Promise<void> {
  const panel = await import("./privacy.js").catch((error: unknown) => {
    throw new PasserelleError("module_unreachable", `the package's privacy panel (privacy.js, auto-privacy-*.js) could not be loaded: publish all files of the package together, and see whether a blocker holds it back (${String(error)})`);
  });
  await panel.openPrivacy(shop, locale);
}

/**
 * Returns a function that checks whether the document shows another page than at its last call: another path, or another route behind the
 * hash. If it does, the function tells the module and calls `turned`.
 */
function leaving(module: Module, turned: () => void): () => void {
  let last = pageAddress();
  return () => {
    if (last === (last = pageAddress())) return;
    module.leavePage();
    turned();
  };
}

/** Checks for a change of page, then runs `prepare`. */
async function whenLeft(left: () => void, prepare: () => Promise<unknown>): Promise<unknown> {
  left();
  return prepare();
}

/** Returns a queue: it runs one task at a time, in the order of the calls, once the pack is open. `first` runs before each task. */
function queue(opened: Promise<void>, first: () => void): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = guarded(last.then(() => opened).then(first).then(work));
    last = result.catch(() => undefined);
    return result;
  };
}

/**
 * Returns a function that keeps events in the order of the calls, however long the files of each take to load. A failure rejects only its
 * own call.
 */
function lining(): (files: Promise<unknown>) => Promise<unknown> {
  let last: Promise<unknown> = Promise.resolve();
  return (files) => {
    // Without its results: they would hold those of all turns before.
    const turn = Promise.allSettled([last, files]).then(() => undefined);
    last = turn;
    return turn.then(() => files);
  };
}

/** Turns errors of the module into instances of {@link PasserelleError}. */
async function guarded<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    throw PasserelleError.from(error);
  }
}
