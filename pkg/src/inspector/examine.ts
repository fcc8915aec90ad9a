/**
 * Examines one request of the page: the items that it shows, and the items that it does not. It calls `suggest()`, `candidates()` and
 * `explain()`, which count nothing as shown, so it changes nothing. Not for drawing: see `draw.ts`.
 */

import type { Passerelle } from "../index.js";
import type { Explanation, SuggestRequest, Slate, Suggestion } from "../types.js";

/** An item with its explanation. */
export interface Finding {
  itemId: string;
  /** Present if a slate has the item. */
  suggestion: Suggestion | undefined;
  explanation: Explanation;
}

/** The finding for one request. */
export interface Spot {
  request: SuggestRequest;
  slate: Slate;
  /** Milliseconds of one `suggest()`, once all its files are loaded. */
  took: number;
  shown: Finding[];
  /** Absent items, by descending score. */
  absent: Finding[];
  /** The shopper's measures, from 0 to 1; `null` if no item at all could be suggested. */
  shopper: { attachment: number; potential: number } | null;
}

/** The most suggestions that a page may ask for. */
const WIDE = 24;
/** Reasons of absence reported only for items of the shopper or the page. */
const OBVIOUS: readonly Explanation["absence"][] = ["no-neighbour", "no-card", "division"];

/**
 * Examines a request.
 *
 * @param known Items of the shopper or the page: the reason of their absence is always reported.
 * @param candidates Items whose absence is reported unless it is obvious.
 * @param goesOn Returns whether the page is still the same: on another page the examination stops.
 */
export async function examine(
  shop: Passerelle, request: SuggestRequest, known: readonly string[], candidates: readonly string[], goesOn: () => boolean,
): Promise<Spot> {
  const slate = await shop.suggest(request);
  const start = performance.now();
  await shop.suggest(request);
  const took = performance.now() - start;
  // The page's own candidates are examined too: after a first impression, the slate of a small choice is short.
  const ofPage = await shop.candidates({ ...request, limit: WIDE, threshold: 0 });
  const wide = await shop.suggest({ ...request, limit: WIDE, threshold: 0 });
  const cards = new Map([...ofPage.suggestions, ...wide.suggestions, ...slate.suggestions].map((suggestion) => [suggestion.itemId, suggestion]));
  const asked = new Set([...known, ...(request.itemId === undefined ? [] : [String(request.itemId)]), ...(request.cart ?? []).map(String)]);
  const shown: Finding[] = [];
  const absent: Finding[] = [];
  let shopper: Spot["shopper"] = null;
  for (const itemId of new Set([...slate.suggestions.map((suggestion) => suggestion.itemId), ...cards.keys(), ...asked, ...candidates])) {
    if (!goesOn()) break;
    const explanation = await shop.explain(request, itemId);
    if (!explanation) break;
    shopper ??= { attachment: explanation.attachment, potential: explanation.potential };
    const finding: Finding = { itemId, suggestion: cards.get(itemId), explanation };
    if (explanation.place !== null) shown.push(finding);
    else if (asked.has(itemId) || !OBVIOUS.includes(explanation.absence)) absent.push(finding);
  }
  shown.sort((one, other) => one.explanation.place! - other.explanation.place!);
  absent.sort((one, other) => other.explanation.score - one.explanation.score);
  return { request, slate, took, shown, absent, shopper };
}
