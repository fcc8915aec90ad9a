/** A shopper who knows only the house's perfumes. */

/** @type {import('../personas.js').Persona} */
export default {
  id: 'perfume',
  agrees: true,
  texts: {
    en: {
      name: 'Perfume only',
      who: 'Looks at scents, buys a body cream, and has never been anywhere else in the house.',
      look: 'Below the scent stand other departments, several of them, and no perfume. The potential in the inspector is high.',
    },
    fr: {
      name: 'Parfums seulement',
      who: 'Regarde des parfums, achète une crème, et ne connaît rien d’autre de la maison.',
      look: 'Sous le parfum, d’autres univers, plusieurs, et aucun parfum. Dans l’inspecteur, le potentiel est élevé.',
    },
    ar: {
      name: 'العطور فقط',
      who: 'ينظر إلى العطور ويشتري كريماً، ولم يعرف غيرها من أقسام الدار.',
      look: 'تحت العطر أقسام أخرى عدة، ولا عطر بينها. ومؤشر الانفتاح في المفتّش مرتفع.',
    },
  },
  steps: [
    { look: 'eaux-de-parfum' }, { look: 'eaux-de-parfum', at: 1 }, { look: 'colognes' }, { look: 'body-creams' }, { add: true }, { buy: 'self' }, { sleep: 1 },
    { look: 'eaux-de-parfum', at: 2 },
  ],
};
