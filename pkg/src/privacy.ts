/**
 * `<passerelle-privacy>`: shows a shopper the stored history in plain words, with every control over it: forget, mark as a gift, pause,
 * save, restore, erase. Loaded when it is opened. It writes text only, never markup, as a list with buttons: keyboards and screen readers
 * need no special support. Not for the data itself: see `History` in `index.ts`.
 */

import { lookUp, titleOf } from "./cards.js";
import { make } from "./element/nodes.js";
import type { Passerelle } from "./index.js";
import { privacySheet } from "./privacy/style.js";
import { NO_HISTORY } from "./no-history.js";
import { askModule } from "./sharing.js";
import type { HistoryEvent, HistoryExport, HistoryInvitation } from "./types.js";

interface Texts {
  title: string;
  intro: string;
  nothing: string;
  remembered: (items: number, weeks: number) => string;
  done: Record<HistoryEvent["name"], string>;
  gift: string;
  told: string;
  shown: (items: number) => string;
  refused: string;
  answered: (questionnaire: string) => string;
  again: string;
  adviser: (code: string) => string;
  adviserForgotten: string;
  takenBack: (item: string) => string;
  forget: string;
  markGift: string;
  pause: string;
  resume: string;
  paused: string;
  export: string;
  import: string;
  erase: string;
  stop: string;
  close: string;
  forgotten: (item: string) => string;
  given: (item: string) => string;
  pausedNow: string;
  resumedNow: string;
  imported: (count: number) => string;
  notImported: string;
  erased: string;
  stopped: string;
  notErased: string;
  unreachable: string;
  failed: string;
}

const TEXTS: Record<"en" | "fr", Texts> = {
  en: {
    title: "What this shop remembers",
    intro: "This shop remembers what you looked at, on this device only. Nothing of it is sent anywhere. It helps to suggest things from other departments.",
    nothing: "This shop remembers nothing.",
    remembered: (items, weeks) =>
      `${items === 1 ? "One item" : `${items} items`}${weeks > 0 ? `, and how often you came in ${weeks === 1 ? "one earlier week" : `${weeks} earlier weeks`}` : ""}.`,
    done: {
      view_item: "looked at", select_item: "chosen", add_to_cart: "put in the cart", remove_from_cart: "taken out of the cart",
      add_to_wishlist: "put on the wish list", purchase: "bought",
    },
    gift: "a gift",
    told: "from the shop’s own records",
    shown: (items) => `Also which suggestions were shown here, ${items === 1 ? "one item" : `${items} items`}: so that none comes too often.`,
    refused: "not for me",
    answered: (questionnaire) => `Your answers to the questionnaire “${questionnaire}”`,
    again: "Suggest again",
    adviser: (code) => `Your adviser, from a link that you opened: ${code}.`,
    adviserForgotten: "The adviser is forgotten.",
    takenBack: (item) => `${item} may be suggested again.`,
    forget: "Forget",
    markGift: "It was a gift",
    pause: "Pause",
    resume: "Remember again",
    paused: "Paused: nothing new is remembered.",
    export: "Save a copy",
    import: "Bring a copy back",
    erase: "Erase everything",
    stop: "Erase everything and stop remembering",
    close: "Close",
    forgotten: (item) => `${item} is forgotten.`,
    given: (item) => `${item} was a gift: it says nothing about you.`,
    pausedNow: "Paused.",
    resumedNow: "This shop remembers again.",
    imported: (count) => `${count} entries came back.`,
    notImported: "This file is not a copy from here.",
    erased: "Everything is erased.",
    stopped: "Everything is erased, and nothing is remembered any more.",
    notErased: "It could not be checked that everything is erased. Please clear this site’s data in your browser’s settings.",
    unreachable: "Your browser does not let this page reach what this shop may have stored. You can allow it, or clear this site’s data, in your browser’s settings.",
    failed: "That did not work. Nothing was changed.",
  },
  fr: {
    title: "Ce que cette boutique retient",
    intro: "Cette boutique retient ce que vous avez regardé, sur cet appareil seulement. Rien n’en est envoyé nulle part. Cela sert à vous proposer des articles d’autres univers.",
    nothing: "Cette boutique ne retient rien.",
    remembered: (items, weeks) =>
      `${items === 1 ? "Un article" : `${items} articles`}${weeks > 0 ? `, et la fréquence de vos visites pendant ${weeks === 1 ? "une semaine passée" : `${weeks} semaines passées`}` : ""}.`,
    done: {
      view_item: "regardé", select_item: "choisi", add_to_cart: "mis au panier", remove_from_cart: "retiré du panier",
      add_to_wishlist: "mis dans la liste d’envies", purchase: "acheté",
    },
    gift: "un cadeau",
    told: "d’après les dossiers de la boutique",
    shown: (items) => `Et les suggestions affichées ici, ${items === 1 ? "un article" : `${items} articles`} : pour qu’aucune ne revienne trop souvent.`,
    refused: "pas pour moi",
    answered: (questionnaire) => `Vos réponses au questionnaire « ${questionnaire} »`,
    again: "Suggérer de nouveau",
    adviser: (code) => `Votre conseiller, d’après un lien que vous avez ouvert : ${code}.`,
    adviserForgotten: "Le conseiller est oublié.",
    takenBack: (item) => `${item} peut être suggéré de nouveau.`,
    forget: "Oublier",
    markGift: "C’était un cadeau",
    pause: "Suspendre",
    resume: "Retenir de nouveau",
    paused: "Suspendu : rien de nouveau n’est retenu.",
    export: "Enregistrer une copie",
    import: "Rapporter une copie",
    erase: "Tout effacer",
    stop: "Tout effacer et ne plus rien retenir",
    close: "Fermer",
    forgotten: (item) => `${item} est oublié.`,
    given: (item) => `${item} était un cadeau : il ne dit rien de vous.`,
    pausedNow: "Suspendu.",
    resumedNow: "Cette boutique retient de nouveau.",
    imported: (count) => `${count} entrées sont revenues.`,
    notImported: "Ce fichier n’est pas une copie d’ici.",
    erased: "Tout est effacé.",
    stopped: "Tout est effacé, et plus rien n’est retenu.",
    notErased: "Il n’a pas pu être vérifié que tout est effacé. Effacez les données de ce site dans les réglages de votre navigateur.",
    unreachable: "Votre navigateur ne laisse pas cette page accéder à ce que cette boutique a pu retenir. Vous pouvez l’autoriser, ou effacer les données de ce site, dans les réglages de votre navigateur.",
    failed: "Cela n’a pas fonctionné. Rien n’a été changé.",
  },
};

