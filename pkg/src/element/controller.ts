/**
 * Controls an element once the shopper is near: when it requests suggestions, with which request, and which events it dispatches. Not for
 * drawing and layout: see `drawing.ts`, which is loaded first.
 */

import { knownCards } from "../cards.js";
import { pageConsent } from "../consent.js";
import type { Passerelle } from "../index.js";
import { followPage } from "../page/follow.js";
import { addressWithQuery } from "../page/page-address.js";
import { pageReader } from "../page/shared-reader.js";
import { idsOf } from "../page/statement.js";
import { lookUp } from "../look-up-cards.js";
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
import { remember } from "./recall.js";
import { requestOf, saidBy, unreadableAttribute } from "./request.js";
import { slateOf } from "./slate.js";
import { loadSpeech, type Speech } from "./speech.js";
import type { Attribute, PasserelleSuggestions, SuggestionDetail } from "./suggestions.js";
import type { Own } from "./together.js";

/** Connects an element to the page. */
export interface Controller {
  connect(): void;
  disconnect(): void;
  /** Asks for suggestions again. */
  refresh(): void;
}

/**
 * The least time between two new requests after an offer has expired. Offers last half an hour, so an earlier expiry means that two
 * elements compete.
 */
const AGAIN_MS = 60_000;
/** The wait for the page's product before the warning `no_product`. */
const PRODUCT_MS = 5_000;

/**
 * The last country that elements set on each instance. Each value is set once, so that it does not override a later `setSeason()` of the
 * page.
 */
const toldCountries = new WeakMap<Passerelle, string | undefined>();
/** The values of two attributes; the first one is the default. */
const WORDS = { images: ["slate", "pool", "none"], prices: ["pack", "none"] } as const;

/** Headings by placement, other than the default one. */
const HEADINGS: Partial<Record<Placement, string>> = { product: "others", recent: "recent", trending: "trending" };

/** The module that draws suggestions. */
export type Drawing = typeof import("./drawing.js");

