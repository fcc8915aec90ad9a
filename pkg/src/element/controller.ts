/**
 * The life of an element whose shopper is near: when it asks, what it asks, and what it tells. How it looks and where it
 * finds room is said in `drawing.ts`, which is loaded meanwhile.
 */

import { knownCards, lookUp } from "../cards.js";
import { pageConsent } from "../consent.js";
import type { Passerelle } from "../index.js";
import { followPage } from "../page/follow.js";
import { pageReader } from "../page/shared-reader.js";
import { idsOf } from "../page/statement.js";
import { open } from "../open.js";
import { isOwn, onSeason } from "../sharing.js";
import type { Placement, Suggestion } from "../types.js";
import { attend } from "./attend.js";
import { logError, warn } from "./log-error.js";
import type { Carousel, Look, Row } from "./draw.js";
import { added, dismissed, exposed, followed } from "./feedback.js";
import { localeOf } from "./locale.js";
import { pageSettled } from "./when-idle.js";
import { webAddress } from "./nodes.js";
import { labelIn, loadParts, type Parts } from "./parts.js";
import { heedConsent, heedSeason, pageAddress, refuse, remember } from "./recall.js";
import { requestOf, saidBy, unreadableAttribute } from "./request.js";
import { slateOf } from "./slate.js";
import { loadSpeech, type Speech } from "./speech.js";
import type { Attribute, PasserelleSuggestions, SuggestionDetail } from "./suggestions.js";
import type { Own } from "./together.js";

/** What connects an element to the page. */
export interface Controller {
  connect(): void;
  disconnect(): void;
  /** Asks again. */
  refresh(): void;
}

/** Offers live half an hour: whoever asks again more often than this is at odds with another element. */
const AGAIN_MS = 60_000;
/** A page that has not named its product by then names none. */
const PRODUCT_MS = 5_000;

/** What elements have said of the country: each word once, so that what the page says beside it stands. */
const toldCountries = new WeakMap<Passerelle, string | undefined>();
/** The first word counts where an attribute says nothing. */
const WORDS = { images: ["slate", "pool", "none"], prices: ["pack", "none"] } as const;

/** Headings by placement, where it is not the usual one. */
const HEADINGS: Partial<Record<Placement, string>> = { product: "others", recent: "recent", trending: "trending" };

/** How suggestions are drawn. */
export type Drawing = typeof import("./drawing.js");

