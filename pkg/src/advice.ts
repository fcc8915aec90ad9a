/**
 * `<passerelle-advice>`: a questionnaire of the house, one question at a time, and the routine that the answers make. Everybody's page asks
 * for the same files; what is answered decides nothing that is fetched. What is between its tags is the page's own content, and stays where
 * the questionnaire cannot be had.
 */

import { type Answers, type Asked, keepAnswers, keptAnswers, loadQuestionnaire } from "./advice/file.js";
import { act, type DrawnQuestion, drawQuestion, drawRoutine, drawStart, type Look } from "./advice/draw.js";
import { adviceSheet } from "./advice/style.js";
import { wordsOf } from "./advice/words.js";
import type { Candidate, Routine } from "./advice/advice-types.js";
import { pageConsent } from "./consent.js";
import { complain } from "./element/complain.js";
import { localeOf } from "./element/locale.js";
import { pageSettled } from "./element/moment.js";
import { make, pictureOf, webAddress } from "./element/nodes.js";
import { defineElement } from "./element/register.js";
import { saidIn } from "./element/request.js";
import { createRoom, type Room } from "./element/room.js";
import { sharedSheet } from "./element/style.js";
import type { Passerelle } from "./index.js";
import { open } from "./open.js";
import { houseLanguage, onConsent } from "./sharing.js";
import { languageOf } from "./start.js";

const NAME = "passerelle-advice";
const ATTRIBUTES = ["src", "locale", "questionnaire", "prices", "pictures", "cart-button"] as const;
/** Work begins when the element is this near to what is seen: a screen's height below it. */
const NEAR = "0px 0px 100% 0px";

/** What the page is told to put into its cart. */
export interface RoutineDetail {
  questionnaire: string;
  /** Ids of the items, each once, in the order of the routine; without what is owned already. */
  itemIds: readonly string[];
  /** The page says what becomes of it: the element waits for the promise, and says whether it held. */
  respondWith(done: Promise<unknown>): void;
}

// There is none in Node, where a server renders the page.
const Base = (typeof HTMLElement === "undefined" ? class {} : HTMLElement) as typeof HTMLElement;

/** The element's class. Its attributes are in docs/advice.md. */
export class PasserelleAdvice extends Base {
  static readonly observedAttributes: readonly string[] = ATTRIBUTES;
  #leave: (() => void)[] = [];
  /** The latest beginning; what an earlier one brings is too late. */
  #turn = 0;
  #visit: Visit | undefined;
  readonly #slot: HTMLSlotElement;
  readonly #room: Room;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    this.#slot = document.createElement("slot");
    root.append(this.#slot);
    root.adoptedStyleSheets = [sharedSheet(), adviceSheet()];
    this.#room = createRoom(this, root, this.#slot, () => undefined);
  }

