/**
 * The base of `<passerelle-messages>` and `<passerelle-notices>`: every page fetches the same files, and the device decides which message
 * appears. Not for drawing: see `draw.ts`.
 */

import { pageConsent } from "../consent.js";
import { localeOf } from "../element/locale.js";
import { webAddress } from "../element/nodes.js";
import { type Asked, LiveElement } from "../element/live-element.js";
import { rendered } from "../element/rendered.js";
import { watchSeen } from "../element/seen.js";
import type { Passerelle } from "../index.js";
import { loadMessages } from "../messages.js";
import { pageAddress } from "../page/page-address.js";
import { messageFileOf } from "../sharing.js";
import { languageOf } from "../start.js";
import type { Message, MessagesRequest } from "../types.js";
import { drawMessages, drawReminder, type Look, messageSheet } from "./draw.js";
import { drawMessage, drawNotices } from "./page-message.js";
import { picturesOf } from "./pictures.js";
import { remind } from "./remind.js";
import { wordsOf } from "./words.js";

/** An element that shows the house's messages. */
export abstract class MessagesElement extends LiveElement {
  /** What was drawn last, and the inputs that it was drawn from. */
  #drawn: { from: string; content: HTMLElement | undefined } | undefined;
  /** The messages of the drawn content, their nodes, and the function called when one was seen. */
  #shown: { section: HTMLElement; nodes: readonly HTMLElement[]; seen: (at: number) => void } | undefined;
  /** The content given to the layout last; `null` if there was none. */
  #given: HTMLElement | undefined | null = null;
  /** Whether the module has counted the given message as drawn: it has not while the message has no room. */
  #isCounted = false;
  /** The content that the layout shows. */
  #front: HTMLElement | undefined;
  /** The content whose messages are watched until they were seen, and the function that stops it. */
  #watched: HTMLElement | undefined;
  #stopWatching: (() => void) | undefined;

  constructor() {
    super(messageSheet);
  }

  /** Returns the element's request; `reads` is whether Passerelle reads the page. */
  protected abstract request(reads: boolean): MessagesRequest;
  /** Whether it shows all notices, in place of the page's one message. */
  protected readonly listsNotices: boolean = false;

  protected override async answer({ shop, reads, isCurrent }: Asked): Promise<void> {
    const locale = localeOf(this);
    const [{ language }, texts] = await Promise.all([shop.translations(), loadMessages(locale)]);
    if (!isCurrent()) return;
    const request = this.request(reads);
    const pictures = request.pictures ? await picturesOf(shop) : undefined;
    if (!isCurrent()) return;
    // A message counts as drawn: an element that is not rendered must not use it up.
    await rendered(this);
    if (!isCurrent()) return;
    const page = `${pageAddress()} ${request.page ?? ""}`;
    const { slot = "" } = request;
    const file = await messageFileOf(shop);
    if (!isCurrent()) return;
    this.drawsFor(page);
    const [own, word] = [languageOf(locale), (name: string): string => String(texts.words[name] ?? "")];
    const picture = (message: Message): HTMLImageElement | undefined => pictures?.get(webAddress(message.picture));
    const offers = this.said("offers") ?? file?.offers;
    const look = { own, heading: word("notice"), close: word("close"), readOn: word("read-on"), words: wordsOf(locale), language, offers, picture };
    const fits = (next: readonly Message[]): boolean => {
      const content = isCurrent() ? this.#draw(shop, next, look) : undefined;
      return content !== undefined && this.fits(content);
    };
    // Notices count when they are seen.
    const { messages, isCounted } = await (this.listsNotices ? drawNotices(slot, shop, request) : drawMessage(slot, shop, request, fits));
    if (isCurrent()) this.#show(this.#draw(shop, messages, look), isCounted);
  }

  /** Shows the content, unless it is what was shown last. */
  #show(content: HTMLElement | undefined, isCounted: boolean): void {
    const isSame = content === this.#given && isCounted === this.#isCounted;
    [this.#given, this.#isCounted] = [content, isCounted];
    if (isSame) this.stays();
    else this.put(content);
    this.#watch();
  }

  /** Draws the messages, or the button "Tell me here". The same content is the same node. */
  #draw(shop: Passerelle, messages: readonly Message[], look: Look): HTMLElement | undefined {
    const item = this.said("sold-out");
    const asksToRemind = messages.length === 0 && item !== undefined;
    // The result of "tell me here" is valid only under the consent at that time.
    const from = JSON.stringify([messages, look.own, look.language, look.offers, item, asksToRemind && pageConsent().isGranted()]);
    if (from === this.#drawn?.from) return this.#drawn.content;
    this.#shown = undefined;
    this.#drawn = { from, content: undefined };
    if (messages.length === 0) {
      return (this.#drawn.content = asksToRemind ? drawReminder(look.own, look.words, () => remind(shop, item)) : undefined);
    }
    const drawn = drawMessages(messages, look, {
      event: ({ id }, event) => void shop.recordMessage(id, event).catch(() => undefined),
      closed: (node) => this.#close(node),
      feedback: ({ id }, answer) => void this.dispatchEvent(new CustomEvent("passerelle-feedback", {
        bubbles: true, composed: true, detail: { messageId: id, answer },
      })),
    });
    const seen = (at: number): void => void shop.recordMessage(messages[at]!.id, "impression").catch(() => undefined);
    this.#shown = { ...drawn, seen };
    return (this.#drawn.content = drawn.section);
  }

  /** Removes a closed message. The focus goes to the next message. If it was the last one, the fallback replaces it and gets the focus. */
  #close(node: HTMLElement): void {
    const others = [...(node.parentElement?.querySelectorAll("article") ?? [])].filter((other) => other !== node);
    if (others.length === 0) {
      this.goOn();
      return;
    }
    const next = others.find((other) => node.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) ?? others[0];
    node.remove();
    next?.querySelector<HTMLElement>(".close")?.focus();
  }

  protected override forget(): void {
    this.#drawn = this.#shown = undefined;
    this.#given = null;
  }

  /** The confirmation "you will be told" is valid only while the request is stored. */
  protected override historyEdited(): void {
    if (this.shadowRoot?.querySelector(".remind[aria-disabled=true]")) this.forget();
  }

  protected override placed(front: HTMLElement): void {
    this.#front = front;
    this.#watch();
    // A message that waited for room has found it: now it counts.
    if (front === this.#given && !this.#isCounted) this.refresh();
  }

  #watch(): void {
    const [front, shown] = [this.#front, this.#shown];
    if (front === this.#watched) return;
    this.#stopWatching?.();
    this.#stopWatching = this.#watched = undefined;
    if (!shown || front !== shown.section || !this.#isCounted) return;
    this.#watched = front;
    this.#stopWatching = watchSeen(shown.nodes, shown.seen);
  }

  protected override gone(): void {
    this.#stopWatching?.();
    this.#watched = undefined;
  }
}
