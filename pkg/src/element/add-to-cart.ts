/**
 * "Add to cart": a button that asks the page, and says what becomes of it. The cart is the page's own: nothing is sent from here. Loaded
 * where an element has the attribute `cart-button` or `together`.
 */

import type { Placement } from "../types.js";
import { cartWords } from "./cart-words.js";
import { warn } from "./log-error.js";
import type { Carousel } from "./draw.js";
import { adopt, button, make, sheetOf, webAddress } from "./nodes.js";
import type { Speech } from "./speech.js";
import type { AddDetail, AddedItem } from "./suggestions.js";

/** So long a button says that it is done, in milliseconds. */
const DONE_MS = 4_000;

const sheet = sheetOf(`
.add{inline-size:100%;block-size:2.75rem;min-block-size:0;margin-block-start:.5rem;padding:.125rem .375rem;font-size:.875em;line-height:1.15;overflow:hidden}
.add[aria-disabled=true]{opacity:1}
.add[data-state=adding]{opacity:.6;cursor:progress}
.add[data-state=failed]{border-style:dashed}
.buys>.why{inset-block-end:3.25rem}
.said{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
`);

/** What a button stands in. */
export interface Cart {
  host: HTMLElement;
  words: Speech;
  placement: Placement;
  /** The page has put it into the cart. */
  added(itemId: string): void;
}

/** What the page made of it: `handled` where it does the rest itself. */
type Outcome = "added" | "failed" | "handled";

/** What a button says, as far as it says more than the catalogues. */
export interface Label {
  /** Before it was pressed. */
  text(): string;
  /** What the reader hears it is about. */
  about: string;
  attributes?: Record<string, string>;
}

/** Puts the sheet of the buttons into the shadow tree, and a line that says aloud what happens. */
export function prepare({ section }: Carousel, root: ShadowRoot, { words }: Cart): (text: string) => void {
  adopt(root, sheet());
  const said = make("p", "said", { role: "status", lang: words.own });
  section.append(said);
  return (text) => said.replaceChildren(text);
}

/** A button under each suggestion; `label` is what the page calls it. */
export function addButtons(carousel: Carousel, root: ShadowRoot, cart: Cart, label: string | undefined): void {
  const say = prepare(carousel, root, cart);
  const word = cartWords(cart.words);
  carousel.rows.forEach(({ item, node }, at) => {
    const { itemId, title } = item;
    // The row's number may be another than its place on the slate.
    const named = node.querySelector(".title")?.id ?? `title${at}`;
    const attributes = { id: `add${at}`, "aria-labelledby": `add${at} ${named}` };
    const wanted = (): AddedItem[] => [{ itemId, quantity: 1, url: webAddress(item.url) }];
    node.classList.add("buys");
    node.append(addButton(cart, { text: () => label ?? word("add"), about: title, attributes }, wanted, say));
  });
}

/** A button that asks the page to put what is `wanted` into the cart. */
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
    const asked = ask(cart, items);
    // A page that handles it without a promise leaves the button as it is.
    if (typeof asked === "string" && asked === "handled") return;
    show("adding");
    void Promise.resolve(asked).then((outcome) => {
      if (outcome === "added") for (const { itemId } of items) cart.added(itemId);
      show(outcome === "added" ? "added" : "failed");
      if (outcome === "added") setTimeout(() => mine === turn && show(undefined), DONE_MS);
    });
  });
  return node;
}

const STATES = { adding: "adding", added: "added", failed: "add-failed" } as const;

/** Asks the page. */
function ask({ host, placement }: Cart, items: readonly AddedItem[]): "handled" | Promise<Outcome> {
  let isHeard = false;
  let done: PromiseLike<unknown> | undefined;
  const detail: AddDetail = {
    items,
    placement,
    respondWith(promise) {
      if (isHeard) throw new Error("passerelle-add: call respondWith() while the event is heard, with a promise of what you wait for");
      done = promise;
    },
  };
  const goesOn = host.dispatchEvent(new CustomEvent("passerelle-add", { bubbles: true, composed: true, cancelable: true, detail }));
  isHeard = true;
  if (done) return outcomeOf(done);
  if (!goesOn) return "handled";
  warn("add_unanswered", `nobody answered passerelle-add for ${items.map(({ itemId }) => itemId).join(", ")}: listen to it, and call event.detail.respondWith(promise)`);
  return Promise.resolve("failed");
}

async function outcomeOf(done: PromiseLike<unknown>): Promise<Outcome> {
  try {
    const answer = await done;
    return answer === false || (answer instanceof Response && !answer.ok) ? "failed" : "added";
  } catch (error) {
    console.warn(error);
    return "failed";
  }
}
