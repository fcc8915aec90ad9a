/**
 * Labels of `<passerelle-loyalty>` in nine languages, loaded with it and on no other page. Not for the house's texts: the programme has
 * those.
 */

import { wordsIn } from "../words.js";

/** The element's own labels. */
export interface Words {
  /** Headings: with the client's tier, with the programme alone, and with only the question about the adviser. */
  standing: string;
  programme: string;
  adviser: string;
  /** States that the tier follows from this device's history alone. */
  device: string;
  gives: string;
  deepens: string;
  /** The question about the adviser, its answers, and the results. */
  credit: string;
  yes: string;
  no: string;
  credited: string;
  forgotten: string;
  /** The result if the answer could not be stored. */
  failed: string;
}

const WORDS: Readonly<Record<string, Words>> = {
  ar: {
    standing: "مكانتكم في الدار", programme: "لأصدقاء الدار", adviser: "مستشاركم",
    device: "لا يتحدث هذا إلا عمّا يعرفه هذا الجهاز.", gives: "ما تمنحه", deepens: "ما يعمّقها",
    credit: "هل تأذنون بأن يُنسب هذا الشراء إلى مستشاركم؟", yes: "نعم", no: "لا", credited: "شكرًا. أُبلغت الصفحة بذلك.",
    forgotten: "لم يُنقل شيء، ونُسي المستشار على هذا الجهاز.", failed: "تعذّر ذلك، ولم يُنقل شيء.",
  },
  de: {
    standing: "Wo Sie bei uns stehen", programme: "Für Freunde des Hauses", adviser: "Ihre Beratung",
    device: "Dies sagt nur, was dieses Gerät weiß.", gives: "Was das bringt", deepens: "Was es vertiefen würde",
    credit: "Dürfen wir Ihrer Beratung diesen Kauf zuschreiben?", yes: "Ja", no: "Nein", credited: "Danke. Der Seite wurde es mitgeteilt.",
    forgotten: "Nichts wurde weitergegeben; auf diesem Gerät ist es vergessen.", failed: "Das ging nicht. Nichts wurde weitergegeben.",
  },
  en: {
    standing: "Where you stand with the house", programme: "For friends of the house", adviser: "Your adviser",
    device: "This speaks only of what this device knows.", gives: "What it gives", deepens: "What would deepen it",
    credit: "May we credit your adviser?", yes: "Yes", no: "No", credited: "Thank you. The page was told.",
    forgotten: "Nothing was passed on, and it is forgotten on this device.", failed: "That did not work. Nothing was passed on.",
  },
  es: {
    standing: "Su lugar en la casa", programme: "Para los amigos de la casa", adviser: "Su asesor",
    device: "Esto solo habla de lo que sabe este dispositivo.", gives: "Lo que ofrece", deepens: "Lo que lo haría más profundo",
    credit: "¿Podemos atribuir esta compra a su asesor?", yes: "Sí", no: "No", credited: "Gracias. Se ha comunicado a la página.",
    forgotten: "No se ha transmitido nada, y en este dispositivo se ha olvidado.", failed: "No ha sido posible. No se ha transmitido nada.",
  },
  fr: {
    standing: "Votre place dans la maison", programme: "Pour les amis de la maison", adviser: "Votre conseiller",
    device: "Ceci ne parle que de ce que cet appareil connaît.", gives: "Ce qu’elle apporte", deepens: "Ce qui l’approfondirait",
    credit: "Pouvons-nous attribuer cet achat à votre conseiller ?", yes: "Oui", no: "Non", credited: "Merci. La page en est informée.",
    forgotten: "Rien n’a été transmis, et cet appareil l’a oublié.", failed: "Cela n’a pas fonctionné. Rien n’a été transmis.",
  },
  it: {
    standing: "Il Suo posto nella casa", programme: "Per gli amici della casa", adviser: "Il Suo consulente",
    device: "Questo parla solo di ciò che questo dispositivo conosce.", gives: "Che cosa offre", deepens: "Che cosa lo approfondirebbe",
    credit: "Possiamo attribuire questo acquisto al Suo consulente?", yes: "Sì", no: "No", credited: "Grazie. La pagina ne è informata.",
    forgotten: "Nulla è stato trasmesso, e questo dispositivo l’ha dimenticato.", failed: "Non è riuscito. Nulla è stato trasmesso.",
  },
  ja: {
    standing: "当店でのお立場", programme: "当店のお客様へ", adviser: "担当アドバイザー",
    device: "これはこの端末が知っていることだけに基づきます。", gives: "ご利用いただけること", deepens: "さらに深めるには",
    credit: "担当アドバイザーの紹介として記録してもよろしいですか", yes: "はい", no: "いいえ", credited: "ありがとうございます。ページに伝えました。",
    forgotten: "何も伝えられず、この端末からも消去されました。", failed: "できませんでした。何も伝えられていません。",
  },
  pt: {
    standing: "O seu lugar na casa", programme: "Para os amigos da casa", adviser: "O seu consultor",
    device: "Isto fala apenas do que este dispositivo sabe.", gives: "O que oferece", deepens: "O que o aprofundaria",
    credit: "Podemos atribuir esta compra ao seu consultor?", yes: "Sim", no: "Não", credited: "Obrigado. A página foi informada.",
    forgotten: "Nada foi transmitido, e este dispositivo esqueceu-o.", failed: "Não foi possível. Nada foi transmitido.",
  },
  zh: {
    standing: "您在本店的等级", programme: "致本店的朋友", adviser: "您的顾问",
    device: "这里只反映本设备所知道的内容。", gives: "可享权益", deepens: "如何更进一步",
    credit: "可以将此次购买归功于您的顾问吗？", yes: "可以", no: "不可以", credited: "谢谢。已告知本页面。",
    forgotten: "未传递任何内容，本设备也已忘记该顾问。", failed: "未能完成，未传递任何内容。",
  },
};

/** Returns the labels in the language that serves a tag. */
export function wordsOf(tag: string): Words {
  return wordsIn(WORDS, tag);
}
