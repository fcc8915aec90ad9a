/** The shapes that go in and come out. */

import type { SeasonOptions } from "./season.js";
import type { PasserelleWarning } from "./warning.js";

/** How to open a pack. */
export interface Options {
  /** Address of the folder that `passerelle build` wrote, absolute or relative to the page. */
  pack: string;
  /** Address of `passerelle.wasm`; by default beside this script. The first one of a page counts. */
  wasmUrl?: string | URL;
  /** Language for names, as a BCP 47 tag; by default the page's. */
  locale?: string;
  /** Whether the shopper has agreed to a history on this device: as `setConsent()`. Left out, the other sources decide. */
  consent?: boolean;
  /** What the page knows of the place, the weather and the day. */
  season?: SeasonOptions;
  /** Address of the house's `hub.html`, when several sub-domains share one history. */
  hub?: string;
  /** Hears of what goes on all the same, each code once; by default `console.warn`. */
  onWarning?: (warning: PasserelleWarning) => void;
}

/** What the shopper did, by GA4's names. */
export type EventName =
  | "view_item"
  | "select_item"
  | "add_to_cart"
  | "remove_from_cart"
  | "add_to_wishlist"
  | "purchase";

/**
 * One thing that happened on the page. The `view_item` of another item begins another page; a page may speak of four
 * items that it has not shown before, the events of further ones are not recorded.
 */
export interface PageEvent {
  name: EventName;
  /**
   * Any id the feed knows: item, variant, group, SKU or GTIN. Of several ids of one item (four at most), the first that
   * the pack knows counts.
   */
  itemId: string | number | readonly (string | number)[];
  /** It is for somebody else, and says nothing of this shopper's taste. */
  gift?: boolean;
}

/**
 * A spot on a page: `product` shows the house's other divisions, `cart` completes what is there, `home` goes by the
 * history, `category` shows the page's division by the history, `confirmation` shows what the house pinned and no more.
 */
export type Placement = "product" | "cart" | "home" | "category" | "confirmation";

/** A spot to fill. What is left out is as house.toml says. */
export interface Request {
  placement: Placement;
  /** The page's item; by default the one last viewed, on a product page. */
  itemId?: string | number;
  /** The page's division, by the id of house.toml, where the page has no item. */
  division?: string;
  /** What is in the cart: it is completed and never suggested. The first four count for completing. */
  cart?: readonly (string | number)[];
  /** Which divisions: all but the page's, the page's, all, pinned items only, or these, by id. */
  divisions?: "other" | "same" | "any" | "pinned" | readonly string[];
  /** How many suggestions at most, 1 to 24. */
  limit?: number;
  /** The least score that is shown, as a share (0 to 1) of a typical strongest neighbour. */
  threshold?: number;
  /** Whether what was looked at may be shown again. */
  reminders?: boolean;
  /** Ids that must not be suggested. */
  exclude?: readonly (string | number)[];
  /** Ids of items, and no others may be suggested: see `pool()`. */
  within?: readonly string[];
  /** What kind of page it is: nothing is suggested in checkout and while paying, after an order what the house pinned. */
  page?: PageKind;
  /** Which place of the page it is, where a page has several of one placement; two places never share an item. */
  spot?: string;
}

/** What kind of page is open. */
export type PageKind = "other" | "checkout" | "payment" | "confirmation";

/** An amount of money. */
export interface Price {
  /** In major units: 2.95. */
  amount: number;
  /** ISO 4217. */
  currency: string;
}

/** A department of the house. */
export interface Division {
  id: string;
  /** In the page's language. */
  name: string;
}

/** Why something is suggested, in the most particular way that may be spoken: docs/DESIGN.md, "Discretion". */
export interface Reason {
  code:
    | "goes-with-page-item"
    | "completes-cart"
    | "goes-with-session-item"
    | "completes-type"
    | "division"
    | "collection"
    | "weather"
    | "season"
    | "occasion"
    | "new-in-division"
    | "appreciated"
    | "house";
  /** Of the item, type, division, collection or occasion that it names; `cold`, `rain` or `sun` of the weather. */
  id?: string;
  /** The title, or the name in the page's language; what types are called is in the words of the pack. */
  name?: string;
}

/** How well an item fits the season and the weather: -1 to 1, and what that is the sum of. */
export interface SeasonFit {
  fit: number;
  /** Its collections are shown now, or are over or to come. */
  collection: number;
  /** An occasion is near that it is for. */
  occasion: number;
  /** What clients bought at this time of other years. */
  demand: number;
  weather: number;
}

/** What may be said of an item's season. */
export interface Flag {
  code: "collection" | "occasion" | "ending-soon" | "new" | "in-demand-now" | "cold-snap" | "rain" | "sun";
  /** Of the collection or occasion. */
  id?: string;
  /** In the page's language, where the house has given one. */
  name?: string;
  /** What a collection tells, likewise. */
  story?: string;
  /** Where to read on. */
  link?: string;
}

