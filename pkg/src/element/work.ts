/**
 * The life of an element whose shopper is near: when it asks, what it asks, and what it tells. How it looks and where it
 * finds room is said beside it. Loaded when it is needed.
 */

import type { Passerelle } from "../index.js";
import { follow, hear, onProduct } from "../page/reader.js";
import { idsOf } from "../page/statement.js";
import { isOwn, onConsent, open } from "../sharing.js";
import type { Placement, Suggestion } from "../types.js";
import { complain, warn } from "./complain.js";
import { draw, type Row, type Shelf } from "./draw.js";
import { dismissed, exposed, followed, refusedItems } from "./feedback.js";
import { pageSettled } from "./moment.js";
import { createRoom } from "./room.js";
import { watchSeen } from "./seen.js";
import { sharedSheet } from "./style.js";
import type { Attribute, PasserelleSuggestions, SuggestionDetail } from "./suggestions.js";
import { wordsOf } from "./texts.js";

/** What connects an element to the page. */
export interface Work {
  connect(): void;
  disconnect(): void;
  /** Asks again. */
  refresh(): void;
}

/** What the element does once the shopper is near. */
export function createWork(host: PasserelleSuggestions, root: ShadowRoot): Work {
  root.adoptedStyleSheets = [sharedSheet()];
  const slot = root.querySelector("slot")!;

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

  const refresh = (): void => void ask();

  return {
    refresh,
    connect() {
      const on = (target: EventTarget, name: string, work: (event: Event) => void): void => {
        target.addEventListener(name, work);
        leave.push(() => target.removeEventListener(name, work));
      };
      const observer = new IntersectionObserver((entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) room.retry();
      });
      observer.observe(host);
      leave.push(() => observer.disconnect());
      on(host, "pointerleave", room.retry);
      on(host, "focusout", () => setTimeout(room.retry));
      // Back from the cache of pages that were left: much may have happened meanwhile.
      on(window, "pageshow", (event) => (event as PageTransitionEvent).persisted && refresh());
      leave.push(onConsent(refresh));
      // Another product, in a shop that is one page.
      leave.push(onProduct(() => shop && !said("product-id") && refresh()));
      void ask();
    },
    disconnect() {
      leave.forEach((stop) => stop());
      leave = [];
      turn += 1;
      stopWatching?.();
    },
  };
}
