/**
 * `<passerelle-inspector>`: explains each suggestion of this page to merchandisers and developers, in English. It uses the page's own
 * instance, sends nothing, and changes neither history nor caps.
 */

import { messagesRequestOf } from "./client-messages/request.js";
import { elementsNamed } from "./element/find.js";
import { localeOf } from "./element/locale.js";
import { pageSettled } from "./element/when-idle.js";
import { button, make } from "./element/nodes.js";
import { takeProperty } from "./element/property.js";
import { defineElement } from "./element/register.js";
import { requestOf, saidBy, saidIn } from "./element/request.js";
import { loadSpeech } from "./element/speech.js";
import type { PasserelleSuggestions, SuggestionDetail } from "./element/suggestions.js";
import { historyOf, loyaltyOf, messagesOf, shopperOf, spotOf, trafficTable } from "./inspector/draw.js";
import { examine } from "./inspector/examine.js";
import { inspectorSheet } from "./inspector/style.js";
import { type Asked, digestOf, trafficOf, watchTraffic } from "./inspector/traffic.js";
import type { Passerelle } from "./index.js";
import { NO_HISTORY } from "./no-history.js";
import { open } from "./open.js";
import { isOwn, messageFileOf, onConsent, onHistoryEdit, packOf } from "./sharing.js";
import type { SuggestRequest } from "./types.js";

const NAME = "passerelle-inspector";
const SUGGESTIONS = "passerelle-suggestions";
const MESSAGES = "passerelle-messages";
const LOYALTY = "passerelle-loyalty";
/** The events of an element after which another slate may be due. */
const TOLD = ["passerelle-shown", "passerelle-dismiss"];

// Node has no `HTMLElement`: a server may render the page.
const Base = (typeof HTMLElement === "undefined" ? class {} : HTMLElement) as typeof HTMLElement;

/** The element's class. Its attribute and properties are in docs/inspector.md. */
export class PasserelleInspector extends Base {
  static readonly observedAttributes: readonly string[] = ["src", "messages"];
  #requests: readonly SuggestRequest[] = [];
  #candidates: readonly string[] = [];
  #pack = "";
  /** The number of requests in the table that is drawn. */
  #told = 0;
  #typed = "";
  /** Items named by events of elements: without consent, nothing else stores them. */
  readonly #met = new Set<string>();
  /** The number of the latest refresh; results of an earlier one are dropped. */
  #turn = 0;
  #leave: (() => void)[] = [];
  #found: HTMLElement | undefined;

  constructor() {
    super();
    takeProperty(this, "requests");
    takeProperty(this, "candidates");
  }

  /** Requests of a page that draws suggestions itself, beside those of its elements. */
  get requests(): readonly SuggestRequest[] {
    return this.#requests;
  }
  set requests(requests: readonly SuggestRequest[]) {
    this.#requests = [...requests];
    void this.refresh();
  }

  /** Ids of items whose absence the inspector explains, for instance sold-out items. */
  get candidates(): readonly string[] {
    return this.#candidates;
  }
  set candidates(candidates: readonly string[]) {
    this.#candidates = [...candidates];
    void this.refresh();
  }

