/** Generates the house's items: about 300, each a model in a colour, in a collection or permanent. */

import { chance } from './random.mjs';
import { COLORS, LANGUAGES, MODELS, nouns, SCENTS, TYPES } from './words.mjs';

/** Colours of permanent items. */
const PERMANENT = ['ink', 'cognac', 'ivory', 'camel', 'bordeaux', 'slate'];
const METALS = ['gold', 'silver', 'rosegold'];
const LENSES = ['tortoise', 'ink', 'crystal', 'gold'];
const LIPS = ['bordeaux', 'coral', 'rose', 'cognac'];
/** Types without a seasonal collection. */
const SEASONLESS = new Set(['wallet', 'case', 'mascara', 'powder', 'cream', 'strap', 'clock']);
/** Types that spring and cruise collections do not have, and those that autumn collections do not have. */
const COLD = new Set(['coat', 'gloves', 'knit', 'boots']);
/** The share of items that are out of stock. */
const SOLD_OUT = 0.04;
/** Insulation in clo of items whose type's word does not state it. */
const CLO = { scarf: { cashmere: 0.2, silk: 0.02 } };

/**
 * @typedef {{
 *   id: string, type: typeof TYPES[number], model: string, color: string, material: string, titles: Record<string, string>,
 *   price: number, collection: ReturnType<typeof import('./calendar.mjs').collections>[number] | null, since: number,
 *   available: boolean, warmth: number | null,
 * }} Item
 */

/**
 * @param {ReturnType<typeof import('./calendar.mjs').collections>} collections
 * @param {number} today
 * @returns {Item[]}
 */
export function catalogue(collections, today) {
  return TYPES.flatMap((type, number) => Array.from({ length: type.count }, (_, at) => {
    const random = chance(`${type.id} ${at}`);
    const collection = collectionOf(type, collections, random);
    const color = colorOf(type, collection, random, at);
    const scented = type.division === 'perfume';
    const model = scented ? SCENTS[(at + (type.id === 'cologne' ? 6 : 0)) % SCENTS.length] : MODELS[(number * 7 + at * 3) % MODELS.length];
    const code = `${type.id.slice(0, 3).toUpperCase()}${String(101 + at)}`;
    const [low, high] = type.prices;
    const step = high > 500 ? 10 : 1;
    const material = type.materials.length === 0 ? '' : type.division === 'jewellery' ? (color === 'silver' ? 'silver' : 'gold') : random.one(type.materials);
    return {
      id: code, type, model, color, material, titles: titlesOf(type, model, color), collection,
      price: Math.round(random.between(low, high) / step) * step,
      // Permanent items are older than the order log.
      since: collection ? collection.from : today - 1000,
      available: !random.happens(SOLD_OUT),
      warmth: CLO[type.id]?.[material] ?? null,
    };
  }));
}

function collectionOf(type, collections, random) {
  const fits = collections.filter(({ id, kind }) =>
    !(COLD.has(type.id) && (/^(SS|PS)/.test(id) || kind === 'cruise')) && !(SEASONLESS.has(type.id) && kind !== 'collaboration'));
  const roll = random.number();
  let sum = 0;
  return fits.find(({ weight }) => roll < (sum += weight)) ?? null;
}

function colorOf(type, collection, random, at) {
  const own = { jewellery: METALS, eyewear: LENSES, 'make-up': LIPS }[type.division];
  if (type.id === 'case') return PERMANENT[at % PERMANENT.length];
  if (own) {
    const shared = collection?.colors.filter((color) => own.includes(color)) ?? [];
    return shared.length > 0 ? random.one(shared) : own[at % own.length];
  }
  return collection ? random.one(collection.colors) : PERMANENT[at % PERMANENT.length];
}

/** Returns an item's titles, such as "Alba tote, cognac"; scented items have a name and no colour. */
function titlesOf(type, model, color) {
  const noun = nouns(type.one);
  const capital = (/** @type {string} */ text) => text.charAt(0).toUpperCase() + text.slice(1);
  const tint = type.division === 'perfume' || type.id === 'mascara' ? null : COLORS[color].names;
  const named = { en: `${model} ${noun.en}`, fr: `${capital(noun.fr)} ${model}`, ar: `${noun.ar} ${model}` };
  return Object.fromEntries(LANGUAGES.map((language) =>
    [language, tint ? `${named[language]}${language === 'ar' ? '،' : ','} ${tint[language]}` : named[language]]));
}
