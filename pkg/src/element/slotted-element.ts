/**
 * The base of elements with a shadow tree that shows the fallback until there is other content. Not for the time of a request, nor for the
 * content.
 */

import { saidIn } from "./request.js";
import { createLayout, type Layout } from "./layout.js";
import { sharedSheet } from "./style.js";

// Node has no `HTMLElement`: a server may render the page.
const Base = (typeof HTMLElement === "undefined" ? class {} : HTMLElement) as typeof HTMLElement;

/** The base class of all elements but `<passerelle-suggestions>` and `<passerelle-inspector>`. */
export abstract class SlottedElement extends Base {
  /** The slot of the fallback. */
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

  /** Called with the content that is shown from now on. */
  protected placed(_front: HTMLElement): void {}

  protected said(name: string): string | undefined {
    return saidIn(this, name);
  }
}
