/** The details that the feed has of the house's items: characteristics by section, a highlight, a weight. */

import { chance } from './random.mjs';

/** The characteristics of items by division: section, name, and the values of which an item has one. */
const DETAILS = {
  watches: [
    ['Movement', 'Kind', ['automatic', 'hand-wound', 'quartz']],
    ['Movement', 'Power reserve', ['42 h', '56 h', '72 h']],
    ['Case', 'Diameter', ['36 mm', '39 mm', '41 mm']],
    ['Case', 'Crystal', ['sapphire']],
    ['Care', 'Water', ['Keep dry', 'Rain does no harm']],
  ],
  perfume: [
    ['Notes', 'Top', ['bergamot', 'lemon', 'pink pepper']],
    ['Notes', 'Heart', ['iris', 'rose', 'fig leaf']],
    ['Notes', 'Base', ['cedar', 'amber', 'vetiver']],
    ['Care', 'Keep', ['Away from the sun']],
  ],
  'make-up': [['Texture', 'Finish', ['matte', 'satin', 'gloss']], ['Texture', 'Hold', ['4 h', '8 h']], ['Care', 'Skin', ['Tested on dry skin', 'Tested on reactive skin']]],
  'leather-goods': [['Making', 'Lining', ['goatskin', 'cotton']], ['Making', 'Stitches', ['by hand']], ['Care', 'Leather', ['Feed once a season']]],
};

/** Highlights, by division. */
const HIGHLIGHTS = { watches: 'Set and oiled in the house', perfume: 'Refilled in every shop', 'leather-goods': 'Repaired in the workshop for life' };

/**
 * Returns `product_detail`, `product_highlight` and `product_weight` of an item.
 * @param {import('./catalogue.mjs').Item} item
 */
export function detailsOf({ id, type }) {
  const random = chance(`details ${id}`);
  const details = (DETAILS[/** @type {keyof typeof DETAILS} */ (type.division)] ?? []).map(([section, name, values]) => `${section}:${name}:${random.one(/** @type {string[]} */ (values))}`);
  const weight = type.division === 'watches' ? `${60 + Math.round(random.between(0, 9)) * 10} g` : '';
  return [details.join(','), HIGHLIGHTS[/** @type {keyof typeof HIGHLIGHTS} */ (type.division)] ?? '', weight];
}
