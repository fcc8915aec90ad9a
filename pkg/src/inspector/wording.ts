/** The codes of the API in plain words, for merchandisers and developers. Not for shoppers' texts: see `../messages.ts`. */

import type { Explanation, HistoryEvent, InvitationSubject, HistoryInvitation, MessageAbsence, Part, SuggestRequest, Status } from "../types.js";

/** Texts of the parts of a score. */
const PARTS: Readonly<Record<Part["name"], string>> = {
  "neighbour": "met together with",
  "back-off": "by type and attributes, with",
  "in-season": "the season’s own list",
  "trending": "bought now more than before",
  "reminder": "was looked at",
  "season": "season and weather",
  "fatigue": "shown before, not followed",
  "size": "left in other sizes alone",
  "attachment": "new, for a faithful client",
  "rule": "house.toml, rule",
  "share": "its division’s share of the slate",
};

/** Texts of an item's reasons of absence. */
const ABSENCES: Readonly<Record<NonNullable<Explanation["absence"]>, string>> = {
  "no-neighbour": "nothing on the page or in the history leads to it",
  "no-card": "what draws it has not been read on this page",
  "forbidden": "it is the page’s item, in the cart, excluded or bought",
  "capped": "refused, shown as often as it may be, or standing elsewhere on the page",
  "resting": "its type was bought lately, or refused more than once",
  "division": "this spot does not show its division",
  "wearer": "made for another gender or age group than the page’s item",
  "rule": "a rule of house.toml leaves it out",
  "threshold": "its score is below the floor",
  "unavailable": "it cannot be bought now",
  "type-full": "the slate has enough of its type",
  "not-viewed": "this device has no view of it, or it was a gift",
  "outranked": "others score more, or its remaining views of today are kept for other pages",
};

/** Texts of a message's reasons of absence. */
const MESSAGE_ABSENCES: Readonly<Record<MessageAbsence["code"], string>> = {
  "checkout": "no message is shown during checkout",
  "out-of-days": "its days are over or to come",
  "done": "it was read, closed or answered",
  "shown": "it stood on as many pages as it may",
  "no-history": "it reads the history, and there is no consent or no history",
  "unmet": "the shopper does not meet",
  "kind-rests": "one of its kind was closed lately",
  "day-is-full": "the messages of today are used up",
  "promotions-rest": "promotions rest: a relation waits, the day’s are spent, or the shopper refused or is not satisfied",
  "another-offer": "another offer fits this shopper better",
  "elsewhere": "it is elsewhere on the page",
  "other-kind": "this place does not take its kind",
};

export const saidOfMessageAbsence = ({ code, condition }: MessageAbsence): string => (condition ? `${MESSAGE_ABSENCES[code]} ${condition}` : MESSAGE_ABSENCES[code]);

/** Texts of a slate's statuses. */
const STATUSES: Readonly<Record<Status, string>> = {
  "ok": "suggestions are there",
  "off": "suggestions are switched off in the manifest",
  "no-pack": "no pack is open",
  "item-unknown": "the pack does not know the page’s item",
  "nothing-suitable": "nothing is good enough: the page’s own content stays",
  "not-now": "not on this kind of page, or it is too early, or today’s share is used up",
};

export const saidOfPart = ({ name, source }: Part): string => (source ? `${PARTS[name]} ${source}` : PARTS[name]);
export const saidOfStatus = (status: Status): string => STATUSES[status];

/** Returns the reason of an item's absence, as precisely as the request and the history allow. */
export function saidOfAbsence(absence: NonNullable<Explanation["absence"]>, itemId: string, request: SuggestRequest, events: readonly HistoryEvent[]): string {
  const isOneOf = (ids: SuggestRequest["cart"]): boolean => ids?.some((id) => String(id) === itemId) ?? false;
  if (itemId === String(request.itemId)) return "it is the page’s own item";
  if (isOneOf(request.cart)) return "it is in the cart";
  if (isOneOf(request.exclude)) return "the page excludes it, or draws from its pool alone";
  const wasBought = events.some((event) => event.itemId === itemId && event.name === "purchase");
  return absence === "forbidden" && wasBought ? "it was bought lately" : ABSENCES[absence];
}

/** Returns the feedback on a suggestion, with its subjects. */
export function saidOfInvitation({ what, about }: HistoryInvitation): string {
  return `${what}: ${about.map(subject).join(", ")}`;
}

function subject(about: InvitationSubject): string {
  if ("itemId" in about) return about.itemId;
  if ("reason" in about) return `reason ${about.reason} into ${about.division}`;
  return "letter" in about ? `message ${about.letter}` : "a slate";
}
