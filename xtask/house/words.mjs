/**
 * The house's divisions, types and names, in its three languages. A type's `one` is the form for sentences: with its article in English and
 * French, indefinite in Arabic.
 */

import { say } from './languages.mjs';

export const LANGUAGES = ['en', 'fr', 'ar'];


export const DIVISIONS = [
  { id: 'ready-to-wear', names: say('ready-to-wear', 'le prêt-à-porter', 'الملابس الجاهزة'), feed: 'Ready-to-wear' },
  { id: 'leather-goods', names: say('leather goods', 'la maroquinerie', 'المنتجات الجلدية'), feed: 'Leather goods' },
  { id: 'jewellery', names: say('jewellery', 'la joaillerie', 'المجوهرات'), feed: 'Jewellery' },
  { id: 'watches', names: say('watches', 'les montres', 'الساعات'), feed: 'Watchmaking' },
  { id: 'shoes', names: say('shoes', 'les chaussures', 'الأحذية'), feed: 'Shoes' },
  { id: 'perfume', names: say('perfume', 'les parfums', 'العطور'), feed: 'Perfume' },
  { id: 'eyewear', names: say('eyewear', 'les lunettes', 'النظارات'), feed: 'Eyewear' },
  { id: 'make-up', names: say('make-up', 'le maquillage', 'المكياج'), feed: 'Make-up' },
];

/**
 * Types: name in the feed (the English plural), plurals, `one`, number of items, prices in euros, materials, and `again`: the days after
 * which a shopper buys the same consumable item again.
 */
