/**
 * Draws the picture of an item from its data: its type's glyph on a ground in its colour. The data has no photographs. Not for a shop with
 * photographs.
 */

import { svg } from './dom.js';
import { glyphOf } from './glyphs.js';

/** @typedef {import('./shop.js').Item} Item */

/** The tones of tiles.css by the feed's words for colours. */
const TONES = new Map(Object.entries({
  rose: 'pink fuchsia coral peach', red: 'red ruby', blue: 'blue navy', sky: 'turquoise teal aqua topaz', leaf: 'green olive jade mint',
  sand: 'ivory cream beige white clear opal', sun: 'yellow gold amber', earth: 'brown chocolate copper bronze orange',
  plum: 'purple lilac amethyst', stone: 'silver grey', ink: 'black',
}).flatMap(([tone, words]) => words.split(' ').map((word) => [word, tone])));

const QUIET = ['sand', 'stone', 'leaf', 'sky', 'rose', 'sun', 'plum', 'earth'];

/** Paths of the shapes behind the glyph. */
const GROUNDS = [
  'M16 50a34 34 0 1 1 68 0a34 34 0 1 1-68 0z',
  'M20 84V48a30 30 0 0 1 60 0v36z',
  'M30 18h40a12 12 0 0 1 12 12v40a12 12 0 0 1-12 12H30a12 12 0 0 1-12-12V30a12 12 0 0 1 12-12z',
  'M50 14c22 0 38 16 36 38s-18 34-38 34s-34-14-34-36s14-36 36-36z',
];

/** Returns a 32-bit hash of a text (FNV-1a). @param {string} text */
function hash(text) {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return value;
}

/** Returns the dots, stripes or checks of an item's pattern; `null` if it has none. @param {string} pattern */
function patternPath(pattern) {
  if (/polkadot/.test(pattern)) {
    const dots = [];
    for (let row = 0; row < 8; row += 1) {
      for (let column = 0; column < 8; column += 1) {
        dots.push(`M${column * 14 + (row % 2) * 7} ${row * 14}h.01`);
      }
    }
    return { path: dots.join(''), name: 'dots' };
  }
  if (/stripe|union-jack/.test(pattern)) {
    return { path: [0, 1, 2, 3, 4, 5, 6, 7, 8].map((at) => `M${at * 24 - 92} 100l100-100`).join(''), name: 'stripes' };
  }
  if (/gingham|tartan|paisley|floral|lace/.test(pattern)) {
    return { path: [0, 1, 2, 3, 4, 5].map((at) => `M0 ${at * 20}h100M${at * 20} 0v100`).join(''), name: 'checks' };
  }
  return null;
}

/**
 * Returns a square picture of an item; it is decorative, since the title is beside it.
 * @param {Pick<Item, 'id' | 'color' | 'pattern'> & { type: { name: string } }} item
 */
export function tile(item) {
  const seed = hash(item.id);
  const tone = TONES.get(item.color.split('/')[0]) ?? QUIET[hash(item.type.name) % QUIET.length];
  const glyph = glyphOf(item.type.name);
  const picture = svg('svg', {
    class: `tile tone-${tone}`, viewBox: '0 0 100 100', preserveAspectRatio: 'xMidYMid slice', 'aria-hidden': 'true',
  });
  picture.append(svg('path', { class: 'tile-back', d: 'M0 0h100v100H0z' }));
  const pattern = patternPath(item.pattern);
  if (pattern) picture.append(svg('path', { class: `tile-${pattern.name}`, d: pattern.path }));
  picture.append(
    svg('path', { class: 'tile-ground', d: GROUNDS[seed % GROUNDS.length] }),
    svg('g', { transform: 'translate(18 18)' },
      svg('path', { class: 'tile-soft', d: glyph.soft }),
      svg('path', { class: 'tile-line', d: glyph.line })));
  return picture;
}
