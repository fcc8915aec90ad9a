/**
 * Guides a shopper through a questionnaire: from the first question to the routine, and back. Not for when it starts: see `../advice.ts`.
 */

import type { Passerelle } from "../index.js";
import { pageConsent } from "../consent.js";
import { askCart } from "../element/cart-request.js";
import { make } from "../element/nodes.js";
import type { Layout } from "../element/layout.js";
import type { Routine } from "./advice-types.js";
import { act, type DrawnQuestion, drawQuestion, drawRoutine, drawStart, type Look } from "./draw.js";
import { type Answers, type Asked, keepAnswers, keptAnswers } from "./file.js";

/** The request to the page to put a routine into its cart. */
export interface RoutineDetail {
  questionnaire: string;
  /** Ids of the items, without duplicates, in the order of the routine, without steps for which the shopper owns an item. */
  itemIds: readonly string[];
  /** Call it with a promise: the element waits for it, and shows whether it was fulfilled. */
  respondWith(done: Promise<unknown>): void;
}

/** One pass through a questionnaire. */
export class Visit {
  readonly section = make("section", "region", { "aria-labelledby": "heading" });
  #answers: Answers = {};
  /** Whether the answers are stored on the device. */
  #isKept: boolean;
  /** The shopper has deleted the answers: from now on only the shopper's own action stores them. */
  #hasForgotten = false;
  /** The shopper has begun: the content must not be replaced. */
  hasBegun = false;

  constructor(
    private readonly host: HTMLElement, private readonly layout: Layout, private readonly shop: Passerelle,
    private readonly asked: Asked, private readonly look: Look, kept: Answers,
  ) {
    this.#isKept = Object.keys(kept).length > 0;
    const { words } = look;
    const begin = act("main", words.begin, () => this.#ask(0));
    const mine = act("mine", words.mine, () => {
      this.#answers = kept;
      void this.#finish();
    });
    this.section.lang = look.own;
    this.section.append(...drawStart(asked.questionnaire, look, begin, ...(this.#isKept ? [mine] : [])));
  }

  /** Shows other content after an action of the shopper. From the first time on, the element has the height of its content. */
  #put(nodes: readonly Node[], focus: () => void): void {
    if (!this.hasBegun) this.layout.enter();
    this.hasBegun = true;
    this.section.replaceChildren(...nodes);
    focus();
    if (this.section.getBoundingClientRect().top < 0) this.host.scrollIntoView({ block: "start" });
  }

  /** Asks the question at this position among those to ask. */
  #ask(place: number): void {
    const { questionnaire } = this.asked;
    const places = this.asked.asked(this.#answers);
    const question = questionnaire.questions[places[place] ?? -1];
    if (!question) {
      void this.#finish();
      return;
    }
    const { words } = this.look;
    const store = (): void => {
      this.#answers = { ...this.#answers, [question.id]: drawn.chosen() };
    };
    const go = (): void => {
      if (!question.several && drawn.chosen().length === 0) {
        drawn.logError();
        return;
      }
      store();
      this.#ask(place + 1);
    };
    const back = act("back", words.back, () => {
      store();
      if (place > 0) this.#ask(place - 1);
      else this.#restart(this.#answers);
    });
    const drawn: DrawnQuestion = drawQuestion(questionnaire, question, [place + 1, places.length], this.#answers[question.id] ?? [], this.look, go, back);
    this.#put(drawn.nodes, drawn.focus);
  }

  #restart(answers: Answers): void {
    this.#answers = answers;
    const { words } = this.look;
    const begin = act("main", words.begin, () => this.#ask(0));
    this.#put(drawStart(this.asked.questionnaire, this.look, begin), () => begin.focus());
  }

  async #finish(): Promise<void> {
    const { questionnaire } = this.asked;
    const { routine, hasPrices } = await this.asked.routine(this.#answers);
    const { words, own } = this.look;
    const look = hasPrices ? this.look : { ...this.look, price: () => "" };
    const status = make("p", "status fine", { role: "status", lang: own });
    const last = this.asked.asked(this.#answers).length - 1;
    const acts = [
      ...this.#cartButton(routine, status),
      act("back", words.back, () => this.#ask(last)),
      act("restart quiet", words.restart, () => this.#restart({})),
    ];
    if (pageConsent().isGranted()) {
      // Answers that are not sensitive are stored like other events. Sensitive answers are stored only by the shopper's own action.
      const button = this.#keepButton(status);
      if (questionnaire.sensitive === undefined && !this.#hasForgotten) void this.#keep(this.#answers, status).then(button.refresh);
      acts.push(button.node);
    }
    const nodes = drawRoutine(questionnaire, routine, look);
    this.#put([...nodes, make("p", "fine", { lang: own }, words.stays), make("div", "acts", { lang: own }, ...acts), status], () => (nodes[0] as HTMLElement).focus());
  }

  /** Stores the answers on the device, or deletes them if there are none. */
  async #keep(answers: Answers, status: HTMLElement): Promise<void> {
    const { words } = this.look;
    const { id } = this.asked.questionnaire;
    try {
      await keepAnswers(this.shop, id, answers);
      // Nothing is stored while the shopper has paused, or if there are no answers.
      this.#isKept = Object.keys(await keptAnswers(this.shop, id)).length > 0;
      if (this.#isKept) status.textContent = words.kept;
      else if (Object.keys(answers).length === 0) status.textContent = words.forgotten;
    } catch {
      status.textContent = words.failed;
    }
  }

  #keepButton(status: HTMLElement): { node: HTMLElement; refresh: () => void } {
    const { words } = this.look;
    const refresh = (): void => {
      node.textContent = this.#isKept ? words.forget : words.keep;
    };
    const node = act("keep quiet", "", () => {
      this.#hasForgotten = this.#isKept;
      void this.#keep(this.#isKept ? {} : this.#answers, status).then(refresh);
    });
    refresh();
    return { node, refresh };
  }

  /** Returns the button "Put all into the cart", if the element has the attribute `cart-button`. */
  #cartButton({ steps }: Routine, status: HTMLElement): HTMLElement[] {
    const itemIds = steps.flatMap(({ owned, pick }) => (owned.length === 0 && pick ? [pick.itemId] : []));
    if (!this.host.hasAttribute("cart-button") || itemIds.length === 0) return [];
    const { words } = this.look;
    const node = act("main", words.add, () => {
      if (node.ariaDisabled === "true") return;
      const detail: Omit<RoutineDetail, "respondWith"> = { questionnaire: this.asked.questionnaire.id, itemIds };
      const asked = askCart(this.host, "passerelle-add-routine", itemIds, detail);
      if (asked === "handled") return;
      node.ariaDisabled = "true";
      status.textContent = words.adding;
      void asked.then((outcome) => {
        node.ariaDisabled = "false";
        status.textContent = words[outcome];
      });
    });
    return [node];
  }
}