/** The file name of the saved copy; it has no date. */
const FILE = "passerelle.json";

export class PasserellePrivacy extends HTMLElement {
  #shop: Passerelle | undefined;
  #texts = TEXTS.en;
  readonly #content = document.createElement("div");
  /** Announces the result of the last action to screen readers. */
  readonly #status = make("p", "status", { role: "status" });
  /** The dialog around the panel, if the page has no element for it. */
  #dialog: HTMLDialogElement | undefined;

  /** Shows the history that `shop` stores, in the language of `locale`: French, or else English. */
  async show(shop: Passerelle, locale: string): Promise<void> {
    this.#say(shop, locale);
    const root = this.#root();
    if (!this.#dialog) root.replaceChildren(this.#content, this.#status);
    await this.#draw();
  }

  /** Shows it in a modal dialog; closing the dialog removes the element. */
  async showInDialog(shop: Passerelle, locale: string): Promise<void> {
    this.#say(shop, locale);
    const close = make("button", "close", { type: "button" }, this.#texts.close);
    const sheet = make("div", "sheet", {}, this.#content, this.#status, close);
    const dialog = (this.#dialog = make("dialog", "panel", { "aria-label": this.#texts.title, lang: this.lang }, sheet));
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
    const french = locale.toLowerCase().startsWith("fr");
    this.#shop = shop;
    this.#texts = french ? TEXTS.fr : TEXTS.en;
    this.lang = french ? "fr" : "en";
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
    if (code === "not_erased") return this.#texts.notErased;
    if (code === "storage_unreachable") return this.#texts.unreachable;
    return code === "invalid_option" || error instanceof SyntaxError ? this.#texts.notImported : this.#texts.failed;
  }

  /** Redraws the panel. The focus returns to the same button, or to the heading if that button is gone. */
  async #draw(): Promise<void> {
    const [shop, t] = [this.#shop as Passerelle, this.#texts];
    let unreachable = "";
    const kept = await shop.history.export().catch((error: unknown): HistoryExport => {
      console.warn(error);
      unreachable = t.unreachable;
      return NO_HISTORY;
    });
    const heading = make("h2", "heading", { tabindex: "-1" }, t.title);
    const line = (text: string, ...acts: HTMLButtonElement[]): HTMLElement => make("li", "item", {}, make("span", "", {}, text), " ", ...spaced(acts));
    const paragraph = (text: string): HTMLElement => make("p", "", {}, text);
    const items = byItem(kept);
    await lookUp(shop, [...items.map(([id]) => id), ...refusals(kept)]);
    const list = items.map(([id, events]) => {
      const what = [...new Set(events.map((event) => t.done[event.name]))];
      if (events.some((event) => event.gift)) what.push(t.gift);
      if (events.some((event) => event.imported)) what.push(t.told);
      what.push(...new Set(events.flatMap(({ size }) => (size ? [size.name] : []))));
      return line(`${titleOf(id) ?? `${events[0]?.type} (${id})`}: ${what.join(", ")}`,
        this.#button(t.forget, "forget", async () => {
          await shop.history.forget(id);
          return t.forgotten(nameOf(id));
        }, id),
        this.#button(t.markGift, "gift", async () => {
          await shop.history.markGift(id);
          return t.given(nameOf(id));
        }, id));
    });
    const refused = refusals(kept).map((id) => line(`${nameOf(id)}: ${t.refused}`,
      this.#button(t.again, "again", async () => {
        await shop.undoDismiss(id);
        return t.takenBack(nameOf(id));
      }, id)));
    const adviser = kept.adviser && line(t.adviser(kept.adviser.code), this.#button(t.forget, "forget-adviser", async () => {
      await shop.history.forgetAdviser();
      return t.adviserForgotten;
    }));
    const answered = questionnaires(kept).map((name) => line(t.answered(name),
      this.#button(t.forget, "forget-answers", async () => {
        await askModule(shop, (module) => module.keepAnswers(name, []));
        return t.forgotten(t.answered(name));
      }, name)));
    const weeks = new Set(kept.weeks.map(({ week }) => week)).size;
    const shown = new Set(kept.invitations.filter(({ what }) => what === "offered" || what === "seen").flatMap(itemsOf)).size;
    const something = items.length > 0 || weeks > 0 || kept.invitations.length > 0 || kept.adviser !== undefined;
    const held = this.shadowRoot?.activeElement;
    this.#content.replaceChildren(
      heading,
      paragraph(unreachable || (something ? t.intro : t.nothing)),
      ...(items.length > 0 || weeks > 0 ? [paragraph(t.remembered(items.length, weeks))] : []),
      ...(kept.paused ? [paragraph(t.paused)] : []),
      ...(list.length > 0 ? [make("ul", "list", { role: "list" }, ...list)] : []),
      ...(shown > 0 ? [paragraph(t.shown(shown))] : []),
      ...(refused.length > 0 ? [make("ul", "list", { role: "list" }, ...refused)] : []),
      ...(adviser ? [make("ul", "list", { role: "list" }, adviser)] : []),
      ...(answered.length > 0 ? [make("ul", "list", { role: "list" }, ...answered)] : []),
      make("div", "acts", {}, ...spaced([
        this.#button(kept.paused ? t.resume : t.pause, "pause", async () => {
          await (kept.paused ? shop.resume() : shop.pause());
          return kept.paused ? t.resumedNow : t.pausedNow;
        }),
        this.#button(t.export, "export", async () => {
          save(await shop.history.export());
          return "";
        }),
        this.#button(t.import, "import", () => this.#bringBack()),
        this.#button(t.erase, "erase", async () => {
          await shop.history.clear();
          return t.erased;
        }),
        this.#button(t.stop, "stop", async () => {
          await shop.setConsent(false, { answer: true });
          // This call reads the store back: the panel reports an erasure only after checking it.
          await shop.history.clear();
          return t.stopped;
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
    return this.#texts.imported(await (this.#shop as Passerelle).history.import(JSON.parse(await file.text()) as HistoryExport));
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

