/** The details that the feed has of the house's items, in its three languages: characteristics by section, a highlight, a weight. */

import { say } from './languages.mjs';
import { chance } from './random.mjs';

/** A text in each language. @typedef {ReturnType<typeof say>} Text */

const CARE = say('Care', 'Entretien', 'العناية');
const CASE = say('Case', 'Boîtier', 'العلبة');
const MAKING = say('Making', 'Façon', 'الصنعة');
const MOVEMENT = say('Movement', 'Mouvement', 'الحركة');
const NOTES = say('Notes', 'Notes', 'النفحات');
const TEXTURE = say('Texture', 'Texture', 'القوام');

const POWER_RESERVES = [say('42 h', '42 h', '42 ساعة'), say('56 h', '56 h', '56 ساعة'), say('72 h', '72 h', '72 ساعة')];
const DIAMETERS = [say('36 mm', '36 mm', '36 مم'), say('39 mm', '39 mm', '39 مم'), say('41 mm', '41 mm', '41 مم')];

/** The characteristics of items by division: section, name, and the values of which an item has one. @type {Record<string, [Text, Text, Text[]][]>} */
const DETAILS = {
  watches: [
    [MOVEMENT, say('Kind', 'Type', 'النوع'), [say('automatic', 'automatique', 'أوتوماتيكية'), say('hand-wound', 'à remontage manuel', 'تعبئة يدوية'), say('quartz', 'quartz', 'كوارتز')]],
    [MOVEMENT, say('Power reserve', 'Réserve de marche', 'احتياطي الطاقة'), POWER_RESERVES],
    [CASE, say('Diameter', 'Diamètre', 'القطر'), DIAMETERS],
    [CASE, say('Crystal', 'Verre', 'الزجاج'), [say('sapphire', 'saphir', 'سافير')]],
    [CARE, say('Water', 'Eau', 'الماء'), [say('Keep dry', 'Garder au sec', 'تُحفظ جافة'), say('Rain does no harm', 'Résiste à la pluie', 'لا يضرها المطر')]],
  ],
  perfume: [
    [NOTES, say('Top', 'Tête', 'المقدمة'), [say('bergamot', 'bergamote', 'برغموت'), say('lemon', 'citron', 'ليمون'), say('pink pepper', 'baie rose', 'فلفل وردي')]],
    [NOTES, say('Heart', 'Cœur', 'القلب'), [say('iris', 'iris', 'سوسن'), say('rose', 'rose', 'ورد'), say('fig leaf', 'feuille de figuier', 'ورق التين')]],
    [NOTES, say('Base', 'Fond', 'القاعدة'), [say('cedar', 'cèdre', 'خشب الأرز'), say('amber', 'ambre', 'عنبر'), say('vetiver', 'vétiver', 'نجيل الهند')]],
    [CARE, say('Keep', 'Conservation', 'الحفظ'), [say('Away from the sun', 'À l’abri du soleil', 'بعيدًا عن الشمس')]],
  ],
  'make-up': [
    [TEXTURE, say('Finish', 'Fini', 'اللمسة'), [say('matte', 'mat', 'مطفأة'), say('satin', 'satiné', 'ساتانية'), say('gloss', 'brillant', 'لامعة')]],
    [TEXTURE, say('Hold', 'Tenue', 'الثبات'), [say('4 h', '4 h', '4 ساعات'), say('8 h', '8 h', '8 ساعات')]],
    [CARE, say('Skin', 'Peau', 'البشرة'), [say('Tested on dry skin', 'Testé sur peau sèche', 'اختُبر على بشرة جافة'), say('Tested on reactive skin', 'Testé sur peau réactive', 'اختُبر على بشرة حساسة')]],
  ],
  'leather-goods': [
    [MAKING, say('Lining', 'Doublure', 'البطانة'), [say('goatskin', 'chèvre', 'جلد الماعز'), say('cotton', 'coton', 'قطن')]],
    [MAKING, say('Stitches', 'Coutures', 'الخياطة'), [say('by hand', 'à la main', 'يدوية')]],
    [CARE, say('Leather', 'Cuir', 'الجلد'), [say('Feed once a season', 'À nourrir une fois par saison', 'يُغذّى مرة كل موسم')]],
  ],
};

/** Highlights, by division. @type {Record<string, Text>} */
const HIGHLIGHTS = {
  watches: say('Set and oiled in the house', 'Réglée et huilée dans la maison', 'تُضبط وتُزيَّت في الدار'),
  perfume: say('Refilled in every shop', 'Rechargé dans chaque boutique', 'تُعاد تعبئته في كل متجر'),
  'leather-goods': say('Repaired in the workshop for life', 'Réparé à vie à l’atelier', 'يُصلَح في الورشة مدى الحياة'),
};

/**
 * Returns `product_detail`, `product_highlight` and `product_weight` of an item.
 * @param {import('./catalogue.mjs').Item} item
 * @param {string} language
 */
export function detailsOf({ id, type }, language) {
  const random = chance(`details ${id}`);
  const written = (/** @type {Text} */ text) => text[/** @type {keyof Text} */ (language)];
  const details = (DETAILS[type.division] ?? []).map(([section, name, values]) => [section, name, random.one(values)].map(written).join(':'));
  const highlight = HIGHLIGHTS[type.division];
  const weight = type.division === 'watches' ? `${60 + Math.round(random.between(0, 9)) * 10} g` : '';
  return [details.join(','), highlight ? written(highlight) : '', weight];
}
