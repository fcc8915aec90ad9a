/**
 * `<passerelle-compare>`: compares up to four items side by side, by the feed's characteristics. The files that it fetches depend on the
 * ids that the page declares, never on a history. Content inside the element is the fallback: it stays if there are no details. Not for the
 * choice among suggestions: see `element/compare-cards.ts`.
 */

import type { Comparison } from "./advice/advice-types.js";
import { type Details, loadDetails } from "./advice/details.js";
import { comparing } from "./advice/module.js";
import { drawComparison } from "./compare/draw.js";
import { compareSheet } from "./compare/style.js";
import { wordsOf } from "./compare/words.js";
import { amountText } from "./element/amount.js";
import { localeOf } from "./element/locale.js";
import { LazyElement } from "./element/lazy-element.js";
import { defineElement } from "./element/register.js";
import { open } from "./open.js";
import { languageOf } from "./start.js";

const NAME = "passerelle-compare";
/** The most items in one comparison. */
const MOST = 4;

/** The element's class. Its attributes are in docs/comparison.md. */
export class PasserelleCompare extends LazyElement {
  static readonly observedAttributes: readonly string[] = ["src", "locale", "ids", "prices", "images"];

  constructor() {
    super(compareSheet);
  }

  protected override async make(): Promise<HTMLElement | undefined> {
    const ids = [...new Set(this.said("ids")?.split(/[\s,]+/).filter(Boolean))].slice(0, MOST);
    if (ids.length === 0) throw new Error(`<${NAME}> names no items: write ids="…" with commas between, one to ${MOST} ids of the feed`);
    const shop = await open({ pack: this.said("src"), locale: this.said("locale") });
    const [compare, items] = await Promise.all([comparing(), loadDetails(shop, ids)]);
    if (items.length === 0) return undefined;
    const locale = localeOf(this);
    const showsPrices = this.said("prices") !== "none";
    const price = ({ price: cost }: Details): string => (cost && showsPrices ? amountText(cost.amount, cost.currency, locale) : "");
    const look = { words: wordsOf(locale), own: languageOf(locale), price, pictures: this.said("images") !== "none", isTitled: true };
    return drawComparison(items, compare(items) as Comparison, look);
  }
}

defineElement(NAME, PasserelleCompare);

declare global {
  interface HTMLElementTagNameMap {
    "passerelle-compare": PasserelleCompare;
  }
}
