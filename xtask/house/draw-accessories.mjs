/** Draws leather goods, jewellery and eyewear. */

import { both, box, fill, line, oval, shadow } from './svg.mjs';

/** Draws a cut stone. @param {string} color @param {number} x @param {number} y @param {number} r */
const stone = (color, x, y, r) => fill(color, `M${x - r} ${y - r * 0.3}l${r * 0.5} ${-r * 0.5}h${r}l${r * 0.5} ${r * 0.5}L${x} ${y + r}z`)
  + fill('#fff', `M${x - r * 0.5} ${y - r * 0.3}h${r}L${x} ${y + r}z`, ' opacity=".35"');

/** Colours of stones. */
const STONES = ['#2f6f62', '#7d2238', '#35548a', '#d9e2e6', '#1f2227'];

/** Draws a pair of lenses with their frame. */
function lenses({ main, dark, light, random, item }, tint, opacity) {
  const thin = item.material === 'metal';
  const shape = random.one(['round', 'square', 'cat']);
  const path = { round: 'M112 236a46 46 0 1 0 92 0a46 46 0 1 0-92 0', square: 'M112 212q0-14 14-14h58q16 0 16 14v34q0 30-32 34h-24q-30-2-32-34z', cat: 'M96 194q52-6 104 12 2 74-44 78-46-4-50-66z' }[shape];
  const at = shape === 'round' ? 'translate(-16 0)' : 'translate(-12 0)';
  return shadow(330, 130) + both(`<g transform="${at}"><path fill="${tint}" fill-opacity="${opacity}" stroke="${main}" stroke-width="${thin ? 5 : 14}" stroke-linejoin="round" d="${path}"/>${line('#fff', 4, 'M138 222l22-18', ' opacity=".45"')}</g>${line(dark, thin ? 5 : 10, shape === 'cat' ? 'M86 198L62 206Q56 260 70 300' : 'M96 222L64 226Q58 268 72 306')}`)
    + line(thin ? light : main, thin ? 5 : 10, 'M186 224q14-14 28 0');
}

