/** The catalogues, one file for each language: a page loads its own and no other. */

import type { Template } from "./sentence.js";

/** Everything that is said in one language. */
export interface Messages {
  /** By reason code; weather as `weather-cold`; with `-plain` for what has no name: the page's item, a type that the house did not name. */
  reasons: Readonly<Record<string, Template>>;
  /** Badges, by flag. */
  flags: Readonly<Record<string, Template>>;
  /** The words of the element. */
  words: Readonly<Record<string, Template>>;
}

const CATALOGUES: Readonly<Record<string, () => Promise<{ default: Messages }>>> = {
  ar: () => import("./messages/ar.json"),
  de: () => import("./messages/de.json"),
  en: () => import("./messages/en.json"),
  es: () => import("./messages/es.json"),
  fr: () => import("./messages/fr.json"),
  it: () => import("./messages/it.json"),
  ja: () => import("./messages/ja.json"),
  pt: () => import("./messages/pt.json"),
  zh: () => import("./messages/zh.json"),
};

/** The language, of those there are, that a tag such as `fr-CA` is served in; English for all others. */
export function languageOf(tag: string): string {
  const primary = tag.toLowerCase().split(/[-_]/)[0] ?? "";
  return Object.hasOwn(CATALOGUES, primary) ? primary : "en";
}

/** Loads the catalogue of a language tag. */
export async function loadMessages(tag: string): Promise<Messages> {
  return (await CATALOGUES[languageOf(tag)]!()).default;
}
