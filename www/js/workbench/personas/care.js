/** A shopper who buys a bag, and gets a message about the care of leather. */

/** @type {import('../personas.js').Persona} */
export default {
  id: 'care',
  agrees: true,
  texts: {
    en: {
      name: 'After a purchase',
      who: 'Buys a bag, comes back the next day, and reads of a collection.',
      look: 'At the end of the page the house speaks: care for leather comes before every offer. Whether the client is satisfied stays on this device. The inspector says why no other message comes.',
    },
    fr: {
      name: 'Après un achat',
      who: 'Achète un sac, revient le lendemain et lit l’histoire d’une collection.',
      look: 'Au bas de la page, la maison parle : le soin du cuir passe avant toute offre. La réponse de la cliente reste sur cet appareil. L’inspecteur dit pourquoi aucun autre message ne vient.',
    },
    ar: {
      name: 'بعد الشراء',
      who: 'يشتري حقيبة ويعود في اليوم التالي ويقرأ عن مجموعة.',
      look: 'في آخر الصفحة تتكلم الدار: العناية بالجلد قبل أي عرض. ويبقى جواب العميل على هذا الجهاز. ويقول المفتّش لماذا لا تأتي رسالة أخرى.',
    },
  },
  steps: [{ look: 'handbags' }, { add: true }, { buy: 'self' }, { sleep: 1 }, { story: 0 }],
  shows: 'passerelle-messages',
};
