/**
 * `<passerelle-messages>`: what the house says to its clients, in a page, one message at a time. Everybody's page asks for the same
 * files; which message comes is decided on the device. What is between its tags is the page's own content, and stays where nothing is
 * said.
 */

import { drawMessage, drawReminder, type Look, messageSheet } from "./client-messages/draw.js";
import { wordsOf } from "./client-messages/words.js";
import { complain } from "./element/complain.js";
import { localeOf } from "./element/locale.js";
import { pageSettled } from "./element/moment.js";
import { make, webAddress } from "./element/nodes.js";
import { defineElement } from "./element/register.js";
import { createRoom, type Room } from "./element/room.js";
import { watchSeen } from "./element/seen.js";
import { sharedSheet } from "./element/style.js";
import type { Passerelle } from "./index.js";
import { loadMessages } from "./messages.js";
import { open } from "./open.js";
import { drawMessageOf, messagePicturesOf, onConsent } from "./sharing.js";
import { languageOf } from "./start.js";
import type { Message, MessageEvent, MessageKind, MessagesRequest, PageKind } from "./types.js";

const NAME = "passerelle-messages";
const ATTRIBUTES = ["src", "locale", "page", "kinds", "offers", "pictures", "sold-out"] as const;

// There is none in Node, where a server renders the page.
const Base = (typeof HTMLElement === "undefined" ? class {} : HTMLElement) as typeof HTMLElement;

/** Elements without an id have a number instead: each is a place of its own. */
let count = 0;

/** The element's class. Its attributes are in docs/messages.md. */
export class PasserelleMessages extends Base {
  static readonly observedAttributes: readonly string[] = ATTRIBUTES;
  readonly #place = `messages-${(count += 1)}`;
  #shown: (() => void) | undefined;
  #node: HTMLElement | undefined;
  #section: HTMLElement | undefined;
  #drawn = "";
  /** The latest question; what an earlier one brings is too late. */
  #turn = 0;
  #leave: (() => void)[] = [];
  #stopWatching: (() => void) | undefined;
  readonly #slot: HTMLSlotElement;
  readonly #room: Room;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    this.#slot = document.createElement("slot");
    root.append(this.#slot);
    root.adoptedStyleSheets = [sharedSheet(), messageSheet()];
    this.#room = createRoom(this, root, this.#slot, (front) => this.#placed(front));
  }

  /** @internal */
  connectedCallback(): void {
    const away = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) this.#room.retry();
    });
    away.observe(this);
    this.#leave = [() => away.disconnect(), onConsent(() => void this.#ask())];
    void this.#ask();
  }
  /** @internal */
  disconnectedCallback(): void {
    this.#leave.forEach((stop) => stop());
    this.#stopWatching?.();
    this.#turn += 1;
  }
  /** @internal */
  attributeChangedCallback(): void {
    if (this.isConnected) void this.#ask();
  }

  #said(name: (typeof ATTRIBUTES)[number]): string | undefined {
    return this.getAttribute(name)?.trim() || undefined;
  }

  #request(): MessagesRequest {
    const [page, kinds] = [this.#said("page"), this.#said("kinds")];
    return {
      slot: this.id || this.#place,
      ...(page && { page: page as PageKind }),
      ...(kinds && { kinds: kinds.split(/[\s,]+/) as MessageKind[] }),
    };
  }

  async #ask(): Promise<void> {
    const mine = ++this.#turn;
    await pageSettled();
    if (mine !== this.#turn) return;
    try {
      const shop = await open({ pack: this.#said("src"), locale: this.#said("locale") });
      const locale = localeOf(this);
      const [{ language }, texts] = await Promise.all([shop.translations(), loadMessages(locale)]);
      const pictures = this.#said("pictures") === "everyone" ? await picturesOf(shop) : undefined;
      const message = await drawMessageOf(shop, this.#request());
      if (mine !== this.#turn) return;
      const [own, word] = [languageOf(locale), (name: string): string => String(texts.words[name] ?? "")];
      const look = { own, heading: word("notice"), close: word("close"), readOn: word("read-on"), words: wordsOf(locale), language, offers: this.#said("offers") };
      this.#show(shop, message, { ...look, picture: message?.picture ? pictures?.get(webAddress(message.picture)) : undefined });
    } catch (error) {
      complain(error);
    }
  }

  #show(shop: Passerelle, message: Message | null, look: Look): void {
    const item = this.#said("sold-out");
    // What stands there already is left alone.
    const now = JSON.stringify([message, look.own, look.language, item]);
    if (now === this.#drawn) return;
    this.#drawn = now;
    this.#shown = this.#node = this.#section = undefined;
    if (message) {
      const record = (event: MessageEvent): void => void shop.recordMessage(message.id, event).catch(() => undefined);
      const drawn = drawMessage(message, look, {
        event: (event) => {
          record(event);
          if (event === "closed") this.#goOn();
        },
        feedback: (answer) => void this.dispatchEvent(new CustomEvent("passerelle-feedback", {
          bubbles: true, composed: true, detail: { messageId: message.id, answer },
        })),
      });
      this.#shown = () => record("impression");
      [this.#node, this.#section] = [drawn.node, drawn.section];
    } else if (item) {
      this.#section = drawReminder(look.own, look.words, () => shop.tellWhenBack(item).catch(() => false));
    }
    this.#room.show(this.#section ?? this.#slot);
  }

  #placed(front: HTMLElement): void {
    this.#stopWatching?.();
    const [node, shown] = [this.#node, this.#shown];
    this.#stopWatching = node && shown && front === this.#section ? watchSeen([node], shown) : undefined;
  }

  /** The message was put away: the focus goes to the page's own content. */
  #goOn(): void {
    this.#room.show(this.#slot, true);
    this.querySelector<HTMLElement>("a[href],button")?.focus();
  }
}

/**
 * The pictures of all messages of the house, asked for by everybody in the same order, whoever sees which. The node that was asked for
 * is the one that is drawn, so that nothing is asked for twice.
 */
async function picturesOf(shop: Passerelle): Promise<Map<string, HTMLImageElement>> {
  const addresses = (await messagePicturesOf(shop)).map(webAddress).filter(Boolean);
  return new Map(addresses.map((src) => [src, make("img", "picture", { alt: "", decoding: "async", width: 400, height: 500, src })]));
}

defineElement(NAME, PasserelleMessages);

declare global {
  interface HTMLElementTagNameMap {
    "passerelle-messages": PasserelleMessages;
  }
  interface HTMLElementEventMap {
    "passerelle-feedback": CustomEvent<{ messageId: string; answer: "satisfied" | "dissatisfied" }>;
  }
}
