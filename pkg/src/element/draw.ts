/**
 * Draws a slate as nodes. Everything from a feed is text or a parsed http(s) address, never markup; a suggestion without such an address is
 * left out. Not for placing it in the page or for its events: see `layout.ts` and `controller.ts`.
 */

import type { DrawnItem, Suggestion } from "../types.js";
import { button, make, webAddress } from "./nodes.js";
import { hasPicture } from "./pictures.js";
import type { Speech } from "./speech.js";

/** A drawn slate. */
export interface Carousel {
  section: HTMLElement;
  rows: Row[];
  /** The page's own item, before the suggestions. */
  own?: HTMLLIElement;
}

/** A suggestion with its node and its position, from 1. */
export interface Row {
  item: Suggestion;
  position: number;
  node: HTMLLIElement;
}

export interface Look {
  label: string;
  /** The name of the label of the button "×" in the catalogues. */
  dismisses?: string | undefined;
  /** The page's own item, drawn first; it is no suggestion. */
  own?: DrawnItem | undefined;
  /** Locale of the prices. */
  locale: string;
  /** Returns the price as text, empty for none. Leave it out to show no prices. */
  price?: ((item: DrawnItem) => string) | undefined;
  /** Returns the picture of an item, if it may be shown, and calls `lost` if it cannot be loaded. Leave it out to show no pictures. */
  picture?: ((item: DrawnItem, lost: () => void) => HTMLImageElement | undefined) | undefined;
}

/** The shopper's actions on a suggestion. */
export interface Acts {
  follow(row: Row, event: MouseEvent): void;
  why(row: Row): void;
  dismiss(row: Row): void;
}

/** Draws suggestions as a carousel; `undefined` if none of them can be shown. */
export function draw(suggestions: readonly Suggestion[], look: Look, speech: Speech, acts: Acts): Carousel | undefined {
  const { word, named } = speech;
  const drawable = suggestions.filter(({ url }) => webAddress(url));
  if (drawable.length === 0) return undefined;
  const { picture } = look;
  const pictures = picture && drawable.some(hasPicture);
  // Suggestions without a picture come after those with one.
  const shown = pictures ? [...drawable.filter(hasPicture), ...drawable.filter((item) => !hasPicture(item))] : drawable;
  const drawn: DrawnItem[] = look.own ? [look.own, ...shown] : shown;
  const prices = new Map(drawn.map((item) => [item, look.price?.(item) ?? ""]));
  const badges = shown.map(speech.badges);
  const priced = [...prices.values()].some(Boolean);
  const badged = badges.some(({ length }) => length > 0);

  const previous = button("previous", { "aria-label": word("previous") });
  const next = button("next", { "aria-label": word("next") });
  const turns = make("div", "buttons", {}, previous, next);

  // `bdi` isolates control characters for direction inside a text.
  const text = (part: string, content: string, attributes = {}): HTMLElement => make("span", part, attributes, make("bdi", "", {}, content));
  const spaced = (nodes: Node[]): (Node | string)[] => nodes.flatMap((node) => [node, " "]);
  // Screen readers read the link's text first, which names the item.
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
  // Some screen readers do not treat a list without markers as a list: the role restores it.
  const list = make("ul", "list", { lang: named, role: "list", class: ["list", ...kind].join(" ") }, ...(own ? [own] : []), ...nodes);
  const heading = make("h2", "heading", { id: "heading" }, look.label);
  const section = make("section", "region", { lang: speech.own, "aria-labelledby": "heading" }, make("header", "header", {}, heading, turns), list);
  turnPages(list, turns, previous, next);
  return { section, rows, ...(own && { own }) };
}

/** The note in place of a suggestion, by names in the catalogues, with the action that undoes it, if there is one. */
export interface Note {
  says: string;
  back?: { name: string; act: () => void };
}

/**
 * Replaces a suggestion by a note that says why it is gone, with a button to undo it, if that is possible. The note has the same size, so
 * nothing moves. The focus is on that button, or else on the note; after undoing it is on the button "×".
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

/** Makes buttons scroll the list, for shoppers who cannot swipe. The scrolling is native. */
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

/** Returns a picture in its box; without a picture the box shows the first letter of the item's type. */
function pictureBox(picture: NonNullable<Look["picture"]>, item: DrawnItem): HTMLElement {
  const [letter = ""] = (item.type || item.title).trim();
  const glyph = make("span", "glyph", { "aria-hidden": "true" }, letter.toUpperCase());
  const box = make("span", "picture");
  box.append(picture(item, () => box.append(glyph)) ?? glyph);
  return box;
}
