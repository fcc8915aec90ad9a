/**
 * An element that begins its work when somebody comes near it, and begins anew when its attributes change. What is between its tags is the
 * page's own content, and stays until there is something else. Not for what it shows.
 */

import { complain } from "./complain.js";
import { pageSettled } from "./moment.js";
import { saidIn } from "./request.js";
import { createRoom, type Room } from "./room.js";
import { sharedSheet } from "./style.js";

/** So near: a screen's height below what is seen. */
const NEAR = "0px 0px 100% 0px";

// There is none in Node, where a server renders the page.
const Base = (typeof HTMLElement === "undefined" ? class {} : HTMLElement) as typeof HTMLElement;

/** What the elements for advice and for comparisons have in common. */
export abstract class NearElement extends Base {
  readonly #slot: HTMLSlotElement;
  protected readonly room: Room;
  /** The latest beginning; what an earlier one brings is too late. */
  #turn = 0;
  #isNear = false;
  #near: IntersectionObserver | undefined;

  constructor(sheet: () => CSSStyleSheet) {
    super();
    const root = this.attachShadow({ mode: "open" });
    this.#slot = document.createElement("slot");
    root.append(this.#slot);
    root.adoptedStyleSheets = [sharedSheet(), sheet()];
    this.room = createRoom(this, root, this.#slot, () => undefined);
  }

  /** @internal */
  connectedCallback(): void {
    this.#near ??= new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) this.room.retry();
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

  protected said(name: string): string | undefined {
    return saidIn(this, name);
  }

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
      complain(error);
    }
    if (isCurrent()) this.room.show(made ?? this.#slot, true);
  }
}
