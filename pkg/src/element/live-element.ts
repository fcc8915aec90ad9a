/**
 * The base of elements that ask the module and show the answer in the space that the page gives. A new answer replaces content of another
 * page, another state of consent or another history. Content inside the element is the fallback. Not for the content of the answer.
 */

import { open } from "../open.js";
import type { Passerelle } from "../index.js";
import { isOwn } from "../sharing.js";
import { attend } from "./attend.js";
import { logError } from "./log-error.js";
import { pageSettled } from "./when-idle.js";
import { SlottedElement } from "./slotted-element.js";

/** The inputs of an answer. */
export interface Asked {
  shop: Passerelle;
  /** Whether Passerelle reads the page, and so knows its kind. */
  reads: boolean;
  /** Returns whether this is still the latest request: results of an earlier one are dropped. */
  isCurrent: () => boolean;
}

/** The base class of the elements for messages and for loyalty. */
export abstract class LiveElement extends SlottedElement {
  #turn = 0;
  #leave: (() => void) | undefined;
  /** The page of the content shown. */
  #drawnFor: string | undefined;
  /** The content shown belongs to another page, another state of consent or another history: the pointer or the focus no longer keeps it. */
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
      edited: () => {
        this.#isStale = true;
        this.historyEdited();
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

  /** Asks the module, and draws with {@link LiveElement.put} or keeps the content with {@link LiveElement.stays}. */
  protected abstract answer(asked: Asked): Promise<void>;
  /** Forgets the drawn content: the next answer is drawn even if it is the same. */
  protected abstract forget(): void;
  /** Called before the element asks again because the shopper edited the history. */
  protected historyEdited(): void {}
  /** Called when the element is removed from the page. */
  protected gone(): void {}

  /** Asks the module again. */
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

  /** Declares the page of the next content: content of another page becomes stale. */
  protected drawsFor(page: string): void {
    this.#isStale ||= this.#drawnFor !== undefined && this.#drawnFor !== page;
    this.#drawnFor = page;
  }

  /** Returns whether {@link LiveElement.put} would show `next` at once. */
  protected fits(next: HTMLElement): boolean {
    return this.layout.fits(next, this.#isStale);
  }

  /** Shows `next`, or the fallback; from now on the content is not stale. */
  protected put(next: HTMLElement | undefined): void {
    this.layout.show(next ?? this.content, this.#isStale);
    this.#isStale = false;
  }

  /** Keeps the content shown: it is up to date. */
  protected stays(): void {
    this.#isStale = false;
  }

  /**
   * Shows the fallback after the shopper closed the content. The focus moves to the first focusable node of the fallback, or else to the
   * element.
   */
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
