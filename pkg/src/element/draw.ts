/**
 * A slate as nodes. Everything from a feed is text or a parsed http(s) address, never markup; what has no such address is
 * left out. Not for where it goes or what happens to it: see `layout.ts` and `suggestions.ts`.
 */

import type { DrawnItem, Suggestion } from "../types.js";
import { button, make, webAddress } from "./nodes.js";
import { hasPicture } from "./pictures.js";
import type { Speech } from "./speech.js";

/** A slate that can be shown. */
export interface Carousel {
  section: HTMLElement;
  rows: Row[];
  /** The page's own item in front of it. */
  own?: HTMLLIElement;
}

/** A suggestion, its node and its place, from 1. */
export interface Row {
  item: Suggestion;
  position: number;
  node: HTMLLIElement;
}

export interface Look {
  label: string;
  /** The word for what "×" does, by its name in the catalogues. */
  dismisses?: string | undefined;
  /** The page's own item, which stands in front and is no suggestion. */
  own?: DrawnItem | undefined;
  /** Language of the prices. */
  locale: string;
  /** The price as text, empty for none; none at all where this is left out. */
  price?: ((item: DrawnItem) => string) | undefined;
  /** The picture of a suggestion, if it may be shown, with what to do where it is lost; none at all where this is left out. */
  picture?: ((item: DrawnItem, lost: () => void) => HTMLImageElement | undefined) | undefined;
}

/** What the shopper does with a suggestion. */
export interface Acts {
  follow(row: Row, event: MouseEvent): void;
  why(row: Row): void;
  dismiss(row: Row): void;
}

/** `undefined` when none of the suggestions can be shown. */
export function draw(suggestions: readonly Suggestion[], look: Look, speech: Speech, acts: Acts): Carousel | undefined {
  const { word, named } = speech;
  const drawable = suggestions.filter(({ url }) => webAddress(url));
  if (drawable.length === 0) return undefined;
  const { picture } = look;
  const pictures = picture && drawable.some(hasPicture);
  // What has no picture does not stand first among those that have one.
  const shown = pictures ? [...drawable.filter(hasPicture), ...drawable.filter((item) => !hasPicture(item))] : drawable;
  const drawn: DrawnItem[] = look.own ? [look.own, ...shown] : shown;
  const prices = new Map(drawn.map((item) => [item, look.price?.(item) ?? ""]));
  const badges = shown.map(speech.badges);
  const priced = [...prices.values()].some(Boolean);
  const badged = badges.some(({ length }) => length > 0);

  const previous = button("previous", { "aria-label": word("previous") });
  const next = button("next", { "aria-label": word("next") });
  const turns = make("div", "buttons", {}, previous, next);

  // Whatever signs of direction a text holds, they end with it.
  const text = (part: string, content: string, attributes = {}): HTMLElement => make("span", part, attributes, make("bdi", "", {}, content));
  const spaced = (nodes: Node[]): (Node | string)[] => nodes.flatMap((node) => [node, " "]);
  // What the reader hears first is what it is.
  const linkOf = (item: DrawnItem, at: number | "Own", reason = "", said: readonly string[] = []): HTMLAnchorElement =>
    make("a", "link", { href: webAddress(item.url) },
      ...(pictures ? [pictureBox(picture, item)] : []),
      make("span", "text", {}, ...spaced([
        text("division", item.division.name),
        text("title", item.title, { id: `title${at}` }),
        ...(reason ? [text("reason", reason)] : []),
        ...(priced ? [text("price", prices.get(item) ?? "", { lang: look.locale })] : []),
        ...(badged ? [make("span", "badges", {}, ...spaced(said.map((badge) => text("badge", badge))))] : []),
      ])));
  const rows = shown.map((item, at): Row => {
    const link = linkOf(item, at, speech.reason(item), badges[at]);
    const act = (part: "why" | "dismiss", name: string): HTMLButtonElement => {
      const label = word(name);
      const node = button(part, { id: part + at, lang: speech.own, title: label, "aria-label": label, "aria-labelledby": `${part}${at} title${at}` });
      node.addEventListener("click", () => acts[part](row));
      return node;
    };
    const row: Row = { item, position: at + 1, node: make("li", "item", {}, link, act("why", "why"), act("dismiss", look.dismisses ?? "not-for-me")) };
    for (const type of ["click", "auxclick"] as const) {
      link.addEventListener(type, (event) => event.button < 2 && acts.follow(row, event));
    }
    return row;
  });

  const kinds = { bare: !pictures, badged };
  const kind = Object.entries(kinds).flatMap(([name, holds]) => (holds ? [name] : []));
  const own = look.own && webAddress(look.own.url) ? make("li", "item", {}, linkOf(look.own, "Own")) : undefined;
  const nodes = rows.map(({ node }) => node);
  // Without markers a list is none to some screen readers.
  const list = make("ul", "list", { lang: named, role: "list", class: ["list", ...kind].join(" ") }, ...(own ? [own] : []), ...nodes);
  const heading = make("h2", "heading", { id: "heading" }, look.label);
  const section = make("section", "region", { lang: speech.own, "aria-labelledby": "heading" }, make("header", "header", {}, heading, turns), list);
  turnPages(list, turns, previous, next);
  return { section, rows, ...(own && { own }) };
}

/** What stands in the place of a suggestion, by the names of the catalogues, and the way back where there is one. */
export interface Note {
  says: string;
  back?: { name: string; act: () => void };
}

/**
 * Where a suggestion was, what was done with it and the way back. It keeps its room, so nothing moves; the focus is on the way
 * back, and after it where it was.
 */
export function takeAway({ node, position }: Row, { word, own }: Speech, { says, back }: Note): void {
  const id = `refused${position}`;
  const said = make("span", "", { id, tabindex: "-1" }, word(says));
  const note = make("div", "refused", { lang: own }, said);
  node.classList.add("taken");
  node.append(note);
  if (!back) {
    said.focus();
    return;
  }
  const way = button("undo", { "aria-describedby": id }, word(back.name));
  way.addEventListener("click", () => {
    note.remove();
    node.classList.remove("taken");
    node.querySelector<HTMLElement>(".dismiss")?.focus();
    back.act();
  });
  note.append(way);
  way.focus();
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
  for (const [turn, way] of [[previous, -1], [next, 1]] as const) {
    turn.addEventListener("click", () => list.scrollBy({ left: way * rightToLeft() * list.clientWidth * 0.8 }));
  }
  list.addEventListener("scroll", update, { passive: true });
  new ResizeObserver(update).observe(list);
}

/** A picture in its box; where there is none, or it does not come, the first letter of the item's type. */
function pictureBox(picture: NonNullable<Look["picture"]>, item: DrawnItem): HTMLElement {
  const [letter = ""] = (item.type || item.title).trim();
  const glyph = make("span", "glyph", { "aria-hidden": "true" }, letter.toUpperCase());
  const box = make("span", "picture");
  box.append(picture(item, () => box.append(glyph)) ?? glyph);
  return box;
}
