/** A shopper who has looked at items before, and returns. */

/** @type {import('../personas.js').Persona} */
export default {
  id: 'back',
  agrees: true,
  texts: {
    en: {
      name: 'Somebody who comes back',
      who: 'Looks at a coat, a scarf and a lipstick, and comes back the next day.',
      look: 'What was looked at stands at the end of the first page, the last one first. “×” forgets it on this device, in every tab.',
    },
    fr: {
      name: 'De retour',
      who: 'Regarde un manteau, une écharpe et un rouge à lèvres, et revient le lendemain.',
      look: 'Ce qui a été vu est au bas de la première page, le dernier en premier. « × » l’oublie sur cet appareil, dans tous les onglets.',
    },
    ar: {
      name: 'من يعود',
      who: 'ينظر إلى معطف ووشاح وأحمر شفاه ويعود في اليوم التالي.',
      look: 'ما شوهد يظهر في آخر الصفحة الأولى، الأحدث أولاً. و«×» ينساه على هذا الجهاز وفي كل التبويبات.',
    },
  },
  steps: [{ look: 'coats', at: 1 }, { look: 'scarves' }, { look: 'lipsticks' }, { sleep: 1 }, { visit: [] }],
  shows: 'passerelle-suggestions[placement="recent"]',
};
