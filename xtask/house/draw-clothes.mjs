/** Draws ready-to-wear. */

import { both, box, fill, line, oval } from './svg.mjs';

/** @type {Record<string, (paint: import('./draw.mjs').Paint) => string>} */
export const CLOTHES = {
  coat({ main, dark, light, metal, random }) {
    const hem = random.between(104, 122);
    const belted = random.happens(0.5);
    return both(fill(dark, 'M136 132Q112 140 106 190L92 344q18 8 36 2l18-130z') + fill(main, `M178 112Q148 118 134 134L146 240 ${hem} 436q48 10 97 8V150z`))
      + both(fill(light, 'M178 112 200 236V168zM178 112 152 164 168 176 160 190 200 240z'))
      + line(dark, 2, 'M200 238V443') + both(line(dark, 2.5, 'M132 322l36 6'))
      + (belted ? box(dark, 141, 268, 118, 17, 3) + box('none', 188, 265, 24, 23, 3, ` stroke="${metal}" stroke-width="4"`)
        : [262, 304, 346].map((y) => oval(dark, 211, y, 4.5)).join(''));
  },
  knit({ main, dark, light, random }) {
    const rolled = random.happens(0.5);
    const ribs = [276, 296, 316, 336, 356].map((y) => `M146 ${y}h108`).join('');
    return both(fill(dark, 'M132 160Q110 172 104 214L92 350q16 8 34 2l26-130z')) + fill(main, 'M164 136Q140 146 130 162L142 236 138 378q62 12 124 0L258 236 270 162Q260 146 236 136 200 158 164 136z')
      + (rolled ? fill(light, 'M168 140Q162 112 170 102q30-10 60 0 8 10 2 38-32 20-64 0z') : line(light, 9, 'M164 138q36 30 72 0'))
      + line(light, 1.5, random.happens(0.5) ? ribs : [160, 180, 200, 220, 240].map((x) => `M${x} 186V360`).join(''), ' opacity=".5"')
      + line(dark, 9, 'M140 376q60 12 120 0');
  },
  dress({ main, dark, light, random }) {
    const flare = random.between(84, 110);
    const folds = [-0.55, -0.2, 0.2, 0.55].map((at) => `M${200 + at * 44} 262L${(200 + at * 1.6 * (200 - flare)).toFixed(0)} 432`).join('');
    const straps = random.happens(0.5);
    return both(straps ? line(main, 7, 'M170 148 176 86') : fill(main, 'M176 96Q150 104 140 126l-12 52 28 8 16-32z'))
      + fill(main, `M170 ${straps ? 140 : 98}Q200 ${straps ? 166 : 132} 230 ${straps ? 140 : 98}L242 150Q240 210 236 250L${400 - flare} 438Q200 456 ${flare} 438L164 250Q160 210 158 150z`)
      + line(light, 2, folds, ' opacity=".6"') + box(dark, 163, 246, 74, 9, 2);
  },
  shirt({ main, dark, light }) {
    return both(fill(dark, 'M138 138Q116 150 110 190L96 352q16 8 34 2l22-136z')) + fill(main, 'M172 118 138 134 146 240 140 392q60 16 120 0L254 240 262 134 228 118q-28 26-56 0z')
      + both(fill(light, 'M174 108 160 138 196 164 200 146z')) + line(dark, 1.8, 'M200 160V398') + [186, 226, 266, 306, 346].map((y) => oval(light, 200, y, 4)).join('')
      + line(dark, 1.8, 'M216 208h28v34l-14 8-14-8z');
  },
  scarf({ main, dark, light, metal, random }) {
    const motif = random.one(['rings', 'bands', 'rays']);
    const inside = motif === 'rings' ? [84, 60, 36].map((r) => oval('none', 200, 246, r, r, ` stroke="${r === 60 ? metal : light}" stroke-width="7"`)).join('')
      : motif === 'bands' ? [168, 206, 244, 282, 320].map((y, at) => box(at % 2 ? light : metal, 104, y, 192, 13, 0, ' opacity=".8"')).join('')
        : line(light, 5, Array.from({ length: 16 }, (_, at) => `M200 246L${(200 + 88 * Math.cos(at * Math.PI / 8)).toFixed(0)} ${(246 + 88 * Math.sin(at * Math.PI / 8)).toFixed(0)}`).join('')) + oval(metal, 200, 246, 22);
    return `<g transform="rotate(${random.happens(0.5) ? 45 : 0} 200 246) translate(20 25) scale(.9)">${box(dark, 78, 124, 244, 244, 2)}${box(main, 92, 138, 216, 216)}${inside}</g>`;
  },
};
