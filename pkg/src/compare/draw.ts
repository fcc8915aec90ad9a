/** Draws a comparison as a table: texts and parsed addresses, never markup. Not for comparing: the module of advice does that. */

import type { Comparison, Row } from "../advice/advice-types.js";
import type { Details } from "../advice/details.js";
import { make, pictureOf, webAddress } from "../element/nodes.js";
import type { Words } from "./words.js";

/** The texts and functions that a comparison is drawn with. */
export interface Look {
  words: Words;
  /** Language of the element's own labels. */
  own: string;
  /** Returns the price of an item as text; empty for none. */
  price(item: Details): string;
  /** Whether pictures are shown. */
  pictures: boolean;
  /** Whether it has a heading of its own; a dialog has one already. */
  isTitled: boolean;
}

/** Returns a region with the items side by side. */
export function drawComparison(items: readonly Details[], { sections }: Comparison, look: Look): HTMLElement {
  const { words, own, isTitled } = look;
  const named: Record<string, string> = isTitled ? { "aria-labelledby": "heading" } : { "aria-label": words.heading };
  // A dialog is a landmark already, and a page may have a comparison of its own.
  const role: Record<string, string> = isTitled ? {} : { role: "group" };
  const fold = make("input", "", { type: "checkbox" });
  const table = make("table", "table", {},
    make("caption", "hidden", {}, words.heading),
    make("thead", "", {}, make("tr", "", {}, make("td", ""), ...items.map((item) => head(item, look)))),
    ...sections.flatMap(({ name, rows }, at) => group(name || (at === 0 ? "" : words.general), rows, items.length, look)),
    ...highlights(items, words));
  const section = make("section", "region", { lang: own, ...named, ...role },
    ...(isTitled ? [make("h2", "heading", { id: "heading" }, words.heading)] : []),
    make("label", "fold", {}, fold, words.differences),
    // A table wider than the screen scrolls, with the keyboard too.
    make("div", "scroll", { tabindex: 0, role: "group", ...named }, table));
  fold.addEventListener("change", () => section.classList.toggle("differences", fold.checked));
  return section;
}

function head(item: Details, { words, own, price, pictures }: Look): HTMLElement {
  const src = pictures ? webAddress(item.image ?? null) : "";
  const href = webAddress(item.url);
  const title = make("bdi", "", {}, item.title);
  const amount = price(item);
  return make("th", "item", { scope: "col" },
    ...(src ? [make("span", "picture", {}, pictureOf([{ src }], {}))] : []),
    href ? make("a", "link", { href }, title) : title,
    ...(amount ? [make("span", "price", { lang: own }, make("bdi", "", {}, amount))] : []),
    make("span", "stock", {}, " ", item.isAvailable ? words.available : words.unavailable));
}

/** Draws a group of rows, under the feed's name of the group. */
function group(name: string, rows: readonly Row[], columns: number, { words }: Look): HTMLElement[] {
  const heading = name && make("tr", "group", {}, make("th", "", { colspan: columns + 1, scope: "rowgroup" }, make("bdi", "", {}, name)));
  const isEqual = rows.every((row) => row.isEqual);
  if (heading && isEqual) heading.classList.add("equal");
  const drawn = rows.map((row) => {
    const says = row.attribute ? words[row.attribute] : row.name;
    const differs = row.isEqual || columns < 2 ? [] : [make("span", "hidden", {}, ` (${words.differs})`)];
    return make("tr", row.isEqual || columns < 2 ? "row equal" : "row different", {},
      make("th", "name", { scope: "row" }, make("bdi", "", {}, says), ...differs),
      ...row.values.map((value) => (value === null ? make("td", "unsaid", {}, words.unsaid) : make("td", "value", {}, make("bdi", "", {}, value)))));
  });
  return [make("tbody", "group", {}, ...(heading ? [heading] : []), ...drawn)];
}

function highlights(items: readonly Details[], words: Words): HTMLElement[] {
  if (items.every((item) => !item.highlights?.length)) return [];
  const cell = ({ highlights: own = [] }: Details): HTMLElement =>
    own.length > 0 ? make("td", "value", {}, make("ul", "", {}, ...own.map((text) => make("li", "", {}, make("bdi", "", {}, text))))) : make("td", "unsaid", {}, words.unsaid);
  return [make("tbody", "", {}, make("tr", "row highlights", {}, make("th", "name", { scope: "row" }, words.highlights), ...items.map(cell)))];
}
