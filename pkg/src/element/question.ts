/** Draws a question with buttons for its answers. Not for the meaning of an answer: see the caller. */

import { button, make } from "./nodes.js";

/** A question that is drawn. */
export interface Question {
  box: HTMLElement;
  /**
   * Shows the result in place of the question. The status gets the focus before the buttons are removed, so that the focus is not lost and
   * a key held down presses no other button.
   */
  goOn(says: string, ...gone: HTMLElement[]): void;
}

/** Draws a question. Each answer is a part name and a button label; `answered` receives the part of the button pressed. */
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
