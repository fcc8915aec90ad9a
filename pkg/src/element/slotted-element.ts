/**
 * An element with a shadow tree of its own, in which the page's own content stands until there is something else to show. Not for when it
 * asks, and not for what it shows.
 */

import { saidIn } from "./request.js";
import { createLayout, type Layout } from "./layout.js";
import { sharedSheet } from "./style.js";

// There is none in Node, where a server renders the page.
const Base = (typeof HTMLElement === "undefined" ? class {} : HTMLElement) as typeof HTMLElement;

/** What all elements but that of suggestions have in common. */
export abstract class SlottedElement extends Base {
  /** Where the page's own content shows. */
  protected readonly content: HTMLSlotElement;
  protected readonly layout: Layout;

  constructor(sheet: () => CSSStyleSheet) {
    super();
    const root = this.attachShadow({ mode: "open" });
    this.content = document.createElement("slot");
    root.append(this.content);
    root.adoptedStyleSheets = [sharedSheet(), sheet()];
    this.layout = createLayout(this, root, this.content, (front) => this.placed(front));
  }

  /** What is in front from now on. */
  protected placed(_front: HTMLElement): void {}

  protected said(name: string): string | undefined {
    return saidIn(this, name);
  }
}
