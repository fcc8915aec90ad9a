/** The types of the API's options and results that the package itself defines. Those of the module are in api-types.ts. */

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
  /** The shopper's answer to a history on this device, as `setConsent()`; without it the other sources of consent decide. */
  consent?: boolean;
  /** Place, weather and day of the page. */
  season?: SeasonOptions;
  /** Address of the house's `hub.html`, if several sub-domains share one history. */
  hub?: string;
  /** Receives warnings, each code once; by default `console.warn` does. */
  onWarning?: (warning: PasserelleWarning) => void;
}

/** An item that is drawn: a suggestion, or an item of the page. */
export type DrawnItem = Omit<Item, "available">;

/** The house's texts in one language. Every text is text, never markup. */
export interface Translations {
  /** The house's language that fits the page best. */
  language: string;
  /** The names of types in sentences, by their names in the feed. */
  types: Readonly<Record<string, string>>;
  /** The house's own sentences, by their names in the package's catalogues. */
  messages: Readonly<Record<string, string>>;
  notices: readonly Notice[];
  /** The house's values; `null` if house.toml has none. */
  values: HouseValues | null;
}

/** The house's values. The text is text, never markup. */
export interface HouseValues {
  text: string;
  /** Address of a page with more: http or https. */
  link: string | null;
}

/** A notice of the house to all its clients. Days are counted from 1970-01-01 UTC. */
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

/** A request for the loyalty programme. */
export interface LoyaltyRequest {
  /** The tier of the client in the house's own records, by its id in house.toml. It overrides this device's history. */
  tier?: string;
}

/** A tier of the house's programme. Every text is text, never markup. */
export interface LoyaltyTier {
  id: string;
  name: string;
  /** The benefits of this tier. */
  benefits: string;
  /** The way to the next tier; `null` in the last one. */
  deepen: string | null;
}

/** The house's programme, and the client's tier in it. */
export interface Loyalty {
  /** The text of the programme. */
  text: string;
  link: string | null;
  /** All tiers; everybody has the first one. */
  tiers: readonly LoyaltyTier[];
  /** The client's tier; `null` without consent, or if the page states a tier that the house does not know. */
  tier: LoyaltyTier | null;
  /** The source of the tier: this device's history, or the page on behalf of the house. */
  source: "device" | "house" | null;
}

/** A past purchase from the house's own records, made in a shop or on another device. */
export interface PastEvent {
  /** `purchase` by default. */
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
