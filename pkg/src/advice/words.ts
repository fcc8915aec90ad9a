/**
 * Labels of `<passerelle-advice>` in nine languages, loaded with it and on no other page. Not for the house's texts: the questionnaire has
 * those.
 */

import { wordsIn } from "../words.js";

/** The element's own labels. */
export interface Words {
  begin: string;
  /** A button that goes to the routine at once, if answers are stored. */
  mine: string;
  /** The progress. `{at}` and `{all}` are numbers. */
  progress: string;
  /** Shown if an answer is needed and none was given; then, if several answers are possible. */
  choose: string;
  any: string;
  next: string;
  finish: string;
  back: string;
  restart: string;
  routine: string;
  /** Before the answers that led to an item; before the items owned; before the alternative. */
  because: string;
  owned: string;
  or: string;
  /** Shown for a step without an item of the house. */
  nothing: string;
  add: string;
  adding: string;
  added: string;
  failed: string;
  /** Explains that the answers stay on the device. */
  stays: string;
  keep: string;
  kept: string;
  forget: string;
  forgotten: string;
}

const WORDS: Readonly<Record<string, Words>> = {
  ar: {
    begin: "ابدأ", mine: "عرض روتيني", progress: "السؤال {at} من {all}", choose: "يرجى اختيار إجابة.", any: "يمكن اختيار أكثر من إجابة، أو عدم اختيار أي منها.",
    next: "التالي", finish: "عرض النتيجة", back: "رجوع", restart: "البدء من جديد", routine: "الروتين المقترح", because: "بناءً على:", owned: "لديكم بالفعل:", or: "أو:",
    nothing: "لا يوجد لدى الدار حالياً ما يناسب هذه الخطوة.", add: "أضف الكل إلى السلة", adding: "تجري الإضافة…", added: "أُضيف الكل إلى السلة.", failed: "تعذرت الإضافة. حاولوا مرة أخرى.",
    stays: "تبقى الإجابات على هذا الجهاز، ولا يُرسل منها شيء.", keep: "الاحتفاظ بالإجابات على هذا الجهاز", kept: "الإجابات محفوظة على هذا الجهاز.", forget: "نسيان الإجابات", forgotten: "نُسيت الإجابات.",
  },
  de: {
    begin: "Beginnen", mine: "Meine Routine zeigen", progress: "Frage {at} von {all}", choose: "Bitte eine Antwort wählen.", any: "Mehrere Antworten sind möglich, oder keine.",
    next: "Weiter", finish: "Ergebnis zeigen", back: "Zurück", restart: "Von vorn", routine: "Ihre Routine", because: "Wegen:", owned: "Schon vorhanden:", or: "Oder:",
    nothing: "Für diesen Schritt hat das Haus gerade nichts.", add: "Alles in den Warenkorb", adding: "Wird hinzugefügt …", added: "Alles liegt im Warenkorb.", failed: "Das hat nicht geklappt. Bitte noch einmal versuchen.",
    stays: "Die Antworten bleiben auf diesem Gerät; nichts davon wird gesendet.", keep: "Antworten auf diesem Gerät behalten", kept: "Die Antworten sind auf diesem Gerät gespeichert.", forget: "Antworten vergessen", forgotten: "Die Antworten sind vergessen.",
  },
  en: {
    begin: "Begin", mine: "Show my routine", progress: "Question {at} of {all}", choose: "Please choose an answer.", any: "Several answers may be chosen, or none.",
    next: "Next", finish: "Show the result", back: "Back", restart: "Start again", routine: "Your routine", because: "Because of:", owned: "Already yours:", or: "Or:",
    nothing: "The house has nothing for this step just now.", add: "Put all into the cart", adding: "Being added …", added: "All of it is in the cart.", failed: "That did not work. Please try again.",
    stays: "The answers stay on this device. Nothing of them is sent.", keep: "Keep the answers on this device", kept: "The answers are kept on this device.", forget: "Forget the answers", forgotten: "The answers are forgotten.",
  },
  es: {
    begin: "Empezar", mine: "Ver mi rutina", progress: "Pregunta {at} de {all}", choose: "Elija una respuesta.", any: "Se pueden elegir varias respuestas, o ninguna.",
    next: "Siguiente", finish: "Ver el resultado", back: "Atrás", restart: "Empezar de nuevo", routine: "Su rutina", because: "Por:", owned: "Ya en casa:", or: "O:",
    nothing: "La casa no tiene nada para este paso por ahora.", add: "Poner todo en la cesta", adding: "Añadiendo…", added: "Todo está en la cesta.", failed: "No ha funcionado. Inténtelo de nuevo.",
    stays: "Las respuestas se quedan en este dispositivo. No se envía nada.", keep: "Guardar las respuestas en este dispositivo", kept: "Las respuestas están guardadas en este dispositivo.", forget: "Olvidar las respuestas", forgotten: "Las respuestas se han olvidado.",
  },
  fr: {
    begin: "Commencer", mine: "Voir ma routine", progress: "Question {at} sur {all}", choose: "Choisissez une réponse.", any: "Plusieurs réponses sont possibles, ou aucune.",
    next: "Suivant", finish: "Voir le résultat", back: "Retour", restart: "Recommencer", routine: "Votre routine", because: "Selon :", owned: "Déjà chez vous :", or: "Ou :",
    nothing: "La maison n’a rien pour cette étape en ce moment.", add: "Tout mettre au panier", adding: "Ajout en cours…", added: "Tout est au panier.", failed: "Cela n’a pas fonctionné. Veuillez réessayer.",
    stays: "Les réponses restent sur cet appareil. Rien n’en est envoyé.", keep: "Garder les réponses sur cet appareil", kept: "Les réponses sont gardées sur cet appareil.", forget: "Oublier les réponses", forgotten: "Les réponses sont oubliées.",
  },
  it: {
    begin: "Inizia", mine: "Mostra la mia routine", progress: "Domanda {at} di {all}", choose: "Scegliere una risposta.", any: "Si possono scegliere più risposte, o nessuna.",
    next: "Avanti", finish: "Mostra il risultato", back: "Indietro", restart: "Ricomincia", routine: "La Sua routine", because: "In base a:", owned: "Già Suo:", or: "Oppure:",
    nothing: "Al momento la casa non ha nulla per questo passo.", add: "Metti tutto nel carrello", adding: "Aggiunta in corso…", added: "Tutto è nel carrello.", failed: "Non ha funzionato. Riprovare.",
    stays: "Le risposte restano su questo dispositivo. Niente viene inviato.", keep: "Conserva le risposte su questo dispositivo", kept: "Le risposte sono conservate su questo dispositivo.", forget: "Dimentica le risposte", forgotten: "Le risposte sono dimenticate.",
  },
  ja: {
    begin: "はじめる", mine: "自分のルーティンを見る", progress: "質問 {at}／{all}", choose: "回答を一つお選びください。", any: "複数選択できます。選ばなくても構いません。",
    next: "次へ", finish: "結果を見る", back: "戻る", restart: "最初から", routine: "おすすめのルーティン", because: "理由：", owned: "すでにお持ちの品：", or: "または：",
    nothing: "この手順に合う商品は現在ありません。", add: "すべてカートに入れる", adding: "追加しています…", added: "すべてカートに入りました。", failed: "追加できませんでした。もう一度お試しください。",
    stays: "回答はこの端末にのみ残り、送信されません。", keep: "回答をこの端末に保存する", kept: "回答はこの端末に保存されています。", forget: "回答を忘れる", forgotten: "回答を忘れました。",
  },
  pt: {
    begin: "Começar", mine: "Ver a minha rotina", progress: "Pergunta {at} de {all}", choose: "Escolha uma resposta.", any: "Pode escolher várias respostas, ou nenhuma.",
    next: "Seguinte", finish: "Ver o resultado", back: "Voltar", restart: "Recomeçar", routine: "A sua rotina", because: "Por causa de:", owned: "Já tem:", or: "Ou:",
    nothing: "De momento a casa não tem nada para este passo.", add: "Pôr tudo no carrinho", adding: "A adicionar…", added: "Está tudo no carrinho.", failed: "Não funcionou. Tente de novo.",
    stays: "As respostas ficam neste dispositivo. Nada é enviado.", keep: "Guardar as respostas neste dispositivo", kept: "As respostas estão guardadas neste dispositivo.", forget: "Esquecer as respostas", forgotten: "As respostas foram esquecidas.",
  },
  zh: {
    begin: "开始", mine: "查看我的方案", progress: "第 {at} 题，共 {all} 题", choose: "请选择一个答案。", any: "可多选，也可不选。",
    next: "下一题", finish: "查看结果", back: "返回", restart: "重新开始", routine: "您的方案", because: "依据：", owned: "您已拥有：", or: "或：",
    nothing: "目前没有适合这一步的商品。", add: "全部加入购物车", adding: "正在加入…", added: "已全部加入购物车。", failed: "未能加入，请重试。",
    stays: "答案只留在本设备上，不会发送。", keep: "在本设备上保存答案", kept: "答案已保存在本设备上。", forget: "忘记答案", forgotten: "答案已忘记。",
  },
};

/** Returns the labels in the language that serves a tag. */
export function wordsOf(tag: string): Words {
  return wordsIn(WORDS, tag);
}
