/** Draws shoes from the side: one of a pair, the other one behind it. */

import { box, fill, line, oval, shadow } from './svg.mjs';

/**
 * Draws a pair: the second shoe is behind the first, in the dark colour.
 * @param {(color: string) => string} one
 * @param {{ main: string, dark: string }} paint
 */
const pair = (one, { main, dark }) => `<g transform="translate(26 -34)">${one(dark)}</g><g transform="translate(-12 14)">${one(main)}</g>`;

/** @type {Record<string, (paint: import('./draw.mjs').Paint) => string>} */
export const SHOES = {
  pumps(paint) {
    const { dark, light, metal, random } = paint;
    const buckle = random.happens(0.4);
    const heel = random.one([376, 352]);
    const one = (/** @type {string} */ color) => fill(dark, `M98 262L132 296 114 ${heel}H102z`)
      + fill(color, 'M94 200Q112 210 146 258Q180 308 232 300Q304 308 334 340Q340 358 322 360H246Q186 350 132 298Q92 268 94 200z')
      + line(dark, 5, 'M132 298Q186 352 246 361H322') + line(light, 2, 'M104 214Q120 232 146 264', ' opacity=".6"') + (buckle ? box(metal, 238, 306, 26, 22, 4) : '');
    return shadow(386, 130) + pair(one, paint);
  },
  flats(paint) {
    const { dark, light, random } = paint;
    const bow = random.happens(0.6);
    const one = (/** @type {string} */ color) => fill(color, 'M86 270Q92 262 106 268Q150 306 214 304Q246 292 276 300Q332 308 344 334Q346 346 332 348H92Q76 304 86 270z')
      + line(dark, 6, 'M92 348H334') + line(light, 2, 'M100 272Q150 312 216 310', ' opacity=".7"') + (bow ? fill(dark, 'M250 292l22-12v26zM250 292l-22-10v24z') : '');
    return shadow(372, 136) + pair(one, paint);
  },
  loafers(paint) {
    const { dark, metal, random } = paint;
    const bit = random.happens(0.5);
    const one = (/** @type {string} */ color) => box(dark, 84, 344, 76, 22, 3)
      + fill(color, 'M84 248Q98 240 116 252Q150 284 184 258Q192 244 214 252L262 284Q330 292 340 326Q344 344 328 346H84Q76 296 84 248z')
      + box(dark, 82, 340, 258, 11, 5) + fill(dark, 'M206 250L250 280Q240 306 226 322Q190 306 178 276z', ' opacity=".55"')
      + (bit ? line(metal, 6, 'M196 288L228 296') + oval('none', 192, 286, 8, 8, ` stroke="${metal}" stroke-width="5"`) + oval('none', 232, 298, 8, 8, ` stroke="${metal}" stroke-width="5"`) : '');
    return shadow(378, 140) + pair(one, paint);
  },
  boots(paint) {
    const { dark, light, random } = paint;
    const top = random.one([90, 140]);
    const one = (/** @type {string} */ color) => box(dark, 128, 376, 66, 30, 3)
      + fill(color, `M128 ${top}H220L222 290Q252 320 308 330Q334 338 330 374H128Q120 250 128 ${top}z`)
      + box(dark, 126, 370, 206, 11, 5) + line(light, 2, `M150 ${top + 14}V300`, ' stroke-dasharray="6 5" opacity=".7"') + line(dark, 3, 'M222 290Q206 308 178 312');
    return shadow(414, 130) + pair(one, paint);
  },
};
