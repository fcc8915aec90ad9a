/**
 * `<passerelle-compare>`: up to four items side by side, with what the feed says of them. Which details are fetched follows from the ids that the
 * page declares, and from nothing that is remembered. What is between its tags is the page's own content, and stays where there are no details.
 */

import type { Comparison } from "./advice/advice-types.js";
import { type Details, loadDetails } from "./advice/details.js";
import { comparing } from "./advice/module.js";
import { drawComparison } from "./compare/draw.js";
import { compareSheet } from "./compare/style.js";
import { wordsOf } from "./compare/words.js";
import { complain } from "./element/complain.js";
import { localeOf } from "./element/locale.js";
import { pageSettled } from "./element/moment.js";
import { defineElement } from "./element/register.js";
import { saidIn } from "./element/request.js";
import { createRoom, type Room } from "./element/room.js";
import { sharedSheet } from "./element/style.js";
import { open } from "./open.js";
import { languageOf } from "./start.js";

const NAME = "passerelle-compare";
const ATTRIBUTES = ["src", "locale", "ids", "prices", "images"] as const;
/** Items that stand side by side, at most. */
const MOST = 4;
/** Work begins when the element is this near to what is seen: a screen's height below it. */
const NEAR = "0px 0px 100% 0px";

// There is none in Node, where a server renders the page.
const Base = (typeof HTMLElement === "undefined" ? class {} : HTMLElement) as typeof HTMLElement;

/** The element's class. Its attributes are in docs/comparison.md. */
export class PasserelleCompare extends Base {
  static readonly observedAttributes: readonly string[] = ATTRIBUTES;
  #leave: (() => void) | undefined;
  /** The latest beginning; what an earlier one brings is too late. */
  #turn = 0;
  #isNear = false;
  readonly #slot: HTMLSlotElement;
  readonly #room: Room;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    this.#slot = document.createElement("slot");
    root.append(this.#slot);
    root.adoptedStyleSheets = [sharedSheet(), compareSheet()];
    this.#room = createRoom(this, root, this.#slot, () => undefined);
  }

  /** @internal */
  connectedCallback(): void {
    const near = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) this.#room.retry();
      else if (!this.#isNear) {
        this.#isNear = true;
        void this.#begin();
      }
    }, { rootMargin: NEAR });
    near.observe(this);
    this.#leave = () => near.disconnect();
  }
  /** @internal */
  disconnectedCallback(): void {
    this.#leave?.();
    this.#isNear = false;
    this.#turn += 1;
  }
  /** @internal */
  attributeChangedCallback(_name: string, before: string | null, after: string | null): void {
    if (this.#isNear && before !== after) void this.#begin();
  }

  async #begin(): Promise<void> {
    const mine = ++this.#turn;
    const said = (name: (typeof ATTRIBUTES)[number]): string | undefined => saidIn(this, name);
    await pageSettled();
    if (mine !== this.#turn) return;
    try {
      const ids = [...new Set(said("ids")?.split(/[\s,]+/).filter(Boolean))].slice(0, MOST);
      if (ids.length === 0) throw new Error(`<${NAME}> names no items: write ids="…" with commas between, one to ${MOST} ids of the feed`);
      const shop = await open({ pack: said("src"), locale: said("locale") });
      const [compare, items] = await Promise.all([comparing(), loadDetails(shop, ids)]);
      if (mine !== this.#turn) return;
      const locale = localeOf(this);
      const price = ({ price: cost }: Details): string => (cost && said("prices") !== "none" ? priceText(cost.amount, cost.currency, locale) : "");
      const look = { words: wordsOf(locale), own: languageOf(locale), price, pictures: said("images") !== "none", isTitled: true };
      this.#room.show(items.length > 0 ? drawComparison(items, compare(items) as Comparison, look) : this.#slot, true);
    } catch (error) {
      complain(error);
      if (mine === this.#turn) this.#room.show(this.#slot, true);
    }
  }
}

function priceText(amount: number, currency: string, locale: string): string {
  try {
    return new Intl.NumberFormat(locale, { style: "currency", currency }).format(amount);
  } catch {
    // A currency that does not exist.
    return "";
  }
}

defineElement(NAME, PasserelleCompare);

declare global {
  interface HTMLElementTagNameMap {
    "passerelle-compare": PasserelleCompare;
  }
}
