/** When an element that shows something in the page looks again. Not for what it asks then. */

import { pageReader } from "../page/shared-reader.js";
import type { Change } from "../page/reader.js";
import { onConsent } from "../sharing.js";
import type { Layout } from "./layout.js";

/** What an element does when something has changed. */
export interface Attending {
  /** It is back from the cache of pages that were left: much may have happened meanwhile. */
  returned(): void;
  /** The shopper has agreed or refused. */
  consented(): void;
  /** In a shop that is one page, it has become another, or one of another kind. */
  turned(change: Change): void;
}

/** Listens to the element's place and to the page; the answer ends it. What waits for room is shown when nobody sees it move. */
export function attend(host: HTMLElement, layout: Layout, { returned, consented, turned }: Attending): () => void {
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
  leave.push(onConsent(consented), pageReader().onPage(turned));
  return () => leave.splice(0).forEach((stop) => stop());
}
