/**
 * `<passerelle-suggestions>`: shows suggestions in a page. Content inside the element is the fallback: it stays until suggestions are
 * ready, or if there are none. The element waits until the shopper is near; then it loads the code that draws, and the module. Not for its
 * requests: see `controller.ts`.
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

/** The suggestion that an event of the element is about. */
export interface SuggestionDetail {
  itemId: string;
  /** Address of its page: absolute, http or https. */
  url: string;
  placement: Placement;
  /** Its position as drawn, from 1. */
  position: number;
  reason: Reason;
}

const ATTRIBUTES = [
  "src", "placement", "page", "product-id", "division", "cart", "limit", "consent", "locale", "country", "images", "prices", "label", "holdout", "measure",
  "cart-button", "together", "compare",
] as const;
/** An attribute of the element. */
export type Attribute = (typeof ATTRIBUTES)[number];

/** Returns a suggestion's price as the page writes it: with its tax, its currency, for its group of customers. Nothing for no price. */
export type FormatPrice = (item: DrawnItem) => string | null | undefined;
/** Returns the sum of several items as the page writes it. Nothing for no sum. */
export type FormatSum = (items: readonly DrawnItem[]) => string | null | undefined;

/** An item that the shopper wants to put into the cart. */
export interface AddedItem {
  itemId: string;
  /** The page's own id of the item, if it is another: the id of a variant. */
  variant?: string;
  quantity: number;
  /** Address of its page: absolute, http or https. */
  url: string;
}

/** A request to the page to put items into the cart. */
export interface AddDetail {
  /** One item, or all items of a set. */
  items: readonly AddedItem[];
  placement: Placement;
  /**
   * Call it before the listener returns, with a promise that settles once the items are in the cart. A rejection, `false`, and a response
   * of `fetch` that is not `ok` count as a failure, and the element says so.
   */
  respondWith(done: PromiseLike<unknown>): void;
}

/** The distance at which work starts: one viewport height below the viewport. */
const NEAR = "0px 0px 100% 0px";

// Node has no `HTMLElement`: a server may render the page.
const Base = (typeof HTMLElement === "undefined" ? class {} : HTMLElement) as typeof HTMLElement;

/** The element's class. Its attributes are in docs/element.md. */
export class PasserelleSuggestions extends Base {
  static readonly observedAttributes: readonly string[] = ATTRIBUTES;
  #request: Partial<SuggestRequest> = {};
  #formatPrice: FormatPrice | undefined;
  #formatSum: FormatSum | undefined;
  #controller: Controller | undefined;
  /** Observes whether the shopper is near; the controller replaces it. */
  #near: IntersectionObserver | undefined;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.append(createReserve(root), document.createElement("slot"));
    takeProperty(this, "request");
    takeProperty(this, "formatPrice");
    takeProperty(this, "formatSum");
  }

  /** Options without an attribute: `divisions`, `exclude`, `threshold`, `reminders`. */
  get request(): Partial<SuggestRequest> {
    return this.#request;
  }
  set request(request: Partial<SuggestRequest>) {
    this.#request = { ...request };
    this.#controller?.refresh();
  }

  /** The function that writes the prices; by default the pack's prices are shown in the element's language. */
  get formatPrice(): FormatPrice | undefined {
    return this.#formatPrice;
  }
  set formatPrice(format: FormatPrice | null | undefined) {
    this.#formatPrice = format ?? undefined;
    this.#controller?.refresh();
  }

  /** The function that writes the sum of a set; without it there is no sum if `formatPrice` writes the prices. */
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
    /** The shopper follows a suggestion; `preventDefault()` keeps the browser on the page. */
    "passerelle-click": CustomEvent<SuggestionDetail>;
    /** The shopper refuses a suggestion; `preventDefault()` keeps it. */
    "passerelle-dismiss": CustomEvent<SuggestionDetail>;
    /** The shopper forgets an item of `recent`; `preventDefault()` keeps it. */
    "passerelle-forget": CustomEvent<SuggestionDetail>;
    /** The shopper presses "Add to cart"; call `preventDefault()` if the page does the rest and shows the result itself. */
    "passerelle-add": CustomEvent<AddDetail>;
    /** At least half of a suggestion was visible for a second. */
    "passerelle-shown": CustomEvent<SuggestionDetail>;
  }
}
