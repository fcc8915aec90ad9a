/** A shopper with one item in the basket. */

/** @type {import('../personas.js').Persona} */
export default {
  id: 'basket',
  agrees: true,
  texts: {
    en: {
      name: 'A coat in the basket',
      who: 'Puts a coat into the basket, and goes to the basket.',
      look: 'Below the basket stands what completes it, all together: each can be left out, the sum follows, and one button puts all of them into the basket.',
    },
    fr: {
      name: 'Un manteau au panier',
      who: 'Met un manteau dans le panier, et va au panier.',
      look: 'Sous le panier, ce qui le complète, ensemble : chaque pièce peut être écartée, la somme suit, un bouton met le tout au panier.',
    },
    ar: {
      name: 'معطف في السلة',
      who: 'يضع معطفاً في السلة ويذهب إليها.',
      look: 'تحت السلة ما يكمّلها معاً: يمكن ترك أي قطعة، والمجموع يتبع، وزر واحد يضعها كلها في السلة.',
    },
  },
  steps: [{ look: 'coats' }, { add: true }, { visit: ['cart'] }],
  shows: 'passerelle-suggestions[together]',
};
