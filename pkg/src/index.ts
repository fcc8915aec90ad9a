/**
 * The public API: open a pack, report the shopper's events, ask for suggestions. Importing it does nothing. Not for a page without code of
 * its own: see `auto.ts`.
 */

import type { Details } from "./advice/details.js";
import { optionsOf } from "./argument.js";
import { create } from "./create.js";
import { instanceOf, packAddress } from "./sharing.js";
import type {
  Assignment,
  Explanation,
  GroupOptions,
  HistoryExport,
  Item,
  Loyalty,
  LoyaltyRequest,
  Message,
  MessageEvent,
  MessagesRequest,
  Notice,
  NoticeEvent,
  NoticeState,
  Options,
  PageEvent,
  PastEvent,
  SeasonOptions,
  Slate,
  SuggestRequest,
  Translations,
} from "./types.js";

export { PasserelleError, type ErrorCode } from "./error.js";
export type {
  Absence,
  Assignment,
  AssignmentUnit,
  Division,
  EventName,
  Explanation,
  Flag,
  FlagCode,
  GroupOptions,
  HistoryExport,
  Item,
  ItemIds,
  Loyalty,
  LoyaltyRequest,
  LoyaltyTier,
  Message,
  MessageAbsence,
  MessageAbsenceCode,
  MessageEvent,
  MessageKind,
  MessagesRequest,
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
  ReasonBasis,
  ReasonCode,
  SeasonFit,
  SeasonOptions,
  Slate,
  Status,
  SuggestRequest,
  Suggestion,
  TrafficGroup,
  Translations,
  Weather,
  WeatherSource,
} from "./types.js";
export type { Details } from "./advice/details.js";
export type { PasserelleWarning, WarningCode } from "./warning.js";

/** A pack that is open on this page. A call with an argument of a wrong kind rejects with `invalid_option`, and does nothing. */
export interface Passerelle {
  /**
   * Records an event of the shopper. Resolves to whether it was recorded: `false` if the pack does not know the item, or
   * if the house declared the item's type sensitive. From the first call on, the page reports all events itself, and
   * Passerelle no longer reads them from the page.
   *
   * @throws {PasserelleError} `invalid_option`
   */
  track(event: PageEvent): Promise<boolean>;
  /**
   * Returns suggestions for a place of the page, and counts nothing as shown. If the slate is empty, keep the page's own content.
   *
   * @throws {PasserelleError} `invalid_option`
   */
  suggest(request: SuggestRequest): Promise<Slate>;
  /**
   * Returns suggestions that are about to be drawn. They count as shown until they are seen or half an hour has passed; the
   * house's caps count them over all pages and tabs.
   *
   * @throws {PasserelleError} `invalid_option`
   */
  offer(request: SuggestRequest): Promise<Slate>;
  /**
   * Reports that at least half of a suggestion of this page was visible for a second. Resolves to `false` if it was offered too
   * long ago: call `offer()` again then.
   */
  recordImpression(itemId: string): Promise<boolean>;
  /** "Not for me": hides the item for a while. Repeated dismissals also hide its type, then its division. */
  dismiss(itemId: string): Promise<void>;
  /** Undoes a dismissal. */
  undoDismiss(itemId: string): Promise<void>;
  /** Returns whether this device has seen or read a notice. */
  noticeState(id: string): Promise<NoticeState>;
  /** Reports that a notice waits to be read, was seen, or was read. While one waits, promotions leave it its share. */
  recordNotice(id: string, event: NoticeEvent): Promise<void>;
  /**
   * Returns the messages of the house that may appear now, in order. None counts as shown: report that with
   * `recordMessage(id, "impression")`. A message has a picture only with `pictures: "everyone"`: then this page requests the
   * pictures of all messages, whichever appears.
   *
   * @throws {PasserelleError} `invalid_option`
   */
  messages(request?: MessagesRequest): Promise<readonly Message[]>;
  /**
   * Returns all messages of the house: first those that may appear here and now, in order, then the others with the reason of their
   * absence. `messages()` returns those without `absence`.
   *
   * @throws {PasserelleError} `invalid_option`
   */
  explainMessages(request?: MessagesRequest): Promise<readonly Message[]>;
  /**
   * Reports that a message was seen, its link followed (`read`), that it was closed, or answered. On one page view it counts once,
   * even if an element draws it too. Resolves to `false` if the house has no such message.
   */
  recordMessage(id: string, event: MessageEvent): Promise<boolean>;
  /**
   * Returns the group of this page view in a comparison: `held_out` shows the page's own content. Elements do the same by the
   * attribute `holdout`; `passerelle uplift` compares the orders of the groups.
   *
   * @throws {PasserelleError} `invalid_option`
   */
  group(options: GroupOptions): Promise<Assignment>;
  /**
   * "Tell me here": `messages()` returns a message when this sold-out item is back. Resolves to `false` if nothing is stored: without
   * consent, while the shopper has paused, or for an item that is not sold out. An unknown item gives the warning `item_unknown`.
   */
  tellWhenBack(itemId: string | number): Promise<boolean>;
  /**
   * Returns the house's programme with the client's tier: the tier that the page states, or else the one that this device's history
   * reaches; without consent none. `null` if the house has no programme. An unknown tier gives the warning `tier_unknown`.
   *
   * @throws {PasserelleError} `invalid_option`
   */
  loyalty(request?: LoyaltyRequest): Promise<Loyalty | null>;
  /**
   * Returns the code of the adviser whom a link named last, and whom the shopper may credit for the order with this number. `null` if
   * there is none: without consent, after `retention_days`, or if the order was credited already.
   */
  adviser(orderId?: string): Promise<string | null>;
  /** Credits the adviser for this order, once, after the shopper agreed. Resolves to the adviser's code; `null` if there is none. */
  creditAdviser(orderId?: string): Promise<string | null>;
  /**
   * Returns items that suit the season and the weather, the same for every shopper: no history counts.
   *
   * @throws {PasserelleError} `invalid_option`
   */
  seasonal(request: SuggestRequest): Promise<Slate>;
  /**
   * Returns the items that the page alone determines, the same for every shopper: no history counts. A page that draws only these
   * (`restrictTo`), and loads the pictures of all of them, reveals nothing of a history to the host of the pictures.
   *
   * @throws {PasserelleError} `invalid_option`
   */
  candidates(request: SuggestRequest): Promise<Slate>;
  /**
   * Sets place, weather and day of the page from now on. It replaces all earlier settings.
   *
   * @throws {PasserelleError} `invalid_option`
   */
  setSeason(season: SeasonOptions): Promise<void>;
  /**
   * Explains why an item has its place in the answer to `request`, or why it is absent. `null` if no item at all could be suggested.
   *
   * @throws {PasserelleError} `invalid_option`
   */
  explain(request: SuggestRequest, itemId: string | number): Promise<Explanation | null>;
  /**
   * Returns the data to draw an item of the page, by any id that the feed knows; `null` if the pack does not have it. The call does not
   * make it the page's own item, and counts as nothing.
   */
  item(itemId: string | number): Promise<Item | null>;
  /**
   * States the shopper's answer. `true` begins the history on this device. `false` erases it at once, in every open tab, whatever
   * other sources of consent say, and is remembered. Resolves when that is done, for every instance of the document. If the store
   * cannot be reached, the warning is `storage_denied`.
   *
   * After a refusal only a new answer of the shopper grants: one given during a click, or with `answer`.
   *
   * @throws {PasserelleError} `invalid_option` for any other value, which neither grants nor erases
   */
  setConsent(granted: boolean, options?: { answer?: boolean }): Promise<void>;
  /** Returns the house's texts in the page's language: names of types, its own sentences, its notices. */
  translations(): Promise<Translations>;
  /**
   * Returns the feed's characteristics, highlights and sizes of an item; `null` if the pack has none. The call fetches a file: use it
   * for items that the page shows, or that the shopper has just chosen.
   */
  details(itemId: string | number): Promise<Details | null>;
  /** Stops recording on this device; the stored history stays and counts. */
  pause(): Promise<void>;
  /** Records again. */
  resume(): Promise<void>;
  /** Opens the privacy panel: the stored history, and the shopper's controls over it. */
  openPrivacy(): Promise<void>;
  /** The stored history of the shopper; empty without consent. */
  readonly history: History;
}