/** @type {Record<string, (paint: import('./draw.mjs').Paint) => string>} */
export const ACCESSORIES = {
  handbag({ main, dark, light, metal, random }) {
    const top = random.between(224, 246);
    const chain = random.happens(0.35);
    const handle = chain ? line(metal, 6, `M126 ${top}C120 90 280 90 274 ${top}`, ' stroke-dasharray="2 11"') : line(dark, 11, `M146 ${top}C146 126 254 126 254 ${top}`);
    const shape = random.one([[88, 78], [104, 76], [76, 92]]);
    const flap = random.one([`Q200 ${top + 128} ${400 - shape[0]} ${top}`, `L${shape[0] + 12} ${top + 76}H${388 - shape[0]}L${400 - shape[0]} ${top}`, `L200 ${top + 98}L${400 - shape[0]} ${top}`]);
    return shadow(402, 140) + handle + fill(main, `M${shape[0]} ${top}H${400 - shape[0]}L${400 - shape[1]} 390q0 12-14 12H${shape[1] + 14}q-14 0-14-12z`)
      + fill(dark, `M${shape[0]} ${top}${flap}z`) + line(light, 1.6, `M${shape[1] + 12} 386H${388 - shape[1]}`, ' stroke-dasharray="5 5" opacity=".7"') + box(metal, 188, top + 44, 24, 24, random.one([2, 12]));
  },
  tote({ main, dark, light, metal, item }) {
    const canvas = item.material === 'canvas';
    return shadow(418, 130) + both(line(dark, 9, 'M152 214C148 96 176 84 200 84')) + fill(canvas ? '#e6dcc6' : main, 'M92 204H308L290 412q-90 10-180 0z')
      + fill(canvas ? main : dark, 'M110 412 104 346H296L290 412q-90 10-180 0z') + both(box(main, 143, 200, 18, 62, 3) + oval(metal, 152, 250, 3.5)) + line(light, 1.6, 'M102 216H298', ' stroke-dasharray="5 5"');
  },
  wallet({ main, dark, light, metal, random }) {
    const long = random.happens(0.5);
    const [x, w, y, h] = long ? [78, 244, 204, 136] : [114, 172, 192, 150];
    return shadow(y + h + 8, w / 2) + box(dark, x + 6, y + 8, w, h, 10) + box(main, x, y, w, h, 10) + fill(light, `M${x} ${y + 40}Q${x + w / 2} ${y + 96} ${x + w} ${y + 40}V${y + 10}q0-10-10-10H${x + 10}q-10 0-10 10z`, ' opacity=".45"')
      + line(light, 1.6, `M${x + 10} ${y + h - 9}H${x + w - 10}`, ' stroke-dasharray="5 5" opacity=".8"') + oval(metal, x + w / 2, y + 68, 10);
  },
  belt({ main, dark, light, metal, random }) {
    const square = random.happens(0.5);
    return shadow(372, 120) + oval('none', 200, 250, 112, 96, ` stroke="${dark}" stroke-width="30"`) + oval('none', 200, 256, 112, 96, ` stroke="${main}" stroke-width="28"`)
      + line(light, 1.5, 'M98 296Q130 352 200 352T302 296', ' stroke-dasharray="5 5" opacity=".7"') + box('none', 172, 326, 56, 54, square ? 4 : 27, ` stroke="${metal}" stroke-width="8"`) + line(metal, 6, 'M200 352h26');
  },
  gloves({ main, dark, light, random }) {
    const glove = (color) => fill(color, 'M150 408 144 262Q116 246 112 208q2-14 16-10 8 26 28 34L150 128q8-16 20 0l6 78 2-96q10-16 22 0l0 96 8-88q12-14 22 2l-2 92 12-62q12-10 18 4L246 286 236 408z');
    return `<g transform="rotate(-9 200 270) translate(34 4)">${glove(dark)}</g><g transform="rotate(7 200 270) translate(-26 0)">${glove(main)}${line(light, 1.8, 'M178 232v60M200 226v66M222 232v60', ' opacity=".7"')}${box(random.happens(0.5) ? light : dark, 149, 380, 89, 28, 4)}</g>`;
  },
  ring({ main, dark, light, random }) {
    const kind = random.one(['solitaire', 'band', 'pavé']);
    const band = oval('none', 200, 286, 84, 88, ` stroke="${dark}" stroke-width="${kind === 'band' ? 34 : 17}"`) + oval('none', 198, 284, 84, 88, ` stroke="${main}" stroke-width="${kind === 'band' ? 28 : 12}"`);
    const top = kind === 'solitaire' ? both(line(main, 6, 'M176 206 166 176')) + stone(random.one(STONES), 200, 176, 40)
      : kind === 'pavé' ? Array.from({ length: 9 }, (_, at) => oval('#eef3f4', +(200 + 85 * Math.sin((at - 4) * 0.23)).toFixed(1), +(284 - 88 * Math.cos((at - 4) * 0.23)).toFixed(1), 7, 7, ` stroke="${dark}" stroke-width="1.5"`)).join('')
        : line(light, 5, 'M132 250q10-34 42-46');
    return shadow(392, 76) + band + top;
  },
  necklace({ main, dark, light, random }) {
    const kind = random.one(['pendant', 'beads', 'drop']);
    const chain = line(main, kind === 'beads' ? 3 : 4.5, 'M112 92C112 250 160 318 200 322S288 250 288 92', kind === 'pendant' ? ' stroke-dasharray="1 8"' : '');
    const beads = [[118, 160], [130, 214], [150, 264], [176, 304], [224, 304], [250, 264], [270, 214], [282, 160]];
    return chain + (kind === 'beads' ? beads.map(([x, y], at) => oval(at % 3 ? '#efeae0' : light, x, y, 13, 13, ` stroke="${dark}" stroke-width="1.5"`)).join('') + oval('#efeae0', 200, 322, 17, 17, ` stroke="${dark}" stroke-width="1.5"`)
      : kind === 'drop' ? oval(main, 200, 330, 8) + stone(random.one(STONES), 200, 370, 34)
        : oval(main, 200, 356, 36) + oval('none', 200, 356, 28, 28, ` stroke="${dark}" stroke-width="2.5"`) + line(light, 4, 'M200 340v32M184 356h32'));
  },
  earrings({ main, dark, light, random }) {
    const kind = random.one(['hoop', 'drop', 'pearl']);
    const color = random.one(STONES);
    const one = kind === 'hoop' ? oval('none', 134, 262, 50, 62, ` stroke="${dark}" stroke-width="15"`) + oval('none', 132, 260, 50, 62, ` stroke="${main}" stroke-width="10"`)
      : kind === 'drop' ? line(main, 4, 'M134 166V236') + stone(color, 134, 276, 34) + oval(main, 134, 164, 10)
        : line(main, 4, 'M134 174V232') + oval('#f1ece2', 134, 268, 34, 34, ` stroke="${dark}" stroke-width="1.5"`) + oval('#fff', 124, 256, 9) + oval(light, 134, 170, 12);
    return both(one);
  },
  bracelet({ main, dark, light, random }) {
    const kind = random.one(['bangle', 'links', 'charm']);
    const ring = oval('none', 200, 264, 118, 74, ` stroke="${dark}" stroke-width="${kind === 'bangle' ? 26 : 14}"${kind === 'links' ? ' stroke-dasharray="22 9"' : ''}`)
      + oval('none', 199, 260, 118, 74, ` stroke="${main}" stroke-width="${kind === 'bangle' ? 20 : 9}"${kind === 'links' ? ' stroke-dasharray="22 9"' : ''}`);
    return shadow(352, 120) + ring + (kind === 'charm' ? stone(random.one(STONES), 200, 362, 24) : kind === 'bangle' ? line(light, 4, 'M104 284q28 44 88 50') : '');
  },
  sunglasses: (paint) => lenses(paint, paint.random.one(['#2b2a2a', '#4a3a2a', '#2f4440', '#5a4656']), 0.82),
  frames: (paint) => lenses(paint, '#ffffff', 0.35),
  case({ main, dark, light, metal }) {
    return shadow(330, 124) + box(dark, 82, 206, 240, 112, 54) + box(main, 78, 200, 240, 112, 54) + line(dark, 2.5, 'M80 244H316') + line(light, 1.6, 'M104 296H292', ' stroke-dasharray="5 5" opacity=".8"') + box(metal, 188, 236, 22, 18, 3);
  },
};
