/**
 * `<passerelle-loyalty>`: shows the house's programme with the client's tier; without consent it shows the programme alone. After a
 * purchase it asks whether the adviser whom a link named may be credited, and reports only a yes to the page. Importing this file defines
 * the element; in Node it does nothing.
 */

import { warn } from "./element/log-error.js";
import { localeOf } from "./element/locale.js";
import { defineElement } from "./element/register.js";
import { pageKindOf } from "./element/request.js";
import { type Asked, LiveElement } from "./element/live-element.js";
import type { Passerelle } from "./index.js";
import { type Adviser, drawLoyalty, loyaltySheet } from "./loyalty/draw.js";
import { type Words, wordsOf } from "./loyalty/words.js";
import { loadMessages } from "./messages.js";
import { pageAddress } from "./page/page-address.js";
import { onPurchase, openPurchase, purchaseAnswered } from "./purchases.js";
import { languageOf } from "./start.js";
import type { PageKind } from "./types.js";

/** The wait for the order number on a confirmation page. After it, the order is assumed to have no number. */
const ORDER_MS = 3_000;

/** Replaces the adviser's code once the shopper has answered. */
const ANSWERED = "";

/** The adviser whom the shopper credits. */
export interface AdviserDetail {
  /** The adviser's code, as the link named it. */
  adviser: string;
  /** The number of the order, if the page stated it. */
  transactionId?: string;
}

/** The element's class. Its attributes are in docs/loyalty.md. */
export class PasserelleLoyalty extends LiveElement {
  static readonly observedAttributes: readonly string[] = ["src", "locale", "tier", "page"];
  #drawn = "";
  /** The page whose order is awaited, and the start of the wait: see {@link ORDER_MS}. */
  #waits = { page: "", since: 0 };
  /** The page on which the shopper answered here: the result of the answer stays visible. */
  #answeredOn: string | undefined;
  #stopListening: (() => void) | undefined;

  constructor() {
    super(loyaltySheet);
  }

  /** @internal */
  override connectedCallback(): void {
    this.#stopListening?.();
    this.#stopListening = onPurchase(() => this.refresh());
    super.connectedCallback();
  }

  protected override async answer({ shop, reads, isCurrent }: Asked): Promise<void> {
    const [locale, tier, kind] = [localeOf(this), this.said("tier"), pageKindOf(this, reads)];
    const [{ language }, texts, loyalty] = await Promise.all([shop.translations(), loadMessages(locale), shop.loyalty(tier ? { tier } : {})]);
    const page = pageAddress();
    const code = await this.#adviser(shop, kind, page);
    if (!isCurrent()) return;
    this.drawsFor(`${page} ${kind ?? ""} ${tier ?? ""}`);
    // A house with advisers and no programme places the element on its confirmation page: there this is no fault.
    if (!loyalty && kind !== "confirmation") warn("no_programme", "<passerelle-loyalty> has no programme: house.toml has no [loyalty] with a text and tiers, or the build is older");
    const own = languageOf(locale);
    const isAnswered = this.#answeredOn === page;
    const isSilent = kind === "checkout" || kind === "payment" || (!loyalty && code === null && !isAnswered);
    const drawn = (asked: string | null): string => JSON.stringify([isSilent, loyalty, own, language, asked]);
    const now = drawn(isAnswered ? ANSWERED : code);
    if (now === this.#drawn) {
      this.stays();
      return;
    }
    this.#drawn = now;
    const words = wordsOf(locale);
    const answered = (): void => {
      this.#answeredOn = page;
      this.#drawn = drawn(ANSWERED);
    };
    const adviser = code === null ? undefined : this.#question(shop, code, kind, words, answered);
    this.put(isSilent ? undefined : drawLoyalty(loyalty, adviser, { own, words, language, readOn: String(texts.words["read-on"] ?? "") }));
  }

  /** Returns the adviser to ask about now; `null` if there is no order, or no adviser for it. */
  async #adviser(shop: Passerelle, kind: PageKind | undefined, page: string): Promise<string | null> {
    const purchase = openPurchase(kind);
    if (!purchase) return null;
    if (!purchase.isHeard) {
      if (this.#waits.page !== page) {
        this.#waits = { page, since: performance.now() };
        setTimeout(() => this.isConnected && this.refresh(), ORDER_MS);
      }
      if (performance.now() - this.#waits.since < ORDER_MS) return null;
    }
    return shop.adviser(purchase.isHeard ? purchase.order : undefined);
  }

  #question(shop: Passerelle, code: string, kind: PageKind | undefined, words: Words, heard: () => void): Adviser {
    const answered = async (isYes: boolean): Promise<string> => {
      const purchase = openPurchase(kind);
      const order = purchase?.isHeard ? purchase.order : undefined;
      heard();
      purchaseAnswered();
      try {
        if (!isYes) {
          await shop.history.forgetAdviser();
          return words.forgotten;
        }
        const adviser = await shop.creditAdviser(order);
        if (adviser === null) return words.failed;
        const detail: AdviserDetail = { adviser, ...(order !== undefined && { transactionId: order }) };
        this.dispatchEvent(new CustomEvent("passerelle-adviser", { bubbles: true, composed: true, detail }));
        return words.credited;
      } catch {
        return words.failed;
      }
    };
    return { code, answered };
  }

  protected override forget(): void {
    this.#drawn = "";
  }

  protected override gone(): void {
    this.#stopListening?.();
  }
}

defineElement("passerelle-loyalty", PasserelleLoyalty);

declare global {
  interface HTMLElementTagNameMap {
    "passerelle-loyalty": PasserelleLoyalty;
  }
  interface HTMLElementEventMap {
    /** The shopper allows the house to credit the adviser; the page adds the adviser to its order. */
    "passerelle-adviser": CustomEvent<AdviserDetail>;
  }
}