/**
 * The history on this device. Every method works on the stored data, in all open tabs, whatever this page knows of consent.
 */
export interface History {
  /**
   * Returns all stored data, as readable JSON.
   *
   * @throws {PasserelleError} `storage_unreachable` if the store cannot be read; `forget()`, `markGift()`, `pause()` and `resume()`
   * throw it if the store cannot be changed
   */
  export(): Promise<HistoryExport>;
  /**
   * Loads an export, or a known client's past purchases; a new list of purchases replaces the one before. Resolves to the number of
   * events that were stored: 0 without consent.
   *
   * @throws {PasserelleError} `invalid_option`
   */
  import(told: HistoryExport | readonly PastEvent[]): Promise<number>;
  /**
   * Deletes all stored data; the consent stays. Resolves after the store was read back empty.
   *
   * @throws {PasserelleError} `not_erased`
   */
  clear(): Promise<void>;
  /** Deletes all records of one item. */
  forget(itemId: string | number): Promise<void>;
  /** Deletes the adviser whom a link named. */
  forgetAdviser(): Promise<void>;
  /** Marks an item as a gift: it was for somebody else, so it no longer counts for this shopper's suggestions. */
  markGift(itemId: string | number): Promise<void>;
  /** Undoes {@link History.markGift}. */
  unmarkGift(itemId: string | number): Promise<void>;
}

/**
 * Starts the module, once for the page, and opens the pack. One document has one instance for a pack and a language: the elements,
 * `auto.js` and every copy of the package share it. If it exists already, it takes over `consent`, `season` and `onWarning`.
 *
 * @throws {PasserelleError} `module_unreachable`, `module_blocked`, `pack_unreachable`, `pack_not_found`,
 * `pack_version`, `pack_damaged`, `invalid_option`, `version_conflict`
 */
export async function createPasserelle(options: Options): Promise<Passerelle> {
  // Callers in JavaScript may pass no options.
  const base = packAddress((options as Options | undefined)?.pack);
  return instanceOf(base, optionsOf(options), create);
}
