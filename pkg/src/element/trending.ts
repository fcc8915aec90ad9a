/**
 * The labels of `placement="trending"` in nine languages: its heading, and its explanation. Loaded for that placement alone. Not for
 * choosing the items: the module does that.
 */

import { withWords, type Speech } from "./speech.js";

type Words = Readonly<Record<"trending" | "why-everyone", string>>;

const WORDS: Readonly<Record<string, Words>> = {
  ar: { trending: "رائج الآن", "why-everyone": "مطلوب في هذا المتجر أكثر من ذي قبل. القائمة نفسها للجميع." },
  de: { trending: "Zurzeit gefragt", "why-everyone": "In diesem Geschäft mehr gefragt als zuvor. Das gilt für alle gleich." },
  en: { trending: "In demand now", "why-everyone": "More in demand in this shop than before. It is the same for everyone." },
  es: { trending: "Muy solicitados ahora", "why-everyone": "Más solicitado que antes en esta tienda. Es igual para todos." },
  fr: { trending: "Très demandés en ce moment", "why-everyone": "Plus demandé qu’auparavant dans cette boutique. C’est la même chose pour tous." },
  it: { trending: "Molto richiesti ora", "why-everyone": "Più richiesto di prima in questo negozio. È uguale per tutti." },
  ja: { trending: "いま人気の品", "why-everyone": "当店で以前より人気が高まっている品です。どなたにも同じ内容を表示しています。" },
  pt: { trending: "Muito procurados agora", "why-everyone": "Mais procurado do que antes nesta loja. É igual para todos." },
  zh: { trending: "当下热门", "why-everyone": "本店近期比以往更受欢迎。对所有人显示的内容相同。" },
};

/** Returns the element's texts with the labels of this placement. */
export function speechOfTrending(speech: Speech): Speech {
  return withWords(speech, WORDS);
}
