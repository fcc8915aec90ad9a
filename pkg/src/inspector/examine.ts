/**
 * One spot of the page, looked into: what would stand there, and what would not. It asks `suggest()` and `explain()`, which
 * count nothing: looking changes nothing.
 */

import type { Passerelle } from "../index.js";
import type { Explanation, SuggestRequest, Slate, Suggestion } from "../types.js";

/** An item and how it fared. */
export interface Finding {
  itemId: string;
  /** Where a list has brought its card. */
  suggestion: Suggestion | undefined;
  explanation: Explanation;
}

/** A spot, looked into. */
export interface Spot {
  request: SuggestRequest;
  slate: Slate;
  /** Milliseconds of one `suggest()`, once everything that it needs is there. */
  took: number;
  shown: Finding[];
  /** The best first. */
  absent: Finding[];
  /** Of the shopper; `null` where nothing could be suggested at all. */
  shopper: { attachment: number; potential: number } | null;
}

/** As many suggestions as a page may ask for. */
const WIDE = 24;
/** Told only of items that somebody has to do with. */
const OBVIOUS: readonly Explanation["absence"][] = ["no-neighbour", "no-card", "division"];

/**
 * @param known Items that the shopper or the page has to do with: why they are missing is told in any case.
 * @param candidates Items of which it is told where something stood in their way.
 * @param goesOn Whether the page is still the same: on another one nothing more is asked.
 */
export async function examine(
  shop: Passerelle, request: SuggestRequest, known: readonly string[], candidates: readonly string[], goesOn: () => boolean,
): Promise<Spot> {
  const slate = await shop.suggest(request);
  const start = performance.now();
  await shop.suggest(request);
  const took = performance.now() - start;
  // What the page alone brings is told too: once something was shown, a slate of a small choice is short.
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
