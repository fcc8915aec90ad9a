/** Warnings: faults after which the package continues. docs/errors-and-warnings.md has the remedy of each. */

/** The values of `warning.code`. Codes are stable; messages may change. */
export type WarningCode =
  /** The browser does not let the page store anything: the history lasts as long as the page. */
  | "storage_denied"
  /** The disk or the quota is full: the history lasts as long as the page. */
  | "storage_full"
  /** A newer version of the module has written the store: the history lasts as long as the page. */
  | "storage_newer"
  /** The store was closed or emptied while in use: the history lasts as long as the page. */
  | "storage_lost"
  /** The store was emptied without a refusal of the shopper: the history begins anew. */
  | "history_lost"
  /** The last events are missing from the store: the browser or the device has lost them. */
  | "history_rolled_back"
  /** Some records of the store are damaged and were left out. */
  | "history_damaged"
  /** One source of consent repeats a refusal, another one an agreement: the refusal counts. */
  | "consent_conflict"
  /** The file of the weather cannot be loaded or read: the season ignores the weather. */
  | "weather_unreachable"
  /** The house's texts in this language cannot be loaded: names of types, its own sentences and its notices are left out. */
  | "translations_unreachable"
  /** The messages to clients cannot be loaded, notices aside: the message names the file. */
  | "messages_unreachable"
  /** The page states a tier of loyalty that the house does not have: the message names those that it has. */
  | "tier_unknown"
  /** The page asks for loyalty, and house.toml has no `[loyalty]`. */
  | "no_programme"
  /** The page's address names an adviser by a text that is no code: the message shows it. */
  | "adviser_unreadable"
  /** A questionnaire of the house cannot be loaded: the message names it and the reason. */
  | "advice_unreachable"
  /** The details of items cannot be loaded: the message gives the reason. */
  | "details_unreachable"
  /** The hub does not answer: its address is wrong, or it does not list this page's origin. */
  | "hub_unreachable"
  /** The page names an item that the pack does not know: the message has its id. */
  | "item_unknown"
  /** An element has the placement `product`, and the page names no product that the pack knows. */
  | "no_product"
  /** A statement of the page about its products cannot be read: the message names the place. */
  | "page_unreadable"
  /** An order has more lines than are remembered: the message names how many were left out. */
  | "order_too_long"
  /** A visible element is too low for its suggestions: it waits until it is out of sight. */
  | "no_room"
  /** The pack is open already, with another value of an option, which counts: the message names the option. */
  | "option_ignored"
  /** An attribute of an element or of the script tag has an unknown value: the message names it. */
  | "attribute_unreadable"
  /** The page's own JSON-LD states another price for an item than the pack: the elements show no prices. */
  | "prices_differ"
  /** The page's `formatPrice` or `formatSum` threw or returned no text: that suggestion has no price, the set no sum. */
  | "price_format_failed"
  /** The shopper pressed "Add to cart", and the page did not answer: the element says that nothing was added. */
  | "add_unanswered"
  /** A file of the package that an attribute needs cannot be loaded: the element ignores the attribute. */
  | "part_unreachable";

export interface PasserelleWarning {
  code: WarningCode;
  message: string;
}

/** Gives a warning; `about` names its subject: an id, an attribute or a file. */
export type Warn = (code: WarningCode, about?: string) => void;

/** Receives warnings. */
export type WarningListener = (warning: PasserelleWarning) => void;

/** Codes that can have several causes on one page: each distinct message is given once. */
const SEVERAL: readonly WarningCode[] = ["page_unreadable", "attribute_unreadable", "tier_unknown", "adviser_unreadable", "advice_unreachable", "details_unreachable"];

/** Gives each warning once per code, or once per cause for codes with several. */
export interface Warnings {
  warn: Warn;
  /** Adds a listener, which receives all earlier warnings too. */
  listen(listener: WarningListener): void;
}

/** Creates the warnings of an instance. They go to the console while there is no listener. */
export function createWarnings(first?: WarningListener): Warnings {
  const said = new Map<string, PasserelleWarning>();
  const listeners = first ? [first] : [];
  return {
    warn(code, about) {
      const what = about === undefined ? code : `${code}: ${about}`;
      const key = SEVERAL.includes(code) ? what : code;
      if (said.has(key)) return;
      const warning = { code, message: `Passerelle goes on, but: ${what} (see errors-and-warnings.md of the package)` };
      said.set(key, warning);
      if (listeners.length === 0) console.warn(warning.message);
      for (const listener of listeners) listener(warning);
    },
    listen(listener) {
      listeners.push(listener);
      for (const warning of said.values()) listener(warning);
    },
  };
}
