/**
 * The labels of `placement="recent"` in nine languages, and its action to forget an item. Loaded for that placement alone. Not for choosing
 * the items: the module does that.
 */

import type { Passerelle } from "../index.js";
import type { takeAway, Row } from "./draw.js";
import { withWords, type Speech } from "./speech.js";

type Words = Readonly<Record<"recent" | "forget" | "forgotten" | "failed", string>>;

const WORDS: Readonly<Record<string, Words>> = {
  ar: {
    recent: "شوهد مؤخرًا", forget: "نسيان", forgotten: "تم النسيان.", failed: "لم ينجح ذلك. يُرجى المحاولة مرة أخرى.",
  },
  de: {
    recent: "Zuletzt angesehen", forget: "Vergessen", forgotten: "Vergessen.",
    failed: "Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.",
  },
  en: {
    recent: "Recently viewed", forget: "Forget", forgotten: "Forgotten.", failed: "That did not work. Please try again.",
  },
  es: {
    recent: "Visto recientemente", forget: "Olvidar", forgotten: "Olvidado.", failed: "No ha funcionado. Inténtelo de nuevo.",
  },
  fr: {
    recent: "Vus récemment", forget: "Oublier", forgotten: "Oublié.", failed: "Cela n’a pas fonctionné. Veuillez réessayer.",
  },
  it: {
    recent: "Visti di recente", forget: "Dimentica", forgotten: "Dimenticato.", failed: "Non ha funzionato. Riprovi.",
  },
  ja: {
    recent: "最近ご覧になった商品", forget: "履歴から消す", forgotten: "履歴から消しました。", failed: "うまくいきませんでした。もう一度お試しください。",
  },
  pt: {
    recent: "Vistos recentemente", forget: "Esquecer", forgotten: "Esquecido.", failed: "Não funcionou. Tente novamente.",
  },
  zh: {
    recent: "最近浏览", forget: "从记录中删除", forgotten: "已从记录中删除。", failed: "操作未成功，请重试。",
  },
};

/** Returns the element's texts with the labels of this placement. */
export function speechOfRecent(speech: Speech): Speech {
  return withWords(speech, WORDS);
}

/** Deletes an item from the history and shows a note in its place; this cannot be undone. Resolves to whether the item was deleted. */
export async function forget(shop: Passerelle, words: Speech, row: Row, away: typeof takeAway): Promise<boolean> {
  try {
    await shop.history.forget(row.item.itemId);
  } catch (error) {
    console.warn(error);
    away(row, words, { says: "failed", back: { name: "close", act: () => undefined } });
    return false;
  }
  away(row, words, { says: "forgotten" });
  return true;
}
