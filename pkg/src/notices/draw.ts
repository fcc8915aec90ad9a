/** Notices as nodes: texts and parsed addresses, never markup. */

import { button, make, sheetOf, webAddress } from "../element/nodes.js";
import type { Messages } from "../messages.js";
import type { Notice } from "../types.js";
import type { Prominence } from "../sharing.js";

const CSS = `
article{display:grid;grid-template-columns:1fr auto;gap:.25rem 1rem;align-items:start;padding:.75rem 1rem;border:1px solid;border-radius:var(--passerelle-radius,0);margin-block-end:.5rem}
article.first{border-inline-start-width:.375rem}
h2{margin-block-end:.5rem}
p.text{display:block;min-block-size:0;margin:0;white-space:pre-line;max-inline-size:70ch}
article a{grid-column:1;justify-self:start;padding-block:.25rem;text-decoration:underline}
`;

/** What is added to the elements' own sheet. */
export const noticeSheet = sheetOf(CSS);

/** A notice that is to be shown. */
export interface Letter {
  notice: Notice;
  prominence: Prominence;
}

/** The languages and words that letters are drawn with. */
export interface Look {
  /** Of the element's own words. */
  own: string;
  words: Messages["words"];
  /** Of the notices. */
  language: string;
}

/** What is drawn: each letter's node, in a region. */
export interface Post {
  section: HTMLElement;
  nodes: HTMLElement[];
}

/** `read` hears of a letter that was opened, or put away and `isGone`. */
export function draw(letters: readonly Letter[], { own, words, language }: Look, read: (letter: Letter, isGone: boolean) => void): Post {
  const word = (name: string): string => String(words[name] ?? "");
  const nodes = letters.map((letter, at) => {
    const { notice, prominence } = letter;
    const close = button("close", { "aria-label": word("close"), "aria-describedby": `text${at}` });
    const node = make("article", `notice ${prominence}`, {}, make("p", "text", { id: `text${at}`, lang: language }, notice.text), close);
    close.addEventListener("click", () => {
      node.remove();
      read(letter, true);
    });
    const href = webAddress(notice.link ?? "");
    if (href) {
      const link = make("a", "link", { href, "aria-describedby": `text${at}` }, word("read-on"));
      for (const type of ["click", "auxclick"] as const) {
        link.addEventListener(type, (event) => event.button < 2 && read(letter, false));
      }
      node.append(link);
    }
    return node;
  });
  const heading = make("h2", "heading", { id: "heading" }, word("notice"));
  return { section: make("section", "region", { lang: own, "aria-labelledby": "heading" }, heading, ...nodes), nodes };
}
