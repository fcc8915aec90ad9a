/** An element's own words: it brings them in nine languages, and speaks the page's. */

import { type Names, sentence, type Template } from "./sentence.js";
import { languageOf } from "./start.js";

/** The words in the language that `tag` is served in; English where there are none in it. */
export function wordsIn<Words>(languages: Readonly<Record<string, Words>>, tag: string): Words {
  return languages[languageOf(tag)] ?? languages["en"]!;
}

/** What writes the sentences of an element in the language of `tag`. */
export function sentencesIn<Word extends string>(
  languages: Readonly<Record<string, Readonly<Record<Word, Template>>>>, tag: string,
): (name: Word, names?: Names) => string {
  const words = wordsIn(languages, tag);
  return (name, names = {}) => sentence(words[name], names, languageOf(tag));
}
