/**
 * The life of an element whose shopper is near: when it asks, what it asks, and what it tells. How it looks and where it
 * finds room is said beside it. Loaded when it is needed.
 */

import type { Passerelle } from "../index.js";
import { follow, hear, onPage } from "../page/reader.js";
import { idsOf } from "../page/statement.js";
import { expect, isOwn, onConsent, open } from "../sharing.js";
import type { Placement, Suggestion } from "../types.js";
import { complain } from "./complain.js";
import { draw, lazyPicture, type Look, type Row, type Shelf, takeAway } from "./draw.js";
import { dismissed, exposed, followed } from "./feedback.js";
import { localeOf } from "./locale.js";
import { pageSettled } from "./moment.js";
import { requestOf, saidBy } from "./request.js";
import { createRoom } from "./room.js";
import { watchSeen } from "./seen.js";
import { loadSpeech, type Speech } from "./speech.js";
import { sharedSheet } from "./style.js";
import type { Attribute, PasserelleSuggestions, SuggestionDetail } from "./suggestions.js";

/** What connects an element to the page. */
export interface Work {
  connect(): void;
  disconnect(): void;
  /** Asks again. */
  refresh(): void;
}

/** Offers live half an hour: whoever asks again more often than this is at odds with another element. */
const AGAIN_MS = 60_000;

/** What elements have said of the country: each word once, so that what the page says beside it stands. */
const toldCountries = new WeakMap<Passerelle, string | undefined>();
const IMAGES = ["slate", "pool", "none"];

