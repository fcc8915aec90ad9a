/**
 * `<passerelle-suggestions>`: a slate in a page. What is between its tags is the page's own content, and stays whenever there is
 * nothing better. It waits until somebody is near; then what draws is loaded, beside what the module starts from.
 */

import type { DrawnItem, Placement, Reason, SuggestRequest } from "../types.js";
import { logError } from "./log-error.js";
import { beginTexts, languageOf } from "../start.js";
import { prefetch } from "../sharing.js";
import { localeOf } from "./locale.js";
import { takeProperty } from "./property.js";
import { saidBy } from "./request.js";
import { createReserve } from "./reserve.js";
import { createController, type Controller } from "./controller.js";

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
  "src", "placement", "page", "product-id", "division", "cart", "limit", "consent", "locale", "country", "images", "prices", "label", "holdout", "measure",
  "cart-button", "together", "compare",
] as const;
/** An attribute of the element. */
export type Attribute = (typeof ATTRIBUTES)[number];

/** Writes a suggestion's price as the page does: with its tax, its currency, for its group of customers. Nothing for none. */
export type FormatPrice = (item: DrawnItem) => string | null | undefined;
/** Writes the sum of several items as the page does. Nothing for none. */
export type FormatSum = (items: readonly DrawnItem[]) => string | null | undefined;

/** An item that the shopper wants to put into the cart. */
export interface AddedItem {
  itemId: string;
  /** The id under which the page speaks of it, where that is another: of a variant. */
  variant?: string;
  quantity: number;
  /** Address of its page: absolute, http or https. */
  url: string;
}

/** What the page is asked to put into the cart. */
export interface AddDetail {
  /** One, or all that stand together. */
  items: readonly AddedItem[];
  placement: Placement;
  /**
   * To be called while the event is heard: with what settles once the items are in the cart. What is rejected, `false`, and an answer of
   * `fetch` that is not ok count as a failure, which the element says.
   */
  respondWith(done: PromiseLike<unknown>): void;
}

/** Work begins when the element is this near to what is seen: a screen's height below it. */
const NEAR = "0px 0px 100% 0px";

// There is none in Node, where a server renders the page.
const Base = (typeof HTMLElement === "undefined" ? class {} : HTMLElement) as typeof HTMLElement;

/** The element's class. Its attributes are in docs/element.md. */
export class PasserelleSuggestions extends Base {
  static readonly observedAttributes: readonly string[] = ATTRIBUTES;
  #request: Partial<SuggestRequest> = {};
  #formatPrice: FormatPrice | undefined;
  #formatSum: FormatSum | undefined;
  #controller: Controller | undefined;
  /** Sees the shopper come near; then there is work instead. */
  #near: IntersectionObserver | undefined;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.append(createReserve(root), document.createElement("slot"));
    takeProperty(this, "request");
    takeProperty(this, "formatPrice");
    takeProperty(this, "formatSum");
  }

  /** What the attributes cannot say: `divisions`, `exclude`, `threshold`, `reminders`. */
  get request(): Partial<SuggestRequest> {
    return this.#request;
  }
  set request(request: Partial<SuggestRequest>) {
    this.#request = { ...request };
    this.#controller?.refresh();
  }

  /** Writes the prices; by default as the pack has them, in the element's language. */
  get formatPrice(): FormatPrice | undefined {
    return this.#formatPrice;
  }
  set formatPrice(format: FormatPrice | null | undefined) {
    this.#formatPrice = format ?? undefined;
    this.#controller?.refresh();
  }

  /** Writes the sum of what stands together; needed where `formatPrice` writes the prices, or there is none. */
  get formatSum(): FormatSum | undefined {
    return this.#formatSum;
  }
  set formatSum(format: FormatSum | null | undefined) {
    this.#formatSum = format ?? undefined;
    this.#controller?.refresh();
  }

  /** @internal */
  connectedCallback(): void {
    if (this.#controller) {
      this.#controller.connect();
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
    this.#controller?.disconnect();
  }
  /** @internal */
  attributeChangedCallback(_name: string, before: string | null, after: string | null): void {
    if (before !== after) this.#controller?.refresh();
  }

  async #begin(): Promise<void> {
    this.#near?.disconnect();
    try {
      prefetch({ pack: saidBy(this, "src") });
      beginTexts(languageOf(localeOf(this)));
      const drawing = await import("./drawing.js");
      this.#controller ??= createController(this, this.shadowRoot!, drawing);
      if (this.isConnected) this.#controller.connect();
    } catch (error) {
      logError(error);
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
    /** An item of `recent` is to be forgotten; `preventDefault()` keeps it. */
    "passerelle-forget": CustomEvent<SuggestionDetail>;
    /** Something is to be put into the cart; `preventDefault()` where the page does the rest, what it says included. */
    "passerelle-add": CustomEvent<AddDetail>;
    /** At least half of a suggestion was in sight for a second. */
    "passerelle-shown": CustomEvent<SuggestionDetail>;
  }
}
