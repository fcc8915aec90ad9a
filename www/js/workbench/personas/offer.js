/** A shopper who closes the news of the house, and gets the one offer that fits. */

/** @type {import('../personas.js').Persona} */
export default {
  id: 'offer',
  agrees: true,
  texts: {
    en: {
      name: 'An offer that fits',
      who: 'Looks at sunglasses, and closes two pieces of news of the house.',
      look: 'News comes before offers. Of all open offers one comes: it fits what was looked at, and says that it was chosen on this device. What a client spends is never read. The inspector says why the other offers do not come.',
    },
    fr: {
      name: 'Une offre qui convient',
      who: 'Regarde des lunettes de soleil, et ferme deux nouvelles de la maison.',
      look: 'Les nouvelles passent avant les offres. De toutes les offres, une seule vient : elle convient à ce qui a été regardé, et dit qu’elle a été choisie sur cet appareil. Les montants dépensés ne sont jamais lus. L’inspecteur dit pourquoi les autres offres ne viennent pas.',
    },
    ar: {
      name: 'عرض مناسب',
      who: 'ينظر إلى نظارات شمسية ويغلق خبرين من أخبار الدار.',
      look: 'الأخبار قبل العروض. ومن بين كل العروض يأتي عرض واحد: يناسب ما شوهد، ويقول إنه اختير على هذا الجهاز. ولا يُقرأ ما ينفقه العميل أبداً. ويقول المفتّش لماذا لا تأتي العروض الأخرى.',
    },
  },
  steps: [{ look: 'sunglasses' }, { look: 'sunglasses', at: 1 }, { story: 0 }, { close: true }, { story: 1 }, { close: true }, { story: 2 }],
  shows: 'passerelle-messages',
};
