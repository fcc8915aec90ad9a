/** Draws perfume and make-up. */

import { box, fill, line, oval, shadow } from './svg.mjs';

/** Draws the house's label: a thin frame and two lines. @param {number} y @param {number} width */
const label = (y, width) => box('#f7f3ea', 200 - width / 2, y, width, width * 0.62, 1, ' opacity=".92"')
  + line('#2a2622', 1.6, `M${200 - width * 0.28} ${y + width * 0.26}h${width * 0.56}M${200 - width * 0.16} ${y + width * 0.4}h${width * 0.32}`);

/** Colours of the liquids in bottles. */
const WATERS = ['#e3c48d', '#d9a978', '#cfd6c0', '#e6c9bd', '#c9d5dc', '#d8b5a0'];

/** @type {Record<string, (paint: import('./draw.mjs').Paint) => string>} */
export const VANITY = {
  parfum({ main, dark, metal, random }) {
    const water = random.one(WATERS);
    const w = random.between(74, 96);
    const round = random.one([6, 22, 60]);
    const [l, r] = [200 - w, 200 + w];
    return shadow(414, w * 1.1) + box('#fff', l, 216, w * 2, 196, round, ' opacity=".55"') + box(water, l + 8, 246, w * 2 - 16, 158, Math.max(4, round - 8)) + box('#fff', l + 14, 232, 12, 158, 6, ' opacity=".5"')
      + box(metal, 178, 188, 44, 32, 3) + (random.happens(0.4) ? oval(main, 200, 150, 44) + oval('#fff', 186, 136, 10, 10, ' opacity=".35"') : box(main, 164, 112, 72, 78, 4) + box(dark, 212, 112, 24, 78, 4)) + label(296, 84);
  },
  cologne({ main, dark, random }) {
    const water = random.one(WATERS);
    return shadow(426, 70) + fill('#fff', 'M140 228Q140 196 178 186V150h44v36q38 10 38 42V412q0 12-12 12H152q-12 0-12-12z', ' opacity=".55"') + fill(water, 'M148 244q52-14 104 0V404q0 10-10 10H158q-10 0-10-10z')
      + box(main, 172, 94, 56, 60, 4) + box(dark, 212, 94, 16, 60, 3) + label(288, 80) + line('#fff', 6, 'M154 252V392', ' opacity=".5"');
  },
  candle({ main, dark, light, random }) {
    return shadow(414, 104) + box(main, 112, 220, 176, 190, 8) + oval(light, 200, 222, 88, 18) + oval('#f4ecda', 200, 222, 76, 13) + line('#3a2f28', 4, 'M200 222V196') + fill('#e9b44c', 'M200 146q22 30 0 52q-22-22 0-52z') + fill('#fbe7b0', 'M200 172q10 14 0 26q-10-12 0-26z')
      + box(dark, 264, 226, 24, 184, 8, ' opacity=".5"') + label(288, random.one([84, 100]));
  },
  cream({ main, dark, metal }) {
    return shadow(404, 116) + box('#faf7f0', 102, 268, 196, 134, 18) + box('#000', 262, 268, 36, 134, 16, ' opacity=".05"') + box(main, 96, 212, 208, 60, 8) + box(dark, 96, 254, 208, 18, 6) + line(metal, 3, 'M98 276H302') + label(304, 96);
  },
  lipstick({ main, dark, light, metal, random }) {
    const open = random.happens(0.7);
    const stick = fill(main, 'M168 214V138Q176 104 232 96V214z') + fill(light, 'M168 138Q176 104 232 96 226 132 168 150z');
    return shadow(422, 60) + (open ? stick : box(dark, 152, 130, 96, 130, 6)) + box(metal, 162, 206, 76, 66, 3) + box('#fff', 172, 206, 8, 66, 0, ' opacity=".45"') + box('#23211f', 152, 268, 96, 152, 6) + box('#fff', 162, 274, 7, 138, 3, ' opacity=".16"') + line(metal, 2, 'M152 286H248');
  },
  polish({ main, dark, light, random }) {
    const round = random.one([12, 34]);
    return shadow(414, 78) + fill('#23211f', 'M176 94h48l8 144h-64z') + line('#fff', 5, 'M184 108l-4 116', ' opacity=".18"') + box('#fff', 130, 240, 140, 172, round, ' opacity=".6"') + box(main, 138, 250, 124, 154, Math.max(6, round - 8)) + box(light, 146, 260, 14, 128, 7, ' opacity=".8"') + line(dark, 2, 'M150 238h100');
  },
  powder({ main, dark, light, metal, random }) {
    const star = random.happens(0.5);
    return shadow(394, 122) + oval('#23211f', 200, 190, 104, 92) + oval('#d7dde0', 200, 190, 88, 77) + line('#fff', 8, 'M152 206q10-46 54-60', ' opacity=".7"') + box(metal, 176, 282, 48, 10, 4) + oval('#23211f', 200, 336, 112, 60) + oval(light, 200, 332, 92, 46)
      + (star ? line(dark, 2, 'M200 292v80M128 332h144M150 304l100 56M250 304l-100 56', ' opacity=".4"') : oval('none', 200, 332, 62, 30, ` stroke="${main}" stroke-width="4"`));
  },
  mascara({ dark, metal }) {
    const bristles = Array.from({ length: 12 }, (_, at) => `M${118 - (at > 1 && at < 10 ? 13 : 9)} ${150 + at * 9}h${at > 1 && at < 10 ? 26 : 18}`).join('');
    return `<g transform="rotate(8 200 280)">${box('#23211f', 186, 200, 52, 216, 10)}${box('#fff', 194, 210, 7, 196, 3, ' opacity=".16"')}${box(metal, 192, 178, 40, 26, 3)}</g>`
      + `<g transform="rotate(-10 118 280)">${box('#23211f', 96, 286, 44, 136, 8)}${line(dark, 4, 'M118 148V288')}${line('#23211f', 4, bristles)}${box(metal, 104, 264, 28, 26, 2)}</g>`;
  },
};
