/** A shopper who cannot choose between watches. */

/** @type {import('../personas.js').Persona} */
export default {
  id: 'undecided',
  agrees: true,
  texts: {
    en: {
      name: 'An undecided client',
      who: 'Looks at two watches, and goes to the watches.',
      look: 'Three watches stand side by side, with what the feed says of them. What differs is marked; what is equal folds away.',
    },
    fr: {
      name: 'Une cliente indécise',
      who: 'Regarde deux montres, et va aux montres.',
      look: 'Trois montres côte à côte, avec ce que le flux en dit. Ce qui diffère est marqué, ce qui est égal se replie.',
    },
    ar: {
      name: 'عميل متردّد',
      who: 'ينظر إلى ساعتين ثم يذهب إلى الساعات.',
      look: 'ثلاث ساعات جنباً إلى جنب مع ما يقوله ملف المنتجات عنها. المختلف مميَّز، والمتساوي يُطوى.',
    },
  },
  steps: [{ look: 'watches' }, { look: 'watches', at: 1 }, { visit: ['division', 'watches'] }],
  shows: 'passerelle-compare',
};
