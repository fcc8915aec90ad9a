/** Writes the house's house.toml and feed, and its shop's additional data. */

import { dateOf } from './calendar.mjs';
import { detailsOf } from './details.mjs';
import { sizesOf, SYSTEM } from './sizes.mjs';
import { loyalty } from './loyalty.mjs';
import { messages } from './messages.mjs';
import { labelsOf, QUESTIONNAIRES, questionnaires } from './questionnaires.mjs';
import { COLORS, DIVISIONS, LANGUAGES, TYPES, VALUES } from './words.mjs';

const NAME = 'Orsenne';
const SITE = 'https://orsenne.example';
/** The house's values. */
const STANDS_FOR = {
  en: 'Every piece is made to be mended, and the house mends it for life.',
  fr: 'Chaque pièce est faite pour être réparée, et la maison la répare à vie.',
  ar: 'كل قطعة صُنعت لتُصلَح، والدار تصلحها مدى الحياة.',
};

/** The occasions of the house, with the label of their items. */
const OCCASIONS = [
  { id: 'christmas', names: { en: 'the holidays', fr: 'les fêtes', ar: 'أعياد نهاية السنة' }, lead: 35 },
  { id: 'valentines-day', names: { en: 'Valentine’s Day', fr: 'la Saint-Valentin', ar: 'عيد الحب' }, lead: 21 },
  { id: 'mothers-day', names: { en: 'Mother’s Day', fr: 'la fête des Mères', ar: 'عيد الأم' }, lead: 21 },
  { id: 'lunar-new-year', names: { en: 'Lunar New Year', fr: 'le Nouvel An lunaire', ar: 'رأس السنة القمرية' }, lead: 21 },
  { id: 'eid-al-fitr', names: { en: 'Eid', fr: 'l’Aïd', ar: 'عيد الفطر' }, lead: 21 },
];

/** Types given as presents, by occasion; the first occasion that matches is an item's label. */
const GIFTS = {
  christmas: ['candle', 'gloves', 'scarf'],
  'valentines-day': ['lipstick', 'necklace'],
  'mothers-day': ['earrings', 'cream'],
  'lunar-new-year': ['wallet'],
  'eid-al-fitr': ['parfum', 'bracelet'],
};

/** Returns the occasion of an item; empty if it has none. @param {import('./catalogue.mjs').Item} item */
export const occasionOf = ({ type }) => Object.keys(GIFTS).find((id) => GIFTS[/** @type {keyof typeof GIFTS} */ (id)].includes(type.id)) ?? '';

const text = (/** @type {string} */ value) => JSON.stringify(value);
const table = (/** @type {Record<string, string>} */ texts) => `{ ${LANGUAGES.map((language) => `${language} = ${text(texts[language])}`).join(', ')} }`;

/**
 * @param {import('./catalogue.mjs').Item[]} items
 * @param {ReturnType<typeof import('./calendar.mjs').collections>} collections
 * @param {number} today
 * @param {string} first The language that house.toml names first.
 */
export function houseToml(items, collections, today, first) {
  const languages = [first, ...LANGUAGES.filter((language) => language !== first)];
  const lined = items.filter(({ type }) => type.id === 'gloves').map(({ id }) => id);
  return `# ${NAME}: a house that does not exist. Written by xtask/house/make.mjs for ${dateOf(today)}; its orders are simulated.

[house]
name = ${text(NAME)}
# Both on the site of whichever page shows the pack: the demonstration is served from anywhere, under any path.
url = "#/product/{id}"
image = "./pictures/{id}.svg"
languages = [${languages.map(text).join(', ')}]
currency = "EUR"
offers = "${SITE}/offers"

[house.values]
texts = ${table(STANDS_FOR)}
link = "${SITE}/values"

[privacy]
k = 3

# A demonstration is walked through in one sitting, and its pages show few messages: a house would keep to the defaults.
[discretion]
relation_share = 0.0

[details]
publish = true
${DIVISIONS.map(({ id, names, feed }) => `
[[division]]
id = ${text(id)}
names = ${table(names)}
product_types = [${text(feed)}]
`).join('')}
# Two main collections, a pre-collection, a cruise, a capsule and a collaboration; those without a trade code around the day of the build.
${collections.map(({ id, kind, names, from, until, story }) => `
[[collection]]
id = ${text(id)}
kind = ${text(kind)}
names = ${table(names)}
from = ${dateOf(from)}
until = ${dateOf(until)}
items = { custom_label_0 = ${text(id)} }

[collection.story]
texts = ${table(story)}
link = "${SITE}/stories/${id.toLowerCase()}"
`).join('')}
[season]
occasions = [${OCCASIONS.map(({ id }) => text(id)).join(', ')}]
markets = ["FR", "GB", "US", "AE", "JP", "AU"]
${OCCASIONS.map(({ id, names, lead }) => `
[[occasion]]
id = ${text(id)}
names = ${table(names)}
items = { custom_label_1 = ${text(id)} }
lead_days = ${lead}
`).join('')}
[messages.en]
completes-type = "To wear with {type}"

[messages.fr]
completes-type = "Pour sublimer {type}"

# After an order, for everybody: nothing but this.
[[rule]]
action = "pin"
items = [${items.filter(({ type }) => type.id === 'case').map(({ id }) => text(id)).slice(0, 2).join(', ')}]
placements = ["confirmation"]

[[notice]]
id = "gloves-lining"
from = ${dateOf(today - 7)}
until = ${dateOf(today + 90)}
items = [${lined.map(text).join(', ')}]
texts = ${table({
    en: 'If you were concerned by the lining of the gloves, the house replaces it free of charge, in every shop, until spring.',
    fr: 'Si vous avez été concerné par la doublure des gants, la maison la remplace gratuitement, dans toutes ses boutiques, jusqu’au printemps.',
    ar: 'إذا كنتم معنيين بمسألة بطانة القفازات، تستبدلها الدار مجاناً في كل متاجرها حتى الربيع.',
  })}
link = "${SITE}/care/gloves"
${messages(SITE, collections[1], today).map(({ table: name, id, texts, more, until = 90 }) => `
[[${name}]]
id = ${text(id)}
from = ${dateOf(today - 2)}
until = ${dateOf(today + until)}
texts = ${table(texts)}
${more.join('\n')}
`).join('')}
${loyalty(SITE, table)}
${questionnaires(text, table)}
${TYPES.map(({ feed, one }) => `
[[type]]
name = ${text(feed)}
names = ${table(one)}
`).join('')}`;
}

