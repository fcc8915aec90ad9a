/** SVG helpers shared by the drawings. */

/** Returns a filled path. @param {string} fill @param {string} d @param {string} [more] */
export const fill = (fill, d, more = '') => `<path fill="${fill}" d="${d}"${more}/>`;

/** Returns a line. @param {string} color @param {number} width @param {string} d @param {string} [more] */
export const line = (color, width, d, more = '') =>
  `<path fill="none" stroke="${color}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round" d="${d}"${more}/>`;

/** @param {string} fill @param {number} cx @param {number} cy @param {number} rx @param {number} [ry] @param {string} [more] */
export const oval = (fill, cx, cy, rx, ry = rx, more = '') => `<ellipse fill="${fill}" cx="${cx}" cy="${cy}" rx="${rx}" ry="${ry}"${more}/>`;

/** @param {string} fill @param {number} x @param {number} y @param {number} width @param {number} height @param {number} [radius] @param {string} [more] */
export const box = (fill, x, y, width, height, radius = 0, more = '') =>
  `<rect fill="${fill}" x="${x}" y="${y}" width="${width}" height="${height}"${radius ? ` rx="${radius}"` : ''}${more}/>`;

/** Returns a drawing and its mirror image. @param {string} half */
export const both = (half) => `${half}<g transform="matrix(-1 0 0 1 400 0)">${half}</g>`;

/** Returns the shadow of a thing that stands on the ground. @param {number} y @param {number} width */
export const shadow = (y, width) => oval('#000', 200, y, width, width * 0.09, ' opacity=".1"');
