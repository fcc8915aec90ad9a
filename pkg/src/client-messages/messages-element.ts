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
import { drawMessagesOf, messageFileOf } from "../sharing.js";
import { languageOf } from "../start.js";
import type { Message, MessagesRequest } from "../types.js";
import { drawMessages, drawReminder, type Look, messageSheet } from "./draw.js";
import { picturesOf } from "./pictures.js";
import { remind } from "./remind.js";
import { wordsOf } from "./words.js";

/** An element that shows the house's messages. */
export abstract class MessagesElement extends LiveElement {
  #drawn = "";
  /** The messages shown, their nodes, and the function called when one was seen. */
  #shown: { section: HTMLElement; nodes: readonly HTMLElement[]; seen: (at: number) => void } | undefined;
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
    const messages = await drawMessagesOf(shop, request, this.listsNotices);
    const offers = this.said("offers") ?? (await messageFileOf(shop))?.offers;
    if (!isCurrent()) return;
    this.drawsFor(page);
    const [own, word] = [languageOf(locale), (name: string): string => String(texts.words[name] ?? "")];
    const look = { own, heading: word("notice"), close: word("close"), readOn: word("read-on"), words: wordsOf(locale), language, offers };
    const picture = (message: Message): HTMLImageElement | undefined => pictures?.get(webAddress(message.picture));
    this.#show(shop, messages, { ...look, picture });
  }

  #show(shop: Passerelle, messages: readonly Message[], look: Look): void {
    const item = this.said("sold-out");
    const asksToRemind = messages.length === 0 && item !== undefined;
    // The same content stays untouched. The result of "tell me here" is valid only under the consent at that time.
    const now = JSON.stringify([messages, look.own, look.language, look.offers, item, asksToRemind && pageConsent().isGranted()]);
    if (now === this.#drawn) {
      this.stays();
      return;
    }
    this.#drawn = now;
    this.#shown = undefined;
    if (messages.length === 0) {
      this.put(asksToRemind ? drawReminder(look.own, look.words, () => remind(shop, item)) : undefined);
      return;
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
    this.put(drawn.section);
  }

  /** Removes a closed message. The focus goes to the next message. If it was the last one, the fallback replaces it and gets the focus. */
  #close(node: HTMLElement): void {
    const { section } = this.#shown ?? {};
    const others = [...(section?.querySelectorAll("article") ?? [])].filter((other) => other !== node);
    if (others.length === 0) {
      this.goOn();
      return;
    }
    const next = others.find((other) => node.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) ?? others[0];
    node.remove();
    next?.querySelector<HTMLElement>(".close")?.focus();
  }

  protected override forget(): void {
    this.#drawn = "";
    this.#shown = undefined;
  }

  /** That the shopper will be told is true only while the wish is stored. */
  protected override historyEdited(): void {
    if (this.shadowRoot?.querySelector(".remind[aria-disabled=true]")) this.forget();
  }

  protected override placed(front: HTMLElement): void {
    this.#stopWatching?.();
    const shown = this.#shown;
    this.#stopWatching = shown && front === shown.section ? watchSeen(shown.nodes, shown.seen) : undefined;
  }

  protected override gone(): void {
    this.#stopWatching?.();
  }
}
