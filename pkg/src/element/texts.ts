/** The few words that the element says itself. Everything else it shows is the house's. */

export interface Words {
  lang: string;
  /** The heading where other divisions are shown, and elsewhere. */
  others: string;
  more: string;
  previous: string;
  next: string;
  dismiss: string;
}

const WORDS: readonly Words[] = [
  {
    lang: "en",
    others: "From our other departments",
    more: "You may also like",
    previous: "Previous suggestions",
    next: "Next suggestions",
    dismiss: "Not for me",
  },
  {
    lang: "fr",
    others: "Dans nos autres univers",
    more: "Vous aimerez peut-être aussi",
    previous: "Suggestions précédentes",
    next: "Suggestions suivantes",
    dismiss: "Pas pour moi",
  },
];

/** The words in the language of a BCP 47 tag; English where there are none. */
export function wordsOf(locale: string): Words {
  const [language] = locale.toLowerCase().split("-");
  return WORDS.find(({ lang }) => lang === language) ?? WORDS[0]!;
}
