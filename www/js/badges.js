/** What is said of an item's season, in the page's language: the words of Passerelle's own catalogues. */

import { capitalised } from './dom.js';

/** @typedef {{ code: string, id?: string, name?: string }} Flag */

/** @type {Record<string, Record<string, string>>} */
const TEXTS = {
  en: { 'cold-snap': 'For the cold', rain: 'For the rain', sun: 'For the sun', 'ending-soon': 'Final days', new: 'New', 'in-demand-now': 'In demand' },
  ar: { 'cold-snap': 'للبرد', rain: 'للمطر', sun: 'للشمس', 'ending-soon': 'الأيام الأخيرة', new: 'جديد', 'in-demand-now': 'رائج الآن' },
  fr: { 'cold-snap': 'Grand froid', rain: 'Pluie', sun: 'Grand soleil', 'ending-soon': 'Derniers jours', new: 'Nouveauté', 'in-demand-now': 'En vogue' },
};

/**
 * The badge of an item: of its most particular flag that can be said. An occasion or a collection is called by its name.
 * @param {Flag[]} flags
 * @param {string} language A tag such as `fr-CA`; English for all others.
 */
export function badgeOf(flags, language) {
  const texts = TEXTS[language.split('-')[0]] ?? TEXTS.en;
  for (const { code, name } of flags) {
    const text = name ? capitalised(name) : texts[code];
    if (text) return { code, text };
  }
  return null;
}
