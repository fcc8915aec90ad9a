/** The language of the page: `?lang=fr`, else the browser's, else English. */

/** Those it speaks. */
export const LANGUAGES = ['en', 'fr', 'ar'];
const RIGHT_TO_LEFT = ['ar'];

const asked = new URLSearchParams(location.search).get('lang');
/** One of {@link LANGUAGES}. */
export const language = [asked, ...navigator.languages].map((tag) => (tag ?? '').split('-')[0]).find((tag) => LANGUAGES.includes(tag)) ?? 'en';

/** What this storefront says, in that language. */
export const words = (await import(`./words/${language}.js`)).default;

document.documentElement.lang = words.locale;
document.documentElement.dir = RIGHT_TO_LEFT.includes(language) ? 'rtl' : 'ltr';

/** A whole number as people write it. @param {number} value */
export const number = (value) => value.toLocaleString(words.locale);

/** `2026-11-22` as people write it, without the year. @param {string} date */
export const dayText = (date) =>
  new Date(`${date}T12:00:00Z`).toLocaleDateString(words.locale, { day: 'numeric', month: 'long', timeZone: 'UTC' });

/** The text of the page's language, else the English one. @template T @param {Record<string, T> | undefined} texts */
export const inLanguage = (texts) => texts?.[language] ?? texts?.en;

/** What each language calls itself; every one by its own module would be a request each. @param {string} tag */
export const nameOf = (tag) => new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag;
