/** Notices that the document shows another page: `history.pushState` has no event of its own in every browser. */

import { lookAgain } from "./look-again.js";

/** What is used of the Navigation API, where there is one. */
interface Navigation extends EventTarget {
  addEventListener(name: "currententrychange", hear: (event: Event & { navigationType?: string | null }) => void): void;
}

/** `look` is called at once after a change of the address, or at the next moment; `input` when the shopper has done something. */
export function watchRoute(look: () => void, input: () => void): void {
  // In this order: what the shopper did ends a page before the address changes.
  for (const name of ["pointerdown", "keydown"]) {
    addEventListener(name, ({ isTrusted }) => isTrusted && input(), { capture: true, passive: true });
  }
  addEventListener("popstate", input, { capture: true });
  (globalThis as { navigation?: Navigation }).navigation?.addEventListener("currententrychange", ({ navigationType }) => {
    // Back and forward are the shopper's doing.
    if (navigationType === "traverse") input();
    look();
  });
  lookAgain(look);
}
