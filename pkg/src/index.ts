/** The public API: open a pack, say what happens on the page, ask for suggestions. Importing it does nothing. */

import type { Details } from "./advice/details.js";
import { create } from "./create.js";
import { PasserelleError } from "./error.js";
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
   * What the house says to its clients: the messages that may come now, the first one first. Nothing counts as shown: say so
   * with `recordMessage(id, "impression")`. A message has a picture only with `pictures: "everyone"`: then this page asks for the
   * pictures of all messages, whichever comes.
   *
   * @throws {PasserelleError} `invalid_option`
   */
  messages(request?: MessagesRequest): Promise<readonly Message[]>;
  /**
   * All messages of the house: those that may come here and now, the first one first, then the others with why they are not shown. One
   * answer: `messages()` is what is in it without `absence`.
   *
   * @throws {PasserelleError} `invalid_option`
   */
  explainMessages(request?: MessagesRequest): Promise<readonly Message[]>;
  /**
   * A message was seen, its link was followed (`read`), it was put away (`closed`), or it was answered. On one page view it counts
   * once, also where an element draws it too. Resolves to false where the house has no such message.
   */
  recordMessage(id: string, event: MessageEvent): Promise<boolean>;
  /**
   * To which group of a comparison this page view belongs: `held_out` shows the page's own content. Elements do so with the attribute
   * `holdout`; `passerelle uplift` compares what the groups ordered.
   *
   * @throws {PasserelleError} `invalid_option`
   */
  group(options: GroupOptions): Promise<Assignment>;
  /**
   * "Tell me here": `messages()` tells of this sold-out item when it is back. Resolves to false where nothing is kept: without consent,
   * while the shopper has paused, for an item that is not sold out. One that the pack does not know is a warning, `item_unknown`.
   */
  tellWhenBack(itemId: string | number): Promise<boolean>;
  /**
   * Where the client stands in the house's programme: in the tier that the page states, else in the one that this device's history
   * reaches. Without consent in none. `null` where the house has no programme. A tier that the house does not know is a warning,
   * `tier_unknown`.
   *
   * @throws {PasserelleError} `invalid_option`
   */
  loyalty(request?: LoyaltyRequest): Promise<Loyalty | null>;
  /**
   * The adviser whom a link named last and whom the shopper may credit for the order with this number; `null` where there is none:
   * without consent, after `retention_days`, or where the order was credited already.
   */
  adviser(orderId?: string): Promise<string | null>;
  /** The shopper credits the adviser for this order, once. Resolves to the adviser's code; `null` where there is none. */
  creditAdviser(orderId?: string): Promise<string | null>;
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
   * What is needed to draw an item that the page speaks of, by any id that the feed knows; `null` where the pack has none. That does not
   * make it the page's own, and counts as nothing.
   */
  item(itemId: string | number): Promise<Item | null>;
  /**
   * `true` after the shopper has agreed: the history begins, on this device. `false` erases it at once, in every open tab,
   * whatever other sources of consent say, and is remembered. Resolves when that is done, for every instance of the document. Where
   * the store cannot be reached, `onWarning` hears `storage_denied`.
   *
   * After a refusal only a new answer of the shopper grants: one that is given while the shopper clicks, or with `answer`.
   */
  setConsent(granted: boolean, options?: { answer?: boolean }): Promise<void>;
  /** What the house says in the page's language: names of types, its own sentences, its notices. */
  translations(): Promise<Translations>;
  /**
   * What the feed says of an item to shoppers: characteristics, highlights, sizes; `null` where the pack has none of it. Fetched from a file of
   * its own: ask for items that the page shows, or that the shopper has just chosen.
   */
  details(itemId: string | number): Promise<Details | null>;
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
  /**
   * Everything there is, as readable JSON.
   *
   * @throws {PasserelleError} `storage_unreachable` where it cannot be read, as `forget()`, `markGift()`, `pause()` and
   * `resume()` do where it cannot be changed on the device
   */
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
  /** Forgets everything about one item. */
  forget(itemId: string | number): Promise<void>;
  /** Forgets the adviser whom a link named. */
  forgetAdviser(): Promise<void>;
  /** Marks everything about one item as a gift: it was for somebody else, and says nothing of this shopper. */
  markGift(itemId: string | number): Promise<void>;
  /** Takes {@link History.markGift} back. */
  unmarkGift(itemId: string | number): Promise<void>;
}

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
  return instanceOf(base, options, create);
}
