/** Warnings: things that go on all the same, and that somebody should know of. The README says what to do about each. */

/** What `warning.code` may be. Codes are stable; messages may change. */
export type WarningCode =
  /** The browser does not let the page store anything: the history lasts as long as the page. */
  | "storage_denied"
  /** The disk or the quota is full: the history lasts as long as the page. */
  | "storage_full"
  /** A newer version of the module has written the store: the history lasts as long as the page. */
  | "storage_newer"
  /** The store was closed or emptied while in use: the history lasts as long as the page. */
  | "storage_lost"
  /** Somebody else than the shopper's refusal has emptied the store: the history begins anew. */
  | "history_lost"
  /** The last events are missing from the store: the browser or the device has lost them. */
  | "history_rolled_back"
  /** Some records of the store are damaged and were left out. */
  | "history_damaged"
  /** One source of consent repeats a refusal, another one an agreement: the refusal counts. */
  | "consent_conflict"
  /** The file of the weather cannot be had, or is not one: the season goes without the weather. */
  | "weather_unreachable"
  /** What the house says in this language cannot be had: names of types, its own sentences and its notices are left out. */
  | "words_unreachable"
  /** The hub does not answer: its address is wrong, or it does not list this page's origin. */
  | "hub_unreachable"
  /** The page speaks of an item that the pack does not know: the message names its id. */
  | "item_unknown"
  /** An element stands where the shopper sees it and is too small for suggestions: it waits until it is out of sight. */
  | "no_room";

export interface PasserelleWarning {
  code: WarningCode;
  message: string;
}

/** `about` names what it is about. */
export type Warn = (code: WarningCode, about?: string) => void;

/** Each code is said once. */
export function warner(listener: (warning: PasserelleWarning) => void = ({ message }) => console.warn(message)): Warn {
  const said = new Set<WarningCode>();
  return (code, about) => {
    const what = about === undefined ? code : `${code}: ${about}`;
    if (!said.has(code)) listener({ code, message: `Passerelle goes on, but: ${what} (see "Warnings" in its README)` });
    said.add(code);
  };
}