export const TYPES = [
  type('coat', 'ready-to-wear', 'Coats', 'Manteaux', 'معاطف', 'a coat', 'un manteau', 'معطف', 9, [1450, 3900], ['wool', 'cashmere']),
  type('knit', 'ready-to-wear', 'Knitwear', 'Mailles', 'ملابس محبوكة', 'a jumper', 'un pull', 'كنزة', 8, [490, 1290], ['cashmere', 'wool']),
  type('dress', 'ready-to-wear', 'Dresses', 'Robes', 'فساتين', 'a dress', 'une robe', 'فستان', 8, [890, 2900], ['silk', 'linen', 'wool']),
  type('shirt', 'ready-to-wear', 'Shirts', 'Chemises', 'قمصان', 'a shirt', 'une chemise', 'قميص', 6, [420, 980], ['cotton', 'silk', 'linen']),
  type('scarf', 'ready-to-wear', 'Scarves', 'Carrés', 'أوشحة', 'a scarf', 'un carré', 'وشاح', 11, [290, 560], ['silk', 'cashmere']),
  type('handbag', 'leather-goods', 'Handbags', 'Sacs à main', 'حقائب يد', 'a handbag', 'un sac', 'حقيبة يد', 13, [1650, 4800], ['calfskin', 'suede']),
  type('tote', 'leather-goods', 'Totes', 'Cabas', 'حقائب كبيرة', 'a tote', 'un cabas', 'حقيبة كبيرة', 8, [1190, 2400], ['calfskin', 'canvas']),
  type('wallet', 'leather-goods', 'Wallets', 'Portefeuilles', 'محافظ', 'a wallet', 'un portefeuille', 'محفظة', 8, [390, 790], ['calfskin']),
  type('belt', 'leather-goods', 'Belts', 'Ceintures', 'أحزمة', 'a belt', 'une ceinture', 'حزام', 7, [320, 690], ['calfskin', 'suede']),
  type('gloves', 'leather-goods', 'Gloves', 'Gants', 'قفازات', 'gloves', 'des gants', 'قفازات', 7, [350, 590], ['calfskin', 'suede']),
  type('ring', 'jewellery', 'Rings', 'Bagues', 'خواتم', 'a ring', 'une bague', 'خاتم', 11, [690, 7900], ['gold', 'silver']),
  type('necklace', 'jewellery', 'Necklaces', 'Colliers', 'قلائد', 'a necklace', 'un collier', 'قلادة', 10, [890, 9800], ['gold', 'silver']),
  type('earrings', 'jewellery', 'Earrings', 'Boucles d’oreilles', 'أقراط', 'earrings', 'des boucles d’oreilles', 'أقراط', 10, [480, 4200], ['gold', 'silver']),
  type('bracelet', 'jewellery', 'Bracelets', 'Bracelets', 'أساور', 'a bracelet', 'un bracelet', 'سوار', 9, [590, 6400], ['gold', 'silver']),
  type('parfum', 'perfume', 'Eaux de parfum', 'Eaux de parfum', 'عطور', 'an eau de parfum', 'une eau de parfum', 'ماء عطر', 16, [115, 240], [], 240),
  type('cologne', 'perfume', 'Colognes', 'Eaux de Cologne', 'كولونيا', 'a cologne', 'une eau de Cologne', 'كولونيا', 8, [85, 140], [], 170),
  type('candle', 'perfume', 'Candles', 'Bougies', 'شموع', 'a candle', 'une bougie', 'شمعة', 8, [65, 120], [], 110),
  type('cream', 'perfume', 'Body creams', 'Crèmes pour le corps', 'كريمات للجسم', 'a body cream', 'une crème pour le corps', 'كريم للجسم', 6, [62, 95], [], 80),
  type('sunglasses', 'eyewear', 'Sunglasses', 'Lunettes de soleil', 'نظارات شمسية', 'sunglasses', 'des lunettes de soleil', 'نظارات شمسية', 21, [290, 620], ['acetate', 'metal']),
  type('frames', 'eyewear', 'Optical frames', 'Montures', 'إطارات طبية', 'optical frames', 'des montures', 'إطارات طبية', 12, [260, 540], ['acetate', 'metal']),
  type('case', 'eyewear', 'Glasses cases', 'Étuis', 'علب نظارات', 'a glasses case', 'un étui à lunettes', 'علبة نظارات', 5, [140, 260], ['calfskin']),
  type('lipstick', 'make-up', 'Lipsticks', 'Rouges à lèvres', 'أحمر شفاه', 'a lipstick', 'un rouge à lèvres', 'أحمر شفاه', 16, [38, 46], [], 150),
  type('polish', 'make-up', 'Nail polish', 'Vernis à ongles', 'طلاء أظافر', 'nail polish', 'un vernis à ongles', 'طلاء أظافر', 11, [28, 30], [], 130),
  type('powder', 'make-up', 'Powders', 'Poudres', 'بودرة', 'a powder', 'une poudre', 'بودرة', 7, [54, 68], [], 120),
  type('mascara', 'make-up', 'Mascaras', 'Mascaras', 'ماسكارا', 'a mascara', 'un mascara', 'ماسكارا', 5, [36, 42], [], 90),
  type('watch', 'watches', 'Watches', 'Montres', 'ساعات', 'a watch', 'une montre', 'ساعة', 9, [2900, 12400], ['gold', 'steel']),
  type('chronograph', 'watches', 'Chronographs', 'Chronographes', 'كرونوغراف', 'a chronograph', 'un chronographe', 'كرونوغراف', 6, [5200, 14900], ['gold', 'steel']),
  type('clock', 'watches', 'Travel clocks', 'Pendulettes', 'ساعات سفر', 'a travel clock', 'une pendulette', 'ساعة سفر', 5, [780, 1650], ['calfskin']),
  type('strap', 'watches', 'Watch straps', 'Bracelets de montre', 'أحزمة ساعات', 'a watch strap', 'un bracelet de montre', 'حزام ساعة', 7, [190, 420], ['calfskin', 'suede']),
  type('pumps', 'shoes', 'Pumps', 'Escarpins', 'أحذية بكعب', 'pumps', 'des escarpins', 'حذاء بكعب', 8, [620, 980], ['calfskin', 'suede']),
  type('loafers', 'shoes', 'Loafers', 'Mocassins', 'أحذية موكاسان', 'loafers', 'des mocassins', 'حذاء موكاسان', 8, [590, 890], ['calfskin', 'suede']),
  type('flats', 'shoes', 'Ballet flats', 'Ballerines', 'أحذية باليرينا', 'ballet flats', 'des ballerines', 'حذاء باليرينا', 7, [490, 690], ['calfskin', 'suede']),
  type('boots', 'shoes', 'Boots', 'Bottes', 'جزمات', 'boots', 'des bottes', 'جزمة', 7, [890, 1490], ['calfskin', 'suede']),
];

function type(id, division, en, fr, ar, oneEn, oneFr, oneAr, count, prices, materials, again = 0) {
  return { id, division, feed: en, names: say(en, fr, ar), one: say(oneEn, oneFr, oneAr), count, prices, materials, again };
}

/** Returns a type's nouns without articles, for titles. @param {Record<string, string>} one */
export function nouns(one) {
  return { en: one.en.replace(/^an? /, ''), fr: one.fr.replace(/^(un|une|des) /, ''), ar: one.ar };
}

