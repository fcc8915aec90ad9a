/** Watches and what they are worn on. */

import { box, fill, line, oval, shadow } from './svg.mjs';

const DIALS = ['#f4efe4', '#23272d', '#2d4a63', '#35503f'];

/** @type {Record<string, (paint: import('./draw.mjs').Paint) => string>} */
export const WATCHES = {
  watch({ main, dark, light, metal, random }) {
    const square = random.happens(0.35);
    const dial = random.one(DIALS);
    const marks = dial === DIALS[0] ? '#2a2620' : '#f1ebdf';
    const hours = [...Array(12).keys()].map((at) => {
      const [x, y] = [Math.sin((at * Math.PI) / 6), -Math.cos((at * Math.PI) / 6)];
      return `M${(200 + 47 * x).toFixed(1)} ${(250 + 47 * y).toFixed(1)}L${(200 + 54 * x).toFixed(1)} ${(250 + 54 * y).toFixed(1)}`;
    }).join('');
    return shadow(446, 60) + fill(main, 'M166 56q34-10 68 0l8 134h-84z') + fill(main, 'M158 310h84l-8 128q-34 12-68 0z')
      + line(light, 1.6, 'M174 66l-6 112M226 66l6 112M168 324l6 108M232 324l-6 108', ' stroke-dasharray="5 5" opacity=".7"') + box(dark, 158, 366, 84, 12, 3)
      + box(metal, 276, 241, 16, 18, 4) + (square ? box(metal, 120, 170, 160, 160, 30) + box(dial, 132, 182, 136, 136, 20) : oval(metal, 200, 250, 84) + oval(dial, 200, 250, 70))
      + line(marks, 3, hours) + line(marks, 5, 'M200 250L184 222') + line(marks, 3.5, 'M200 250L232 222') + oval(metal, 200, 250, 5);
  },
  strap({ main, dark, light, metal }) {
    return shadow(424, 110) + fill(main, 'M112 84h66l-6 322q-27 12-54 0z') + fill(main, 'M222 84h66l-4 250q-29 10-58 0z')
      + line(light, 1.6, 'M122 94l6 304M168 94l-6 304M232 94l3 234M278 94l-3 234', ' stroke-dasharray="5 5" opacity=".75"')
      + [270, 300, 330, 360].map((y) => oval(dark, 145, y, 5)).join('') + box(dark, 220, 290, 70, 14, 3) + box('none', 219, 330, 72, 44, 8, ` stroke="${metal}" stroke-width="8"`) + line(metal, 5, 'M255 332v40');
  },
};
