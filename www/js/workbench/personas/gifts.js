/** Lives among the handbags, and buys for others. */

/** @type {import('../personas.js').Persona} */
export default {
  id: 'gifts',
  agrees: true,
  texts: {
    en: {
      name: 'A gift buyer',
      who: 'Likes bags, buys a lipstick and earrings as gifts, and looks at bags again.',
      look: 'The suggestions are the same as before the gifts: in the inspector, no part of any score names one of them.',
    },
    fr: {
      name: 'Pour offrir',
      who: 'Aime les sacs, offre un rouge à lèvres et des boucles d’oreilles, et revient aux sacs.',
      look: 'Les suggestions sont celles d’avant les cadeaux : dans l’inspecteur, aucune part d’aucun score ne les nomme.',
    },
    ar: {
      name: 'مشتري الهدايا',
      who: 'يحب الحقائب، ويشتري أحمر شفاه وأقراطاً هديةً، ثم يعود إلى الحقائب.',
      look: 'الاقتراحات هي نفسها قبل الهدايا: لا يذكرها في المفتّش أي جزء من أي درجة.',
    },
  },
  steps: [
    { look: 'handbags' }, { look: 'wallets' }, { look: 'handbags', at: 1 }, { look: 'lipsticks', at: 3 }, { add: true }, { look: 'earrings', at: 1 }, { add: true }, { buy: 'other' },
    { look: 'handbags', at: 1 },
  ],
};