/** Colours: for drawing, names by language, and words of the feed. */
export const COLORS = {
  ink: { hex: '#25282e', feed: 'black', names: say('ink', 'encre', 'أسود حبري') },
  ivory: { hex: '#e9dfcc', feed: 'ivory', names: say('ivory', 'ivoire', 'عاجي') },
  cognac: { hex: '#9c5a30', feed: 'brown', names: say('cognac', 'cognac', 'كونياك') },
  bordeaux: { hex: '#6d2230', feed: 'red', names: say('bordeaux', 'bordeaux', 'عنّابي') },
  forest: { hex: '#34503f', feed: 'green', names: say('forest', 'sapin', 'أخضر غابي') },
  camel: { hex: '#b98b5c', feed: 'beige', names: say('camel', 'camel', 'جملي') },
  slate: { hex: '#5f6b76', feed: 'grey', names: say('slate', 'ardoise', 'رمادي') },
  rose: { hex: '#c48d88', feed: 'pink', names: say('tea rose', 'rose thé', 'وردي') },
  sky: { hex: '#8facc2', feed: 'blue', names: say('mist blue', 'bleu brume', 'أزرق ضبابي') },
  saffron: { hex: '#cf963a', feed: 'yellow', names: say('saffron', 'safran', 'زعفراني') },
  lagoon: { hex: '#2f7a80', feed: 'turquoise', names: say('lagoon', 'lagon', 'فيروزي') },
  coral: { hex: '#d4705a', feed: 'coral', names: say('coral', 'corail', 'مرجاني') },
  gold: { hex: '#c2a055', feed: 'gold', names: say('yellow gold', 'or jaune', 'ذهب أصفر') },
  silver: { hex: '#a9b0b7', feed: 'silver', names: say('silver', 'argent', 'فضة') },
  rosegold: { hex: '#c4917f', feed: 'copper', names: say('rose gold', 'or rose', 'ذهب وردي') },
  tortoise: { hex: '#6e4526', feed: 'brown', names: say('tortoiseshell', 'écaille', 'صدفي') },
  crystal: { hex: '#b9c6cb', feed: 'clear', names: say('crystal', 'cristal', 'شفاف') },
};

/** The feed's words for materials and colours, by language. */
export const VALUES = {
  wool: say('wool', 'laine', 'صوف'), cashmere: say('cashmere', 'cachemire', 'كشمير'), silk: say('silk', 'soie', 'حرير'),
  linen: say('linen', 'lin', 'كتان'), cotton: say('cotton', 'coton', 'قطن'), calfskin: say('calfskin', 'veau', 'جلد العجل'),
  suede: say('suede', 'daim', 'شمواه'), canvas: say('canvas', 'toile', 'قماش كانفاس'), acetate: say('acetate', 'acétate', 'أسيتات'),
  metal: say('metal', 'métal', 'معدن'), steel: say('steel', 'acier', 'فولاذ'), gold: say('gold', 'or', 'ذهب'), silver: say('silver', 'argent', 'فضة'),
  black: say('black', 'noir', 'أسود'), ivory: say('ivory', 'ivoire', 'عاجي'), brown: say('brown', 'brun', 'بني'), red: say('red', 'rouge', 'أحمر'),
  green: say('green', 'vert', 'أخضر'), beige: say('beige', 'beige', 'بيج'), grey: say('grey', 'gris', 'رمادي'), pink: say('pink', 'rose', 'وردي'),
  blue: say('blue', 'bleu', 'أزرق'), yellow: say('yellow', 'jaune', 'أصفر'), turquoise: say('turquoise', 'turquoise', 'فيروزي'),
  coral: say('coral', 'corail', 'مرجاني'), copper: say('copper', 'cuivre', 'نحاسي'), clear: say('clear', 'transparent', 'شفاف'),
};

/** Proper names of models: fictional places and people. */
export const MODELS = [
  'Alba', 'Aurore', 'Belise', 'Brume', 'Calanque', 'Célia', 'Clairval', 'Corvo', 'Dune', 'Éloi', 'Estran', 'Fanal', 'Florimond', 'Garance',
  'Héloé', 'Iris', 'Jonquet', 'Lande', 'Lisière', 'Lucile', 'Marine', 'Mirande', 'Naïade', 'Nérée', 'Odile', 'Ondine', 'Orée', 'Palombe',
  'Quarante', 'Rhune', 'Sagra', 'Sélène', 'Solène', 'Sylvain', 'Talweg', 'Ursanne', 'Vanelle', 'Vesper', 'Yseult', 'Zéphyr',
];

/** Names of scents; the first ones are for waters, the last ones for candles. */
export const SCENTS = [
  'Nuit d’Orsenne', 'Sel et Figuier', 'Iris Gris', 'Ambre des Syrtes', 'Bois de Cade', 'Rose Fumée', 'Néroli du Matin', 'Cuir de Corse',
  'Vétiver d’Hiver', 'Fleur de Maquis', 'Thé des Moines', 'Santal Clair', 'Jasmin d’Août', 'Encens Bleu', 'Pluie d’Avril', 'Oud de Minuit',
];
