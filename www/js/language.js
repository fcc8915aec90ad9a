/** What this storefront says, in the language of the page, and how it writes numbers and days. */

import { language, LANGUAGES } from './page-language.js';

export { language, LANGUAGES };

/** What this storefront says, in that language. */
export const words = (await import(`./words/${language}.js`)).default;

document.documentElement.lang = words.locale;

/** A whole number as people write it. @param {number} value */
export const number = (value) => value.toLocaleString(words.locale);

/** `2026-11-22` as people write it, without the year. @param {string} date */
export const dayText = (date) =>
  new Date(`${date}T12:00:00Z`).toLocaleDateString(words.locale, { day: 'numeric', month: 'long', timeZone: 'UTC' });

/** The text of the page's language, else the English one. @template T @param {Record<string, T> | undefined} texts */
export const inLanguage = (texts) => texts?.[language] ?? texts?.en;

/** What each language calls itself; every one by its own module would be a request each. @param {string} tag */
export const nameOf = (tag) => new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag;