/** One entry of a slate. Every text is text, never markup. */
export interface Suggestion {
  itemId: string;
  title: string;
  url: string;
  /** Empty when the feed has no picture. */
  image: string;
  /** `null` when the feed has none, or it is too old to show. */
  price: Price | null;
  division: Division;
  type: string;
  /** Comparable within one slate. */
  score: number;
  reason: Reason;
  season: SeasonFit;
  /** The most particular first. */
  flags: Flag[];
  /** How it came to its place: by its score, as something new that gets a chance, or pinned by the house. */
  place: "ranked" | "new" | "pinned";
}

/** Why a slate is as it is. */
export type Status = "ok" | "off" | "no-pack" | "item-unknown" | "nothing-suitable" | "not-now";

/** The ordered list for a spot. */
export interface Slate {
  status: Status;
  suggestions: Suggestion[];
}

/** What the house says in one language. Every text is text, never markup. */
export interface Words {
  /** Of the house's languages, the one that fits the page best. */
  language: string;
  /** What sentences call a type, by its name in the feed. */
  types: Readonly<Record<string, string>>;
  /** The house's own sentences, by their names in the package's catalogues. */
  messages: Readonly<Record<string, string>>;
  notices: readonly Notice[];
}

/** What the house writes to all its clients. Days are counted from 1970-01-01 UTC. */
export interface Notice {
  id: string;
  /** First and last day it is shown. */
  from: number;
  until: number;
  /** The items it is about; `null` for all. */
  items: readonly string[] | null;
  /** First and last day of the orders it is about. */
  ordered: readonly [number, number];
  text: string;
  link: string | null;
}

/** A part of a score. */
export interface Part {
  /**
   * `neighbour` and `back-off`: the list of an item of the history, counted or derived from types and attributes;
   * `in-season`: the season's slate; `reminder`: it was looked at; `season`: how well it fits the season and the weather;
   * `fatigue`: shown before and not followed; `attachment`: new, for a faithful shopper; `rule`: of house.toml; `share`: its
   * division's share of the slate.
   */
  name: "neighbour" | "back-off" | "in-season" | "reminder" | "season" | "fatigue" | "attachment" | "rule" | "share";
  /** The item or the rule's number; empty for others. */
  source: string;
  value: number;
}

/** Why an item has its place, or is not shown. */
export interface Explanation {
  /** The sum of the parts. */
  score: number;
  parts: Part[];
  /** From 1; `null` when it is not shown. */
  place: number | null;
  /** Why it is not shown. */
  absence:
    | "no-neighbour"
    | "no-card"
    | "forbidden"
    | "capped"
    | "resting"
    | "division"
    | "rule"
    | "threshold"
    | "unavailable"
    | "type-full"
    | "outranked"
    | null;
  /** How faithful the shopper is to the house, 0 to 1: see docs/DESIGN.md. */
  attachment: number;
  /** How open the shopper is to divisions not yet met, 0 to 1. */
  potential: number;
}

/** What became of a message of service on this device. */
export interface LetterState {
  seen: number;
  read: boolean;
}

/** What a shop remembers, as `history.export()` gives it. */
export interface HistoryExport {
  /** The version of this form. */
  passerelle: 1;
  /** Whether the recording is paused. */
  paused: boolean;
  /** The oldest first. */
  events: HistoryEvent[];
  /** What is left of weeks whose events are gone. */
  weeks: HistoryWeek[];
  /** What was suggested here, and what became of it. */
  invitations: HistoryInvitation[];
}

/** Something that became of suggestions or messages. */
export interface HistoryInvitation {
  /** ISO 8601, UTC, in whole seconds. */
  time: string;
  what: "offered" | "seen" | "followed" | "refused" | "taken-back";
  about: InvitationSubject[];
}

/** What an invitation was: an item, a reason with the division it invited to, a slate, or a message of service. */
export type InvitationSubject =
  | { itemId: string }
  | { reason: number; division: string }
  | { promotion: true }
  | { letter: string };

/** An event as it is remembered. */
export interface HistoryEvent {
  /** Its own number, 32 hexadecimal digits. */
  id: string;
  name: EventName;
  itemId: string;
  /** ISO 8601, UTC, in whole seconds. */
  time: string;
  /** The division's id. */
  division: string;
  type: string;
  gift: boolean;
  /** The house told of it. */
  imported: boolean;
}

/** What is left of a week in one division. */
export interface HistoryWeek {
  /** Weeks since 1970-01-01. */
  week: number;
  division: string;
  events: number;
  purchases: number;
  imported: boolean;
}

/** What the house itself knows of a client: a past purchase, in a shop or on another device. */
export interface PastEvent {
  /** `purchase` unless said otherwise. */
  name?: EventName;
  itemId: string | number;
  /** ISO 8601, or seconds since 1970-01-01 UTC. */
  time: string | number;
  /** The division's id, as in house.toml. */
  division: string;
  /** The product type, as in the feed: its last level. */
  type: string;
  gift?: boolean;
}