  /** The requests for the pack so far, in order: addresses below its folder. */
  get asked(): readonly string[] {
    return packOnly(this.#traffic());
  }
  /** Eight hexadecimal digits that are the same for the same requests in the same order. */
  get digest(): string {
    return digestOf(this.asked);
  }

  /** @internal */
  connectedCallback(): void {
    const again = (): void => void this.refresh();
    this.#leave.push(watchTraffic(() => this.#traffic().length > this.#told && again()));
    const hear = (event: Event): void => {
      this.#met.add((event as CustomEvent<SuggestionDetail>).detail.itemId);
      again();
    };
    for (const name of TOLD) {
      document.addEventListener(name, hear);
      this.#leave.push(() => document.removeEventListener(name, hear));
    }
    this.#leave.push(onConsent(again), onHistoryEdit(again));
    this.#frame();
    again();
  }
  /** @internal */
  disconnectedCallback(): void {
    this.#leave.forEach((stop) => stop());
    this.#leave = [];
    this.#turn += 1;
  }
  /** @internal */
  attributeChangedCallback(): void {
    void this.refresh();
  }

  /** Examines the page again. The attribute `aria-busy` is `true` until it is done. */
  async refresh(): Promise<void> {
    if (!this.isConnected) return;
    const mine = ++this.#turn;
    this.setAttribute("aria-busy", "true");
    try {
      await pageSettled();
      const nodes = await this.#look();
      if (mine === this.#turn) this.#show(nodes);
    } catch (error) {
      if (mine === this.#turn) this.#show([make("p", "", { role: "alert" }, `Nothing can be seen: ${error instanceof Error ? error.message : String(error)}`)]);
    }
    if (mine === this.#turn) this.setAttribute("aria-busy", "false");
  }

  /** Creates the bar and the field for an id: they stay while the rest is redrawn. */
  #frame(): void {
    if (this.#found) return;
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [inspectorSheet()];
    const again = button("again", {}, "Look again");
    again.addEventListener("click", () => void this.refresh());
    const top = make("div", "top", {}, make("h2", "", {}, "Inspector"), again);
    if ("floating" in this.dataset) {
      const close = button("close", {}, "Close");
      close.addEventListener("click", () => this.remove());
      top.append(close);
    }
    const field = make("input", "", { id: "item", autocomplete: "off", spellcheck: "false" });
    const form = make("form", "", {}, make("label", "", { for: "item" }, "Why not item"), field, make("button", "", { type: "submit" }, "Ask"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#typed = field.value.trim();
      void this.refresh();
    });
    this.#found = make("div", "found");
    root.append(make("div", "all", { lang: "en", dir: "ltr" }, top, form, this.#found));
  }

  /** Draws the result. Details that were open stay open, and the focus is restored. */
  #show(nodes: readonly HTMLElement[]): void {
    const found = this.#found!;
    // Two elements may share a placement and show the same item: their position tells them apart.
    const placeOf = (details: Element): number => {
      const spot = details.closest("[data-placement]");
      return spot ? [...spot.parentElement!.children].indexOf(spot) : -1;
    };
    const keyOf = (details: Element): string =>
      `${placeOf(details)} ${details.closest("[data-item]")?.getAttribute("data-item") ?? details.querySelector("summary")?.textContent?.replace(/\d/g, "")}`;
    const before = new Map([...found.querySelectorAll("details")].map((details) => [keyOf(details), details.open]));
    const focused = this.shadowRoot?.activeElement?.closest("details");
    const focus = focused && keyOf(focused);
    found.replaceChildren(...nodes);
    for (const details of found.querySelectorAll("details")) {
      details.open = before.get(keyOf(details)) ?? details.open;
      if (keyOf(details) === focus) details.querySelector("summary")?.focus({ preventScroll: true });
    }
  }

  /** Returns the requests for the pack and the package; none before the pack is known. */
  #traffic(): Asked[] {
    return this.#pack ? trafficOf(this.#pack, new URL(".", import.meta.url).href) : [];
  }

  /** Draws the house's messages to this shopper, if the page has an element for messages or the inspector has the attribute `messages`. */
  async #messages(shop: Passerelle, reads: boolean): Promise<HTMLElement[]> {
    const [element] = elementsNamed<HTMLElement>(MESSAGES);
    if (!element && !this.hasAttribute("messages")) return [];
    const request = element ? messagesRequestOf(element, reads) : {};
    return [messagesOf(await shop.explainMessages(request))];
  }

  /** Draws the shopper's tier, under the same conditions, with the request of the page's element. */
  async #loyalty(shop: Passerelle): Promise<HTMLElement[]> {
    const [element] = elementsNamed<HTMLElement>(LOYALTY);
    if (!element && (!this.hasAttribute("messages") || !(await messageFileOf(shop))?.loyalty)) return [];
    const tier = element && saidIn(element, "tier");
    const standing = await shop.loyalty(tier ? { tier } : {});
    return standing ? [loyaltyOf(standing)] : [];
  }

  async #look(): Promise<HTMLElement[]> {
    const elements = elementsNamed<PasserelleSuggestions>(SUGGESTIONS);
    const pack = this.getAttribute("src")?.trim() || elements.map((element) => saidBy(element, "src")).find(Boolean);
    const wanted = { pack };
    const shop = await open(wanted);
    const asElement = (element: PasserelleSuggestions): SuggestRequest | Promise<SuggestRequest> => {
      const request = requestOf(element, !isOwn(wanted));
      return saidBy(element, "images") === "pool" ? import("./element/pool.js").then(({ requestWithin }) => requestWithin(shop, request)) : request;
    };
    const requests = [...(await Promise.all(elements.map(asElement))), ...this.#requests];
    const [kept, speech] = [await shop.history.export().catch(() => NO_HISTORY), await loadSpeech(shop, localeOf(this))];
    const known = new Set([...(this.#typed ? [this.#typed] : []), ...this.#met, ...kept.events.map(({ itemId }) => itemId), ...kept.invitations.flatMap(({ about }) => about.flatMap((one) => ("itemId" in one ? [one.itemId] : [])))]);
    const spots = [];
    const [turn, address] = [this.#turn, location.href];
    const goesOn = (): boolean => turn === this.#turn && address === location.href;
    for (const request of requests) {
      if (goesOn()) spots.push(await examine(shop, request, [...known], this.#candidates, goesOn));
    }
    this.#pack = packOf(wanted);
    const asked = this.#traffic();
    this.#told = asked.length;
    const section = (title: string, content: HTMLElement): HTMLElement => make("section", "", {}, make("h3", "", {}, title), content);
    return [
      ...(spots.length > 0 ? spots.map((spot) => spotOf(spot, speech, kept.events)) : [make("p", "", {}, `There is no <${SUGGESTIONS}> on this page, in open shadow trees neither: one in a closed shadow tree cannot be found, pass its request in \`requests\`.`)]),
      ...(await this.#messages(shop, !isOwn(wanted))).map((content) => section("Messages of the house, and why not", content)),
      ...(await this.#loyalty(shop)).map((content) => section("Tiers of loyalty", content)),
      section("The shopper", shopperOf(spots.map(({ shopper }) => shopper).find(Boolean) ?? null)),
      section("The history as kept, on this device only", historyOf(kept)),
      section("Bytes and milliseconds", trafficTable(asked, digestOf(packOnly(asked)))),
    ];
  }
}

const packOnly = (asked: readonly Asked[]): string[] => asked.filter(({ isPack }) => isPack).map(({ path }) => path);

/** Opens the inspector at the side of a page that has no inspector of its own. */
export function openInspector(): void {
  if (document.querySelector(NAME)) return;
  const inspector = make("passerelle-inspector", "", { "data-floating": "", role: "complementary", "aria-label": "Passerelle inspector" });
  // Not in the body: the inspector would follow the page's last element, which then could no longer grow without moving it.
  document.documentElement.append(inspector);
}

defineElement(NAME, PasserelleInspector);

declare global {
  interface HTMLElementTagNameMap {
    "passerelle-inspector": PasserelleInspector;
  }
}