/** Groups events by item, the most recent item first. */
function byItem({ events }: HistoryExport): [string, HistoryEvent[]][] {
  const items = new Map<string, HistoryEvent[]>();
  for (const event of [...events].reverse()) items.set(event.itemId, [...(items.get(event.itemId) ?? []), event]);
  return [...items];
}

/** Returns the ids of the items that a record is about. */
function itemsOf({ about }: HistoryInvitation): string[] {
  return about.flatMap((subject) => ("itemId" in subject ? [subject.itemId] : []));
}

/** Returns the questionnaires with stored answers. */
function questionnaires({ invitations }: HistoryExport): string[] {
  const answers = invitations.flatMap(({ about }) => about.flatMap((subject) => ("answer" in subject ? [subject.answer] : [])));
  return [...new Set(answers.map((answer) => answer.split("/")[0] ?? ""))];
}

/** Returns the ids of the dismissed items whose dismissal was not undone, the most recent first. */
function refusals({ invitations }: HistoryExport): string[] {
  const refused = new Set<string>();
  for (const line of invitations.filter(({ what }) => what === "refused" || what === "taken-back")) {
    for (const id of itemsOf(line)) {
      refused.delete(id);
      if (line.what === "refused") refused.add(id);
    }
  }
  return [...refused].reverse();
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
