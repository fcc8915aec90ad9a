/**
 * An element that begins its work when somebody comes near it, and begins anew when its attributes change. Not for what it shows.
 */

import { logError } from "./log-error.js";
import { pageSettled } from "./when-idle.js";
import { SlottedElement } from "./slotted-element.js";

/** So near: a screen's height below what is seen. */
const NEAR = "0px 0px 100% 0px";

/** What the elements for advice and for comparisons have in common. */
export abstract class LazyElement extends SlottedElement {
  /** The latest beginning; what an earlier one brings is too late. */
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

  /** Makes what is shown: nothing where the page's own content stays. `isCurrent` tells whether it is still asked for. */
  protected abstract make(isCurrent: () => boolean): Promise<HTMLElement | undefined>;

  /** Begins, or begins anew, where somebody is near. */
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
