/**
 * Labels of `<passerelle-compare>` in nine languages, loaded with comparisons and on no other page. Not for the feed's texts: the details
 * have those.
 */

import type { Attribute } from "../advice/advice-types.js";
import { wordsIn } from "../words.js";

/** The element's own labels. */
export interface Words extends Readonly<Record<Attribute, string>> {
  heading: string;
  /** The box that hides rows with equal values. */
  differences: string;
  /** Marks a row with different values, for screen readers. */
  differs: string;
  available: string;
  unavailable: string;
  /** Shown if the feed states no value. */
  unsaid: string;
  /** The heading of rows without a section name. */
  general: string;
  highlights: string;
}

const words = (own: Omit<Words, Attribute>, attributes: string): Words => {
  const [brand, material, color, pattern, size, length, width, height, weight, warmth] = attributes.split("|") as string[];
  return { ...own, brand, material, color, pattern, size, length, width, height, weight, warmth } as Words;
};

const WORDS: Readonly<Record<string, Words>> = {
  ar: words({ heading: "مقارنة", differences: "إظهار الفروق فقط", differs: "مختلف", available: "متوفر", unavailable: "غير متوفر حالياً", unsaid: "غير مذكور", general: "المنتج", highlights: "أهم الميزات" }, "العلامة|الخامة|اللون|النقشة|المقاس|الطول|العرض|الارتفاع|الوزن|الدفء (clo)"),
  de: words({ heading: "Vergleich", differences: "Nur Unterschiede zeigen", differs: "verschieden", available: "Verfügbar", unavailable: "Zurzeit nicht verfügbar", unsaid: "keine Angabe", general: "Artikel", highlights: "Hervorzuheben" }, "Marke|Material|Farbe|Muster|Größe|Länge|Breite|Höhe|Gewicht|Wärme (clo)"),
  en: words({ heading: "Comparison", differences: "Show differences only", differs: "differs", available: "Available", unavailable: "Not available just now", unsaid: "not stated", general: "Item", highlights: "Worth knowing" }, "Brand|Material|Colour|Pattern|Size|Length|Width|Height|Weight|Warmth (clo)"),
  es: words({ heading: "Comparación", differences: "Ver solo las diferencias", differs: "distinto", available: "Disponible", unavailable: "No disponible por ahora", unsaid: "sin indicar", general: "Artículo", highlights: "Destacado" }, "Marca|Material|Color|Estampado|Talla|Longitud|Anchura|Altura|Peso|Abrigo (clo)"),
  fr: words({ heading: "Comparaison", differences: "Seulement les différences", differs: "diffère", available: "Disponible", unavailable: "Indisponible pour le moment", unsaid: "non précisé", general: "Article", highlights: "À savoir" }, "Marque|Matière|Couleur|Motif|Taille|Longueur|Largeur|Hauteur|Poids|Chaleur (clo)"),
  it: words({ heading: "Confronto", differences: "Solo le differenze", differs: "diverso", available: "Disponibile", unavailable: "Al momento non disponibile", unsaid: "non indicato", general: "Articolo", highlights: "Da sapere" }, "Marca|Materiale|Colore|Fantasia|Taglia|Lunghezza|Larghezza|Altezza|Peso|Calore (clo)"),
  ja: words({ heading: "比較", differences: "違いだけを表示", differs: "異なる", available: "購入可", unavailable: "現在品切れ", unsaid: "記載なし", general: "商品", highlights: "特長" }, "ブランド|素材|色|柄|サイズ|長さ|幅|高さ|重さ|保温性 (clo)"),
  pt: words({ heading: "Comparação", differences: "Só as diferenças", differs: "diferente", available: "Disponível", unavailable: "De momento indisponível", unsaid: "não indicado", general: "Artigo", highlights: "A saber" }, "Marca|Material|Cor|Padrão|Tamanho|Comprimento|Largura|Altura|Peso|Calor (clo)"),
  zh: words({ heading: "对比", differences: "仅显示不同之处", differs: "不同", available: "有货", unavailable: "暂时缺货", unsaid: "未注明", general: "商品", highlights: "亮点" }, "品牌|材质|颜色|图案|尺码|长度|宽度|高度|重量|保暖度 (clo)"),
};

/** Returns the labels in the language that serves a tag. */
export function wordsOf(tag: string): Words {
  return wordsIn(WORDS, tag);
}
