/** A shopper of handbags who buys gifts for others. */

/** @type {import('../personas.js').Persona} */
export default {
  id: 'gifts',
  agrees: true,
  texts: {
    en: {
      name: 'A gift buyer',
      who: 'Likes bags, buys a lipstick and earrings as gifts, and looks at bags again.',
      look: 'The gifts have changed nothing: in the inspector, no part of any score names one of them. What was seen often enough has made room.',
    },
    fr: {
      name: 'Pour offrir',
      who: 'Aime les sacs, offre un rouge à lèvres et des boucles d’oreilles, et revient aux sacs.',
      look: 'Les cadeaux n’ont rien changé : dans l’inspecteur, aucune part d’aucun score ne les nomme. Ce qui a été assez vu a fait de la place.',
    },
    ar: {
      name: 'مشتري الهدايا',
      who: 'يحب الحقائب، ويشتري أحمر شفاه وأقراطاً هديةً، ثم يعود إلى الحقائب.',
      look: 'لم تغيّر الهدايا شيئاً: لا يذكرها في المفتّش أي جزء من أي درجة. وما شوهد بما يكفي أفسح المكان لغيره.',
    },
  },
  steps: [
    { look: 'handbags' }, { look: 'wallets' }, { look: 'handbags', at: 1 }, { look: 'lipsticks', at: 3 }, { add: true }, { look: 'earrings', at: 1 }, { add: true }, { buy: 'other' },
    { look: 'handbags', at: 1 },
  ],
};
