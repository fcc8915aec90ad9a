/**
 * Types of the elements for React's JSX: write `import type {} from "passerelle/jsx"` in one file of the application.
 * `custom-elements.json` has the same attributes for other tools; a test compares the names.
 */

import type { DetailedHTMLProps, HTMLAttributes } from "react";

import type { RoutineDetail } from "./dist/advice.js";
import type { AddDetail, SuggestionDetail } from "./dist/element.js";
import type { AdviserDetail } from "./dist/loyalty.js";

/** The attributes of `<passerelle-suggestions>`, in addition to those of every element. */
export interface PasserelleSuggestionsAttributes {
  /** Address of the pack's folder. */
  src?: string;
  /** The placement, whose settings are in house.toml. */
  placement?: "product" | "cart" | "home" | "category" | "confirmation" | "recent" | "trending";
  /** The kind of page: during checkout and payment nothing is shown. By default as stated by GA4 events. */
  page?: "checkout" | "payment" | "confirmation" | "other";
  /** The page's item, by any id of the feed. */
  "product-id"?: string | number;
  /** The page's division, by its id in house.toml, if the page has no item. */
  division?: string;
  /** Ids of the cart's items, separated by spaces or commas. */
  cart?: string;
  /** The maximum number of suggestions, 1 to 24. */
  limit?: string | number;
  /** `granted` or `denied`: a default, if the page knows it; the shopper's answer has priority. */
  consent?: "granted" | "denied";
  /** Language of names and texts, as a BCP 47 tag; by default the page's. */
  locale?: string;
  /** The country of the shop, as two letters of ISO 3166-1; by default the country of the device's time zone. */
  country?: string;
  /** The pictures that may be loaded: those of the slate, none, or those of the page's pool, which does not depend on the history. */
  images?: "slate" | "pool" | "none";
  /** Whether prices are shown. */
  prices?: "pack" | "none";
  /** The heading; by default one in the page's language. */
  label?: string;
  /** The percentage of page views that show the fallback, 0 to 100. */
  holdout?: string | number;
  /** `datalayer` pushes the group of the page view into the page's data layer. */
  measure?: "datalayer";
  /** Adds a button to each suggestion that asks the page to put it into the cart; a text is the button's label. */
  "cart-button"?: string | boolean;
  /** Shows the page's item with two or three companions, their sum and one button. For the placements `product` and `cart`. */
  together?: boolean;
  /** Adds a box to each suggestion that selects it for a comparison of two to four. Not for the placement `recent`. */
  compare?: boolean;
}

/** The events of `<passerelle-suggestions>`, as properties of React 19. */
export interface PasserelleSuggestionsEvents {
  "onpasserelle-click"?: (event: CustomEvent<SuggestionDetail>) => void;
  "onpasserelle-dismiss"?: (event: CustomEvent<SuggestionDetail>) => void;
  "onpasserelle-add"?: (event: CustomEvent<AddDetail>) => void;
  "onpasserelle-forget"?: (event: CustomEvent<SuggestionDetail>) => void;
  "onpasserelle-shown"?: (event: CustomEvent<SuggestionDetail>) => void;
}

/** The attributes of `<passerelle-notices>`, in addition to those of every element. */
export interface PasserelleNoticesAttributes {
  /** Address of the pack's folder. */
  src?: string;
  /** Language of notices and texts, as a BCP 47 tag; by default the page's. */
  locale?: string;
}

/** The attributes of `<passerelle-messages>`, in addition to those of every element. */
export interface PasserelleMessagesAttributes {
  /** Address of the pack's folder. */
  src?: string;
  /** Language of messages and texts, as a BCP 47 tag; by default the page's. */
  locale?: string;
  /** The kind of page; during checkout and payment nothing is shown. */
  page?: "other" | "checkout" | "payment" | "confirmation";
  /** The kinds of messages that may be shown, separated by spaces; by default all. */
  kinds?: string;
  /** Address of the page with all open offers; each offer has a link to it. */
  offers?: string;
  /** The pictures of all messages are requested on every page, independent of the shopper; by default none are. */
  pictures?: "everyone";
  /** The id of the page's item, if it is sold out: the element offers to tell when it is back. */
  "sold-out"?: string;
}

/** The attributes of `<passerelle-loyalty>`, in addition to those of every element. */
export interface PasserelleLoyaltyAttributes {
  /** Address of the pack's folder. */
  src?: string;
  /** Language of texts, as a BCP 47 tag; by default the page's. */
  locale?: string;
  /** The client's tier in the house's own records, by its id; by default the tier computed on this device. */
  tier?: string;
  /** The kind of page: on a confirmation page it asks about the adviser; during checkout and payment nothing is shown. */
  page?: "other" | "checkout" | "payment" | "confirmation";
}

/** The attributes of `<passerelle-advice>`, in addition to those of every element. */
export interface PasserelleAdviceAttributes {
  /** Address of the pack's folder. */
  src?: string;
  /** Language of questions and texts, as a BCP 47 tag; by default the page's. */
  locale?: string;
  /** The questionnaire's id in house.toml. */
  questionnaire?: string;
  /** Whether prices are shown. */
  prices?: "pack" | "none";
  /** The pictures of all items of the questionnaire are requested, independent of the answers; by default none are. */
  pictures?: "everyone";
  /** Adds a button that puts the whole routine into the cart. */
  "cart-button"?: boolean;
}

/** The attributes of `<passerelle-compare>`, in addition to those of every element. */
export interface PasserelleCompareAttributes {
  /** Address of the pack's folder. */
  src?: string;
  /** Language of the element's texts, as a BCP 47 tag; by default the page's. */
  locale?: string;
  /** One to four ids of the feed, separated by commas or spaces. */
  ids?: string;
  /** Whether prices are shown. */
  prices?: "pack" | "none";
  /** Whether pictures are shown. */
  images?: "slate" | "none";
}

/** The attribute of `<passerelle-inspector>`, in addition to those of every element. */
export interface PasserelleInspectorAttributes {
  /** Address of the pack's folder; by default that of the page's elements. */
  src?: string;
  /** Inspects the house's messages even if the page has no element for them. */
  messages?: boolean;
}

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "passerelle-suggestions": DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement> &
        PasserelleSuggestionsAttributes &
        PasserelleSuggestionsEvents;
      "passerelle-notices": DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement> & PasserelleNoticesAttributes;
      "passerelle-messages": DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement> &
        PasserelleMessagesAttributes & { "onpasserelle-feedback"?: (event: CustomEvent<{ messageId: string; answer: "satisfied" | "dissatisfied" }>) => void };
      "passerelle-loyalty": DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement> &
        PasserelleLoyaltyAttributes & { "onpasserelle-adviser"?: (event: CustomEvent<AdviserDetail>) => void };
      "passerelle-advice": DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement> &
        PasserelleAdviceAttributes & { "onpasserelle-add-routine"?: (event: CustomEvent<RoutineDetail>) => void };
      "passerelle-compare": DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement> & PasserelleCompareAttributes;
      "passerelle-inspector": DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement> & PasserelleInspectorAttributes;
      "passerelle-privacy": DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement>;
    }
  }
}
