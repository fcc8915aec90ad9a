/** Draws messages as nodes: texts and parsed addresses, never markup. Not for choosing them: the module does that. */

import { button, make, sheetOf, webAddress } from "../element/nodes.js";
import { ask } from "../element/question.js";
import type { Message, MessageEvent } from "../types.js";
import type { Reminded } from "./remind.js";
import type { Words } from "./words.js";

const CSS = `
article{display:grid;grid-template-columns:1fr auto;gap:.25rem 1rem;align-items:start;padding:.75rem 1rem;border:1px solid;border-radius:var(--passerelle-radius,0)}
article+article{margin-block-start:.5rem}
article.first{border-inline-start-width:.375rem}
h2{margin-block-end:.5rem}
p{display:block;margin:0;white-space:pre-line;max-inline-size:70ch}
p.text{min-block-size:0}
article>:not(.close){grid-column:1}
.close{grid-column:2;grid-row:1}
article a{justify-self:start;padding-block:.25rem;text-decoration:underline}
.chosen,.code{font-size:.8125em}
.code code{font:inherit;font-weight:600;user-select:all}
.answers{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center}
img{max-inline-size:12rem;aspect-ratio:4/5}
`;

/** The style sheet of messages, added to the shared one. */
export const messageSheet = sheetOf(CSS);

/** The texts that a message is drawn with. */
export interface Look {
  /** Language of the element's own labels. */
  own: string;
  heading: string;
  close: string;
  readOn: string;
  words: Words;
  /** Language of the house's texts. */
  language: string;
  /** Address of the page with all offers. */
  offers: string | undefined;
  /** Returns a message's picture; every page with pictures requests all of them. */
  picture: (message: Message) => HTMLImageElement | undefined;
}

/** The callbacks for the shopper's actions. */
export interface Hears {
  event: (message: Message, event: MessageEvent) => void;
  /** The shopper closed the message: its node is to be removed. */
  closed: (node: HTMLElement) => void;
  /** The shopper clicked "tell the house". */
  feedback: (message: Message, answer: "satisfied" | "dissatisfied") => void;
}

/** Returns a region with messages, and the node of each. */
export function drawMessages(messages: readonly Message[], look: Look, hears: Hears): { section: HTMLElement; nodes: HTMLElement[] } {
  const nodes = messages.map((message, at) => drawMessage(message, `text${at}`, look, hears));
  const heading = make("h2", "heading", { id: "heading" }, look.heading);
  return { section: make("section", "region", { lang: look.own, "aria-labelledby": "heading" }, heading, ...nodes), nodes };
}

function drawMessage(message: Message, textId: string, look: Look, hears: Hears): HTMLElement {
  const { words, language } = look;
  const node = make("article", `message ${message.kind} ${message.prominence}`);
  const text = make("p", "text", { id: textId, dir: "auto", ...(message.kind !== "back-in-stock" && { lang: language }) },
    message.kind === "back-in-stock" ? `${words.back}: ${message.text}` : message.text);
  const close = button("close", { "aria-label": look.close, "aria-describedby": textId });
  close.addEventListener("click", () => {
    hears.event(message, "closed");
    hears.closed(node);
  });
  node.append(text, close);
  const picture = look.picture(message);
  if (picture) node.append(picture);
  if (message.code !== null) node.append(make("p", "code", {}, `${words.code}: `, make("code", "", { dir: "ltr" }, message.code)));
  if (message.kind === "offer" && message.fromHistory) node.append(make("p", "chosen", {}, words.chosen));
  const link = (part: string, address: string | null | undefined, says: string, follow?: () => void): void => {
    const href = webAddress(address ?? null);
    if (!href) return;
    const anchor = make("a", part, { href, ...(part === "link" && { "aria-describedby": textId }) }, says);
    if (follow) for (const type of ["click", "auxclick"] as const) anchor.addEventListener(type, (event) => event.button < 2 && follow());
    node.append(anchor);
  };
  link("link", message.link, look.readOn, () => hears.event(message, "read"));
  if (message.kind === "offer") link("offers", look.offers, words.offers);
  if (message.asks) node.append(question(message, look, hears));
  return node;
}

/**
 * Draws the question "Are you satisfied?" with two buttons. After the answer it shows a link to the service, if the shopper is
 * dissatisfied, and a button that tells the house.
 */
function question(message: Message, { words }: Look, hears: Hears): HTMLElement {
  return ask(words.question, [["satisfied", words.yes], ["dissatisfied", words.no]] as const, (what, { box, goOn }) => {
    hears.event(message, what);
    goOn(words.thanks);
    const service = what === "dissatisfied" ? webAddress(message.service) : "";
    const tell = button("tell", {}, words.tell);
    tell.addEventListener("click", () => {
      goOn(words.told, tell);
      hears.feedback(message, what);
    });
    box.append(...(service ? [make("a", "service", { href: service }, words.service)] : []), tell);
  }).box;
}

/** Draws the button "Tell me here" for a sold-out item. `tell` resolves to the result; if nothing was stored, the button stays active. */
export function drawReminder(own: string, words: Words, tell: () => Promise<Reminded>): HTMLElement {
  const status = make("p", "reminded", { role: "status" });
  const ask = button("remind", {}, words.remind);
  ask.addEventListener("click", async () => {
    if (ask.ariaDisabled === "true") return;
    ask.ariaDisabled = "true";
    const told = await tell();
    status.textContent = words[told];
    if (told !== "reminded") ask.ariaDisabled = "false";
  });
  return make("section", "reminder", { lang: own, "aria-label": words.remind }, make("div", "answers", {}, ask, status));
}
