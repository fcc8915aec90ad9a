/** A shopper on the first visit, without consent. */

/** @type {import('../personas.js').Persona} */
export default {
  id: 'first-visit',
  agrees: false,
  texts: {
    en: {
      name: 'A first visit',
      who: 'Looks at two rings and a coat, and agrees to nothing.',
      look: 'What stands below goes with this coat alone. Nothing is kept, and the rings have left no trace.',
    },
    fr: {
      name: 'Première visite',
      who: 'Regarde deux bagues et un manteau, sans rien accepter.',
      look: 'Ce qui s’affiche dessous va avec ce manteau seul. Rien n’est retenu, les bagues n’ont laissé aucune trace.',
    },
    ar: {
      name: 'زيارة أولى',
      who: 'ينظر إلى خاتمين ومعطف، ولا يوافق على شيء.',
      look: 'ما يظهر أدناه يناسب هذا المعطف وحده. لا يُحفظ شيء، ولم يترك الخاتمان أثراً.',
    },
  },
  steps: [{ look: 'rings' }, { look: 'rings', at: 1 }, { look: 'coats' }],
};
