/** The storefront's own texts in the language of the page, and the formats of numbers and days. */

import { language, LANGUAGES } from './page-language.js';

export { language, LANGUAGES };

/** The storefront's own texts. */
export const words = (await import(`./words/${language}.js`)).default;

document.documentElement.lang = words.locale;

/** Formats a whole number in the page's language. @param {number} value */
export const number = (value) => value.toLocaleString(words.locale);

/** Formats a date such as `2026-11-22` in the page's language, without the year. @param {string} date */
export const dayText = (date) =>
  new Date(`${date}T12:00:00Z`).toLocaleDateString(words.locale, { day: 'numeric', month: 'long', timeZone: 'UTC' });

/** Returns the text in the page's language, or else the English one. @template T @param {Record<string, T> | undefined} texts */
export const inLanguage = (texts) => texts?.[language] ?? texts?.en;

/**
 * Returns a language's own name. The browser has these names: loading the texts of each language would need one request each.
 * @param {string} tag
 */
export const nameOf = (tag) => new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag;
