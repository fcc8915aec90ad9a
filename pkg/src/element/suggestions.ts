/**
 * `<passerelle-suggestions>`: a slate in a page. What is between its tags is the page's own content, and stays whenever there is
 * nothing better. This file is its life: when it asks, what it asks, and what it tells. How it looks and where it finds
 * room is said beside it.
 */

import type { Passerelle } from "../index.js";
import { follow, hear, onProduct } from "../page/reader.js";
import { idsOf } from "../page/statement.js";
import { isOwn, onConsent, open } from "../sharing.js";
import type { Placement, Reason, Request, Suggestion } from "../types.js";
import { complain, warn } from "./complain.js";
import { draw, type Row, type Shelf } from "./draw.js";
import { dismissed, exposed, followed, refusedItems } from "./feedback.js";
import { pageSettled } from "./moment.js";
import { createRoom } from "./room.js";
import { watchSeen } from "./seen.js";
import { sharedSheet } from "./style.js";
import { wordsOf } from "./texts.js";

/** What an event of the element is about. */
export interface SuggestionDetail {
  itemId: string;
  placement: Placement;
  /** From 1, as it was drawn. */
  position: number;
  reason: Reason;
}

const ATTRIBUTES = [
  "src", "placement", "product-id", "limit", "consent", "locale", "country", "images", "label",
] as const;
type Attribute = (typeof ATTRIBUTES)[number];

/** Work begins when the element is this near to what is seen: a screen's height below it. */
const NEAR = "0px 0px 100% 0px";

/** What connects an element to the page. */
interface Work {
  connect(): void;
  disconnect(): void;
  /** Asks again, if it has asked at all. */
  refresh(): void;
}

// There is none in Node, where a server renders the page.
const Base = (typeof HTMLElement === "undefined" ? class {} : HTMLElement) as typeof HTMLElement;

/** The element's class. Its attributes are in docs/INTEGRATION.md. */
export class PasserelleSuggestions extends Base {
  static readonly observedAttributes: readonly string[] = ATTRIBUTES;
  readonly #work: Work;
  #request: Partial<Request> = {};

  constructor() {
    super();
    this.#work = createWork(this);
  }

  /** What the attributes cannot say: `cart`, `division`, `divisions`, `exclude`, `threshold`, `reminders`. */
  get request(): Partial<Request> {
    return this.#request;
  }
  set request(request: Partial<Request>) {
    this.#request = { ...request };
    this.#work.refresh();
  }

  /** @internal */
  connectedCallback(): void {
    this.#work.connect();
  }
  /** @internal */
  disconnectedCallback(): void {
    this.#work.disconnect();
  }
  /** @internal */
  attributeChangedCallback(_name: string, before: string | null, after: string | null): void {
    if (before !== after) this.#work.refresh();
  }
}

