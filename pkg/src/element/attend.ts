/**
 * Listens for the events after which an element asks again: return from the back/forward cache, consent, an edit of the history, a
 * change of page. Not for the request itself: see `controller.ts` and `live-element.ts`.
 */

import { pageReader } from "../page/shared-reader.js";
import type { Change } from "../page/reader.js";
import { onConsent, onHistoryEdit } from "../sharing.js";
import type { Layout } from "./layout.js";

/** The callbacks of an element. */
export interface Attending {
  /** The page returned from the back/forward cache: much may have changed meanwhile. */
  returned(): void;
  /** The shopper granted or refused consent. */
  consented(): void;
  /** The shopper edited or erased the history. */
  edited(): void;
  /** In a single-page shop, the page changed to another page or another kind of page. */
  turned(change: Change): void;
}

/**
 * Listens to the element's position and to the page; returns a function that stops it. A waiting layout is retried when the element leaves
 * the viewport, or the pointer or the focus leaves the element.
 */
export function attend(host: HTMLElement, layout: Layout, { returned, consented, edited, turned }: Attending): () => void {
  const leave: (() => void)[] = [];
  const on = (target: EventTarget, name: string, work: (event: Event) => void): void => {
    target.addEventListener(name, work);
    leave.push(() => target.removeEventListener(name, work));
  };
  const away = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) layout.retry();
  });
  away.observe(host);
  leave.push(() => away.disconnect());
  on(host, "pointerleave", layout.retry);
  on(host, "focusout", () => setTimeout(layout.retry));
  on(window, "pageshow", (event) => (event as PageTransitionEvent).persisted && returned());
  leave.push(onConsent(consented), onHistoryEdit(edited), pageReader().onPage(turned));
  return () => leave.splice(0).forEach((stop) => stop());
}
