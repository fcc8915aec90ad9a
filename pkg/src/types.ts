/** The shapes that go in and come out. Those of the module are in api-types.ts. */

import type { EventName, Item, SeasonOptions } from "./api-types.js";
import type { PasserelleWarning } from "./warning.js";

export type * from "./api-types.js";

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

/** What is drawn: a suggestion, or an item of the page. */
export type DrawnItem = Omit<Item, "available">;

/** What the house says in one language. Every text is text, never markup. */
export interface Translations {
  /** Of the house's languages, the one that fits the page best. */
  language: string;
  /** What sentences call a type, by its name in the feed. */
  types: Readonly<Record<string, string>>;
  /** The house's own sentences, by their names in the package's catalogues. */
  messages: Readonly<Record<string, string>>;
  notices: readonly Notice[];
  /** What the house stands for; `null` where it says nothing of it. */
  values: HouseValues | null;
}

/** What the house stands for. Its text is text, never markup. */
export interface HouseValues {
  text: string;
  /** Where to read on: http or https. */
  link: string | null;
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

/** Which client is meant. */
export interface LoyaltyRequest {
  /** The tier in which the house itself knows the client, by its id in house.toml. It outweighs what this device knows. */
  tier?: string;
}

/** A tier of the house's programme. Every text is text, never markup. */
export interface LoyaltyTier {
  id: string;
  name: string;
  /** What it gives. */
  benefits: string;
  /** What would lead on; `null` where nothing does. */
  deepen: string | null;
}

/** The house's programme, and where the client stands in it. */
export interface Loyalty {
  /** What the programme is: an open letter. */
  text: string;
  link: string | null;
  /** All of them, the first one for everybody. */
  tiers: readonly LoyaltyTier[];
  /** The client's; `null` without consent, or where the page states a tier that the house does not know. */
  tier: LoyaltyTier | null;
  /** Who says so: this device's history, or the page in the name of the house. */
  source: "device" | "house" | null;
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
