/**
 * Draws the programme and a client's tier as nodes: texts and parsed addresses, never markup. Not for finding the tier: see `standing.ts`.
 */

import { make, sheetOf, webAddress } from "../element/nodes.js";
import { ask } from "../element/question.js";
import type { Loyalty } from "../types.js";
import type { Words } from "./words.js";

const CSS = `
h2{margin-block-end:.5rem}
h3{font:inherit;font-weight:600;margin:.75rem 0 0}
p,dl,dd{display:block;margin:0;white-space:pre-line;max-inline-size:70ch}
p.text{min-block-size:0}
.tier{font-weight:600}
dt:not(:first-child){margin-block-start:.5rem}
.device{font-size:.8125em}
section a{display:inline-block;padding-block:.25rem;text-decoration:underline}
.adviser{margin-block-start:1rem;padding:.75rem 1rem;border:1px solid;border-radius:var(--passerelle-radius,0)}
.answers{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center}
`;

/** The style sheet of loyalty, added to the shared one. */
export const loyaltySheet = sheetOf(CSS);

/** The texts that a tier is drawn with. */
export interface Look {
  /** Language of the element's own labels. */
  own: string;
  words: Words;
  readOn: string;
  /** Language of the house's texts. */
  language: string;
}

/** The adviser of the question, and the callback for the answer, which resolves to the text to show. */
export interface Adviser {
  code: string;
  answered: (isYes: boolean) => Promise<string>;
}

/** Returns a region with the client's tier, or with the programme alone, and the question about an adviser. */
export function drawLoyalty(loyalty: Loyalty | null, adviser: Adviser | undefined, look: Look): HTMLElement {
  const { own, words } = look;
  const heading = make("h2", "heading", { id: "heading" }, !loyalty ? words.adviser : loyalty.tier ? words.standing : words.programme);
  return make("section", "region", { lang: own, "aria-labelledby": "heading" }, heading,
    ...(loyalty ? (loyalty.tier ? standing(loyalty, loyalty.tier, look) : letter(loyalty, look)) : []),
    ...(loyalty ? link(loyalty, look) : []),
    ...(adviser ? [question(adviser, look)] : []));
}

function standing({ source }: Loyalty, tier: NonNullable<Loyalty["tier"]>, look: Look): HTMLElement[] {
  const { words } = look;
  const title = (part: string, says: string): HTMLElement => make("h3", part, {}, says);
  return [
    make("p", "tier", { dir: "auto", lang: look.language, "data-tier": tier.id }, tier.name),
    ...(source === "device" ? [make("p", "device", {}, words.device)] : []),
    title("gives", words.gives), said("benefits", tier.benefits, look),
    ...(tier.deepen === null ? [] : [title("deepens", words.deepens), said("deepen", tier.deepen, look)]),
  ];
}

/** Draws the programme for every reader, without the client's tier. */
function letter({ text, tiers }: Loyalty, look: Look): HTMLElement[] {
  const rows = tiers.flatMap(({ name, benefits }) => [
    make("dt", "tier", { dir: "auto", lang: look.language }, name), make("dd", "benefits", { dir: "auto", lang: look.language }, benefits),
  ]);
  return [said("text", text, look), make("dl", "tiers", {}, ...rows)];
}

function link({ link: address }: Loyalty, { readOn }: Look): HTMLElement[] {
  const href = webAddress(address);
  return href ? [make("a", "link", { href, "aria-describedby": "heading" }, readOn)] : [];
}

const said = (part: string, text: string, { language }: Look): HTMLElement => make("p", part, { dir: "auto", lang: language }, text);

function question({ code, answered }: Adviser, { words }: Look): HTMLElement {
  const name = make("p", "code", { dir: "ltr" }, code);
  const asked = ask(words.credit, [["yes", words.yes], ["no", words.no]] as const, (part, { goOn }) => {
    // At once, as the buttons: later, the status would move without an action of the shopper.
    name.remove();
    void answered(part === "yes").then((says) => goOn(says));
  });
  return make("div", "adviser", {}, name, asked.box);
}
