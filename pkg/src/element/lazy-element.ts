/** The base of elements that start when the shopper is near, and start again when their attributes change. Not for their content. */

import { logError } from "./log-error.js";
import { pageSettled } from "./when-idle.js";
import { SlottedElement } from "./slotted-element.js";

/** The distance at which work starts: one viewport height below the viewport. */
const NEAR = "0px 0px 100% 0px";

/** The base class of the elements for advice and for comparisons. */
export abstract class LazyElement extends SlottedElement {
  /** The number of the latest start; results of an earlier one are dropped. */
  #turn = 0;
  #isNear = false;
  #near: IntersectionObserver | undefined;

  /** @internal */
  connectedCallback(): void {
    this.#near ??= new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) this.layout.retry();
      else if (!this.#isNear) {
        this.#isNear = true;
        this.begin();
      }
    }, { rootMargin: NEAR });
    this.#near.observe(this);
  }
  /** @internal */
  disconnectedCallback(): void {
    this.#near?.disconnect();
    this.#isNear = false;
    this.#turn += 1;
  }
  /** @internal */
  attributeChangedCallback(_name: string, before: string | null, after: string | null): void {
    if (before !== after) this.begin();
  }

  /** Creates the content; `undefined` keeps the fallback. `isCurrent` returns whether the result is still wanted. */
  protected abstract make(isCurrent: () => boolean): Promise<HTMLElement | undefined>;

  /** Starts, or starts again, if the shopper is near. */
  protected begin(): void {
    if (this.#isNear) void this.#begin();
  }

  async #begin(): Promise<void> {
    const mine = ++this.#turn;
    const isCurrent = (): boolean => mine === this.#turn;
    await pageSettled();
    if (!isCurrent()) return;
    let made: HTMLElement | undefined;
    try {
      made = await this.make(isCurrent);
    } catch (error) {
      logError(error);
    }
    if (isCurrent()) this.layout.show(made ?? this.content, true);
  }
}
