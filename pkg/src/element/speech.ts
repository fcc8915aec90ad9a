/**
 * Loads the element's texts. Its own labels are in the page's language. Sentences with names of the house are in the house's language for
 * those names, which is the same if the house supports the page's language. Not for drawing them: see `draw.ts`.
 */

import type { Passerelle } from "../index.js";
import { loadMessages } from "../messages.js";
import { sentence } from "../sentence.js";
import { houseLanguage } from "../sharing.js";
import { languageOf } from "../start.js";
import type { Reason, Suggestion, Translations } from "../types.js";
import { wordsIn } from "../words.js";

/** The most badges of one suggestion. */
const BADGES = 2;

export interface Speech {
  /** Language of the element's own labels. */
  own: string;
  /** Language of the house's names, and of sentences that contain them. */
  named: string;
  /** The house's values. */
  values: Translations["values"];
  /** Returns a label of the element, by its name in the catalogues. */
  word(name: string): string;
  /** Returns the reason of a suggestion as a sentence; empty if a name is missing. */
  reason(suggestion: Suggestion): string;
  /**
   * Returns badges for the suggestion's flags, the most specific first, at most {@link BADGES}, without the flag that its reason repeats.
   */
  badges(suggestion: Suggestion): string[];
}

/** Loads the texts for a page in `locale`. The files do not depend on the shopper. */
export async function loadSpeech(shop: Passerelle, locale: string): Promise<Speech> {
  // The manifest lists the house's languages, so this load does not wait for the translations.
  const [translations, page, house] = await Promise.all([shop.translations(), loadMessages(locale), loadMessages(houseLanguage(shop))]);
  const named = translations.language;
  const own = languageOf(locale);
  return {
    own,
    named,
    values: translations.values,
    word: (name) => sentence(page.words[name], {}, own),
    reason: ({ reason }) => {
      const { template, name } = said(reason, translations);
      return sentence(lookUp(translations.messages, template) ?? lookUp(house.reasons, template), namesOf(name), named);
    },
    badges: ({ reason, flags }) =>
      flags
        .filter(({ code }) => code !== flagOf(reason))
        .map(({ code, name }) => sentence(lookUp(house.flags, code), namesOf(name), named))
        .filter(Boolean)
        .slice(0, BADGES),
  };
}

/** Returns the same texts with labels of a placement, by language; English if the language has none. */
export function withWords(speech: Speech, own: Readonly<Record<string, Readonly<Partial<Record<string, string>>>>>): Speech {
  const words: Readonly<Partial<Record<string, string>>> = wordsIn(own, speech.own);
  return { ...speech, word: (name) => words[name] ?? speech.word(name) };
}

/** Returns the template name of a reason, and the name to insert. The name of a type in a sentence is in the translations. */
function said({ code, sentence, id = "", name }: Reason, { types }: Translations): { template: string; name: string | undefined } {
  if (code !== "completes-type") return { template: sentence, name };
  const known = lookUp(types, id);
  return { template: known ? sentence : `${sentence}-plain`, name: known ?? id };
}

/** Returns the flag that repeats a reason. */
function flagOf({ code, id }: Reason): string | undefined {
  if (code === "weather") return id === "cold" ? "cold-snap" : id;
  return code === "new-in-division" ? "new" : code;
}

/** Returns the variables of a sentence. A sentence has one name, under any variable. */
function namesOf(name: string | undefined): Record<string, string | undefined> {
  return { item: name, type: name, division: name, collection: name, occasion: name };
}

function lookUp<T>(texts: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(texts, name) ? texts[name] : undefined;
}
