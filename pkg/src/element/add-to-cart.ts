/**
 * "Add to cart": a button that asks the page to add an item, and shows the result. The cart belongs to the page: this file sends nothing.
 * Loaded for elements with the attribute `cart-button` or `together`. Not for sets: see `together.ts`.
 */

import type { Placement } from "../types.js";
import { askCart } from "./cart-request.js";
import { cartWords } from "./cart-words.js";
import type { Carousel } from "./draw.js";
import { adopt, button, make, sheetOf, webAddress } from "./nodes.js";
import type { Speech } from "./speech.js";
import type { AddDetail, AddedItem } from "./suggestions.js";

/** How long a button shows that the item was added, in milliseconds. */
const DONE_MS = 4_000;

const sheet = sheetOf(`
.add{inline-size:100%;block-size:2.75rem;min-block-size:0;margin-block-start:.5rem;padding:.125rem .375rem;font-size:.875em;line-height:1.15;overflow:hidden}
.add[aria-disabled=true]{opacity:1}
.add[data-state=adding]{opacity:.6;cursor:progress}
.add[data-state=failed]{border-style:dashed}
.buys>.why{inset-block-end:3.25rem}
.said{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
`);

/** The context of a button. */
export interface Cart {
  host: HTMLElement;
  words: Speech;
  placement: Placement;
  /** Called once the page has put the item into the cart. */
  added(itemId: string): void;
}


/** The label of a button in its initial state; the labels of the other states come from the catalogues. */
export interface Label {
  /** Returns the label before the button is pressed. */
  text(): string;
  /** The subject of the button, for screen readers. */
  about: string;
  attributes?: Record<string, string>;
}

/**
 * Adds the style sheet of the buttons to the shadow tree, and a status line for screen readers. Returns a function that announces a text.
 */
export function prepare({ section }: Carousel, root: ShadowRoot, { words }: Cart): (text: string) => void {
  adopt(root, sheet());
  const said = make("p", "said", { role: "status", lang: words.own });
  section.append(said);
  return (text) => said.replaceChildren(text);
}

/** Adds a button under each suggestion; `label` replaces the default label. */
export function addButtons(carousel: Carousel, root: ShadowRoot, cart: Cart, label: string | undefined): void {
  const say = prepare(carousel, root, cart);
  const word = cartWords(cart.words);
  carousel.rows.forEach(({ item, node }, at) => {
    const { itemId, title } = item;
    // The number in a title's id can differ from the row's index: the title's id is the reference.
    const named = node.querySelector(".title")?.id ?? `title${at}`;
    const attributes = { id: `add${at}`, "aria-labelledby": `add${at} ${named}` };
    const wanted = (): AddedItem[] => [{ itemId, quantity: 1, url: webAddress(item.url) }];
    node.classList.add("buys");
    node.append(addButton(cart, { text: () => label ?? word("add"), about: title, attributes }, wanted, say));
  });
}

/** Creates a button that asks the page to put the `wanted` items into the cart. */
export function addButton(cart: Cart, label: Label, wanted: () => AddedItem[], say: (text: string) => void): HTMLButtonElement {
  const word = cartWords(cart.words);
  const node = button("add", { lang: cart.words.own, ...label.attributes }, label.text());
  let turn = 0;
  const show = (state: "adding" | "added" | "failed" | undefined): void => {
    if (state) node.dataset["state"] = state;
    else delete node.dataset["state"];
    for (const name of ["aria-busy", "aria-disabled"]) node.setAttribute(name, `${state === "adding"}`);
    node.replaceChildren(state ? word(STATES[state]) : label.text());
    if (state) say(`${label.about}: ${word(STATES[state])}`);
  };
  node.addEventListener("click", () => {
    const items = wanted();
    if (node.dataset["state"] === "adding" || items.length === 0) return;
    const mine = ++turn;
    const { host, placement } = cart;
    const detail: Omit<AddDetail, "respondWith"> = { items, placement };
    const asked = askCart(host, "passerelle-add", items.map(({ itemId }) => itemId), detail);
    // A page that handles the event without a promise leaves the button unchanged.
    if (asked === "handled") return;
    show("adding");
    void asked.then((outcome) => {
      if (outcome === "added") for (const { itemId } of items) cart.added(itemId);
      show(outcome);
      if (outcome === "added") setTimeout(() => mine === turn && show(undefined), DONE_MS);
    });
  });
  return node;
}

const STATES = { adding: "adding", added: "added", failed: "add-failed" } as const;
