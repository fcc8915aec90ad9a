/** Draws a questionnaire and a routine as nodes: texts and parsed addresses, never markup. Not for their events: see `visit.ts`. */

import { button, make, webAddress } from "../element/nodes.js";
import type { Candidate, Pick, Question, Questionnaire, Routine, RoutineStep } from "./advice-types.js";
import type { Words } from "./words.js";

/** The texts and functions that a questionnaire is drawn with. */
export interface Look {
  words: Words;
  /** Language of the element's own labels. */
  own: string;
  /** Language of the house's texts. */
  language: string;
  /** Returns the price of an item as text; empty for none. */
  price(item: Candidate): string;
  /** Returns an item's picture, if the element shows pictures; the page requests all of them, whatever the answers. */
  picture?(item: Candidate): HTMLImageElement | undefined;
}

/** Creates a button with an action. */
export function act(part: string, says: string, work: () => void): HTMLButtonElement {
  const node = button(part, {}, says);
  node.addEventListener("click", work);
  return node;
}

/** Creates the heading, which can take the focus when the content under it changes. */
export function heading(text: string, lang: string): HTMLElement {
  return make("h2", "heading", { id: "heading", tabindex: -1, lang, dir: "auto" }, text);
}

/** Draws the page before the first question. */
export function drawStart({ title, intro, sensitive }: Questionnaire, { words, own, language }: Look, ...acts: HTMLElement[]): Node[] {
  const said = [intro, sensitive].filter((text) => text !== undefined).map((text) => make("p", text === sensitive ? "sensitive" : "intro", { lang: language, dir: "auto" }, text));
  return [heading(title, language), ...said, make("p", "fine", { lang: own }, words.stays), make("div", "acts", { lang: own }, ...acts)];
}

/** A question that is drawn. */
export interface DrawnQuestion {
  nodes: Node[];
  /** Returns the ids of the answers chosen. */
  chosen(): string[];
  /** Shows that an answer is needed. */
  logError(): void;
  /** Moves the focus to the question. */
  focus(): void;
}

/** Draws question `at` of `all`, from 1, with the answers given `before`. `go` is called when the shopper continues. */
export function drawQuestion(
  questionnaire: Questionnaire, question: Question, [at, all]: readonly [number, number], before: readonly string[], { words, own, language }: Look, go: () => void, ...acts: HTMLElement[]
): DrawnQuestion {
  const inputs = question.answers.map(({ id }) => make("input", "input", {
    type: question.several ? "checkbox" : "radio", name: "answer", value: id, ...(before.includes(id) && { checked: "" }),
  }));
  const labels = question.answers.map(({ text }, which) => make("label", "answer", {}, inputs[which]!, make("span", "", { dir: "auto" }, text)));
  const status = make("p", "status", { role: "status", lang: own });
  const legend = make("legend", "legend", { tabindex: -1, dir: "auto" }, question.text);
  const hint = question.several ? [make("p", "fine", { lang: own }, words.any)] : [];
  const says = words.progress.replace("{at}", number(at, own)).replace("{all}", number(all, own));
  const next = make("button", "main", { type: "submit", lang: own }, at === all ? words.finish : words.next);
  const form = make("form", "question", { lang: language, novalidate: "" },
    make("fieldset", "answers", {}, legend, ...hint, ...labels), status, make("div", "acts", { lang: own }, next, ...acts));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go();
  });
  form.addEventListener("change", () => (status.textContent = ""));
  return {
    nodes: [
      heading(questionnaire.title, language),
      make("p", "fine", { lang: own, id: "progress" }, says),
      make("progress", "progress", { max: all, value: at, "aria-labelledby": "progress" }),
      form,
    ],
    chosen: () => inputs.filter(({ checked }) => checked).map(({ value }) => value),
    logError() {
      status.textContent = words.choose;
      inputs[0]?.focus();
    },
    focus: () => legend.focus(),
  };
}

/** Draws a routine, step by step. */
export function drawRoutine({ items }: Questionnaire, { steps }: Routine, look: Look): Node[] {
  const { words, own, language } = look;
  const byId = new Map(items.map((item) => [item.id, item]));
  const link = (item: Candidate, ...within: Node[]): HTMLElement => {
    const href = webAddress(item.url);
    const price = look.price(item);
    const text = [make("span", "title", {}, make("bdi", "", {}, item.title)), ...(price ? [" ", make("span", "price", { lang: own }, make("bdi", "", {}, price))] : [])];
    return href ? make("a", "link", { href }, ...within, ...text) : make("span", "link", {}, ...within, ...text);
  };
  const picked = ({ itemId, grounds }: Pick): Node[] => {
    const item = byId.get(itemId);
    if (!item) return [];
    const picture = look.picture?.(item);
    const because = grounds.length > 0 ? [make("p", "because fine", { lang: own }, `${words.because} `, make("bdi", "", { lang: language }, grounds.map(({ text }) => text).join(" · ")))] : [];
    return [link(item, ...(picture ? [make("span", "picture", {}, picture)] : [])), ...because];
  };
  const drawn = ({ name, owned, pick, alternative }: RoutineStep): HTMLElement => {
    const titles = owned.flatMap((id) => byId.get(id)?.title ?? []);
    const other = alternative ? byId.get(alternative.itemId) : undefined;
    return make("li", "step", {},
      make("h3", "name", { dir: "auto" }, name),
      ...(titles.length > 0 ? [make("p", "owned fine", { lang: own }, `${words.owned} `, make("bdi", "", { lang: language }, titles.join(" · ")))] : []),
      ...(pick ? picked(pick) : [make("p", "nothing", { lang: own }, words.nothing)]),
      ...(other ? [make("p", "other fine", { lang: own }, `${words.or} `, link(other))] : []));
  };
  // Some screen readers do not treat a list without markers as a list: the role restores it.
  return [heading(words.routine, own), make("ol", "steps", { role: "list", lang: language }, ...steps.map(drawn))];
}

function number(value: number, language: string): string {
  return new Intl.NumberFormat(language).format(value);
}
