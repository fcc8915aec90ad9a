/** A comparison of suggestions in a dialog: their details are fetched when the shopper opens it. Loaded with it. */

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

/** Parts that a page's style sheet reaches in the dialog too. */
const PARTS = "table, fold, scroll, item, picture, link, price, stock, row, name, value, unsaid";

/** Opens it; `false` where fewer than two of the items have details. */
export async function openComparison(region: HTMLElement, items: readonly Suggestion[], { shop, words, price, pictures }: Comparing): Promise<boolean> {
  const [compare, details] = await Promise.all([comparing(), loadDetails(shop, items.map(({ itemId }) => itemId))]);
  if (details.length < 2) return false;
  const priceOf = ({ id }: Details): string => {
    const item = items.find(({ itemId }) => itemId === id);
    return (item && price?.(item)) ?? "";
  };
  const own = wordsOf(words.own);
  const drawn = drawComparison(details, compare(details) as Comparison, { words: own, own: words.own, price: priceOf, pictures, isTitled: false });
  // The table's looks end here: what is called `item` in a list is another thing.
  const frame = make("div", "comparison", { exportparts: PARTS });
  const root = frame.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sharedSheet(), compareSheet()];
  root.append(drawn);
  openDialog(region, words, own.heading, [frame], "wide");
  return true;
}