function createWork(host: PasserelleSuggestions): Work {
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sharedSheet()];
  const slot = document.createElement("slot");
  root.append(slot);

  /** Whether the shopper has come near. */
  let near = false;
  /** The latest question; what an earlier one brings is too late. */
  let turn = 0;
  /** What was told of this element's attributes, so that it is told once. */
  let toldProduct = "";
  let toldConsent: string | undefined;
  let shop: Passerelle | undefined;
  let placement: Placement = "product";
  let shelf: Shelf | undefined;
  let drawn = "";
  let stopWatching: (() => void) | undefined;
  let leave: (() => void)[] = [];

  const room = createRoom(host, root, slot, (front) => {
    stopWatching?.();
    stopWatching = undefined;
    if (!shelf || front !== shelf.section) return;
    const { rows } = shelf;
    stopWatching = watchSeen(rows.map(({ node }) => node), (at) => {
      const row = rows[at];
      if (!row || !shop) return;
      tell("shown", row, false);
      exposed(shop, row.item);
    });
  }, (needed, given) => warn("no_room", `needs ${needed} px, has ${given}; give it room in the page's style sheet: ${host.localName} { display: block; min-block-size: ${needed}px }`));

  const said = (name: Attribute): string | undefined => host.getAttribute(name)?.trim() || undefined;

  /** Whether the page lets it happen. */
  const tell = (what: string, { item, position }: Row, cancelable: boolean): boolean => {
    const detail: SuggestionDetail = { itemId: item.itemId, placement, position, reason: item.reason };
    return host.dispatchEvent(new CustomEvent(`passerelle-${what}`, { bubbles: true, composed: true, cancelable, detail }));
  };

  const acts = {
    follow(row: Row, event: MouseEvent) {
      if (!tell("click", row, true)) event.preventDefault();
      if (shop) followed(shop, row.item);
    },
    dismiss(row: Row) {
      if (!shop || !tell("dismiss", row, true)) return;
      dismissed(shop, row.item);
      const beside = row.node.nextElementSibling ?? row.node.previousElementSibling;
      if (beside) beside.querySelector("button")?.focus();
      row.node.remove();
      drawn = "";
      if (beside) return;
      room.show(slot);
      host.querySelector<HTMLElement>("a[href],button")?.focus();
    },
  };

  const ask = async (): Promise<void> => {
    const mine = ++turn;
    await pageSettled();
    if (mine !== turn) return;
    const wanted = { pack: said("src"), locale: said("locale") };
    try {
      const product = said("product-id");
      const reads = !isOwn(wanted);
      const opened = await open(wanted);
      if (mine !== turn) return;
      shop = opened;
      tellConsent(opened);
      if (reads) {
        if (product && product !== toldProduct) hear({ name: "view_item", ids: idsOf(product), source: "product-id" });
        toldProduct = product ?? "";
        follow(opened);
      }
      placement = (said("placement") ?? "product") as Placement;
      const limit = said("limit");
      const { suggestions } = await opened.suggest({
        ...host.request,
        placement,
        ...(product && { itemId: product }),
        ...(limit && { limit: Number(limit) }),
        exclude: [...(host.request.exclude ?? []), ...refusedItems()],
      });
      if (mine === turn) show(suggestions);
    } catch (error) {
      complain(error);
      if (mine === turn) show([]);
    }
  };

  const tellConsent = (to: Passerelle): void => {
    const consent = said("consent");
    if (consent === toldConsent) return;
    toldConsent = consent;
    if (consent === "granted" || consent === "denied") void to.setConsent(consent === "granted");
  };

  const show = (suggestions: readonly Suggestion[]): void => {
    const locale = said("locale") ?? (host.closest<HTMLElement>("[lang]")?.lang || navigator.language);
    const images = said("images");
    if (images === "pool") warn("images_pool");
    const words = wordsOf(locale);
    const label = said("label") ?? (placement === "product" ? words.others : words.more);
    const look = { words, label, locale, pictures: images !== "none" && images !== "pool" };
    // What stands there already is left alone.
    const now = JSON.stringify([suggestions, look]);
    if (now === drawn) return;
    drawn = now;
    shelf = draw(suggestions, look, acts);
    room.show(shelf?.section ?? slot);
  };

  const refresh = (): void => {
    if (near) void ask();
  };

  return {
    refresh,
    connect() {
      const watch = (seen: (is: boolean) => void, rootMargin: string): void => {
        const observer = new IntersectionObserver((entries) => seen(entries.some(({ isIntersecting }) => isIntersecting)), { rootMargin });
        observer.observe(host);
        leave.push(() => observer.disconnect());
      };
      const on = (target: EventTarget, name: string, work: (event: Event) => void): void => {
        target.addEventListener(name, work);
        leave.push(() => target.removeEventListener(name, work));
      };
      watch((is) => {
        if (!is || near) return;
        near = true;
        void ask();
      }, NEAR);
      watch((is) => !is && room.retry(), "0px");
      on(host, "pointerleave", room.retry);
      on(host, "focusout", () => setTimeout(room.retry));
      // Back from the cache of pages that were left: much may have happened meanwhile.
      on(window, "pageshow", (event) => (event as PageTransitionEvent).persisted && refresh());
      leave.push(onConsent(refresh));
      // Another product, in a shop that is one page.
      leave.push(onProduct(() => shop && !said("product-id") && refresh()));
      if (near) void ask();
    },
    disconnect() {
      leave.forEach((stop) => stop());
      leave = [];
      turn += 1;
      stopWatching?.();
    },
  };
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
