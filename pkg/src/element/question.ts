/** A question with buttons. Not for what an answer means. */

import { button, make } from "./nodes.js";

/** A question that was put. */
export interface Question {
  box: HTMLElement;
  /**
   * Says what became of it. The focus is on the status before the buttons go, so that it is not lost, and a key that is held presses
   * nothing more.
   */
  goOn(says: string, ...gone: HTMLElement[]): void;
}

/** Puts the question; each answer is a part and what its button says, and `answered` hears of one. */
export function ask<Part extends string>(
  says: string, answers: readonly (readonly [Part, string])[], answered: (part: Part, question: Question) => void,
): Question {
  const status = make("p", "question", { id: "question", role: "status", tabindex: -1 }, says);
  const box = make("div", "answers", { role: "group", "aria-labelledby": "question" }, status);
  const question: Question = {
    box,
    goOn(next, ...gone) {
      status.textContent = next;
      status.focus();
      for (const node of gone) node.remove();
    },
  };
  const buttons = answers.map(([part, label]) => {
    const node = button(part, {}, label);
    node.addEventListener("click", () => {
      question.goOn(status.textContent ?? "", ...buttons);
      answered(part, question);
    });
    return node;
  });
  box.append(...buttons);
  return question;
}
