/**
 * `<passerelle-advice>`: asks the questions of one of the house's questionnaires, one at a time, and shows the routine that follows from
 * the answers. The files fetched are the same whatever the shopper answers. Content inside the element is the fallback: it stays if the
 * questionnaire cannot be loaded. Not for drawing: see `advice/draw.ts`; not for the answers: see `advice/visit.ts`.
 */

import type { Candidate } from "./advice/advice-types.js";
import type { Look } from "./advice/draw.js";
import { type Asked, keptAnswers, loadQuestionnaire } from "./advice/file.js";
import { adviceSheet } from "./advice/style.js";
import { type RoutineDetail, Visit } from "./advice/visit.js";
import { wordsOf } from "./advice/words.js";
import { amountText } from "./element/amount.js";
import { localeOf } from "./element/locale.js";
import { LazyElement } from "./element/lazy-element.js";
import { pictureOf, webAddress } from "./element/nodes.js";
import { defineElement } from "./element/register.js";
import type { Passerelle } from "./index.js";
import { open } from "./open.js";
import { houseLanguage, onConsent, onHistoryEdit } from "./sharing.js";
import { languageOf } from "./start.js";

export type { RoutineDetail } from "./advice/visit.js";

const NAME = "passerelle-advice";

/** The element's class. Its attributes are in docs/advice.md. */
export class PasserelleAdvice extends LazyElement {
  static readonly observedAttributes: readonly string[] = ["src", "locale", "questionnaire", "prices", "pictures", "cart-button"];
  #visit: Visit | undefined;
  #stopListening: readonly (() => void)[] = [];

  constructor() {
    super(adviceSheet);
  }

  /** @internal */
  override connectedCallback(): void {
    super.connectedCallback();
    const heed = (): void => void this.#heed();
    this.#stopListening = [onConsent(heed), onHistoryEdit(heed)];
  }
  /** @internal */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.#stopListening) stop();
  }

  /**
   * Heeds a change of consent or an edit of the history. The questionnaire starts again if the shopper has not begun, or if the answers were
   * stored and are erased now.
   */
  async #heed(): Promise<void> {
    const visit = this.#visit;
    if ((await visit?.heed()) !== false && visit === this.#visit) this.begin();
  }

  protected override async make(isCurrent: () => boolean): Promise<HTMLElement | undefined> {
    this.#visit = undefined;
    const name = this.said("questionnaire");
    if (!name) throw new Error(`<${NAME}> names no questionnaire: write questionnaire="…", an id of [[questionnaire]] in house.toml`);
    const shop = await open({ pack: this.said("src"), locale: this.said("locale") });
    const [asked, kept] = await Promise.all([loadQuestionnaire(shop, name), keptAnswers(shop, name)]);
    if (!asked || !isCurrent()) return undefined;
    this.#visit = new Visit(this, this.layout, shop, asked, this.#look(shop, asked), kept);
    return this.#visit.section;
  }

  #look(shop: Passerelle, { questionnaire }: Asked): Look {
    const locale = localeOf(this);
    const { currency, minorDigits, items } = questionnaire;
    const showsPrices = this.said("prices") !== "none";
    // The page requests all pictures in one order, whatever the shopper answers. A picture that cannot be loaded is removed.
    const pictures = this.said("pictures") === "everyone"
      ? new Map(items.flatMap((item): [string, HTMLImageElement][] => {
          const src = webAddress(item.image ?? null);
          return src ? [[item.id, pictureOf([{ src }], {})]] : [];
        }))
      : undefined;
    return {
      words: wordsOf(locale),
      own: languageOf(locale),
      language: houseLanguage(shop),
      price: ({ priceMinor }) => (showsPrices && priceMinor !== undefined ? amountText(priceMinor / 10 ** minorDigits, currency, locale) : ""),
      ...(pictures && { picture: ({ id }: Candidate) => pictures.get(id) }),
    };
  }
}

defineElement(NAME, PasserelleAdvice);

declare global {
  interface HTMLElementTagNameMap {
    "passerelle-advice": PasserelleAdvice;
  }
  interface HTMLElementEventMap {
    /** The shopper presses "Put all into the cart". Only elements with the attribute `cart-button` have this button. */
    "passerelle-add-routine": CustomEvent<RoutineDetail>;
  }
}
