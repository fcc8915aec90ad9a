/** Draws watches and straps. */

import { box, fill, line, oval, shadow } from './svg.mjs';

const DIALS = ['#f4efe4', '#23272d', '#2d4a63', '#35503f'];

/** Returns the colour of a dial's marks. @param {string} dial */
const marksOn = (dial) => (dial === DIALS[0] ? '#2a2620' : '#f1ebdf');

/**
 * Draws a watch, with `more` on its dial.
 * @param {import('./draw.mjs').Paint} paint
 * @param {boolean} square
 * @param {string} dial
 * @param {string} more
 */
function watch({ main, dark, light, metal }, square, dial, more) {
  const marks = marksOn(dial);
  const hours = [...Array(12).keys()].map((at) => {
    const [x, y] = [Math.sin((at * Math.PI) / 6), -Math.cos((at * Math.PI) / 6)];
    return `M${Math.round(200 + 46 * x)} ${Math.round(250 + 46 * y)}L${Math.round(200 + 54 * x)} ${Math.round(250 + 54 * y)}`;
  }).join('');
  return shadow(446, 60) + fill(main, 'M166 56q34-10 68 0l8 134h-84z') + fill(main, 'M158 310h84l-8 128q-34 12-68 0z')
    + line(light, 1.6, 'M174 66l-6 112M226 66l6 112M168 324l6 108M232 324l-6 108', ' stroke-dasharray="5 5" opacity=".7"') + box(dark, 158, 366, 84, 12, 3)
    + box(metal, 276, 241, 16, 18, 4) + (square ? box(metal, 120, 170, 160, 160, 30) + box(dial, 132, 182, 136, 136, 20) : oval(metal, 200, 250, 84) + oval(dial, 200, 250, 70))
    + line(marks, 3, hours) + more + line(marks, 5, 'M200 250L184 222') + line(marks, 3.5, 'M200 250L232 222') + oval(metal, 200, 250, 5);
}

/** @type {Record<string, (paint: import('./draw.mjs').Paint) => string>} */
export const WATCHES = {
  watch: (paint) => watch(paint, paint.random.happens(0.35), paint.random.one(DIALS), ''),
  chronograph(paint) {
    const dial = paint.random.one(DIALS);
    const ring = ` stroke="${marksOn(dial)}" stroke-width="2"`;
    return box(paint.metal, 262, 196, 20, 13, 4, ' transform="rotate(-38 272 202)"') + box(paint.metal, 262, 291, 20, 13, 4, ' transform="rotate(38 272 298)"')
      + watch(paint, false, dial, oval('none', 176, 252, 13, 13, ring) + oval('none', 224, 252, 13, 13, ring) + oval('none', 200, 280, 13, 13, ring));
  },
  clock({ main, dark, light, metal, random }) {
    const dial = random.one(DIALS);
    const marks = marksOn(dial);
    return shadow(400, 112) + fill(dark, 'M120 396L100 404H300L280 396z') + box(dark, 96, 176, 216, 216, 18) + box(main, 90, 170, 216, 216, 18)
      + line(light, 1.8, 'M104 184H292V372H104z', ' stroke-dasharray="6 5" opacity=".75"') + oval(metal, 198, 278, 82) + oval(dial, 198, 278, 72)
      + line(marks, 4, 'M198 216v10M198 330v10M136 278h10M250 278h10M198 278L176 252M198 278L238 262') + oval(metal, 198, 278, 6);
  },
  strap({ main, dark, light, metal }) {
    return shadow(424, 110) + fill(main, 'M112 84h66l-6 322q-27 12-54 0z') + fill(main, 'M222 84h66l-4 250q-29 10-58 0z')
      + line(light, 1.6, 'M122 94l6 304M168 94l-6 304M232 94l3 234M278 94l-3 234', ' stroke-dasharray="5 5" opacity=".75"')
      + [270, 300, 330, 360].map((y) => oval(dark, 145, y, 5)).join('') + box(dark, 220, 290, 70, 14, 3) + box('none', 219, 330, 72, 44, 8, ` stroke="${metal}" stroke-width="8"`) + line(metal, 5, 'M255 332v40');
  },
};
