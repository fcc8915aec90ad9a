/**
 * `<passerelle-messages>`: shows the house's messages to its clients, one at a time. Content inside the element is the fallback: it stays
 * if there is no message. Importing this file defines the element; in Node it does nothing. Not for notices alone: see `notices.ts`.
 */

import { MessagesElement } from "./client-messages/messages-element.js";
import { messagesRequestOf } from "./client-messages/request.js";
import { defineElement } from "./element/register.js";
import type { MessagesRequest } from "./types.js";

/** The element's class. Its attributes are in docs/messages.md. */
export class PasserelleMessages extends MessagesElement {
  static readonly observedAttributes: readonly string[] = ["src", "locale", "page", "kinds", "offers", "pictures", "sold-out"];

  protected override request(reads: boolean): MessagesRequest {
    return messagesRequestOf(this, reads);
  }
}

defineElement("passerelle-messages", PasserelleMessages);

declare global {
  interface HTMLElementTagNameMap {
    "passerelle-messages": PasserelleMessages;
  }
  interface HTMLElementEventMap {
    "passerelle-feedback": CustomEvent<{ messageId: string; answer: "satisfied" | "dissatisfied" }>;
  }
}
