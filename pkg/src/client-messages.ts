/**
 * `<passerelle-messages>`: what the house says to its clients, in a page, one message at a time. Everybody's page asks for the same
 * files; which message comes is decided on the device. What is between its tags is the page's own content, and stays where nothing is
 * said.
 */

import { drawMessage, drawReminder, type Look, messageSheet } from "./client-messages/draw.js";
import { picturesOf } from "./client-messages/pictures.js";
import { remind } from "./client-messages/remind.js";
import { messagesRequestOf } from "./client-messages/request.js";
import { wordsOf } from "./client-messages/words.js";
import { pageConsent } from "./consent.js";
import { complain } from "./element/complain.js";
import { localeOf } from "./element/locale.js";
import { pageSettled } from "./element/moment.js";
import { webAddress } from "./element/nodes.js";
import { defineElement } from "./element/register.js";
import { saidIn } from "./element/request.js";
import { createRoom, type Room } from "./element/room.js";
import { watchSeen } from "./element/seen.js";
import { sharedSheet } from "./element/style.js";
import type { Passerelle } from "./index.js";
import { loadMessages } from "./messages.js";
import { open } from "./open.js";
import { pageAddress } from "./page/page-address.js";
import { pageReader } from "./page/shared-reader.js";
import { drawMessageOf, isOwn, messageFileOf, onConsent } from "./sharing.js";
import { languageOf } from "./start.js";
import type { Message, MessageEvent } from "./types.js";

const NAME = "passerelle-messages";
const ATTRIBUTES = ["src", "locale", "page", "kinds", "offers", "pictures", "sold-out"] as const;

// There is none in Node, where a server renders the page.
const Base = (typeof HTMLElement === "undefined" ? class {} : HTMLElement) as typeof HTMLElement;

/** The element's class. Its attributes are in docs/messages.md. */
export class PasserelleMessages extends Base {
  static readonly observedAttributes: readonly string[] = ATTRIBUTES;
  #shown: (() => void) | undefined;
  #node: HTMLElement | undefined;
  #section: HTMLElement | undefined;
  #drawn = "";
  /** The page that what is shown was drawn for. */
  #drawnFor: string | undefined;
  /** What is shown is of another page, or of another consent: it must not stay for the shopper's pointer or focus. */
  #isStale = false;
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
    this.#leave = [() => away.disconnect()];
    const on = (target: EventTarget, name: string, work: (event: Event) => void): void => {
      target.addEventListener(name, work);
      this.#leave.push(() => target.removeEventListener(name, work));
    };
    on(this, "pointerleave", this.#room.retry);
    on(this, "focusout", () => setTimeout(this.#room.retry));
    // Back from the cache of pages that were left: much may have happened meanwhile.
    on(window, "pageshow", (event) => (event as PageTransitionEvent).persisted && void this.#ask());
    this.#leave.push(onConsent(() => {
      this.#isStale = true;
      void this.#ask();
    }));
    // In a shop that is one page, it has become another.
    this.#leave.push(pageReader().onPage(() => void this.#ask()));
    void this.#ask();
  }
  /** @internal */
  disconnectedCallback(): void {
    this.#leave.forEach((stop) => stop());
    this.#leave = [];
    this.#stopWatching?.();
    this.#turn += 1;
  }
  /** @internal */
  attributeChangedCallback(): void {
    if (this.isConnected) void this.#ask();
  }

  #said(name: (typeof ATTRIBUTES)[number]): string | undefined {
    return saidIn(this, name);
  }

  async #ask(): Promise<void> {
    const mine = ++this.#turn;
    await pageSettled();
    if (mine !== this.#turn) return;
    const wanted = { pack: this.#said("src"), locale: this.#said("locale") };
    try {
      const shop = await open(wanted);
      const locale = localeOf(this);
      const [{ language }, texts] = await Promise.all([shop.translations(), loadMessages(locale)]);
      const pictures = this.#said("pictures") === "everyone" ? await picturesOf(shop) : undefined;
      if (mine !== this.#turn) return;
      const request = messagesRequestOf(this, !isOwn(wanted));
      const page = `${pageAddress()} ${request.page ?? ""}`;
      const message = await drawMessageOf(shop, request);
      const offers = this.#said("offers") ?? (await messageFileOf(shop))?.offers;
      if (mine !== this.#turn) return;
      this.#isStale ||= this.#drawnFor !== undefined && this.#drawnFor !== page;
      this.#drawnFor = page;
      const [own, word] = [languageOf(locale), (name: string): string => String(texts.words[name] ?? "")];
      const look = { own, heading: word("notice"), close: word("close"), readOn: word("read-on"), words: wordsOf(locale), language, offers };
      this.#show(shop, message, { ...look, picture: message?.picture ? pictures?.get(webAddress(message.picture)) : undefined });
    } catch (error) {
      complain(error);
      if (mine !== this.#turn) return;
      this.#drawn = "";
      this.#shown = this.#node = this.#section = undefined;
      this.#put(this.#slot);
    }
  }

  #show(shop: Passerelle, message: Message | null, look: Look): void {
    const item = this.#said("sold-out");
    // What stands there already is left alone. What became of "tell me here" holds for the consent that it was said under.
    const now = JSON.stringify([message, look.own, look.language, item, !message && item && pageConsent().isGranted()]);
    if (now === this.#drawn) {
      this.#isStale = false;
      return;
    }
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
      this.#section = drawReminder(look.own, look.words, () => remind(shop, item));
    }
    this.#put(this.#section ?? this.#slot);
  }

  /** Shows it; what is shown from now on is of this page and this consent. */
  #put(next: HTMLElement): void {
    this.#room.show(next, this.#isStale);
    this.#isStale = false;
  }

  #placed(front: HTMLElement): void {
    this.#stopWatching?.();
    const [node, shown] = [this.#node, this.#shown];
    this.#stopWatching = node && shown && front === this.#section ? watchSeen([node], shown) : undefined;
  }

  /** The message was put away: the focus goes to the page's own content, else it stays where the message was. */
  #goOn(): void {
    this.#room.show(this.#slot, true);
    for (const next of this.querySelectorAll<HTMLElement>("a[href],button,input,select,textarea,[tabindex]")) {
      next.focus();
      if (next.matches(":focus")) return;
    }
    if (!this.hasAttribute("tabindex")) {
      this.tabIndex = -1;
      this.addEventListener("blur", () => this.removeAttribute("tabindex"), { once: true });
    }
    this.focus();
  }
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
