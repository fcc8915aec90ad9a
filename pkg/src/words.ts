/** Picks an element's labels from its nine languages. Not for texts shared by all elements: see `messages.ts`. */

import { type Names, sentence, type Template } from "./sentence.js";
import { languageOf } from "./start.js";

/** Returns the labels in the language that serves `tag`; English if the element does not have it. */
export function wordsIn<Words>(languages: Readonly<Record<string, Words>>, tag: string): Words {
  return languages[languageOf(tag)] ?? languages["en"]!;
}

/** Returns a function that fills an element's templates in the language of `tag`. */
export function sentencesIn<Word extends string>(
  languages: Readonly<Record<string, Readonly<Record<Word, Template>>>>, tag: string,
): (name: Word, names?: Names) => string {
  const words = wordsIn(languages, tag);
  return (name, names = {}) => sentence(words[name], names, languageOf(tag));
}