/** What the element does once the shopper is near. */
export function createController(host: PasserelleSuggestions, root: ShadowRoot, drawing: Drawing): Controller {
  const { createLayout, draw, lazyPicture, pageSaysOtherPrices, pageSaysPrices, priceText, sharedSheet, takeAway, watchSeen } = drawing;
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sharedSheet()];
  const slot = root.querySelector("slot")!;

  /** The latest question; what an earlier one brings is too late. */
  let turn = 0;
  /** What was told of this element's attributes, so that it is told once. */
  let toldProduct = "";
  let toldConsent: string | undefined;
  let shop: Passerelle | undefined;
  let placement: Placement = "product";
  let parts: Parts = {};
  let carousel: Carousel | undefined;
  let speech: Speech | undefined;
  let drawn = "";
  /** The page and the product that what is shown was drawn for. */
  let drawnFor = "";
  /** What is shown is of another page, or a suggestion of it was followed: it must not stay for the shopper's pointer or focus. */
  let isStale = false;
  /** What is shown was shown before: the caps have counted it. */
  let isRecalled = false;
  /** When an offer had become too old. */
  let lost = -AGAIN_MS;
  let stopWatching: (() => void) | undefined;
  let leave: (() => void) | undefined;

  const layout = createLayout(host, root, slot, (front) => {
    stopWatching?.();
    stopWatching = undefined;
    if (!carousel || front !== carousel.section) return;
    tellDrawn();
    const { rows } = carousel;
    stopWatching = watchSeen(rows.map(({ node }) => node), (at) => {
      const row = rows[at];
      if (!row || !shop || row.node.classList.contains("taken")) return;
      tell("shown", row, false);
      // What was looked at is no invitation.
      if (parts.recent) return;
      void exposed(shop, row.item).then((stands) => {
        if (stands || isRecalled || drawn === "" || performance.now() - lost < AGAIN_MS) return;
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
    const detail: SuggestionDetail = { itemId: item.itemId, url: webAddress(item.url), placement, position, reason: item.reason };
    return host.dispatchEvent(new CustomEvent(`passerelle-${what}`, { bubbles: true, composed: true, cancelable, detail }));
  };

  const acts = {
    follow(row: Row, event: MouseEvent) {
      if (!tell("click", row, true)) event.preventDefault();
      isStale = true;
      if (shop) followed(shop, row.item);
    },
    why(row: Row) {
      // What is shown may be older than the carousel that waits for the shopper to go.
      const [from, words, section] = [shop, speech, row.node.closest("section")];
      if (!from || !words || !section) return;
      void import("./why.js").then(({ openWhy }) => openWhy(section, from, row, words, () => acts.dismiss(row)), logError);
    },
    dismiss(row: Row) {
      const [from, words] = [shop, speech];
      if (!from || !words) return;
      if (parts.recent) {
        if (tell("forget", row, true)) void parts.recent.forget(from, words, row, takeAway).then((isGone) => isGone && (drawn = ""));
        return;
      }
      if (!tell("dismiss", row, true)) return;
      dismissed(from, row.item);
      refuse(row.item.itemId, false);
      drawn = "";
      const undo = (): void => {
        refuse(row.item.itemId, true);
        dismissed(from, row.item, true);
      };
      takeAway(row, words, { says: "refused", back: { name: "undo", act: undo } });
    },
  };

  const ask = async (): Promise<void> => {
    const mine = ++turn;
    await pageSettled();
    if (mine !== turn) return;
    const wanted = { pack: said("src"), locale: said("locale") };
    const layer = host.getAttribute("data-layer")?.trim();
    if (layer) pageReader().addDataLayer(layer);
    const page = `${pageAddress()} ${said("product-id") ?? ""}`;
    if (drawnFor && drawnFor !== page) isStale = true;
    try {
      const unreadable = unreadableAttribute(host);
      if (unreadable) warn("attribute_unreadable", unreadable);
      const [images, prices] = [wordOf("images"), wordOf("prices")];
      const product = said("product-id");
      tellConsent();
      const opened = await open(wanted);
      if (mine !== turn) return;
      const reads = !isOwn(wanted);
      shop = opened;
      const locale = localeOf(host);
      // Beside the slate, and before it is known what there is to say: what is asked for must not depend on that.
      const speaking = loadSpeech(opened, locale);
      speaking.catch(() => undefined);
      // It holds for what is asked from here on.
      const telling = tellCountry(opened);
      telling.catch(() => undefined);
      if (reads) {
        if (product && product !== toldProduct) pageReader().hear({ name: "view_item", items: [idsOf(product)], source: "product-id" });
        toldProduct = product ?? "";
        await followPage(opened, wanted);
        if (mine !== turn) return;
      }
      const request = requestOf(host, reads);
      placement = request.placement;
      if (reads && placement === "product" && request.itemId === undefined) setTimeout(() => mine === turn && missProduct(), PRODUCT_MS);
      const loaded = await loadParts(host, placement);
      const slate = await slateOf(host, opened, request, loaded, images, () => mine === turn);
      if (!slate) return;
      const { suggestions, own } = slate;
      // The page's own item is the one whose price its JSON-LD says.
      const pageItem = suggestions.find(({ reason }) => reason.code === "goes-with-page-item")?.reason.id;
      if (pageItem && prices !== "none" && !host.formatPrice && pageSaysPrices()) await lookUp(opened, [pageItem]);
      if (mine !== turn) return;
      const [spoken] = await Promise.all([speaking, telling]);
      if (mine !== turn) return;
      parts = loaded;
      const words = parts.recent?.speechOfRecent(spoken) ?? parts.trending?.speechOfTrending(spoken) ?? spoken;
      isRecalled = slate.isRecalled;
      if (!parts.recent) remember(request, suggestions);
      drawnFor = page;
      const picture = slate.picture ?? (images === "slate" ? lazyPicture : undefined);
      const dismisses = parts.recent ? "forget" : undefined;
      show(suggestions, words, { locale, dismisses, picture, price: prices === "none" ? undefined : priceIn(locale) }, own);
    } catch (error) {
      logError(error);
      if (mine !== turn) return;
      drawn = "";
      carousel = undefined;
      place(slot);
    }
  };

  const missProduct = (): void =>
    warn("no_product", `<${host.localName}> has the placement "product", and the page names no product; set product-id, or another placement`);

  /** Shows it; what is shown from now on is of this page. */
  const place = (next: HTMLElement): void => {
    if (layout.show(next, isStale)) tellDrawn();
    isStale = false;
  };

  /** Once it is painted, what is less urgent may be fetched. */
  const tellDrawn = (): void => void requestAnimationFrame(() => setTimeout(() => pageReader().drawn()));

  const tellConsent = (): void => {
    const consent = said("consent");
    if (consent === toldConsent) return;
    toldConsent = consent;
    if (consent === "granted" || consent === "denied") pageConsent().setDefault(consent === "granted");
  };

  /** The page's country: one for all its elements, whoever says it. */
  const tellCountry = async (to: Passerelle): Promise<void> => {
    const country = said("country");
    if (country === toldCountries.get(to)) return;
    toldCountries.set(to, country);
    await to.setSeason({ ...(country && { country }) });
  };

  /** One of the words that an attribute may say. Another one may have been meant to hide something. */
  const wordOf = (name: keyof typeof WORDS): string => {
    const words: readonly string[] = WORDS[name];
    const word = said(name) ?? words[0]!;
    if (words.includes(word)) return word;
    throw Object.assign(new Error(`<${host.localName}>: \`${name}\` must be ${words.join(", ")}`), { code: "invalid_option" });
  };

  /** The price as the page writes it, else the pack's, unless the page says another one itself. */
  const priceIn = (locale: string): Look["price"] => {
    const { formatPrice } = host;
    if (!formatPrice && pageSaysOtherPrices(knownCards())) return undefined;
    return (item) => priceText(item, locale, formatPrice);
  };

  const show = (suggestions: readonly Suggestion[], words: Speech, look: Omit<Look, "label">, own: Own | undefined): void => {
    const label = said("label") ?? parts.together?.heading(words) ?? words.word(HEADINGS[placement] ?? "region");
    // What stands there already is left alone.
    const now = JSON.stringify([suggestions, label, look.locale, said("images"), suggestions.map((item) => look.price?.(item)), own, said("cart-button"), host.hasAttribute("compare")]);
    if (now === drawn) {
      isStale = false;
      tellDrawn();
      return;
    }
    drawn = now;
    speech = words;
    carousel = draw(suggestions, { ...look, label, own: own?.item }, words, acts);
    const [from, { cart, together, compare }] = [shop, parts];
    if (carousel && from) {
      const asks = { host, words, placement, added: (itemId: string) => added(from, itemId) };
      // Who writes the prices knows how they are rounded: nobody else writes their sum.
      const formatSum = host.formatSum ?? (host.formatPrice && (() => undefined));
      if (together && own) together.join(carousel, root, asks, own, look, formatSum);
      else cart?.addButtons(carousel, root, asks, labelIn(host, "cart-button"));
      compare?.addChoices(carousel, root, { shop: from, words, price: look.price, pictures: look.picture !== undefined });
    }
    place(carousel?.section ?? slot);
  };

  const refresh = (): void => void ask();

  return {
    refresh,
    connect() {
      const deaf = onSeason(() => {
        heedSeason();
        refresh();
      });
      const away = attend(host, layout, {
        returned: refresh,
        consented() {
          heedConsent();
          refresh();
        },
        turned(what) {
          if (!shop || said(what === "product" ? "product-id" : "page")) return;
          if (what === "product") isStale = true;
          refresh();
        },
      });
      leave = () => {
        deaf();
        away();
      };
      void ask();
    },
    disconnect() {
      leave?.();
      turn += 1;
      stopWatching?.();
    },
  };
}
