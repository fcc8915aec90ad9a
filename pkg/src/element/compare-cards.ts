/**
 * Adds the boxes that select items to compare, and the button that opens the comparison. Loaded for elements with the attribute `compare`.
 * Files of items are fetched only after the shopper's own click on the button, as when a link is followed. Not for the comparison itself:
 * see `compare/dialog.ts`.
 */

import type { Passerelle } from "../index.js";
import { createChoice } from "./choice.js";
import { compareWords } from "./compare-words.js";
import { logError } from "./log-error.js";
import type { Carousel, Look, Row } from "./draw.js";
import { adopt, button, make, sheetOf } from "./nodes.js";
import type { Speech } from "./speech.js";

/** The fewest and most items in a comparison: more than four do not fit side by side. */
const FEWEST = 2;
const MOST = 4;

const sheet = sheetOf(`
.choose{display:flex;align-items:center;gap:.5rem;min-block-size:2.75rem;font-size:.875em;cursor:pointer}
.choose input{inline-size:1.25rem;block-size:1.25rem;margin:0;flex:none;accent-color:currentcolor}
.compares>.why{inset-block-end:2.75rem}
.buys.compares>.why{inset-block-end:6rem}
.comparing{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem 1rem;min-block-size:2.75rem;margin-block-start:.5rem}
.comparing p{margin:0;font-size:.875em}
`);

/** The part of an element that a comparison uses. */
export interface Comparing {
  shop: Passerelle;
  words: Speech;
  /** Writes a price as the element does; absent if the element shows none. */
  price: Look["price"];
  /** Whether the element shows pictures. */
  pictures: boolean;
}

/** Adds a box under each suggestion, and one button below them. */
export function addChoices({ section, rows }: Carousel, root: ShadowRoot, comparing: Comparing): void {
  adopt(root, sheet());
  const { words } = comparing;
  const word = compareWords(words);
  const choice = createChoice(() => update());
  const status = make("p", "", { role: "status" });
  const open = button("compare", {}, "");

  const chosen = (): Row[] => choice.chosen().filter((row) => row !== undefined);
  const update = (): void => {
    const count = chosen().length;
    open.replaceChildren(word("compare", { count }));
    open.setAttribute("aria-disabled", `${count < FEWEST}`);
    status.replaceChildren(count < FEWEST ? word("choose") : "");
  };

  rows.forEach((row, at) => {
    const box = make("input", "", { type: "checkbox", id: `choose${at}` });
    box.addEventListener("change", () => {
      const isTooMany = chosen().length > MOST;
      if (isTooMany) box.checked = false;
      update();
      if (isTooMany) status.replaceChildren(word("most"));
    });
    choice.add(box, row);
    const named = row.node.querySelector(".title")?.id ?? `title${at}`;
    const label = make("span", "", { id: `chooses${at}` }, word("choice"));
    box.setAttribute("aria-labelledby", `chooses${at} ${named}`);
    row.node.classList.add("compares");
    row.node.append(make("label", "choose", { lang: words.own }, box, label));
  });

  open.addEventListener("click", () => {
    const items = chosen().map(({ item }) => item);
    if (items.length < FEWEST || open.getAttribute("aria-busy") === "true") return;
    open.setAttribute("aria-busy", "true");
    const failed = (): void => status.replaceChildren(word("failed"));
    void import("../compare/dialog.js")
      .then(({ openComparison }) => openComparison(section, items, comparing))
      .then((isOpen) => (isOpen ? update() : failed()))
      .catch((error: unknown) => {
        logError(error);
        failed();
      })
      .finally(() => open.removeAttribute("aria-busy"));
  });
  section.append(make("div", "comparing", { lang: words.own }, open, status));
  update();
}
