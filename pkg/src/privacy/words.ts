/** Labels of the privacy panel in nine languages, loaded with the panel and on no other page. Not for the panel: see `privacy.ts`. */

import type { Names, Template } from "../sentence.js";
import { sentencesIn } from "../words.js";

/** An action of the shopper on an item, by the name of its event. */
type Action = "view_item" | "select_item" | "add_to_cart" | "remove_from_cart" | "add_to_wishlist" | "purchase";

/**
 * The names of the labels. `items`, `weeks`, `shown` and `imported` have the variable `{count}`; `answers`, `adviser`, `forgotten`, `given`
 * and `suggestible` have `{name}`.
 */
export type PrivacyWord =
  | Action
  | "title" | "intro" | "nothing" | "items" | "weeks" | "gift" | "records" | "shown" | "dismissed" | "answers" | "adviser" | "paused"
  | "forget" | "mark-gift" | "suggest" | "pause" | "resume" | "export" | "import" | "erase" | "stop" | "close"
  | "forgotten" | "given" | "suggestible" | "pausing" | "resumed" | "imported" | "not-imported" | "erased" | "stopped"
  | "not-erased" | "unreachable" | "failed";

const WORDS: Readonly<Record<string, Readonly<Record<PrivacyWord, Template>>>> = {
  ar: {
    title: "ما يتذكره هذا المتجر",
    intro: "يتذكر هذا المتجر ما نظرتم إليه، على هذا الجهاز فقط، ولا يُرسل شيء منه إلى أي مكان. يساعد ذلك على اقتراح منتجات من أقسام أخرى.",
    nothing: "لا يتذكر هذا المتجر شيئًا.",
    items: "عدد المنتجات: {count}.", weeks: "عدد الأسابيع السابقة التي تُذكر وتيرة زياراتكم فيها: {count}.",
    view_item: "نُظر إليه", select_item: "اختير", add_to_cart: "أُضيف إلى السلة", remove_from_cart: "أُزيل من السلة",
    add_to_wishlist: "أُضيف إلى قائمة الرغبات", purchase: "اشتُري", gift: "هدية", records: "من سجلات المتجر نفسه",
    shown: "وكذلك الاقتراحات التي عُرضت هنا، كي لا يتكرر أي منها أكثر من اللازم. عدد المنتجات: {count}.", dismissed: "لا يناسبني",
    answers: "إجاباتكم عن الاستبيان «{name}»", adviser: "مستشاركم، من رابط فتحتموه: {name}.",
    paused: "متوقف مؤقتًا: لا يُتذكر شيء جديد.",
    forget: "نسيان", "mark-gift": "كان هدية", suggest: "اقتراحه مجددًا", pause: "إيقاف مؤقت", resume: "استئناف التذكر",
    export: "حفظ نسخة", import: "استعادة نسخة", erase: "محو كل شيء", stop: "محو كل شيء والتوقف عن التذكر", close: "إغلاق",
    forgotten: "نُسي: {name}.", given: "هدية: {name}. لا يدل ذلك على شيء عنكم.", suggestible: "يمكن اقتراحه من جديد: {name}.",
    pausing: "أُوقف مؤقتًا.", resumed: "يتذكر هذا المتجر من جديد.", imported: "عدد القيود التي استُعيدت: {count}.",
    "not-imported": "هذا الملف ليس نسخة من هنا.", erased: "مُحي كل شيء.", stopped: "مُحي كل شيء، ولن يُتذكر شيء بعد الآن.",
    "not-erased": "تعذّر التحقق من محو كل شيء. يُرجى مسح بيانات هذا الموقع في إعدادات المتصفح.",
    unreachable: "لا يسمح متصفحكم لهذه الصفحة بالوصول إلى ما قد يكون هذا المتجر قد حفظه. يمكنكم السماح بذلك، أو مسح بيانات هذا الموقع، في إعدادات المتصفح.",
    failed: "تعذّر ذلك. لم يتغير شيء.",
  },
  de: {
    title: "Was dieser Shop sich merkt",
    intro: "Dieser Shop merkt sich, was Sie angesehen haben, und zwar nur auf diesem Gerät. Nichts davon wird irgendwohin gesendet. Es hilft, Artikel aus anderen Abteilungen vorzuschlagen.",
    nothing: "Dieser Shop merkt sich nichts.",
    items: { one: "Ein Artikel.", other: "{count} Artikel." },
    weeks: { one: "Dazu, wie oft Sie in einer früheren Woche hier waren.", other: "Dazu, wie oft Sie in {count} früheren Wochen hier waren." },
    view_item: "angesehen", select_item: "ausgewählt", add_to_cart: "in den Warenkorb gelegt", remove_from_cart: "aus dem Warenkorb genommen",
    add_to_wishlist: "auf die Wunschliste gesetzt", purchase: "gekauft", gift: "ein Geschenk", records: "aus den Unterlagen des Shops",
    shown: {
      one: "Außerdem, welche Vorschläge hier gezeigt wurden, damit keiner zu oft kommt: ein Artikel.",
      other: "Außerdem, welche Vorschläge hier gezeigt wurden, damit keiner zu oft kommt: {count} Artikel.",
    },
    dismissed: "nichts für mich", answers: "Ihre Antworten auf den Fragebogen „{name}“",
    adviser: "Ihre Beratung, aus einem Link, den Sie geöffnet haben: {name}.", paused: "Pausiert: Nichts Neues wird gemerkt.",
    forget: "Vergessen", "mark-gift": "War ein Geschenk", suggest: "Wieder vorschlagen", pause: "Pausieren", resume: "Wieder merken",
    export: "Kopie speichern", import: "Kopie zurückholen", erase: "Alles löschen", stop: "Alles löschen und nichts mehr merken", close: "Schließen",
    forgotten: "Vergessen: {name}.", given: "Ein Geschenk: {name}. Es sagt nichts über Sie.", suggestible: "Darf wieder vorgeschlagen werden: {name}.",
    pausing: "Pausiert.", resumed: "Dieser Shop merkt sich wieder etwas.",
    imported: { one: "Ein Eintrag ist zurück.", other: "{count} Einträge sind zurück." },
    "not-imported": "Diese Datei ist keine Kopie von hier.", erased: "Alles ist gelöscht.",
    stopped: "Alles ist gelöscht, und nichts wird mehr gemerkt.",
    "not-erased": "Es ließ sich nicht prüfen, ob alles gelöscht ist. Bitte löschen Sie die Daten dieser Website in den Einstellungen Ihres Browsers.",
    unreachable: "Ihr Browser lässt diese Seite nicht an das, was dieser Shop gespeichert haben könnte. Sie können es in den Einstellungen Ihres Browsers erlauben oder dort die Daten dieser Website löschen.",
    failed: "Das ging nicht. Nichts wurde geändert.",
  },
  en: {
    title: "What this shop remembers",
    intro: "This shop remembers what you looked at, on this device only. Nothing of it is sent anywhere. It helps to suggest things from other departments.",
    nothing: "This shop remembers nothing.",
    items: { one: "One item.", other: "{count} items." },
    weeks: { one: "Also how often you came in one earlier week.", other: "Also how often you came in {count} earlier weeks." },
    view_item: "looked at", select_item: "chosen", add_to_cart: "put in the cart", remove_from_cart: "taken out of the cart",
    add_to_wishlist: "put on the wish list", purchase: "bought", gift: "a gift", records: "from the shop’s own records",
    shown: {
      one: "Also which suggestions were shown here, one item: so that none comes too often.",
      other: "Also which suggestions were shown here, {count} items: so that none comes too often.",
    },
    dismissed: "not for me", answers: "Your answers to the questionnaire “{name}”",
    adviser: "Your adviser, from a link that you opened: {name}.", paused: "Paused: nothing new is remembered.",
    forget: "Forget", "mark-gift": "It was a gift", suggest: "Suggest again", pause: "Pause", resume: "Remember again",
    export: "Save a copy", import: "Bring a copy back", erase: "Erase everything", stop: "Erase everything and stop remembering", close: "Close",
    forgotten: "Forgotten: {name}.", given: "A gift: {name}. It says nothing about you.", suggestible: "May be suggested again: {name}.",
    pausing: "Paused.", resumed: "This shop remembers again.",
    imported: { one: "One entry came back.", other: "{count} entries came back." },
    "not-imported": "This file is not a copy from here.", erased: "Everything is erased.",
    stopped: "Everything is erased, and nothing is remembered any more.",
    "not-erased": "It could not be checked that everything is erased. Please clear this site’s data in your browser’s settings.",
    unreachable: "Your browser does not let this page reach what this shop may have stored. You can allow it, or clear this site’s data, in your browser’s settings.",
    failed: "That did not work. Nothing was changed.",
  },
  es: {
    title: "Lo que recuerda esta tienda",
    intro: "Esta tienda recuerda lo que usted ha mirado, solo en este dispositivo. Nada de ello se envía a ninguna parte. Sirve para sugerir artículos de otros departamentos.",
    nothing: "Esta tienda no recuerda nada.",
    items: { one: "Un artículo.", other: "{count} artículos." },
    weeks: {
      one: "También con qué frecuencia vino en una semana anterior.",
      other: "También con qué frecuencia vino en {count} semanas anteriores.",
    },
    view_item: "mirado", select_item: "elegido", add_to_cart: "puesto en el carrito", remove_from_cart: "quitado del carrito",
    add_to_wishlist: "puesto en la lista de deseos", purchase: "comprado", gift: "un regalo", records: "según los registros de la tienda",
    shown: {
      one: "También qué sugerencias se mostraron aquí, un artículo: para que ninguna se repita demasiado.",

      other: "También qué sugerencias se mostraron aquí, {count} artículos: para que ninguna se repita demasiado.",
    },
    dismissed: "no es para mí", answers: "Sus respuestas al cuestionario «{name}»",
    adviser: "Su asesor, según un enlace que usted abrió: {name}.", paused: "En pausa: no se recuerda nada nuevo.",
    forget: "Olvidar", "mark-gift": "Era un regalo", suggest: "Volver a sugerir", pause: "Pausar", resume: "Volver a recordar",
    export: "Guardar una copia", import: "Recuperar una copia", erase: "Borrar todo", stop: "Borrar todo y no recordar nada más", close: "Cerrar",
    forgotten: "Olvidado: {name}.", given: "Un regalo: {name}. No dice nada de usted.", suggestible: "Se puede volver a sugerir: {name}.",
    pausing: "En pausa.", resumed: "Esta tienda vuelve a recordar.",
    imported: { one: "Se ha recuperado una entrada.", other: "Se han recuperado {count} entradas." },
    "not-imported": "Este archivo no es una copia de aquí.", erased: "Se ha borrado todo.",
    stopped: "Se ha borrado todo, y ya no se recuerda nada.",
    "not-erased": "No se ha podido comprobar que se haya borrado todo. Borre los datos de este sitio en los ajustes de su navegador.",
    unreachable: "Su navegador no deja que esta página acceda a lo que esta tienda pueda haber guardado. Puede permitirlo, o borrar los datos de este sitio, en los ajustes de su navegador.",
    failed: "No ha sido posible. No se ha cambiado nada.",
  },
  fr: {
    title: "Ce que cette boutique retient",
    intro: "Cette boutique retient ce que vous avez regardé, sur cet appareil seulement. Rien n’en est envoyé nulle part. Cela sert à vous proposer des articles d’autres univers.",
    nothing: "Cette boutique ne retient rien.",
    items: { one: "Un article.", other: "{count} articles." },
    weeks: {
      one: "Et la fréquence de vos visites pendant une semaine passée.",
      other: "Et la fréquence de vos visites pendant {count} semaines passées.",
    },
    view_item: "regardé", select_item: "choisi", add_to_cart: "mis au panier", remove_from_cart: "retiré du panier",
    add_to_wishlist: "mis dans la liste d’envies", purchase: "acheté", gift: "un cadeau", records: "d’après les dossiers de la boutique",
    shown: {
      one: "Et les suggestions affichées ici, un article : pour qu’aucune ne revienne trop souvent.",

      other: "Et les suggestions affichées ici, {count} articles : pour qu’aucune ne revienne trop souvent.",
    },
    dismissed: "pas pour moi", answers: "Vos réponses au questionnaire « {name} »",
    adviser: "Votre conseiller, d’après un lien que vous avez ouvert : {name}.", paused: "Suspendu : rien de nouveau n’est retenu.",
    forget: "Oublier", "mark-gift": "C’était un cadeau", suggest: "Suggérer de nouveau", pause: "Suspendre", resume: "Retenir de nouveau",
    export: "Enregistrer une copie", import: "Rapporter une copie", erase: "Tout effacer", stop: "Tout effacer et ne plus rien retenir", close: "Fermer",
    forgotten: "Oublié : {name}.", given: "Un cadeau : {name}. Cela ne dit rien de vous.", suggestible: "Peut de nouveau être suggéré : {name}.",
    pausing: "Suspendu.", resumed: "Cette boutique retient de nouveau.",
    imported: { one: "{count} entrée est revenue.", other: "{count} entrées sont revenues." },
    "not-imported": "Ce fichier n’est pas une copie d’ici.", erased: "Tout est effacé.",
    stopped: "Tout est effacé, et plus rien n’est retenu.",
    "not-erased": "Il n’a pas pu être vérifié que tout est effacé. Effacez les données de ce site dans les réglages de votre navigateur.",
    unreachable: "Votre navigateur ne laisse pas cette page accéder à ce que cette boutique a pu retenir. Vous pouvez l’autoriser, ou effacer les données de ce site, dans les réglages de votre navigateur.",
    failed: "Cela n’a pas fonctionné. Rien n’a été changé.",
  },
  it: {
    title: "Che cosa ricorda questo negozio",
    intro: "Questo negozio ricorda ciò che Lei ha guardato, solo su questo dispositivo. Nulla viene inviato altrove. Serve a suggerire articoli di altri reparti.",
    nothing: "Questo negozio non ricorda nulla.",
    items: { one: "Un articolo.", other: "{count} articoli." },
    weeks: {
      one: "E la frequenza delle Sue visite in una settimana passata.",
      other: "E la frequenza delle Sue visite in {count} settimane passate.",
    },
    view_item: "guardato", select_item: "scelto", add_to_cart: "messo nel carrello", remove_from_cart: "tolto dal carrello",
    add_to_wishlist: "messo nella lista dei desideri", purchase: "acquistato", gift: "un regalo", records: "dai registri del negozio",
    shown: {
      one: "E quali suggerimenti sono stati mostrati qui, un articolo: perché nessuno torni troppo spesso.",

      other: "E quali suggerimenti sono stati mostrati qui, {count} articoli: perché nessuno torni troppo spesso.",
    },
    dismissed: "non fa per me", answers: "Le Sue risposte al questionario «{name}»",
    adviser: "Il Suo consulente, da un link che ha aperto: {name}.", paused: "In pausa: non si ricorda nulla di nuovo.",
    forget: "Dimentica", "mark-gift": "Era un regalo", suggest: "Suggerisci di nuovo", pause: "Metti in pausa", resume: "Ricorda di nuovo",
    export: "Salva una copia", import: "Recupera una copia", erase: "Cancella tutto", stop: "Cancella tutto e non ricordare più nulla", close: "Chiudi",
    forgotten: "Dimenticato: {name}.", given: "Un regalo: {name}. Non dice nulla di Lei.", suggestible: "Può essere suggerito di nuovo: {name}.",
    pausing: "In pausa.", resumed: "Questo negozio ricorda di nuovo.",
    imported: { one: "È tornata una voce.", other: "Sono tornate {count} voci." },
    "not-imported": "Questo file non è una copia di qui.", erased: "Tutto è cancellato.",
    stopped: "Tutto è cancellato, e non si ricorda più nulla.",
    "not-erased": "Non è stato possibile verificare che tutto sia cancellato. Cancelli i dati di questo sito nelle impostazioni del browser.",
    unreachable: "Il browser non permette a questa pagina di accedere a ciò che questo negozio può aver salvato. Può consentirlo, o cancellare i dati di questo sito, nelle impostazioni del browser.",
    failed: "Non è riuscito. Nulla è stato cambiato.",
  },
  ja: {
    title: "このショップが記憶していること",
    intro: "このショップは、ご覧になった商品をこの端末だけに記憶します。どこにも送信されません。ほかの売り場の商品をご提案するために使われます。",
    nothing: "このショップは何も記憶していません。",
    items: "商品{count}点。", weeks: "また、過去{count}週間のご来店の頻度。",
    view_item: "閲覧", select_item: "選択", add_to_cart: "カートに追加", remove_from_cart: "カートから削除",
    add_to_wishlist: "ほしい物リストに追加", purchase: "購入", gift: "贈り物", records: "ショップの記録より",
    shown: "また、同じ提案が何度も出ないように、ここに表示された提案（商品{count}点）。", dismissed: "興味なし",
    answers: "質問票「{name}」へのご回答", adviser: "開いたリンクによる担当アドバイザー：{name}。", paused: "一時停止中：新しいことは記憶されません。",
    forget: "忘れる", "mark-gift": "贈り物だった", suggest: "再び提案する", pause: "一時停止", resume: "記憶を再開",
    export: "コピーを保存", import: "コピーを戻す", erase: "すべて消去", stop: "すべて消去し、記憶をやめる", close: "閉じる",
    forgotten: "忘れました：{name}。", given: "贈り物：{name}。お客様の好みとは見なしません。", suggestible: "再び提案されることがあります：{name}。",
    pausing: "一時停止しました。", resumed: "記憶を再開しました。", imported: "{count}件の記録が戻りました。",
    "not-imported": "このファイルはここで保存したコピーではありません。", erased: "すべて消去しました。",
    stopped: "すべて消去しました。今後は何も記憶されません。",
    "not-erased": "すべて消去されたことを確認できませんでした。ブラウザーの設定でこのサイトのデータを消去してください。",
    unreachable: "このショップが保存した可能性のあるデータに、ブラウザーがこのページのアクセスを許可していません。ブラウザーの設定で、許可するか、このサイトのデータを消去できます。",
    failed: "できませんでした。何も変更されていません。",
  },
  pt: {
    title: "O que esta loja recorda",
    intro: "Esta loja recorda o que viu, apenas neste dispositivo. Nada disso é enviado para lado nenhum. Serve para sugerir artigos de outros departamentos.",
    nothing: "Esta loja não recorda nada.",
    items: { one: "Um artigo.", other: "{count} artigos." },
    weeks: {
      one: "E a frequência das suas visitas numa semana anterior.",
      other: "E a frequência das suas visitas em {count} semanas anteriores.",
    },
    view_item: "visto", select_item: "escolhido", add_to_cart: "posto no carrinho", remove_from_cart: "retirado do carrinho",
    add_to_wishlist: "posto na lista de desejos", purchase: "comprado", gift: "um presente", records: "dos registos da própria loja",
    shown: {
      one: "E que sugestões foram aqui mostradas, um artigo: para que nenhuma volte demasiadas vezes.",

      other: "E que sugestões foram aqui mostradas, {count} artigos: para que nenhuma volte demasiadas vezes.",
    },
    dismissed: "não é para mim", answers: "As suas respostas ao questionário «{name}»",
    adviser: "O seu consultor, de uma ligação que abriu: {name}.", paused: "Em pausa: nada de novo é recordado.",
    forget: "Esquecer", "mark-gift": "Foi um presente", suggest: "Voltar a sugerir", pause: "Pausar", resume: "Voltar a recordar",
    export: "Guardar uma cópia", import: "Recuperar uma cópia", erase: "Apagar tudo", stop: "Apagar tudo e não recordar mais nada", close: "Fechar",
    forgotten: "Esquecido: {name}.", given: "Um presente: {name}. Não diz nada sobre si.", suggestible: "Pode voltar a ser sugerido: {name}.",
    pausing: "Em pausa.", resumed: "Esta loja volta a recordar.",
    imported: { one: "Voltou {count} registo.", other: "Voltaram {count} registos." },
    "not-imported": "Este ficheiro não é uma cópia daqui.", erased: "Está tudo apagado.",
    stopped: "Está tudo apagado, e nada mais é recordado.",
    "not-erased": "Não foi possível verificar que tudo está apagado. Apague os dados deste site nas definições do seu navegador.",
    unreachable: "O seu navegador não deixa esta página aceder ao que esta loja possa ter guardado. Pode permiti-lo, ou apagar os dados deste site, nas definições do seu navegador.",
    failed: "Não foi possível. Nada foi alterado.",
  },
  zh: {
    title: "本店记住的内容",
    intro: "本店只在这台设备上记住您看过的商品，不会发送到任何地方。这有助于推荐其他部门的商品。",
    nothing: "本店没有记住任何内容。",
    items: "{count} 件商品。", weeks: "以及您在过去 {count} 周的到访频率。",
    view_item: "看过", select_item: "点选过", add_to_cart: "加入购物车", remove_from_cart: "移出购物车", add_to_wishlist: "加入心愿单",
    purchase: "已购买", gift: "礼物", records: "来自本店的记录",
    shown: "以及在此展示过的推荐（{count} 件商品），以免同一推荐过于频繁。", dismissed: "不适合我",
    answers: "您对问卷“{name}”的回答", adviser: "您的顾问，来自您打开过的链接：{name}。", paused: "已暂停：不再记住新的内容。",
    forget: "忘记", "mark-gift": "这是礼物", suggest: "重新推荐", pause: "暂停", resume: "重新开始记住",
    export: "保存副本", import: "恢复副本", erase: "全部清除", stop: "全部清除并停止记住", close: "关闭",
    forgotten: "已忘记：{name}。", given: "礼物：{name}。这与您的喜好无关。", suggestible: "可以再次推荐：{name}。",
    pausing: "已暂停。", resumed: "本店重新开始记住。", imported: "已恢复 {count} 条记录。",
    "not-imported": "此文件不是在这里保存的副本。", erased: "已全部清除。", stopped: "已全部清除，今后不再记住任何内容。",
    "not-erased": "无法确认是否已全部清除。请在浏览器设置中清除本网站的数据。",
    unreachable: "您的浏览器不允许本页面访问本店可能保存的内容。您可以在浏览器设置中允许访问，或清除本网站的数据。",
    failed: "操作未成功，没有任何更改。",
  },
};

/** Returns a function that fills the labels in the language of `tag`. */
export function privacyWords(tag: string): (name: PrivacyWord, names?: Names) => string {
  return sentencesIn(WORDS, tag);
}
