/** A shopper without consent who visits the perfumes, where the questionnaire is. */

/** @type {import('../personas.js').Persona} */
export default {
  id: 'advised',
  agrees: false,
  texts: {
    en: {
      name: 'Somebody who asks',
      who: 'Goes to the perfumes and asks the perfumer. Agrees to nothing.',
      look: 'Three questions, and a routine with its reasons. The answers decide here, on this device: no request depends on them.',
    },
    fr: {
      name: 'Quelqu’un qui demande',
      who: 'Va aux parfums et demande au parfumeur. N’accepte rien.',
      look: 'Trois questions, puis une routine et ses raisons. Les réponses décident ici, sur cet appareil : aucune requête n’en dépend.',
    },
    ar: {
      name: 'من يسأل',
      who: 'يذهب إلى العطور ويسأل صانعها. ولا يوافق على شيء.',
      look: 'ثلاثة أسئلة ثم نصيحة بأسبابها. الأجوبة تقرّر هنا على هذا الجهاز: لا يتوقف عليها أي طلب.',
    },
  },
  steps: [{ visit: ['division', 'perfume'] }],
  shows: 'passerelle-advice',
};
