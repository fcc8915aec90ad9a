/**
 * Shows a comparison of suggestions in a dialog. The details are fetched when the shopper opens it. Not for the element of its own: see
 * `../compare.ts`.
 */

import type { Comparison } from "../advice/advice-types.js";
import { type Details, loadDetails } from "../advice/details.js";
import { comparing } from "../advice/module.js";
import type { Comparing } from "../element/compare-cards.js";
import { openDialog } from "../element/dialog.js";
import { make } from "../element/nodes.js";
import { sharedSheet } from "../element/style.js";
import type { Suggestion } from "../types.js";
import { drawComparison } from "./draw.js";
import { compareSheet } from "./style.js";
import { wordsOf } from "./words.js";

/** The parts that a page's style sheet can style in the dialog. */
const PARTS = "table, fold, scroll, item, picture, link, price, stock, row, name, value, unsaid";

/** Opens the dialog. Resolves to `false` if fewer than two of the items have details. */
export async function openComparison(region: HTMLElement, items: readonly Suggestion[], { shop, words, price, pictures }: Comparing): Promise<boolean> {
  const [compare, details] = await Promise.all([comparing(), loadDetails(shop, items.map(({ itemId }) => itemId))]);
  if (details.length < 2) return false;
  const priceOf = ({ id }: Details): string => {
    const item = items.find(({ itemId }) => itemId === id);
    return (item && price?.(item)) ?? "";
  };
  const own = wordsOf(words.own);
  const drawn = drawComparison(details, compare(details) as Comparison, { words: own, own: words.own, price: priceOf, pictures, isTitled: false });
  // A shadow tree isolates the table's styles: `item` is also a part of the list of suggestions.
  const frame = make("div", "comparison", { exportparts: PARTS });
  const root = frame.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sharedSheet(), compareSheet()];
  root.append(drawn);
  openDialog(region, words, own.heading, [frame], "wide");
  return true;
}
