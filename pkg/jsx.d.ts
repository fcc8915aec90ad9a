/**
 * The elements as React's JSX knows them: `import type {} from "passerelle/jsx"` in one file of the application.
 * `custom-elements.json` says the same for other tools; a test keeps the two alike.
 */

import type { DetailedHTMLProps, HTMLAttributes } from "react";

import type { RoutineDetail } from "./dist/advice.js";
import type { AddDetail, SuggestionDetail } from "./dist/element.js";
import type { AdviserDetail } from "./dist/loyalty.js";

/** The attributes of `<passerelle-suggestions>`, beside those of every element. */
export interface PasserelleSuggestionsAttributes {
  /** Address of the pack's folder. */
  src?: string;
  /** The spot: what may be shown there is as house.toml says. */
  placement?: "product" | "cart" | "home" | "category" | "confirmation" | "recent" | "trending";
  /** What kind of page it is: in checkout and while paying nothing is shown. By default as GA4's events say. */
  page?: "checkout" | "payment" | "confirmation" | "other";
  /** The page's item, by any id that the feed knows. */
  "product-id"?: string | number;
  /** The page's division, by its id in house.toml, where the page has no item. */
  division?: string;
  /** Ids of the cart's items, with spaces or commas between them. */
  cart?: string;
  /** How many suggestions at most, 1 to 24. */
  limit?: string | number;
  /** `granted` or `denied`, where the page itself knows: a default, that what the shopper answers outweighs. */
  consent?: "granted" | "denied";
  /** Language of names and texts, as a BCP 47 tag; by default the page's. */
  locale?: string;
  /** Whose shop this is, by the two letters of ISO 3166-1; by default the country of the device's time zone. */
  country?: string;
  /** Which pictures may be loaded: those of the slate, none, or those of the page's pool whatever the history. */
  images?: "slate" | "pool" | "none";
  /** Whether prices are shown. */
  prices?: "pack" | "none";
  /** The heading; by default one in the page's language. */
  label?: string;
  /** The percentage of page views that keeps the page's own content, 0 to 100. */
  holdout?: string | number;
  /** `datalayer` tells the page's data layer to which group the page view belongs. */
  measure?: "datalayer";
  /** A button under each suggestion that asks the page to put it into its cart; a text is what it is called. */
  "cart-button"?: string | boolean;
  /** The page's item with two or three that belong to it, their sum and one button. For the placements `product` and `cart`. */
  together?: boolean;
  /** A box on each suggestion that chooses it for a comparison of two to four. Not for the placement `recent`. */
  compare?: boolean;
}

/** The events of `<passerelle-suggestions>`, as React 19 listens to them. */
export interface PasserelleSuggestionsEvents {
  "onpasserelle-click"?: (event: CustomEvent<SuggestionDetail>) => void;
  "onpasserelle-dismiss"?: (event: CustomEvent<SuggestionDetail>) => void;
  "onpasserelle-add"?: (event: CustomEvent<AddDetail>) => void;
  "onpasserelle-forget"?: (event: CustomEvent<SuggestionDetail>) => void;
  "onpasserelle-shown"?: (event: CustomEvent<SuggestionDetail>) => void;
}

/** The attributes of `<passerelle-notices>`, beside those of every element. */
export interface PasserelleNoticesAttributes {
  /** Address of the pack's folder. */
  src?: string;
  /** Language of notices and texts, as a BCP 47 tag; by default the page's. */
  locale?: string;
}

/** The attributes of `<passerelle-messages>`, beside those of every element. */
export interface PasserelleMessagesAttributes {
  /** Address of the pack's folder. */
  src?: string;
  /** Language of messages and texts, as a BCP 47 tag; by default the page's. */
  locale?: string;
  /** What kind of page this is; nothing is said in checkout and while paying. */
  page?: "other" | "checkout" | "payment" | "confirmation";
  /** The kinds that may come here, with spaces between; by default all. */
  kinds?: string;
  /** Address of the page with all open offers, linked beside each offer. */
  offers?: string;
  /** The pictures of all messages are asked for on every page, whoever sees which; by default none is. */
  pictures?: "everyone";
  /** The id of the page's item where it is sold out: offers to tell here when it is back. */
  "sold-out"?: string;
}

/** The attributes of `<passerelle-loyalty>`, beside those of every element. */
export interface PasserelleLoyaltyAttributes {
  /** Address of the pack's folder. */
  src?: string;
  /** Language of texts, as a BCP 47 tag; by default the page's. */
  locale?: string;
  /** The tier in which the house itself knows the client, by its id; by default what this device knows. */
  tier?: string;
  /** What kind of page this is: on a confirmation it asks about the adviser; in checkout and while paying it is silent. */
  page?: "other" | "checkout" | "payment" | "confirmation";
}

/** The attributes of `<passerelle-advice>`, beside those of every element. */
export interface PasserelleAdviceAttributes {
  /** Address of the pack's folder. */
  src?: string;
  /** Language of questions and texts, as a BCP 47 tag; by default the page's. */
  locale?: string;
  /** The questionnaire's id in house.toml. */
  questionnaire?: string;
  /** Whether prices are shown. */
  prices?: "pack" | "none";
  /** The pictures of all items of the questionnaire are asked for, whatever is answered; by default none is. */
  pictures?: "everyone";
  /** A button that puts the whole routine into the cart. */
  "cart-button"?: boolean;
}

/** The attributes of `<passerelle-compare>`, beside those of every element. */
export interface PasserelleCompareAttributes {
  /** Address of the pack's folder. */
  src?: string;
  /** Language of the element's words, as a BCP 47 tag; by default the page's. */
  locale?: string;
  /** One to four ids of the feed, with commas or spaces between. */
  ids?: string;
  /** Whether prices are shown. */
  prices?: "pack" | "none";
  /** Whether pictures are shown. */
  images?: "slate" | "none";
}

/** The attribute of `<passerelle-inspector>`, beside those of every element. */
export interface PasserelleInspectorAttributes {
  /** Address of the pack's folder; by default that of the page's elements. */
  src?: string;
  /** Looks at the messages of the house also where the page has no element for them. */
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
