/**
 * What the element says, in words. Its own are in the page's language; what names something of the house is in the
 * language that the house's names are in, which is the same wherever the house speaks the page's.
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
  /** Language of the element's own words. */
  own: string;
  /** Language of names, and of what is said with them. */
  named: string;
  /** What the house stands for. */
  values: Translations["values"];
  /** A word of the element, by its name in the catalogues. */
  word(name: string): string;
  /** Why it is suggested; empty where that cannot be said. */
  reason(suggestion: Suggestion): string;
  /** What suits the season, the most particular first, without what the reason says already. */
  badges(suggestion: Suggestion): string[];
}

/** Loads what is said on a page in `locale`: nothing of a shopper decides what that is. */
export async function loadSpeech(shop: Passerelle, locale: string): Promise<Speech> {
  // The manifest names the house's languages: nothing waits for the translations.
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

/** The same speech with words of a placement's own, by language; English where there is no other. */
export function withWords(speech: Speech, own: Readonly<Record<string, Readonly<Partial<Record<string, string>>>>>): Speech {
  const words: Readonly<Partial<Record<string, string>>> = wordsIn(own, speech.own);
  return { ...speech, word: (name) => words[name] ?? speech.word(name) };
}

/** The sentence of a reason, by its name in the catalogues, and what it names. */
function said({ code, id = "", name }: Reason, { types }: Translations): { template: string; name: string | undefined } {
  switch (code) {
    case "goes-with-page-item":
      return { template: name ? code : `${code}-plain`, name };
    case "goes-with-session-item":
      return { template: "goes-with-page-item", name };
    case "completes-type": {
      const known = lookUp(types, id);
      return { template: known ? code : `${code}-plain`, name: known ?? id };
    }
    case "weather":
      return { template: `weather-${id}`, name };
    default:
      return { template: code, name };
  }
}

/** The flag that says the same as a reason. */
function flagOf({ code, id }: Reason): string | undefined {
  if (code === "weather") return id === "cold" ? "cold-snap" : id;
  return code === "new-in-division" ? "new" : code;
}

/** A sentence names one thing, whatever it calls it. */
function namesOf(name: string | undefined): Record<string, string | undefined> {
  return { item: name, type: name, division: name, collection: name, occasion: name };
}

function lookUp<T>(texts: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(texts, name) ? texts[name] : undefined;
}
