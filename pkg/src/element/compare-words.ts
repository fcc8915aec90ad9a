/**
 * Labels for selecting items to compare, in nine languages, loaded with the boxes and on no other page. Not for the boxes: see
 * `compare-cards.ts`.
 */

import type { Names, Template } from "../sentence.js";
import { sentencesIn } from "../words.js";
import type { Speech } from "./speech.js";

/** The names of the labels. `compare` has the variable `{count}`. */
export type CompareWord = "choice" | "compare" | "choose" | "most" | "failed";

const WORDS: Readonly<Record<string, Readonly<Record<CompareWord, Template>>>> = {
  ar: {
    choice: "قارن", compare: "مقارنة ({count})", choose: "اختر قطعتين على الأقل.", most: "يمكن مقارنة أربع قطع على الأكثر.",
    failed: "تعذّر تحميل المقارنة. حاول مجددًا.",
  },
  de: {
    choice: "Vergleichen", compare: "Vergleichen ({count})", choose: "Wählen Sie mindestens zwei.", most: "Höchstens vier lassen sich vergleichen.",
    failed: "Der Vergleich ist nicht zu haben. Bitte versuchen Sie es noch einmal.",
  },
  en: {
    choice: "Compare", compare: "Compare ({count})", choose: "Choose at least two.", most: "Four at most can be compared.",
    failed: "The comparison could not be loaded. Please try again.",
  },
  es: {
    choice: "Comparar", compare: "Comparar ({count})", choose: "Elija al menos dos.", most: "Se pueden comparar cuatro como máximo.",
    failed: "No se ha podido cargar la comparación. Inténtelo de nuevo.",
  },
  fr: {
    choice: "Comparer", compare: "Comparer ({count})", choose: "Choisissez-en au moins deux.", most: "Quatre au plus peuvent être comparés.",
    failed: "La comparaison n’a pas pu être chargée. Veuillez réessayer.",
  },
  it: {
    choice: "Confronta", compare: "Confronta ({count})", choose: "Ne scelga almeno due.", most: "Se ne possono confrontare al massimo quattro.",
    failed: "Non è stato possibile caricare il confronto. Riprovi.",
  },
  ja: {
    choice: "比較する", compare: "比較する（{count}）", choose: "2点以上お選びください。", most: "比較できるのは4点までです。",
    failed: "比較を読み込めませんでした。もう一度お試しください。",
  },
  pt: {
    choice: "Comparar", compare: "Comparar ({count})", choose: "Escolha pelo menos dois.", most: "Podem comparar-se no máximo quatro.",
    failed: "Não foi possível carregar a comparação. Tente novamente.",
  },
  zh: { choice: "对比", compare: "对比（{count}）", choose: "请至少选择两件。", most: "最多可对比四件。", failed: "无法加载对比，请重试。" },
};

/** Returns a function that fills the labels in the element's own language. */
export function compareWords({ own }: Pick<Speech, "own">): (name: CompareWord, names?: Names) => string {
  return sentencesIn(WORDS, own);
}
