/** Asks the page to put items into its cart, by an event. Not for the buttons: see `add-to-cart.ts` and `../advice/visit.ts`. */

import { warn } from "./log-error.js";

export type Outcome = "added" | "failed";

/**
 * Dispatches the event `name` for the items `itemIds`, and returns the page's answer; "handled" if the page shows the result itself.
 * `detail` is completed with `respondWith()`. Without an answer it warns and reports a failure.
 */
export function askCart(host: HTMLElement, name: string, itemIds: readonly string[], detail: object): "handled" | Promise<Outcome> {
  let isHeard = false;
  let done: PromiseLike<unknown> | undefined;
  const respondWith = (promise: PromiseLike<unknown>): void => {
    if (isHeard) throw new Error(`${name}: call respondWith() while the event is heard, with a promise of what you wait for`);
    done = promise;
  };
  const goesOn = host.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, cancelable: true, detail: { ...detail, respondWith } }));
  isHeard = true;
  if (done) return outcomeOf(done);
  if (!goesOn) return "handled";
  warn("add_unanswered", `no listener answered ${name} for ${itemIds.join(", ")}: listen to it, and call event.detail.respondWith(promise)`);
  return Promise.resolve("failed");
}

/** Waits for the page's promise. A rejection, `false`, and an answer of `fetch` that is not ok are failures. */
async function outcomeOf(done: PromiseLike<unknown>): Promise<Outcome> {
  try {
    const answer = await done;
    return answer === false || (answer instanceof Response && !answer.ok) ? "failed" : "added";
  } catch (error) {
    console.warn(error);
    return "failed";
  }
}