/** Creates the controller of an element, with the module that draws. */
export function createController(host: PasserelleSuggestions, root: ShadowRoot, drawing: Drawing): Controller {
  const { createLayout, draw, lazyPicture, pageSaysOtherPrices, pageSaysPrices, priceText, sharedSheet, takeAway, watchSeen } = drawing;
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sharedSheet()];
  const slot = root.querySelector("slot")!;

  /** The number of the latest request; results of an earlier one are dropped. */
  let turn = 0;
  /** The attributes reported last, so that each value is reported once. */
  let toldProduct = "";
  let toldConsent: string | undefined;
  let shop: Passerelle | undefined;
  let placement: Placement = "product";
  let parts: Parts = {};
  let carousel: Carousel | undefined;
  let speech: Speech | undefined;
  let drawn = "";
  /** The page and the product of the suggestions shown. */
  let drawnFor = "";
  /**
   * The suggestions shown belong to another page or another history, or one of them was followed: the pointer or the focus no longer keeps
   * them.
   */
  let isStale = false;
  /** The suggestions were shown before: the caps have counted them already. */
  let isRecalled = false;
  /** The time when an expired offer was last replaced. */
  let lost = -AGAIN_MS;
  /** The number of items that the shopper is forgetting here: each leaves a note in its place, so the list stays. */
  let forgetting = 0;
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
      // Recently viewed items are not offers: their impressions are not recorded.
      if (parts.recent) return;
      void exposed(shop, row.item).then((stands) => {
        if (stands || isRecalled || drawn === "" || performance.now() - lost < AGAIN_MS) return;
        lost = performance.now();
        // The offer has expired, so another slate may be due.
        drawn = "";
        refresh();
      });
    });
  });

  const said = (name: Attribute): string | undefined => saidBy(host, name);

  /** Dispatches an event. Returns whether the page allows the action. */
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
      // The row shown may belong to an older carousel: a newer one waits until the shopper leaves.
      const [from, words, section] = [shop, speech, row.node.closest("section")];
      if (!from || !words || !section) return;
      void import("./why.js").then(({ openWhy }) => openWhy(section, from, row, words, () => acts.dismiss(row)), logError);
    },
    dismiss(row: Row) {
      const [from, words] = [shop, speech];
      if (!from || !words) return;
      if (parts.recent) {
        if (!tell("forget", row, true)) return;
        forgetting += 1;
        void parts.recent.forget(from, words, row, takeAway).then((isGone) => {
          forgetting -= 1;
          if (isGone) drawn = "";
        });
        return;
      }
      if (!tell("dismiss", row, true)) return;
      dismissed(from, row.item);
      drawn = "";
      takeAway(row, words, { says: "refused", back: { name: "undo", act: () => dismissed(from, row.item, true) } });
    },
  };

  const ask = async (): Promise<void> => {
    const mine = ++turn;
    await pageSettled();
    if (mine !== turn) return;
    const wanted = { pack: said("src"), locale: said("locale") };
    const layer = host.getAttribute("data-layer")?.trim();
    if (layer) pageReader().addDataLayer(layer);
    const page = `${addressWithQuery()} ${said("product-id") ?? ""}`;
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
      // Loaded in parallel with the slate, before the answer is known: the requests must not depend on the answer.
      const speaking = loadSpeech(opened, locale);
      speaking.catch(() => undefined);
      // The country applies to every request from here on.
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
      // The page's JSON-LD states the price of the page's own item, so that item's price is needed for the comparison.
      const pageItem = suggestions.find(({ reason }) => reason.code === "goes-with-page-item")?.reason.id;
      if (pageItem && prices !== "none" && !host.formatPrice && pageSaysPrices()) await lookUp(opened, [pageItem]);
      if (mine !== turn) return;
      const [spoken] = await Promise.all([speaking, telling]);
      if (mine !== turn) return;
      parts = loaded;
      const words = parts.recent?.speechOfRecent(spoken) ?? parts.trending?.speechOfTrending(spoken) ?? spoken;
      isRecalled = slate.isRecalled;
      if (!parts.recent) remember(opened, request, suggestions);
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

  /** Shows `next`; from now on the content shown is not stale. */
  const place = (next: HTMLElement): void => {
    if (layout.show(next, isStale)) tellDrawn();
    isStale = false;
  };

  /** Tells the reader after the next paint: then less urgent files may be fetched. */
  const tellDrawn = (): void => void requestAnimationFrame(() => setTimeout(() => pageReader().drawn()));

  const tellConsent = (): void => {
    const consent = said("consent");
    if (consent === toldConsent) return;
    toldConsent = consent;
    if (consent === "granted" || consent === "denied") pageConsent().setDefault(consent === "granted");
  };

  /** The country that this element has told each instance. */
  const ownCountries = new WeakMap<Passerelle, string | undefined>();
  /** Sets the page's country: one for all elements; the last value set counts. An element without a country leaves it as it is. */
  const tellCountry = async (to: Passerelle): Promise<void> => {
    const country = said("country");
    // Only a change of this element counts: elements that differ would otherwise change the country in turn without end.
    if (country === ownCountries.get(to)) return;
    ownCountries.set(to, country);
    if (country === toldCountries.get(to)) return;
    toldCountries.set(to, country);
    await to.setSeason({ ...(country && { country }) });
  };

  /** Returns the value of an attribute. An unknown value is an error, since it may have been meant to hide something. */
  const wordOf = (name: keyof typeof WORDS): string => {
    const words: readonly string[] = WORDS[name];
    const word = said(name) ?? words[0]!;
    if (words.includes(word)) return word;
    throw Object.assign(new Error(`<${host.localName}>: \`${name}\` must be ${words.join(", ")}`), { code: "invalid_option" });
  };

  /**
   * Returns the writer of prices: the page's `formatPrice`, or else the pack's prices. No prices if the page's JSON-LD states another one.
   */
  const priceIn = (locale: string): Look["price"] => {
    const { formatPrice } = host;
    if (!formatPrice && pageSaysOtherPrices(knownCards())) return undefined;
    return (item) => priceText(item, locale, formatPrice);
  };

  const show = (suggestions: readonly Suggestion[], words: Speech, look: Omit<Look, "label">, own: Own | undefined): void => {
    const label = said("label") ?? parts.together?.heading(words) ?? words.word(HEADINGS[placement] ?? "region");
    // The same content stays untouched.
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
      // If the page writes the prices, only the page knows how to round their sum.
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
      const deaf = onSeason(refresh);
      const away = attend(host, layout, {
        returned: refresh,
        consented: refresh,
        edited() {
          if (forgetting > 0) return;
          isStale = true;
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
