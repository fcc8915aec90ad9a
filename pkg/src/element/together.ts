/**
 * "All together": a set of the page's own item, or the item put into the cart last, and two or three items that go with it, with their sum
 * and one button. Loaded for elements with the attribute `together`. Not for choosing those items: the module does that.
 */

import type { Passerelle } from "../index.js";
import type { DrawnItem, Item, SuggestRequest, Suggestion } from "../types.js";
import { addButton, type Cart, prepare } from "./add-to-cart.js";
import { cartWords } from "./cart-words.js";
import { createChoice } from "./choice.js";
import { warn } from "./log-error.js";
import type { Carousel, Look, Row } from "./draw.js";
import type { Speech } from "./speech.js";
import { adopt, make, sheetOf, webAddress } from "./nodes.js";
import { requestWithin } from "./pool.js";
import { sumText } from "./sum.js";
import type { AddedItem, FormatSum } from "./suggestions.js";

/** The fewest and most items beside the page's own: fewer make no set, and more make a list. */
const FEWEST = 2;
const MOST = 3;

const sheet = sheetOf(`
.list.set>li{padding-block-start:2rem}
.list.set>li>.dismiss{inset-block-start:2.375rem}
.list.set>li .badges{inset-block-start:2.375rem}
.pick{position:absolute;inset-block-start:0;inset-inline-start:0;display:flex;align-items:center;gap:.5rem;min-block-size:1.75rem;font-size:.8125em}
.pick input{inline-size:1.25rem;block-size:1.25rem;margin:0;accent-color:currentcolor}
.list.set>li+li::after{content:"+";position:absolute;inset-block-start:0;inset-inline-start:calc(var(--gap)/-2 - .3em);line-height:1.75rem}
.list.set>li+li .pick{inset-inline-start:.5rem}
.total{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.5rem 1rem;min-block-size:3.25rem;margin-block-start:.75rem}
.total .add{inline-size:auto;margin:0;padding-inline:1rem}
.sum{margin:0;font-weight:600}
`);

/** The item of the page that a set belongs to: the page's product, or the item put into the cart last. */
export interface Own {
  item: Item;
  /** The id that the page uses for it. */
  spoken: string;
}

/** Returns the heading of a set. */
export const heading = (words: Speech): string => cartWords(words)("together");

/** Returns the item that a request is about; `undefined` if it cannot be part of a set. The page alone determines the files fetched. */
export async function ownOf(shop: Passerelle, { placement, cart, itemId }: SuggestRequest): Promise<Own | undefined> {
  const isCart = placement === "cart";
  const spoken = isCart ? [cart?.at(-1) ?? []].flat()[0] : itemId;
  const item = spoken === undefined ? null : await shop.item(spoken);
  // An item that cannot be bought makes no set, unless it is in the cart already.
  if (!item || !webAddress(item.url) || !(item.available || isCart)) return undefined;
  return { item, spoken: String(spoken) };
}

/** Returns two or three items that go with the page's own, or none. `offer` requests the slate to draw. */
export async function besides(
  shop: Passerelle, own: Own | undefined, request: SuggestRequest, offer: (request: SuggestRequest) => Promise<readonly Suggestion[]>,
): Promise<readonly Suggestion[]> {
  if (!own) return [];
  const within = request.restrictTo ? request : await requestWithin(shop, request);
  if ((within.restrictTo?.length ?? 0) < FEWEST) return [];
  const suggestions = (await offer({ ...within, limit: MOST })).filter(({ url }) => webAddress(url));
  return suggestions.length < FEWEST ? [] : suggestions;
}

/** Turns a carousel into a set: adds a box to each item, the sum of the ticked items, and the button. */
export function join(carousel: Carousel, root: ShadowRoot, cart: Cart, { item: own, spoken }: Own, look: Omit<Look, "label">, formatSum: FormatSum | undefined): void {
  const { section, rows } = carousel;
  const word = cartWords(cart.words);
  const language = cart.words.own;
  adopt(root, sheet());
  const say = prepare(carousel, root, cart);
  section.querySelector(".list")?.classList.add("set");
  const isInCart = cart.placement === "cart";

  const choice = createChoice(() => update());
  const pick = (node: HTMLElement, row: Row | undefined): void => {
    const title = node.querySelector(".title");
    if (!row && isInCart) {
      node.prepend(make("span", "pick", { lang: language }, word("in-cart")));
      return;
    }
    const id = `pick-${title?.id}`;
    // The visible label names the box of the page's item; the other boxes get a label with the item's title.
    const named = row && { lang: language, "aria-label": `${word("include")}: ${row.item.title}` };
    const box = make("input", "", { type: "checkbox", id, ...named });
    box.checked = true;
    box.addEventListener("change", () => update());
    choice.add(box, row);
    node.prepend(make("span", "pick", {}, box, ...(row ? [] : [make("label", "", { for: id, lang: language }, word("this-item"))])));
  };
  if (carousel.own) pick(carousel.own, undefined);
  for (const row of rows) pick(row.node, row);

  const taken = (): DrawnItem[] => choice.chosen().map((row) => row?.item ?? own);
  const wanted = (): AddedItem[] =>
    taken().map((item) => ({
      itemId: item.itemId,
      ...(item === own && spoken !== own.itemId && { variant: spoken }),
      quantity: 1,
      url: webAddress(item.url),
    }));
  const label = (): string => word("add-all", { count: taken().length });
  const sum = make("p", "sum", { lang: look.locale, role: "status" });
  const add = addButton(cart, { text: label, about: word("together") }, wanted, say);
  const update = (): void => {
    const items = taken();
    const text = look.price ? sumText(items, look.locale, formatSum, warn) : "";
    sum.replaceChildren(text && word("sum", { sum: text }));
    if (add.dataset["state"]) return;
    add.replaceChildren(label());
    add.setAttribute("aria-disabled", `${items.length === 0}`);
  };
  section.append(make("div", "total", { lang: language }, sum, add));
  update();
}
