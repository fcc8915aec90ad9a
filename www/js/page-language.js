/**
 * Selects the language of the page: `?lang=fr`, or else the browser's, or else English. A real server writes it into the page's first tag;
 * this page is one file for all languages, so a script sets it.
 */

/** The languages of the storefront. */
export const LANGUAGES = ['en', 'fr', 'ar', 'de'];
const RIGHT_TO_LEFT = ['ar'];

const asked = new URLSearchParams(location.search).get('lang');
/** The page's language: one of {@link LANGUAGES}. */
export const language = [asked, ...navigator.languages].map((tag) => (tag ?? '').split('-')[0]).find((tag) => LANGUAGES.includes(tag)) ?? 'en';

document.documentElement.lang = language;
document.documentElement.dir = RIGHT_TO_LEFT.includes(language) ? 'rtl' : 'ltr';
