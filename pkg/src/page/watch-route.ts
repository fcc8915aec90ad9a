/**
 * Detects that the document shows another page: not every browser has an event for `history.pushState`. Not for the pages themselves: see
 * `visit.ts`.
 */

import { lookAgain } from "./look-again.js";

/** The part of the Navigation API that is used, where the browser has it. */
interface Navigation extends EventTarget {
  addEventListener(name: "currententrychange", hear: (event: Event & { navigationType?: string | null }) => void): void;
}

/** Calls `look` directly after a change of the address, or at the next check, and `input` after an action of the shopper. */
export function watchRoute(look: () => void, input: () => void): void {
  // The order matters: an action of the shopper ends a page before the address changes.
  for (const name of ["pointerdown", "keydown"]) {
    addEventListener(name, ({ isTrusted }) => isTrusted && input(), { capture: true, passive: true });
  }
  addEventListener("popstate", input, { capture: true });
  (globalThis as { navigation?: Navigation }).navigation?.addEventListener("currententrychange", ({ navigationType }) => {
    // Going back or forward is an action of the shopper.
    if (navigationType === "traverse") input();
    look();
  });
  lookAgain(look);
}
