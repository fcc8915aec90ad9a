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

function make<K extends keyof HTMLElementTagNameMap>(
  tag: K, part: string, set: Partial<HTMLElementTagNameMap[K]> = {}, ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const node = Object.assign(document.createElement(tag), set);
  if (part) node.setAttribute("part", part);
  node.append(...children);
  return node;
}

/** `undefined` when none of the suggestions can be shown. */
export function draw(suggestions: readonly Suggestion[], look: Look, acts: Acts): Shelf | undefined {
  const { words, locale } = look;
  const shown = suggestions.filter(({ url }) => webAddress(url) !== "");
  if (shown.length === 0) return undefined;
  const pictures = look.pictures && shown.some(({ image }) => webAddress(image) !== "");
  const prices = shown.map(({ price }) => priceText(price, locale));
  const priced = prices.some((price) => price !== "");

  const heading = make("h2", "heading", { id: "heading" }, look.label);
  const turn = (label: string, part: string): HTMLButtonElement => {
    const button = make("button", part, { type: "button" });
    button.setAttribute("aria-label", label);
    return button;
  };
  const previous = turn(words.previous, "previous");
  const next = turn(words.next, "next");
  const turns = make("div", "buttons", { className: "idle" }, previous, next);

  const rows = shown.map((item, at): Row => {
    const row: Row = { item, position: at + 1, node: make("li", "item") };
    const text = (part: string, content: string, id = ""): HTMLElement =>
      // Whatever signs of direction a title holds, they end with it.
      make("span", part, { className: part, id }, make("bdi", "", {}, content));
    const link = make("a", "link", { href: webAddress(item.url) });
    if (pictures) link.append(make("span", "picture", { className: "picture" }, ...pictureOf(item.image)));
    const texts = [text("division", item.division.name), " ", text("title", item.title, `title${at}`)];
    if (priced) texts.push(" ", text("price", prices[at] ?? ""));
    link.append(make("span", "text", { className: "text" }, ...texts));
    for (const type of ["click", "auxclick"] as const) {
      link.addEventListener(type, (event) => event.button < 2 && acts.follow(row, event));
    }
    const dismiss = make("button", "dismiss", { type: "button", id: `dismiss${at}`, title: words.dismiss });
    dismiss.setAttribute("aria-label", words.dismiss);
    dismiss.setAttribute("aria-labelledby", `dismiss${at} title${at}`);
    dismiss.addEventListener("click", () => acts.dismiss(row));
    row.node.append(link, dismiss);
    return row;
  });

  const list = make("ul", "list", { lang: locale }, ...rows.map(({ node }) => node));
  // Without markers a list is none to some screen readers.
  list.setAttribute("role", "list");
  const section = make("section", "region", { lang: words.lang }, make("header", "header", {}, heading, turns), list);
  section.setAttribute("aria-labelledby", heading.id);
  list.className = `${pictures ? "" : "bare"} ${priced ? "priced" : ""}`;
  turnPages(list, turns, previous, next);
  return { section, rows };
}

/** Buttons for those who cannot swipe; what they do is native scrolling. */
function turnPages(list: HTMLElement, turns: HTMLElement, previous: HTMLElement, next: HTMLElement): void {
  const rightToLeft = (): number => (getComputedStyle(list).direction === "rtl" ? -1 : 1);
  const update = (): void => {
    const past = Math.abs(list.scrollLeft);
    const rest = list.scrollWidth - list.clientWidth - past;
    turns.className = past + rest > 1 ? "" : "idle";
    previous.setAttribute("aria-disabled", String(past <= 1));
    next.setAttribute("aria-disabled", String(rest <= 1));
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
  if (src === "") return [];
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