  /** @internal */
  connectedCallback(): void {
    let isNear = false;
    const near = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) this.#room.retry();
      else if (!isNear) {
        isNear = true;
        void this.#begin();
      }
    }, { rootMargin: NEAR });
    near.observe(this);
    this.#leave = [() => near.disconnect(), onConsent(() => {
      this.#visit?.section.classList.toggle("refused", !pageConsent().isGranted());
      // Whether there are answers to go on with is known now.
      if (isNear && !this.#visit?.hasBegun) void this.#begin();
    })];
  }
  /** @internal */
  disconnectedCallback(): void {
    this.#leave.forEach((stop) => stop());
    this.#leave = [];
    this.#turn += 1;
  }
  /** @internal */
  attributeChangedCallback(_name: string, before: string | null, after: string | null): void {
    if (this.isConnected && before !== after) void this.#begin();
  }

  #said(name: (typeof ATTRIBUTES)[number]): string | undefined {
    return saidIn(this, name);
  }

  async #begin(): Promise<void> {
    const mine = ++this.#turn;
    const name = this.#said("questionnaire");
    await pageSettled();
    if (mine !== this.#turn || !this.isConnected) return;
    try {
      if (!name) throw new Error(`<${NAME}> names no questionnaire: write questionnaire="…", an id of [[questionnaire]] in house.toml`);
      const shop = await open({ pack: this.#said("src"), locale: this.#said("locale") });
      const [asked, kept] = await Promise.all([loadQuestionnaire(shop, name), keptAnswers(shop, name)]);
      if (mine !== this.#turn) return;
      this.#show(asked && new Visit(this, this.#room, shop, asked, this.#look(shop, asked), kept));
    } catch (error) {
      complain(error);
      if (mine === this.#turn) this.#show(undefined);
    }
  }

  #look(shop: Passerelle, { questionnaire }: Asked): Look {
    const locale = localeOf(this);
    const { currency, minorDigits, items } = questionnaire;
    const showsPrices = this.#said("prices") !== "none";
    // Asked for by everybody in the same order, whatever is answered. One that cannot be had goes.
    const pictures = this.#said("pictures") === "everyone"
      ? new Map(items.flatMap((item): [string, HTMLImageElement][] => {
          const src = webAddress(item.image ?? null);
          return src ? [[item.id, pictureOf([{ src }], {})]] : [];
        }))
      : undefined;
    return {
      words: wordsOf(locale),
      own: languageOf(locale),
      language: houseLanguage(shop),
      price: ({ priceMinor }) => (showsPrices && priceMinor !== undefined ? priceText(priceMinor / 10 ** minorDigits, currency, locale) : ""),
      ...(pictures && { picture: ({ id }: Candidate) => pictures.get(id) }),
    };
  }

  #show(visit: Visit | undefined): void {
    this.#visit = visit;
    this.#room.show(visit?.section ?? this.#slot, true);
  }
}

/** One way through a questionnaire. */
class Visit {
  readonly section = make("section", "region", { "aria-labelledby": "heading" });
  #answers: Answers = {};
  /** Whether the answers are kept on the device. */
  #isKept: boolean;
  /** The shopper had the answers forgotten: they are kept by their own hand alone from here on. */
  #hasForgotten = false;
  /** The shopper has begun: what stands here is theirs. */
  hasBegun = false;

  constructor(
    private readonly host: HTMLElement, private readonly room: Room, private readonly shop: Passerelle,
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

  /** Something else stands here now, by the shopper's own hand: from the first time on the element is as high as it is. */
  #put(nodes: readonly Node[], focus: () => void): void {
    if (!this.hasBegun) this.room.enter();
    this.hasBegun = true;
    this.section.replaceChildren(...nodes);
    focus();
    if (this.section.getBoundingClientRect().top < 0) this.host.scrollIntoView({ block: "start" });
  }

  /** Asks the question at this place among those that are asked. */
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
        drawn.complain();
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
      // What is not sensitive is kept as everything is that the shopper does; what is, only by their own hand.
      const button = this.#keepButton(status);
      if (questionnaire.sensitive === undefined && !this.#hasForgotten) void this.#keep(this.#answers, status).then(button.refresh);
      acts.push(button.node);
    }
    const nodes = drawRoutine(questionnaire, routine, look);
    this.#put([...nodes, make("p", "fine", { lang: own }, words.stays), make("div", "acts", { lang: own }, ...acts), status], () => (nodes[0] as HTMLElement).focus());
  }

  /** Keeps the answers on the device, or forgets them. */
  async #keep(answers: Answers, status: HTMLElement): Promise<void> {
    const { words } = this.look;
    const { id } = this.asked.questionnaire;
    try {
      await keepAnswers(this.shop, id, answers);
      // Nothing is kept while the shopper has paused, and nothing where none was given.
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

  /** "Put all into the cart", where the page says that it listens. */
  #cartButton({ steps }: Routine, status: HTMLElement): HTMLElement[] {
    const itemIds = steps.flatMap(({ owned, pick }) => (owned.length === 0 && pick ? [pick.itemId] : []));
    if (!this.host.hasAttribute("cart-button") || itemIds.length === 0) return [];
    const { words } = this.look;
    const node = act("main", words.add, () => {
      if (node.ariaDisabled === "true") return;
      let done: Promise<unknown> | undefined;
      const detail: RoutineDetail = { questionnaire: this.asked.questionnaire.id, itemIds, respondWith: (promise) => (done = Promise.resolve(promise)) };
      this.host.dispatchEvent(new CustomEvent("passerelle-add-routine", { bubbles: true, composed: true, detail }));
      if (!done) return;
      node.ariaDisabled = "true";
      status.textContent = words.adding;
      void done.then(() => words.added, () => words.failed).then((says) => {
        node.ariaDisabled = "false";
        status.textContent = says;
      });
    });
    return [node];
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

defineElement(NAME, PasserelleAdvice);

declare global {
  interface HTMLElementTagNameMap {
    "passerelle-advice": PasserelleAdvice;
  }
  interface HTMLElementEventMap {
    /** "Put all into the cart" was pressed: only with the attribute `cart-button`. */
    "passerelle-add-routine": CustomEvent<RoutineDetail>;
  }
}
