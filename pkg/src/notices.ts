/**
 * `<passerelle-notices>`: shows all current notices at once, on every page. Importing this file defines the element; in Node it does
 * nothing. Not for other messages: see `client-messages.ts`.
 */

import { MessagesElement } from "./client-messages/messages-element.js";
import { defineElement } from "./element/register.js";
import { placeOf } from "./element/request.js";
import type { MessagesRequest } from "./types.js";

/** The element's class. Its attributes are in docs/notices.md. */
export class PasserelleNotices extends MessagesElement {
  static readonly observedAttributes: readonly string[] = ["src", "locale"];
  protected override readonly listsNotices = true;

  protected override request(): MessagesRequest {
    return { slot: `notices ${placeOf(this)}` };
  }
}

defineElement("passerelle-notices", PasserelleNotices);

declare global {
  interface HTMLElementTagNameMap {
    "passerelle-notices": PasserelleNotices;
  }
}
