/**
 * A slate as nodes. Everything from a feed is text or a parsed http(s) address, never markup; what has no such address is
 * left out. Not for where it goes or what happens to it: see `room.ts` and `suggestions.ts`.
 */

import type { Suggestion } from "../types.js";
import type { Words } from "./texts.js";

/** A slate that can be shown. */
export interface Shelf {
  section: HTMLElement;
  rows: Row[];
}

/** A suggestion, its node and its place, from 1. */
export interface Row {
  item: Suggestion;
  position: number;
  node: HTMLLIElement;
}

export interface Look {
  words: Words;
  label: string;
  locale: string;
  pictures: boolean;
}

/** What the shopper does with a suggestion. */
export interface Acts {
  follow(row: Row, event: MouseEvent): void;
  dismiss(row: Row): void;
}

/** What is asked of a picture; its box has the same shape whatever comes. */
const WIDTH = 400;
const HEIGHT = 500;

/** An element; its `part` is its class, too. */
function make<K extends keyof HTMLElementTagNameMap>(
  tag: K, part: string, attributes: Record<string, string | number> = {}, ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries({ ...(part && { part, class: part }), ...attributes })) node.setAttribute(name, `${value}`);
  node.append(...children);
  return node;
}

/** `undefined` when none of the suggestions can be shown. */
export function draw(suggestions: readonly Suggestion[], look: Look, acts: Acts): Shelf | undefined {
  const { words, locale } = look;
  const shown = suggestions.filter(({ url }) => webAddress(url));
  if (shown.length === 0) return undefined;
  const pictures = look.pictures && shown.some(({ image }) => webAddress(image));
  const prices = shown.map(({ price }) => priceText(price, locale));
  const priced = prices.some(Boolean);

  const button = (part: string, attributes: Record<string, string>): HTMLButtonElement => make("button", part, { type: "button", ...attributes });
  const previous = button("previous", { "aria-label": words.previous });
  const next = button("next", { "aria-label": words.next });
  const turns = make("div", "buttons", {}, previous, next);

  const rows = shown.map((item, at): Row => {
    // Whatever signs of direction a text holds, they end with it.
    const text = (part: string, content: string, id = part + at): HTMLElement => make("span", part, { id }, make("bdi", "", {}, content));
    const link = make("a", "link", { href: webAddress(item.url) },
      ...(pictures ? [make("span", "picture", {}, ...pictureOf(item.image))] : []),
      make("span", "text", {}, text("division", item.division.name), " ", text("title", item.title), ...(priced ? [" ", text("price", prices[at]!)] : [])));
    const dismiss = button("dismiss", {
      id: `dismiss${at}`, title: words.dismiss, "aria-label": words.dismiss, "aria-labelledby": `dismiss${at} title${at}`,
    });
    const row: Row = { item, position: at + 1, node: make("li", "item", {}, link, dismiss) };
    for (const type of ["click", "auxclick"] as const) {
      link.addEventListener(type, (event) => event.button < 2 && acts.follow(row, event));
    }
    dismiss.addEventListener("click", () => acts.dismiss(row));
    return row;
  });

  // Without markers a list is none to some screen readers.
  const list = make("ul", "list", { lang: locale, role: "list", class: `list${pictures ? "" : " bare"}${priced ? " priced" : ""}` }, ...rows.map(({ node }) => node));
  const heading = make("h2", "heading", { id: "heading" }, look.label);
  const section = make("section", "region", { lang: words.lang, "aria-labelledby": "heading" }, make("header", "header", {}, heading, turns), list);
  turnPages(list, turns, previous, next);
  return { section, rows };
}

/** Buttons for those who cannot swipe; what they do is native scrolling. */
function turnPages(list: HTMLElement, turns: HTMLElement, previous: HTMLElement, next: HTMLElement): void {
  const rightToLeft = (): number => (getComputedStyle(list).direction === "rtl" ? -1 : 1);
  const update = (): void => {
    const past = Math.abs(list.scrollLeft);
    const rest = list.scrollWidth - list.clientWidth - past;
    turns.classList.toggle("idle", past + rest <= 1);
    previous.setAttribute("aria-disabled", `${past <= 1}`);
    next.setAttribute("aria-disabled", `${rest <= 1}`);
  };
  for (const [button, way] of [[previous, -1], [next, 1]] as const) {
    button.addEventListener("click", () => list.scrollBy({ left: way * rightToLeft() * list.clientWidth * 0.8 }));
  }
  list.addEventListener("scroll", update, { passive: true });
  // Also when a suggestion goes: the list keeps its size then, but its first item may grow.
  new ResizeObserver(update).observe(list);
  new MutationObserver(update).observe(list, { childList: true });
}

function pictureOf(address: string): HTMLImageElement[] {
  const src = webAddress(address);
  if (!src) return [];
  // The title is beside it.
  const picture = make("img", "image", { alt: "", loading: "lazy", decoding: "async", width: WIDTH, height: HEIGHT, src });
  picture.addEventListener("error", () => picture.remove());
  return [picture];
}

/** An http(s) address, absolute; empty for anything else. */
function webAddress(text: string): string {
  try {
    const { protocol, href } = new URL(text, document.baseURI);
    return text !== "" && /^https?:$/.test(protocol) ? href : "";
  } catch {
    return "";
  }
}

function priceText(price: Suggestion["price"], locale: string): string {
  if (!price) return "";
  try {
    return new Intl.NumberFormat(locale, { style: "currency", currency: price.currency }).format(price.amount);
  } catch {
    // A currency or a language that does not exist.
    return "";
  }
}
