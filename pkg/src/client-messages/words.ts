/**
 * Labels of `<passerelle-messages>` in nine languages, loaded with it and on no other page. Not for the house's texts: the messages have
 * those.
 */

import { wordsIn } from "../words.js";

/** The element's own labels. */
export interface Words {
  /** Beside an offer that the history selected: states that the device selected it, by the items viewed here. */
  chosen: string;
  /** The link to all offers, including those that this device did not select. */
  offers: string;
  /** Before the code of an offer. */
  code: string;
  /** Before the title of an item that can be bought again. */
  back: string;
  /** The question after a purchase, and its answers. */
  question: string;
  yes: string;
  no: string;
  /** Shown after an answer, which stays on the device. */
  thanks: string;
  service: string;
  /** The button that tells the house, and its result. */
  tell: string;
  told: string;
  /** The button on the page of a sold-out item, and its result. */
  remind: string;
  reminded: string;
  /** The result without consent: nothing is stored. */
  kept: string;
  /** The result while the shopper has paused the history. */
  paused: string;
  /** The result for an item that is not sold out, or that must not be recorded. */
  impossible: string;
}

const WORDS: Readonly<Record<string, Words>> = {
  ar: {
    chosen: "اختير على هذا الجهاز بناءً على ما شوهد هنا", offers: "جميع العروض", code: "الرمز", back: "متوفر من جديد",
    question: "هل أنتم راضون؟", yes: "نعم", no: "لا", thanks: "شكرًا. يبقى الجواب على هذا الجهاز.", service: "خدمة العملاء",
    tell: "إبلاغ الدار", told: "أُبلغت الدار.", remind: "أعلموني هنا عند توفره", reminded: "سيظهر هنا عند توفره.",
    kept: "لا يُحفظ شيء على هذا الجهاز من دون موافقة.",
    paused: "أوقفتم الحفظ على هذا الجهاز مؤقتًا.", impossible: "هذا غير ممكن لهذه القطعة حاليًا.",
  },
  de: {
    chosen: "Auf diesem Gerät ausgewählt, nach dem, was hier angesehen wurde", offers: "Alle Angebote", code: "Code", back: "Wieder erhältlich",
    question: "Sind Sie zufrieden?", yes: "Ja", no: "Nein", thanks: "Danke. Die Antwort bleibt auf diesem Gerät.", service: "Zum Kundendienst",
    tell: "Dem Haus mitteilen", told: "Dem Haus mitgeteilt.", remind: "Hier Bescheid geben", reminded: "Es steht hier, sobald es wieder da ist.",
    kept: "Ohne Einwilligung wird auf diesem Gerät nichts gespeichert.",
    paused: "Auf diesem Gerät ist das Merken angehalten.", impossible: "Für diesen Artikel geht das zurzeit nicht.",
  },
  en: {
    chosen: "Chosen on this device from what you looked at here", offers: "All offers", code: "Code", back: "Back in stock",
    question: "Are you satisfied?", yes: "Yes", no: "No", thanks: "Thank you. The answer stays on this device.", service: "Our service",
    tell: "Tell the house", told: "The house was told.", remind: "Tell me here", reminded: "It will be here when it is back.",
    kept: "Nothing is kept on this device without consent.",
    paused: "Remembering is paused on this device.", impossible: "For this item that is not possible at the moment.",
  },
  es: {
    chosen: "Elegido en este dispositivo a partir de lo que se ha visto aquí", offers: "Todas las ofertas", code: "Código", back: "De nuevo disponible",
    question: "¿Está satisfecho?", yes: "Sí", no: "No", thanks: "Gracias. La respuesta se queda en este dispositivo.", service: "Nuestro servicio",
    tell: "Decírselo a la casa", told: "Se ha comunicado a la casa.", remind: "Avisarme aquí", reminded: "Estará aquí cuando vuelva.",
    kept: "Sin consentimiento no se guarda nada en este dispositivo.",
    paused: "En este dispositivo la memoria está en pausa.", impossible: "Para este artículo no es posible por el momento.",
  },
  fr: {
    chosen: "Choisi sur cet appareil d’après ce qui a été regardé ici", offers: "Toutes les offres", code: "Code", back: "De nouveau disponible",
    question: "Êtes-vous satisfait ?", yes: "Oui", no: "Non", thanks: "Merci. La réponse reste sur cet appareil.", service: "Notre service",
    tell: "Le dire à la maison", told: "La maison en est informée.", remind: "Me le dire ici", reminded: "Ce sera dit ici dès son retour.",
    kept: "Sans accord, rien n’est gardé sur cet appareil.",
    paused: "La mémoire est en pause sur cet appareil.", impossible: "Pour cet article, ce n’est pas possible pour le moment.",
  },
  it: {
    chosen: "Scelto su questo dispositivo da ciò che è stato guardato qui", offers: "Tutte le offerte", code: "Codice", back: "Di nuovo disponibile",
    question: "È soddisfatto?", yes: "Sì", no: "No", thanks: "Grazie. La risposta resta su questo dispositivo.", service: "Il nostro servizio",
    tell: "Dirlo alla casa", told: "La casa è informata.", remind: "Avvisami qui", reminded: "Sarà qui quando tornerà.",
    kept: "Senza consenso su questo dispositivo non si conserva nulla.",
    paused: "Su questo dispositivo la memoria è in pausa.", impossible: "Per questo articolo al momento non è possibile.",
  },
  ja: {
    chosen: "ここで閲覧された内容から、この端末で選ばれました", offers: "すべての特典", code: "コード", back: "再入荷",
    question: "ご満足いただけましたか", yes: "はい", no: "いいえ", thanks: "ありがとうございます。回答はこの端末に残ります。", service: "カスタマーサービス",
    tell: "当店に伝える", told: "当店に伝えました。", remind: "ここで知らせる", reminded: "再入荷したらここに表示します。",
    kept: "同意がない場合、この端末には何も保存されません。",
    paused: "この端末での記憶は一時停止中です。", impossible: "この商品では現在ご利用いただけません。",
  },
  pt: {
    chosen: "Escolhido neste dispositivo a partir do que foi visto aqui", offers: "Todas as ofertas", code: "Código", back: "Novamente disponível",
    question: "Está satisfeito?", yes: "Sim", no: "Não", thanks: "Obrigado. A resposta fica neste dispositivo.", service: "O nosso serviço",
    tell: "Dizer à casa", told: "A casa foi informada.", remind: "Avisar-me aqui", reminded: "Estará aqui quando voltar.",
    kept: "Sem consentimento nada é guardado neste dispositivo.",
    paused: "Neste dispositivo a memória está em pausa.", impossible: "Para este artigo não é possível neste momento.",
  },
  zh: {
    chosen: "根据在此浏览的内容，由本设备选出", offers: "全部优惠", code: "优惠码", back: "重新有货",
    question: "您满意吗？", yes: "满意", no: "不满意", thanks: "谢谢。答案只留在本设备上。", service: "客户服务",
    tell: "告诉品牌", told: "已告知品牌。", remind: "到货时在此告知", reminded: "到货后会显示在这里。",
    kept: "未经同意，本设备不保存任何内容。",
    paused: "本设备上的记录已暂停。", impossible: "此商品目前无法使用该功能。",
  },
};

/** Returns the labels in the language that serves a tag. */
export function wordsOf(tag: string): Words {
  return wordsIn(WORDS, tag);
}
