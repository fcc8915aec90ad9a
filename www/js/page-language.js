/**
 * The language of the page: `?lang=fr`, else the browser's, else English. A server writes it into the page's first tag; this page is one file for
 * all languages, so it is said here.
 */

/** Those it speaks. */
export const LANGUAGES = ['en', 'fr', 'ar', 'de'];
const RIGHT_TO_LEFT = ['ar'];

const asked = new URLSearchParams(location.search).get('lang');
/** One of {@link LANGUAGES}. */
export const language = [asked, ...navigator.languages].map((tag) => (tag ?? '').split('-')[0]).find((tag) => LANGUAGES.includes(tag)) ?? 'en';

document.documentElement.lang = language;
document.documentElement.dir = RIGHT_TO_LEFT.includes(language) ? 'rtl' : 'ltr';
