/**
 * `<passerelle-suggestions>`: a slate in a page. What is between its tags is the page's own content, and stays whenever there is
 * nothing better. It waits until somebody is near; then what draws is loaded, beside what the module starts from.
 */

import type { Placement, Reason, Suggestion, SuggestRequest } from "../types.js";
import { complain } from "./complain.js";
import { beginTexts, languageOf } from "../start.js";
import { prefetch } from "../sharing.js";
import { localeOf } from "./locale.js";
import { takeProperty } from "./property.js";
import { saidBy } from "./request.js";
import { createReserve } from "./reserve.js";
import { createWork, type Work } from "./work.js";

/** What an event of the element is about. */
export interface SuggestionDetail {
  itemId: string;
  /** Where its link goes: absolute, http or https. */
  url: string;
  placement: Placement;
  /** From 1, as it was drawn. */
  position: number;
  reason: Reason;
}

const ATTRIBUTES = [
  "src", "placement", "page", "product-id", "cart", "limit", "consent", "locale", "country", "images", "prices", "label", "holdout", "measure",
] as const;
/** An attribute of the element. */
export type Attribute = (typeof ATTRIBUTES)[number];

/** Writes a suggestion's price as the page does: with its tax, its currency, for its group of customers. Nothing for none. */
export type FormatPrice = (suggestion: Suggestion) => string | null | undefined;

/** Work begins when the element is this near to what is seen: a screen's height below it. */
const NEAR = "0px 0px 100% 0px";

// There is none in Node, where a server renders the page.
const Base = (typeof HTMLElement === "undefined" ? class {} : HTMLElement) as typeof HTMLElement;

/** The element's class. Its attributes are in docs/INTEGRATION.md. */
export class PasserelleSuggestions extends Base {
  static readonly observedAttributes: readonly string[] = ATTRIBUTES;
  #request: Partial<SuggestRequest> = {};
  #formatPrice: FormatPrice | undefined;
  #work: Work | undefined;
  /** Sees the shopper come near; then there is work instead. */
  #near: IntersectionObserver | undefined;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.append(createReserve(root), document.createElement("slot"));
    takeProperty(this, "request");
    takeProperty(this, "formatPrice");
  }

  /** What the attributes cannot say: `division`, `divisions`, `exclude`, `threshold`, `reminders`. */
  get request(): Partial<SuggestRequest> {
    return this.#request;
  }
  set request(request: Partial<SuggestRequest>) {
    this.#request = { ...request };
    this.#work?.refresh();
  }

  /** Writes the prices; by default as the pack has them, in the element's language. */
  get formatPrice(): FormatPrice | undefined {
    return this.#formatPrice;
  }
  set formatPrice(format: FormatPrice | null | undefined) {
    this.#formatPrice = format ?? undefined;
    this.#work?.refresh();
  }

  /** @internal */
  connectedCallback(): void {
    if (this.#work) {
      this.#work.connect();
      return;
    }
    this.#near ??= new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) void this.#begin();
    }, { rootMargin: NEAR });
    this.#near.observe(this);
  }
  /** @internal */
  disconnectedCallback(): void {
    this.#near?.disconnect();
    this.#work?.disconnect();
  }
  /** @internal */
  attributeChangedCallback(_name: string, before: string | null, after: string | null): void {
    if (before !== after) this.#work?.refresh();
  }

  async #begin(): Promise<void> {
    this.#near?.disconnect();
    try {
      prefetch({ pack: saidBy(this, "src") });
      beginTexts(languageOf(localeOf(this)));
      const drawing = await import("./drawing.js");
      this.#work ??= createWork(this, this.shadowRoot!, drawing);
      if (this.isConnected) this.#work.connect();
    } catch (error) {
      complain(error);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "passerelle-suggestions": PasserelleSuggestions;
  }
  interface HTMLElementEventMap {
    /** A suggestion is followed; `preventDefault()` keeps the browser from going there. */
    "passerelle-click": CustomEvent<SuggestionDetail>;
    /** A suggestion is refused; `preventDefault()` keeps it. */
    "passerelle-dismiss": CustomEvent<SuggestionDetail>;
    /** At least half of a suggestion was in sight for a second. */
    "passerelle-shown": CustomEvent<SuggestionDetail>;
  }
}
