/**
 * `<passerelle-notices>`: what the house writes to all its clients, in a page. Everybody's page asks for the same files; whom
 * a notice concerns is found out here. What is between its tags is the page's own content, and stays where nothing is said.
 */

import { complain } from "./element/complain.js";
import { localeOf } from "./element/locale.js";
import { pageSettled } from "./element/moment.js";
import { defineElement } from "./element/register.js";
import { createRoom, type Room } from "./element/room.js";
import { watchSeen } from "./element/seen.js";
import { sharedSheet } from "./element/style.js";
import type { Passerelle } from "./index.js";
import { loadMessages } from "./messages.js";
import { draw, type Letter, type Look, noticeSheet, type Post } from "./notices/draw.js";
import { open } from "./open.js";
import { onConsent, prominenceOf } from "./sharing.js";
import { languageOf } from "./start.js";
import type { Notice } from "./types.js";

const NAME = "passerelle-notices";
const ATTRIBUTES = ["src", "locale"] as const;

// There is none in Node, where a server renders the page.
const Base = (typeof HTMLElement === "undefined" ? class {} : HTMLElement) as typeof HTMLElement;

/** The element's class. Its attributes are in docs/INTEGRATION.md. */
export class PasserelleNotices extends Base {
  static readonly observedAttributes: readonly string[] = ATTRIBUTES;
  #post: Post | undefined;
  #shown: ((at: number) => void) | undefined;
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
    root.adoptedStyleSheets = [sharedSheet(), noticeSheet()];
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

  async #ask(): Promise<void> {
    const mine = ++this.#turn;
    await pageSettled();
    if (mine !== this.#turn) return;
    try {
      const shop = await open({ pack: this.#said("src"), locale: this.#said("locale") });
      const { language, notices } = await shop.translations();
      const locale = localeOf(this);
      const { words } = await loadMessages(locale);
      const letters = await lettersOf(shop, notices);
      if (mine === this.#turn) this.#show(shop, letters, { own: languageOf(locale), words, language });
    } catch (error) {
      complain(error);
    }
  }

  #show(shop: Passerelle, letters: Letter[], look: Look): void {
    // What stands there already is left alone.
    const now = JSON.stringify([letters, look.own, look.language]);
    if (now === this.#drawn) return;
    this.#drawn = now;
    const note = ({ notice }: Letter, what: "shown" | "read"): void => void shop.recordNotice(notice.id, what).catch(() => undefined);
    this.#shown = (at) => note(letters[at]!, "shown");
    this.#post = letters.length === 0 ? undefined : draw(letters, look, (letter, isGone) => {
      note(letter, "read");
      if (isGone) this.#goOn();
    });
    this.#room.show(this.#post?.section ?? this.#slot);
  }

  #placed(front: HTMLElement): void {
    this.#stopWatching?.();
    const [post, shown] = [this.#post, this.#shown];
    this.#stopWatching = post && shown && front === post.section ? watchSeen(post.nodes, shown) : undefined;
  }

  /** A letter was put away: the focus goes to the next one, or to the page's own content. */
  #goOn(): void {
    const next = this.#post?.section.querySelector<HTMLElement>("button");
    if (!next) this.#room.show(this.#slot);
    (next ?? this.querySelector<HTMLElement>("a[href],button"))?.focus();
  }
}

/** Those that are to be shown today, those that concern the shopper first. */
async function lettersOf(shop: Passerelle, notices: readonly Notice[]): Promise<Letter[]> {
  const letters: Letter[] = [];
  for (const notice of notices) {
    const how = await prominenceOf(shop, notice);
    if (!how) continue;
    letters.push({ notice, prominence: how });
    // Until it is seen, promotions leave it its share.
    await shop.recordNotice(notice.id, "waits");
  }
  return letters.sort((a, b) => Number(b.prominence === "first") - Number(a.prominence === "first"));
}

defineElement(NAME, PasserelleNotices);

declare global {
  interface HTMLElementTagNameMap {
    "passerelle-notices": PasserelleNotices;
  }
}