/** What the element does once the shopper is near. */
export function createWork(host: PasserelleSuggestions, root: ShadowRoot): Work {
  root.adoptedStyleSheets = [sharedSheet()];
  const slot = root.querySelector("slot")!;

  /** The latest question; what an earlier one brings is too late. */
  let turn = 0;
  /** What was told of this element's attributes, so that it is told once. */
  let toldProduct = "";
  let toldConsent: string | undefined;
  let shop: Passerelle | undefined;
  let placement: Placement = "product";
  let shelf: Shelf | undefined;
  let speech: Speech | undefined;
  let drawn = "";
  /** When an offer had become too old. */
  let lost = -AGAIN_MS;
  let stopWatching: (() => void) | undefined;
  let leave: (() => void)[] = [];

  const room = createRoom(host, root, slot, (front) => {
    stopWatching?.();
    stopWatching = undefined;
    if (!shelf || front !== shelf.section) return;
    const { rows } = shelf;
    stopWatching = watchSeen(rows.map(({ node }) => node), (at) => {
      const row = rows[at];
      if (!row || !shop || row.node.classList.contains("taken")) return;
      tell("shown", row, false);
      void exposed(shop, row.item).then((stands) => {
        if (stands || drawn === "" || performance.now() - lost < AGAIN_MS) return;
        lost = performance.now();
        // What was drawn is not what would be offered now.
        drawn = "";
        refresh();
      });
    });
  });

  const said = (name: Attribute): string | undefined => saidBy(host, name);

  /** Whether the page lets it happen. */
  const tell = (what: string, { item, position }: Row, cancelable: boolean): boolean => {
    const detail: SuggestionDetail = { itemId: item.itemId, placement, position, reason: item.reason };
    return host.dispatchEvent(new CustomEvent(`passerelle-${what}`, { bubbles: true, composed: true, cancelable, detail }));
  };

  const acts = {
    follow(row: Row, event: MouseEvent) {
      if (!tell("click", row, true)) event.preventDefault();
      if (shop) followed(shop, row.item);
    },
    why(row: Row) {
      const [from, words, section] = [shop, speech, shelf?.section];
      if (!from || !words || !section) return;
      void import("./why.js").then(({ openWhy }) => openWhy(section, from, row, words, () => acts.dismiss(row)), complain);
    },
    dismiss(row: Row) {
      const [from, words] = [shop, speech];
      if (!from || !words || !tell("dismiss", row, true)) return;
      dismissed(from, row.item);
      drawn = "";
      takeAway(row, words, () => dismissed(from, row.item, true));
    },
  };

  const ask = async (): Promise<void> => {
    const mine = ++turn;
    await pageSettled();
    if (mine !== turn) return;
    const wanted = { pack: said("src"), locale: said("locale") };
    try {
      const product = said("product-id");
      expect(wanted, requestOf(host, !isOwn(wanted)));
      const opened = await open(wanted);
      if (mine !== turn) return;
      const reads = !isOwn(wanted);
      shop = opened;
      tellConsent(opened);
      await tellCountry(opened);
      if (mine !== turn) return;
      if (reads) {
        if (product && product !== toldProduct) hear({ name: "view_item", ids: idsOf(product), source: "product-id" });
        toldProduct = product ?? "";
        follow(opened, () => isOwn(wanted));
      }
      const request = requestOf(host, reads);
      placement = request.placement;
      const locale = localeOf(host);
      // Beside the slate, whatever there is to say: what is asked for must not depend on that.
      const speaking = loadSpeech(opened, locale);
      const images = imagesSaid();
      const pool = images === "pool" ? await (await import("./pool.js")).createPool(opened, request) : undefined;
      if (mine !== turn) return;
      const [words, { suggestions }] = await Promise.all([speaking, opened.offer(pool?.request ?? request)]);
      if (mine === turn) show(suggestions, words, locale, images, pool?.picture ?? (images === "none" ? undefined : lazyPicture));
    } catch (error) {
      complain(error);
      if (mine !== turn) return;
      drawn = "";
      shelf = undefined;
      room.show(slot);
    }
  };

  const tellConsent = (to: Passerelle): void => {
    const consent = said("consent");
    if (consent === toldConsent) return;
    toldConsent = consent;
    if (consent === "granted" || consent === "denied") void to.setConsent(consent === "granted");
  };

  /** The page's country: one for all its elements, whoever says it. */
  const tellCountry = async (to: Passerelle): Promise<void> => {
    const country = said("country");
    if (country === toldCountries.get(to)) return;
    toldCountries.set(to, country);
    await to.setSeason({ ...(country && { country }) });
  };

  const imagesSaid = (): string => {
    const images = said("images") ?? "slate";
    if (IMAGES.includes(images)) return images;
    // A word that is none of these may have been meant to hide something.
    throw Object.assign(new Error(`<${host.localName}>: \`images\` must be ${IMAGES.join(", ")}`), { code: "invalid_option" });
  };

  const show = (suggestions: readonly Suggestion[], words: Speech, locale: string, images: string, picture: Look["picture"]): void => {
    const label = said("label") ?? words.word(placement === "product" ? "others" : "region");
    // What stands there already is left alone.
    const now = JSON.stringify([suggestions, label, locale, images]);
    if (now === drawn) return;
    drawn = now;
    speech = words;
    shelf = draw(suggestions, { label, locale, picture }, words, acts);
    room.show(shelf?.section ?? slot);
  };

  const refresh = (): void => void ask();

  return {
    refresh,
    connect() {
      const on = (target: EventTarget, name: string, work: (event: Event) => void): void => {
        target.addEventListener(name, work);
        leave.push(() => target.removeEventListener(name, work));
      };
      const observer = new IntersectionObserver((entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) room.retry();
      });
      observer.observe(host);
      leave.push(() => observer.disconnect());
      on(host, "pointerleave", room.retry);
      on(host, "focusout", () => setTimeout(room.retry));
      // Back from the cache of pages that were left: much may have happened meanwhile.
      on(window, "pageshow", (event) => (event as PageTransitionEvent).persisted && refresh());
      leave.push(onConsent(refresh));
      // In a shop that is one page, it has become another.
      leave.push(onPage((what) => shop && !said(what === "product" ? "product-id" : "page") && refresh()));
      void ask();
    },
    disconnect() {
      leave.forEach((stop) => stop());
      leave = [];
      turn += 1;
      stopWatching?.();
    },
  };
}
