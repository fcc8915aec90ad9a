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
import { type Answers, type Asked, isStored, keepAnswers, keptAnswers } from "./file.js";

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
  /** Resolves when this visit's own changes of the stored answers are done. */
  #storing: Promise<unknown> = Promise.resolve();
  /** The routine shown. */
  #shown: { routine: Routine; refreshKeepButton: () => void } | undefined;
  /** The stored answers were erased: another visit takes the place of this one. */
  #isOver = false;
  /** The shopper has begun: the content must not be replaced. */
  hasBegun = false;

  constructor(
    private readonly host: HTMLElement, private readonly layout: Layout, private readonly shop: Passerelle,
    private readonly asked: Asked, private readonly look: Look,
    /** The answers stored when the visit started. */
    private readonly kept: Answers,
  ) {
    this.#isKept = Object.keys(kept).length > 0;
    const { words } = look;
    const begin = act("main", words.begin, () => this.#ask(0));
    // Another tab may have replaced or erased the answers since.
    const mine = act("mine", words.mine, async () => {
      this.#answers = await this.#kept();
      if (Object.keys(this.#answers).length > 0) await this.#finish();
      else this.#ask(0);
    });
    this.section.lang = look.own;
    this.section.append(...drawStart(asked.questionnaire, look, begin, ...(this.#isKept ? [mine] : [])));
  }

  /**
   * Heeds a change of consent or an edit of the history: it removes the names of items that the history no longer contains, and nothing
   * moves. Resolves to whether the questionnaire must start again: its answers were stored and are erased now, or it has not begun and
   * others are stored.
   */
  async heed(): Promise<boolean> {
    if (!this.hasBegun) {
      const isOther = JSON.stringify(await this.#kept()) !== JSON.stringify(this.kept);
      // The shopper may have begun meanwhile.
      return isOther && !this.hasBegun;
    }
    const wasKept = this.#isKept;
    await this.#storing;
    // The shopper who deletes the answers here keeps the routine on the screen.
    if (wasKept && !this.#hasForgotten && !(await isStored(this.shop, this.asked.questionnaire.id))) {
      this.#end();
      return true;
    }
    const shown = this.#shown;
    if (!shown) return false;
    shown.refreshKeepButton();
    const { routine } = await this.asked.routine(this.#answers);
    if (ownedIn(routine) !== ownedIn(shown.routine)) this.section.querySelectorAll<HTMLElement>(".owned").forEach(empty);
    return false;
  }

  /** Removes the content but keeps its height, and stores nothing any more. */
  #end(): void {
    this.#isOver = true;
    empty(this.section);
  }

  #kept(): Promise<Answers> {
    return keptAnswers(this.shop, this.asked.questionnaire.id);
  }

  /** Shows other content after an action of the shopper. From the first time on, the element has the height of its content. */
  #put(nodes: readonly Node[], focus: () => void): void {
    if (!this.hasBegun) this.layout.enter();
    this.hasBegun = true;
    this.#shown = undefined;
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
    if (this.#isOver) return;
    const { words, own } = this.look;
    const look = hasPrices ? this.look : { ...this.look, price: () => "" };
    const status = make("p", "status fine", { role: "status", lang: own });
    const last = this.asked.asked(this.#answers).length - 1;
    const keepButton = this.#keepButton(status);
    const acts = [
      ...this.#cartButton(routine, status),
      act("back", words.back, () => this.#ask(last)),
      act("restart quiet", words.restart, () => this.#restart({})),
      keepButton.node,
    ];
    const nodes = drawRoutine(questionnaire, routine, look);
    this.#put([...nodes, make("p", "fine", { lang: own }, words.stays), make("div", "acts", { lang: own }, ...acts), status], () => (nodes[0] as HTMLElement).focus());
    this.#shown = { routine, refreshKeepButton: keepButton.refresh };
    // Answers that are not sensitive are stored like other events. Sensitive answers are stored only by the shopper's own action.
    if (!pageConsent().isGranted() || questionnaire.sensitive !== undefined || this.#hasForgotten) return;
    // The shopper has not asked for this, so a failure is not said.
    if ((await this.#keep(this.#answers)) && this.#isKept) status.textContent = words.kept;
    keepButton.refresh();
  }

  /** Stores the answers on the device, or deletes them if there are none. Resolves to whether that succeeded. */
  #keep(answers: Answers): Promise<boolean> {
    const storing = this.#store(answers);
    this.#storing = Promise.all([this.#storing, storing]);
    return storing;
  }

  async #store(answers: Answers): Promise<boolean> {
    try {
      await keepAnswers(this.shop, this.asked.questionnaire.id, answers);
      return true;
    } catch {
      return false;
    } finally {
      // Nothing is stored while the shopper has paused, or if there are no answers.
      this.#isKept = Object.keys(await this.#kept()).length > 0;
    }
  }

  #keepButton(status: HTMLElement): { node: HTMLElement; refresh: () => void } {
    const { words } = this.look;
    // Without consent nothing can be stored: the button is hidden, so that nothing moves when it appears.
    const refresh = (): void => {
      node.textContent = this.#isKept ? words.forget : words.keep;
      node.classList.toggle("unsaid", !pageConsent().isGranted());
    };
    const node = act("keep quiet", "", async () => {
      const forgets = (this.#hasForgotten = this.#isKept);
      const isDone = await this.#keep(forgets ? {} : this.#answers);
      if (!isDone) status.textContent = words.failed;
      else if (this.#isKept) status.textContent = words.kept;
      else if (forgets) status.textContent = words.forgotten;
      refresh();
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

/** Removes the content of a node but keeps its height, so that nothing moves. */
function empty(node: HTMLElement): void {
  node.style.blockSize = `${node.getBoundingClientRect().height}px`;
  node.replaceChildren();
}

/** Returns the items that the shopper owns according to a routine, as a text to compare. */
function ownedIn({ steps }: Routine): string {
  return JSON.stringify(steps.map(({ owned }) => owned));
}