/**
 * Returns the data that the storefront adds to the tool's list of products: see www/js/shop.js.
 * @param {import('./catalogue.mjs').Item[]} items
 * @param {ReturnType<typeof import('./calendar.mjs').collections>} collections
 */
export function extras(items, collections) {
  const byLanguage = (/** @type {(language: string) => unknown} */ make) => Object.fromEntries(LANGUAGES.map((language) => [language, make(language)]));
  // A heading omits the article that sentences need.
  const heading = (/** @type {string} */ name) => name.replace(/^(le|la|les) /, '');
  return {
    simulated: true,
    questionnaires: QUESTIONNAIRES,
    compares: 'watches',
    sizes: Object.fromEntries(items.flatMap((item) => {
      const sizes = sizesOf(item).map(({ size, available }) => [size, available]);
      return sizes.length > 0 ? [[item.id, sizes]] : [];
    })),
    example: items.find(({ type, collection, available }) => type.id === 'coat' && !collection && available)?.id,
    beside: {
      href: './?shop=retail',
      texts: { en: 'Simulated orders: see it with a real shop’s', fr: 'Commandes simulées\u00a0: voir celles d’une vraie boutique', ar: 'طلبات محاكاة: شاهدوا طلبات متجر حقيقي' },
    },
    welcome: {
      en: { title: 'Somebody looks at a coat. The house shows its other departments.' },
      fr: { title: 'On regarde un manteau. La maison montre ses autres univers.' },
      ar: { title: 'أحدهم ينظر إلى معطف، فتعرض الدار أقسامها الأخرى.' },
    },
    texts: byLanguage((language) => ({
      divisions: DIVISIONS.map(({ names }) => heading(names[language])),
      types: Object.fromEntries(TYPES.map(({ feed, names }) => [feed, names[language]])),
      values: Object.fromEntries(Object.entries(VALUES).map(([value, names]) => [value, names[language]])),
      ...(language !== 'en' && { titles: Object.fromEntries(items.map(({ id, titles }) => [id, titles[language]])) }),
    })),
    collections: collections.map(({ id, kind, names, story, from, until }) => ({
      id, kind, names, story, from: dateOf(from), until: dateOf(until),
      items: items.filter(({ collection }) => collection?.id === id).map((item) => item.id),
    })),
  };
}

/** Returns the feed, for Google Merchant Center. @param {import('./catalogue.mjs').Item[]} items @param {string} language Of the titles, the details, and the names of materials and colours. */
export function feedTsv(items, language) {
  const header = 'id title price availability product_type brand color material custom_label_0 custom_label_1 custom_label_2 custom_label_3 warmth_clo product_detail product_highlight product_weight item_group_id size size_system'.split(' ');
  const value = (/** @type {string} */ name) => name && VALUES[/** @type {keyof typeof VALUES} */ (name)][/** @type {'en'} */ (language)];
  const row = (/** @type {import('./catalogue.mjs').Item} */ item, /** @type {string} */ id, /** @type {boolean} */ available, /** @type {string[]} */ variant) => [
    id, item.titles[language], `${item.price}.00 EUR`, available ? 'in_stock' : 'out_of_stock',
    `${DIVISIONS.find(({ id: division }) => division === item.type.division)?.feed} > ${item.type.feed}`, NAME, value(COLORS[item.color].feed), value(item.material),
    item.collection?.id ?? '', occasionOf(item), ...labelsOf(item), item.warmth ?? '', ...detailsOf(item, language), ...variant,
  ];
  const rows = items.flatMap((item) => {
    const variants = sizesOf(item).map(({ size, available }) => row(item, `${item.id}-${size}`, available, [item.id, size, SYSTEM]));
    return variants.length > 0 ? variants : [row(item, item.id, item.available, ['', '', ''])];
  });
  return [header, ...rows].map((row) => `${row.join('\t')}\n`).join('');
}
