/**
 * `<passerelle-privacy>`: shows a shopper the stored history in plain words, with every control over it: forget, mark as a gift, pause,
 * save, restore, erase. Loaded when it is opened. It writes text only, never markup, as a list with buttons: keyboards and screen readers
 * need no special support. Not for the data itself: see `History` in `index.ts`.
 */

import { titleOf } from "./cards.js";
import { make } from "./element/nodes.js";
import type { Passerelle } from "./index.js";
import { lookUp } from "./look-up-cards.js";
import { NO_SUMMARY } from "./no-history.js";
import { privacySheet } from "./privacy/style.js";
import { privacyWords } from "./privacy/words.js";
import { isRightToLeft } from "./sentence.js";
import { askModule, onConsent, onHistoryEdit, summaryOf } from "./sharing.js";
import { languageOf } from "./start.js";
import type { HistorySummary } from "./module-types.js";
import type { HistoryExport } from "./types.js";

/** The file name of the saved copy; it has no date. */
const FILE = "passerelle.json";

export class PasserellePrivacy extends HTMLElement {
  #shop: Passerelle | undefined;
  #word = privacyWords("en");
  readonly #content = document.createElement("div");
  /** Announces the result of the last action to screen readers. */
  readonly #status = make("p", "status", { role: "status" });
  /** The dialog around the panel, if the page has no element for it. */
  #dialog: HTMLDialogElement | undefined;
  #stopListening: readonly (() => void)[] = [];
  /** The number of the latest drawing; an earlier one that ends later is dropped. */
  #turn = 0;

