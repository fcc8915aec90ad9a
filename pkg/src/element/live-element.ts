/**
 * An element that asks the module, and shows the answer in the room that the page gives it. It replaces an answer of another page or of
 * another consent. Content inside the element is the fallback. Not for what it shows.
 */

import { open } from "../open.js";
import type { Passerelle } from "../index.js";
import { isOwn } from "../sharing.js";
import { attend } from "./attend.js";
import { logError } from "./log-error.js";
import { pageSettled } from "./when-idle.js";
import { SlottedElement } from "./slotted-element.js";

/** What an answer is drawn from. */
export interface Asked {
  shop: Passerelle;
  /** Whether the page is read, so that it says what kind of page it is. */
  reads: boolean;
  /** Whether no later question was asked meanwhile: what an earlier one brings is too late. */
  isCurrent: () => boolean;
}

/** What the elements for messages and for loyalty have in common. */
export abstract class LiveElement extends SlottedElement {
  #turn = 0;
  #leave: (() => void) | undefined;
  /** The page that what is shown was drawn for. */
  #drawnFor: string | undefined;
  /** What is shown is of another page, or of another consent: it must not stay for the shopper's pointer or focus. */
  #isStale = false;

  /** @internal */
  connectedCallback(): void {
    this.#leave?.();
    this.#leave = attend(this, this.layout, {
      returned: () => this.refresh(),
      consented: () => {
        this.#isStale = true;
        this.refresh();
      },
      turned: () => this.refresh(),
    });
    this.refresh();
  }
  /** @internal */
  disconnectedCallback(): void {
    this.#leave?.();
    this.#turn += 1;
    this.gone();
  }
  /** @internal */
  attributeChangedCallback(_name: string, before: string | null, after: string | null): void {
    if (this.isConnected && before !== after) this.refresh();
  }

  /** Asks, and draws with {@link LiveElement.put} or leaves what stands with {@link LiveElement.stays}. */
  protected abstract answer(asked: Asked): Promise<void>;
  /** What was drawn is forgotten: an answer failed. */
  protected abstract forget(): void;
  /** The element has left the page. */
  protected gone(): void {}

  /** Asks again. */
  protected refresh(): void {
    void this.#ask();
  }

  async #ask(): Promise<void> {
    const mine = ++this.#turn;
    const isCurrent = (): boolean => mine === this.#turn;
    await pageSettled();
    if (!isCurrent()) return;
    const wanted = { pack: this.said("src"), locale: this.said("locale") };
    try {
      const shop = await open(wanted);
      if (isCurrent()) await this.answer({ shop, reads: !isOwn(wanted), isCurrent });
    } catch (error) {
      logError(error);
      if (!isCurrent()) return;
      this.forget();
      this.put(undefined);
    }
  }

  /** What is drawn from here on is of this page: what stands there of another one is stale. */
  protected drawsFor(page: string): void {
    this.#isStale ||= this.#drawnFor !== undefined && this.#drawnFor !== page;
    this.#drawnFor = page;
  }

  /** Shows it, or the page's own content; what is shown from now on is of this page and this consent. */
  protected put(next: HTMLElement | undefined): void {
    this.layout.show(next ?? this.content, this.#isStale);
    this.#isStale = false;
  }

  /** What stands there already is right. */
  protected stays(): void {
    this.#isStale = false;
  }

  /** What was shown was put away: the focus goes to the page's own content, else it stays where that was. */
  protected goOn(): void {
    this.layout.show(this.content, true);
    for (const next of this.querySelectorAll<HTMLElement>("a[href],button,input,select,textarea,[tabindex]")) {
      next.focus();
      if (next.matches(":focus")) return;
    }
    if (!this.hasAttribute("tabindex")) {
      this.tabIndex = -1;
      this.addEventListener("blur", () => this.removeAttribute("tabindex"), { once: true });
    }
    this.focus();
  }
}
