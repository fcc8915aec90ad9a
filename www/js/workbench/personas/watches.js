/** A shopper who buys a watch, returns the next day, and looks at shoes. */

/** @type {import('../personas.js').Persona} */
export default {
  id: 'watches',
  agrees: true,
  texts: {
    en: {
      name: 'A client of watches',
      who: 'Buys a watch, comes back the next day, and goes to the shoes.',
      look: 'The shoes that go with a watch come first. The watch bought yesterday is nowhere, and no other watch is pressed on this client.',
    },
    fr: {
      name: 'Cliente des montres',
      who: 'Achète une montre, revient le lendemain, et va voir les chaussures.',
      look: 'Les chaussures qui vont avec une montre viennent en premier. La montre achetée hier n’est nulle part, et aucune autre ne s’impose.',
    },
    ar: {
      name: 'عميل الساعات',
      who: 'يشتري ساعة ويعود في اليوم التالي إلى قسم الأحذية.',
      look: 'تأتي أولاً الأحذية التي تناسب الساعة. أما الساعة التي اشتُريت أمس فلا تظهر، ولا تُفرض ساعة أخرى.',
    },
  },
  steps: [
    { look: 'watches' }, { look: 'watches', at: 1 }, { look: 'watches', at: 2 }, { add: true }, { buy: 'self' }, { sleep: 1 },
    { visit: ['division', 'shoes'] },
  ],
};