  /** @internal */
  connectedCallback(): void {
    // Another tab, or the page itself, may erase what is shown here.
    const heed = (): void => void (this.#shop && this.#draw());
    this.#stopListening = [onConsent(heed), onHistoryEdit(heed)];
    // While it was not on the page, it heard nothing.
    if (!this.#dialog) heed();
  }
  /** @internal */
  disconnectedCallback(): void {
    for (const stop of this.#stopListening) stop();
  }

  /** Shows the history that `shop` stores, in the language of `locale` if the package has it, or else in English. */
  async show(shop: Passerelle, locale: string): Promise<void> {
    this.#say(shop, locale);
    const root = this.#root();
    if (!this.#dialog) root.replaceChildren(this.#content, this.#status);
    await this.#draw();
  }

  /** Shows it in a modal dialog; closing the dialog removes the element. */
  async showInDialog(shop: Passerelle, locale: string): Promise<void> {
    this.#say(shop, locale);
    const close = make("button", "close", { type: "button" }, this.#word("close"));
    const sheet = make("div", "sheet", {}, this.#content, this.#status, close);
    const dialog = (this.#dialog = make("dialog", "panel", { "aria-label": this.#word("title"), lang: this.lang, dir: this.dir }, sheet));
    close.addEventListener("click", () => dialog.close());
    // The browser restores the focus.
    dialog.addEventListener("close", () => this.remove());
    this.#root().replaceChildren(dialog);
    await this.#draw();
    document.body.append(this);
    dialog.showModal();
  }

  #root(): ShadowRoot {
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [privacySheet()];
    return root;
  }

  #say(shop: Passerelle, locale: string): void {
    this.#shop = shop;
    this.#word = privacyWords(locale);
    this.lang = languageOf(locale);
    this.dir = isRightToLeft(this.lang) ? "rtl" : "ltr";
  }

  #button(label: string, name: string, work: () => Promise<string>, item?: string): HTMLButtonElement {
    const about = item && { "aria-label": `${label}: ${nameOf(item)}`, "data-item": item };
    const button = make("button", "act", { type: "button", "data-do": name, ...about }, label);
    button.addEventListener("click", async () => {
      let said: string;
      try {
        said = await work();
      } catch (error) {
        console.warn(error);
        said = this.#why(error);
      }
      await this.#draw();
      this.#status.textContent = said;
    });
    return button;
  }

  /** Returns the text for a failed action. */
  #why(error: unknown): string {
    const { code } = error as { code?: unknown };
    if (code === "not_erased") return this.#word("not-erased");
    if (code === "storage_unreachable") return this.#word("unreachable");
    return code === "invalid_option" || error instanceof SyntaxError ? this.#word("not-imported") : this.#word("failed");
  }

  /** Redraws the panel. The focus returns to the same button, or to the heading if that button is gone. */
  async #draw(): Promise<void> {
    const [shop, word] = [this.#shop as Passerelle, this.#word];
    const mine = ++this.#turn;
    let unreachable = "";
    const kept = await summaryOf(shop).catch((error: unknown): HistorySummary => {
      console.warn(error);
      unreachable = word("unreachable");
      return NO_SUMMARY;
    });
    const heading = make("h2", "heading", { tabindex: "-1" }, word("title"));
    const line = (text: readonly (Node | string)[], ...acts: HTMLButtonElement[]): HTMLElement =>
      make("li", "item", {}, make("span", "", {}, ...text), " ", ...spaced(acts));
    // A title may be in another script than the panel.
    const about = (item: string, said: string): (Node | string)[] => [make("bdi", "", {}, item), `: ${said}`];
    const paragraph = (text: string): HTMLElement => make("p", "", {}, text);
    const { items, dismissed, adviser: code } = kept;
    await lookUp(shop, [...items.map(({ itemId }) => itemId), ...dismissed]);
    if (mine !== this.#turn) return;
    const list = items.map(({ itemId: id, type, events, gift, imported, sizes }) => {
      const what = [...events.map((name) => word(name)), ...(gift ? [word("gift")] : []), ...(imported ? [word("records")] : []), ...sizes];
      return line(about(titleOf(id) ?? `${type} (${id})`, what.join(", ")),
        this.#button(word("forget"), "forget", async () => {
          await shop.history.forget(id);
          return word("forgotten", { name: nameOf(id) });
        }, id),
        this.#button(word("mark-gift"), "gift", async () => {
          await shop.history.markGift(id);
          return word("given", { name: nameOf(id) });
        }, id));
    });
    const refused = dismissed.map((id) => line(about(nameOf(id), word("dismissed")),
      this.#button(word("suggest"), "again", async () => {
        await shop.undoDismiss(id);
        return word("suggestible", { name: nameOf(id) });
      }, id)));
    const adviser = code && line([word("adviser", { name: code })], this.#button(word("forget"), "forget-adviser", async () => {
      await shop.history.forgetAdviser();
      return word("forgotten", { name: code });
    }));
    const answered = kept.questionnaires.map((name) => line([word("answers", { name })],
      this.#button(word("forget"), "forget-answers", async () => {
        await askModule(shop, (module) => module.keepAnswers(name, []));
        return word("forgotten", { name: word("answers", { name }) });
      }, name)));
    const { weeks, shown } = kept;
    const held = this.shadowRoot?.activeElement;
    this.#content.replaceChildren(
      heading,
      paragraph(unreachable || word(kept.isEmpty ? "nothing" : "intro")),
      ...(items.length > 0 ? [paragraph(word("items", { count: items.length }))] : []),
      ...(weeks > 0 ? [paragraph(word("weeks", { count: weeks }))] : []),
      ...(kept.paused ? [paragraph(word("paused"))] : []),
      ...(list.length > 0 ? [make("ul", "list", { role: "list" }, ...list)] : []),
      ...(shown > 0 ? [paragraph(word("shown", { count: shown }))] : []),
      ...(refused.length > 0 ? [make("ul", "list", { role: "list" }, ...refused)] : []),
      ...(adviser ? [make("ul", "list", { role: "list" }, adviser)] : []),
      ...(answered.length > 0 ? [make("ul", "list", { role: "list" }, ...answered)] : []),
      make("div", "acts", {}, ...spaced([
        this.#button(kept.paused ? word("resume") : word("pause"), "pause", async () => {
          await (kept.paused ? shop.resume() : shop.pause());
          return kept.paused ? word("resumed") : word("pausing");
        }),
        this.#button(word("export"), "export", async () => {
          save(await shop.history.export());
          return "";
        }),
        this.#button(word("import"), "import", () => this.#bringBack()),
        this.#button(word("erase"), "erase", async () => {
          await shop.history.clear();
          return word("erased");
        }),
        this.#button(word("stop"), "stop", async () => {
          await shop.setConsent(false, { answer: true });
          // This call reads the store back: the panel reports an erasure only after checking it.
          await shop.history.clear();
          return word("stopped");
        }),
      ])),
    );
    if (held instanceof HTMLElement) {
      const buttons = [...this.#content.querySelectorAll("button")];
      const again = buttons.find(({ dataset }) => dataset["do"] === held.dataset["do"] && dataset["item"] === held.dataset["item"]);
      (again ?? heading).focus();
    }
  }

  async #bringBack(): Promise<string> {
    const input = make("input", "", { type: "file", accept: "application/json" });
    const file = await new Promise<File | undefined>((resolve) => {
      input.onchange = () => resolve(input.files?.[0]);
      input.oncancel = () => resolve(undefined);
      input.click();
    });
    if (!file) return "";
    return this.#word("imported", { count: await (this.#shop as Passerelle).history.import(JSON.parse(await file.text()) as HistoryExport) });
  }
}

/** Returns an item's title, or its id if no title is cached. */
function nameOf(id: string): string {
  return titleOf(id) ?? id;
}

/** Puts spaces between buttons, for screen readers and for copied text. */
function spaced(nodes: readonly Node[]): (Node | string)[] {
  return nodes.flatMap((node, at) => (at > 0 ? [" ", node] : [node]));
}

function save(kept: HistoryExport): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(kept, null, 2)], { type: "application/json" }));
  make("a", "", { href: url, download: FILE }).click();
  setTimeout(() => URL.revokeObjectURL(url), SAVING_MS);
}

const NAME = "passerelle-privacy";
/** The time a browser may take to fetch the saved copy, in milliseconds. */
const SAVING_MS = 60_000;

function define(): void {
  if (!customElements.get(NAME)) customElements.define(NAME, PasserellePrivacy);
}

/** Opens the panel in the page's `<passerelle-privacy>` if it has one, or else in a dialog. */
export async function openPrivacy(shop: Passerelle, locale: string): Promise<void> {
  define();
  const panel = document.querySelector<PasserellePrivacy>(NAME);
  if (panel) await panel.show(shop, locale);
  else await (document.createElement(NAME) as PasserellePrivacy).showInDialog(shop, locale);
}
