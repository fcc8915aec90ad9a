/** A client who has bought in most departments for most of a year, by the house's own records. */

/** @type {import('../personas.js').Persona} */
export default {
  id: 'faithful',
  agrees: true,
  texts: {
    en: {
      name: 'A faithful client',
      who: 'The house tells this device of ten past orders; then the client comes to the first page.',
      look: 'Attachment is high: something new of the house has come forward by it. Nothing bought lately is shown, nor its type. At the end of the first page the house says where this client stands; the inspector lists its messages and its tiers.',
    },
    fr: {
      name: 'Cliente fidèle',
      who: 'La maison rappelle dix commandes passées à cet appareil ; puis la cliente ouvre la première page.',
      look: 'L’attachement est élevé : une nouveauté de la maison avance grâce à lui. Rien de ce qui vient d’être acheté n’est montré, ni son type. Au bas de la première page, la maison dit où en est cette cliente ; l’inspecteur liste ses messages et ses rangs.',
    },
    ar: {
      name: 'عميل وفيّ',
      who: 'تخبر الدار هذا الجهاز بعشر طلبات سابقة، ثم يفتح العميل الصفحة الأولى.',
      look: 'مؤشر الوفاء مرتفع، فتقدّم بسببه جديد من الدار. ولا يظهر ما اشتُري مؤخراً ولا نوعه. وفي آخر الصفحة الأولى تقول الدار أين مكانة هذا العميل، ويعرض المفتّش رسائلها ومراتبها.',
    },
  },
  steps: [
    {
      past: [
        ['coats', 0, 40], ['handbags', 1, 25], ['eaux-de-parfum', 1, 60], ['loafers', 0, 12], ['necklaces', 0, 100], ['lipsticks', 0, 5],
        ['sunglasses', 0, 180], ['scarves', 0, 210], ['belts', 0, 240], ['coats', 1, 300],
      ],
    },
    { look: 'handbags' }, { look: 'scarves' }, { visit: [] },
  ],
};
