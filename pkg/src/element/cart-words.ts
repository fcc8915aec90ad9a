/** Labels of the cart buttons in nine languages, loaded with them and on no other page. Not for the buttons: see `add-to-cart.ts`. */

import type { Names, Template } from "../sentence.js";
import { sentencesIn } from "../words.js";
import type { Speech } from "./speech.js";

/** The names of the labels. `sum` has the variable `{sum}`, `add-all` has `{count}`. */
export type CartWord = "add" | "adding" | "added" | "add-failed" | "together" | "this-item" | "in-cart" | "include" | "sum" | "add-all";

const WORDS: Readonly<Record<string, Readonly<Record<CartWord, Template>>>> = {
  ar: {
    add: "أضف إلى السلة", adding: "جارٍ الإضافة…", added: "في السلة", "add-failed": "لم تتم الإضافة. حاول مجددًا",
    together: "تتناسق معًا", "this-item": "هذه القطعة", "in-cart": "في السلة", include: "اختيار", sum: "المجموع: {sum}",
    "add-all": { zero: "إضافة {count} قطعة إلى السلة", one: "إضافة قطعة واحدة ({count}) إلى السلة", two: "إضافة قطعتين ({count}) إلى السلة", few: "إضافة {count} قطع إلى السلة", many: "إضافة {count} قطعة إلى السلة", other: "إضافة {count} قطعة إلى السلة" },
  },
  de: {
    add: "In den Warenkorb", adding: "Wird hinzugefügt …", added: "Im Warenkorb", "add-failed": "Nicht hinzugefügt. Noch einmal",
    together: "Passt gut zusammen", "this-item": "Dieser Artikel", "in-cart": "Im Warenkorb", include: "Mitnehmen",
    sum: "Zusammen: {sum}", "add-all": { one: "{count} Artikel in den Warenkorb", other: "{count} Artikel in den Warenkorb" },
  },
  en: {
    add: "Add to cart", adding: "Adding…", added: "In the cart", "add-failed": "Not added. Try again",
    together: "Goes well together", "this-item": "This piece", "in-cart": "In the cart", include: "Include",
    sum: "Together: {sum}", "add-all": { one: "Add {count} piece to the cart", other: "Add {count} pieces to the cart" },
  },
  es: {
    add: "Añadir al carrito", adding: "Añadiendo…", added: "En el carrito", "add-failed": "No añadido. Reintentar",
    together: "Combinan bien", "this-item": "Este artículo", "in-cart": "En el carrito", include: "Incluir",
    sum: "En conjunto: {sum}",
    "add-all": { one: "Añadir {count} artículo al carrito", many: "Añadir {count} artículos al carrito", other: "Añadir {count} artículos al carrito" },
  },
  fr: {
    add: "Ajouter au panier", adding: "Ajout en cours…", added: "Dans le panier", "add-failed": "Non ajouté. Réessayer",
    together: "À associer", "this-item": "Cet article", "in-cart": "Dans le panier", include: "Inclure", sum: "Ensemble : {sum}",
    "add-all": { one: "Ajouter {count} article au panier", many: "Ajouter {count} articles au panier", other: "Ajouter {count} articles au panier" },
  },
  it: {
    add: "Aggiungi al carrello", adding: "Aggiunta in corso…", added: "Nel carrello", "add-failed": "Non aggiunto. Riprova",
    together: "Stanno bene insieme", "this-item": "Questo articolo", "in-cart": "Nel carrello", include: "Includi",
    sum: "Insieme: {sum}",
    "add-all": { one: "Aggiungi {count} articolo al carrello", many: "Aggiungi {count} articoli al carrello", other: "Aggiungi {count} articoli al carrello" },
  },
  ja: {
    add: "カートに入れる", adding: "追加しています…", added: "カートに入りました", "add-failed": "追加できませんでした。もう一度", together: "ご一緒にいかがですか",
    "this-item": "この商品", "in-cart": "カートに入っています", include: "選ぶ", sum: "合計：{sum}", "add-all": { other: "{count}点をカートに入れる" },
  },
  pt: {
    add: "Adicionar ao carrinho", adding: "Adicionando…", added: "No carrinho", "add-failed": "Não adicionado. Repetir",
    together: "Combinam bem", "this-item": "Este artigo", "in-cart": "No carrinho", include: "Incluir", sum: "Em conjunto: {sum}",
    "add-all": { one: "Adicionar {count} artigo ao carrinho", many: "Adicionar {count} artigos ao carrinho", other: "Adicionar {count} artigos ao carrinho" },
  },
  zh: {
    add: "加入购物车", adding: "正在加入…", added: "已在购物车", "add-failed": "未能加入，请重试", together: "搭配推荐", "this-item": "本商品",
    "in-cart": "已在购物车", include: "选择", sum: "合计：{sum}", "add-all": { other: "将 {count} 件加入购物车" },
  },
};

/** Returns a function that fills the labels in the element's own language. */
export function cartWords({ own }: Pick<Speech, "own">): (name: CartWord, names?: Names) => string {
  return sentencesIn(WORDS, own);
}
