/**
 * Returns a simple drawing for a family of products, in a field of 64 by 64: `soft` is filled, `line` is drawn over it. The name of the
 * product type is searched for the words of each family; the first match counts.
 */

/** @typedef {{ soft: string, line: string }} Glyph */

const circle = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ r) =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
const HEART = 'M32 48C14 37 14 20 24 19c5 0 7 4 8 6c1-2 3-6 8-6c10 1 10 18-8 29z';
const STAR = 'M32 14l5.4 11.6l12.6 1.6l-9.3 8.7l2.5 12.6L32 42.2l-11.2 6.3l2.5-12.6l-9.3-8.7l12.6-1.6z';

/** @type {[RegExp, string, string][]} */
const FAMILIES = [
  [/^cushion|throw/i, 'M14 16c12 4 24 4 36 0c-4 12-4 20 0 32c-12-4-24-4-36 0c4-12 4-20 0-32z', 'M14 16c12 4 24 4 36 0c-4 12-4 20 0 32c-12-4-24-4-36 0c4-12 4-20 0-32zM24 26l16 12M40 26L24 38'],
  [/cake stand|baking/i, 'M20 34h24l-3-14H23z', 'M12 34h40M32 34v14M22 48h20M20 34l3-14h18l3 14M23 25c3 4 6 4 9 0c3 4 6 4 9 0' + circle(32, 16, 3)],
  [/teapot/i, 'M20 26h24c4 16-2 22-6 22H26c-4 0-10-6-6-22z', 'M20 26h24c4 16-2 22-6 22H26c-4 0-10-6-6-22zM45 30c6-2 8 2 8 8M20 32c-8 0-8 10 1 10M28 26c0-6 8-6 8 0M32 21v-3'],
  [/^mug/i, 'M17 20h24v23a6 6 0 0 1-6 6H23a6 6 0 0 1-6-6z', 'M17 20h24v23a6 6 0 0 1-6 6H23a6 6 0 0 1-6-6zM41 26h4a6 6 0 0 1 0 14h-4M24 15c-2-3 2-3 0-6M33 15c-2-3 2-3 0-6'],
  [/cup and saucer|children's tableware/i, 'M18 24h26c0 12-5 18-13 18s-13-6-13-18z', 'M18 24h26c0 12-5 18-13 18s-13-6-13-18zM43 28c8-2 8 8-1 8M12 47c10 4 30 4 40 0'],
  [/plate|tableware/i, circle(32, 32, 20), circle(32, 32, 20) + circle(32, 32, 12)],
  [/bowl/i, 'M12 30h40c0 12-8 18-20 18s-20-6-20-18z', 'M12 30h40c0 12-8 18-20 18s-20-6-20-18zM26 50h12M22 24c2-4 6-4 8 0M34 24c2-4 6-4 8 0'],
  [/glass and jug/i, 'M20 14h24l-4 36H24z', 'M20 14h24l-4 36H24zM22 28h20'],
  [/bottle/i, 'M26 24c-6 4-8 8-8 14v8c0 3 2 4 4 4h20c2 0 4-1 4-4v-8c0-6-2-10-8-14z', 'M27 14h10v8c7 4 9 9 9 16v8c0 3-2 4-4 4H22c-2 0-4-1-4-4v-8c0-7 2-12 9-16zM26 36h12M26 42h12'],
  [/^jar|candle pot|perfume/i, 'M19 24h26v20a6 6 0 0 1-6 6H25a6 6 0 0 1-6-6z', 'M19 24h26v20a6 6 0 0 1-6 6H25a6 6 0 0 1-6-6zM22 15h20v9H22zM26 33h12v8H26z'],
  [/tin$|plasters|storage box|trinket|lunch box|matches|jewellery box|tissue|money box/i, 'M14 28h36v20H14z', 'M14 28h36v20H14zM12 20h40v8H12zM32 28v7M29 35h6'],
  [/cutlery|pan and tools/i, 'M40 14c6 0 8 14 0 18z', 'M24 14v36M19 14v10c0 6 10 6 10 0V14M40 50V14c7 2 8 16 0 20'],
  [/tray|picnic|basket/i, 'M14 30h36l-4 18H18z', 'M14 30h36l-4 18H18zM20 30c0-20 24-20 24 0M26 36v6M32 36v6M38 36v6'],
  [/towel|apron|linen|bath time|children's wear/i, 'M20 14h24v34H20z', 'M20 14h24v34H20zM20 40h24M20 44h24M24 48v4M30 48v4M36 48v4M42 48v4'],
  [/egg/i, 'M32 12c10 8 14 18 14 24a14 14 0 0 1-28 0c0-6 4-16 14-24z', 'M32 12c10 8 14 18 14 24a14 14 0 0 1-28 0c0-6 4-16 14-24zM19 34l5 4l5-4l6 4l5-4l5 4'],
  [/scented candle|^candle$|dinner|festive candle|oil burner/i, 'M24 28h16v22H24z', 'M24 28h16v22H24zM32 28v-4M32 24c-5-4-2-8 0-12c2 4 5 8 0 12zM18 50h28'],
  [/candle holder/i, 'M28 20h8v16h-8z', 'M28 20h8v16h-8zM22 36h20c0 5-5 6-8 6v6h6M30 42v6h-6M32 20c-4-3-1-7 0-10c1 3 4 7 0 10z'],
  [/t-light/i, 'M16 30h32l-4 18H20z', 'M16 30h32l-4 18H20zM32 28c-6-5-2-10 0-15c2 5 6 10 0 15zM25 37h14'],
  [/incense|potpourri/i, 'M16 44h32l-4 6H20z', 'M16 44h32l-4 6H20zM32 44V28M32 24c-6-4 6-6 0-14'],
  [/fairy lights|festive light/i, circle(18, 32, 4) + circle(32, 38, 4) + circle(46, 32, 4), 'M8 20c8 10 40 10 48 0M18 26v2M32 28v6M46 26v2' + circle(18, 32, 4) + circle(32, 38, 4) + circle(46, 32, 4)],
  [/lantern/i, 'M20 26h24v22H20z', 'M20 26h24v22H20zM18 48h28M22 26l10-10l10 10M32 16v-4M32 42c-4-3-1-6 0-9c1 3 4 6 0 9z'],
  [/lamp/i, 'M24 14h16l8 18H16z', 'M24 14h16l8 18H16zM32 32v16M22 50h20'],
  [/charm|key ring/i, HEART.replaceAll('M32 48', 'M32 52'), circle(32, 12, 6) + 'M32 18v7M32 52C14 41 14 20 24 21c5 0 7 4 8 6c1-2 3-6 8-6c10-1 10 20-8 31z'],
  [/purse/i, 'M14 30c0-8 36-8 36 0c4 12 0 18-6 18H20c-6 0-10-6-6-18z', 'M14 30c0-8 36-8 36 0c4 12 0 18-6 18H20c-6 0-10-6-6-18zM18 25h28' + circle(29, 20, 3) + circle(35, 20, 3)],
  [/wallet|passport|notebook|photo album|sketch/i, 'M18 12h26a3 3 0 0 1 3 3v34a3 3 0 0 1-3 3H18z', 'M18 12h26a3 3 0 0 1 3 3v34a3 3 0 0 1-3 3H18zM24 12v40M30 22h11M30 28h8'],
  [/tag|gift box/i, 'M14 32l16-16h18v18L32 50z', 'M14 32l16-16h18v18L32 50z' + circle(41, 23, 3)],
  [/backpack/i, 'M18 26c0-16 28-16 28 0v24H18z', 'M18 26c0-16 28-16 28 0v24H18zM26 14c0-6 12-6 12 0M23 36h18v10H23zM26 26h12'],
  [/jumbo|shopper|lunch bag|gift bag|laundry/i, 'M16 24h32l3 26H13z', 'M16 24h32l3 26H13zM24 30v-8c0-10 16-10 16 0v8'],
  [/handbag|cosmetic|wash bag/i, 'M14 30h36l2 18H12z', 'M14 30h36l2 18H12zM22 30c0-18 20-18 20 0M12 37h40M30 35h4v5h-4z'],
  [/necklace|beads/i, circle(32, 46, 5), 'M14 14c0 20 10 26 18 26s18-6 18-26' + circle(32, 46, 5) + circle(22, 36, 2) + circle(42, 36, 2)],
  [/earrings/i, 'M20 30l6 12l-6 8l-6-8zM44 30l6 12l-6 8l-6-8z', 'M20 30l6 12l-6 8l-6-8zM44 30l6 12l-6 8l-6-8zM20 30v-8c0-6-6-6-6-1M44 30v-8c0-6-6-6-6-1'],
  [/bracelet/i, circle(32, 34, 17), circle(32, 34, 17) + circle(32, 34, 12) + 'M28 17l4-5l4 5l-4 5z'],
  [/^ring$/i, 'M24 16h16l4 6l-12 12l-12-12z', circle(32, 40, 13) + 'M24 14h16l4 6l-12 10l-12-10zM20 20h24'],
  [/brooch|artificial flower|garden decoration/i, circle(32, 20, 7) + circle(43, 28, 7) + circle(39, 41, 7) + circle(25, 41, 7) + circle(21, 28, 7), circle(32, 20, 7) + circle(43, 28, 7) + circle(39, 41, 7) + circle(25, 41, 7) + circle(21, 28, 7) + circle(32, 32, 5)],
  [/hair|ribbon|festive wrap/i, 'M32 32C20 18 10 22 12 32s8 12 20 0zM32 32c12-14 22-10 20 0s-8 12-20 0z', 'M32 32C20 18 10 22 12 32s8 12 20 0zM32 32c12-14 22-10 20 0s-8 12-20 0zM30 34l-8 16M34 34l8 16'],
  [/umbrella/i, 'M10 34a22 22 0 0 1 44 0c-4-4-10-4-14 0c-4-4-12-4-16 0c-4-4-10-4-14 0z', 'M10 34a22 22 0 0 1 44 0c-4-4-10-4-14 0c-4-4-12-4-16 0c-4-4-10-4-14 0zM32 12V9M32 32v16c0 6-8 6-8 0'],
  [/slippers|stocking/i, 'M22 12h16v24c0 4 12 4 12 10c0 4-3 6-8 6H28c-4 0-6-3-6-6z', 'M22 12h16v24c0 4 12 4 12 10c0 4-3 6-8 6H28c-4 0-6-3-6-6zM22 20h16'],
  [/scarf|hand warmer/i, 'M20 50V30c0-4 6-4 6 0V16c0-4 6-4 6 0v-3c0-4 6-4 6 0v6c0-4 6-4 6 0v31z', 'M20 50V24c0-4 6-4 6 0v-8c0-4 6-4 6 0v-2c0-4 6-4 6 0v6c0-4 6-4 6 0v30zM20 44h24M26 24v8M32 16v16M38 20v12'],
  [/greeting card|christmas card|calendar|tape measure|sign|number|board/i, 'M14 18h36v30H14z', 'M14 18h36v30H14zM22 18v-5M42 18v-5M22 28h20M22 35h20M22 41h12'],
  [/wrap|baby gift/i, 'M14 26h36v24H14z', 'M14 26h36v24H14zM32 26v24M14 36h36M32 26c-4-12-16-10-12-2c2 3 8 3 12 2c4 1 10 1 12-2c4-8-8-10-12 2z'],
  [/^pen|craft|stamp|tape|sewing/i, 'M40 12l12 12l-26 26l-14 2l2-14z', 'M40 12l12 12l-26 26l-14 2l2-14zM34 18l12 12M14 38l12 12'],
  [/sticker|magnet|hanging decoration/i, HEART, HEART + 'M32 25v-13'],
  [/paper decoration|garland|bunting|festive garland/i, 'M12 20l10 3l-7 12zM27 24h10l-5 13zM42 23l10-3l-3 15z', 'M6 16c14 10 38 10 52 0M12 20l10 3l-7 12zM27 24h10l-5 13zM42 23l10-3l-3 15z'],
  [/playing|game/i, 'M16 18h22v32H16z', 'M16 18h22v32H16zM24 18l2-5l20 6l-8 24M27 29l4 5l-4 5l-4-5z'],
  [/frame|mirror|wall art/i, 'M20 18h24v28H20z', 'M14 12h36v40H14zM20 18h24v28H20zM22 44l8-12l6 8l3-4l4 8'],
  [/clock|thermometer/i, circle(32, 32, 19), circle(32, 32, 19) + 'M32 20v12l8 5M32 13v2M32 49v2M13 32h2M49 32h2'],
  [/doormat/i, 'M10 26h44v18H10z', 'M10 26h44v18H10zM14 44v5M20 44v5M26 44v5M32 44v5M38 44v5M44 44v5M50 44v5M14 26v-5M26 26v-5M38 26v-5M50 26v-5'],
  [/hook/i, circle(32, 18, 6), circle(32, 18, 6) + 'M32 24v14c0 12-14 12-14 2M14 12h36'],
  [/knob|bauble|tree decoration|paperweight/i, circle(32, 36, 15), circle(32, 36, 15) + 'M28 21h8v-5h-8zM32 16c-4-6 4-6 0 0M20 32c8 5 16 5 24 0'],
  [/shelf|dolls' house/i, 'M14 12h36v40H14z', 'M14 12h36v40H14zM14 25h36M14 38h36M22 20v5M26 18v7M40 33a4 4 0 0 1 0 5M24 46h8'],
  [/stool/i, 'M16 20h32v7H16z', 'M16 20h32v7H16zM20 27l-4 24M44 27l4 24M19 40h26'],
  [/bird house/i, 'M16 28h32v22H16z', 'M16 28h32v22H16zM12 30l20-18l20 18M32 43v3' + circle(32, 36, 5)],
  [/planter|vase|grow|plant marker/i, 'M18 34h28l-4 18H22z', 'M18 34h28l-4 18H22zM32 34V20M32 26c-10 0-12-6-12-12c8 0 12 4 12 12zM32 22c0-6 4-10 10-10c0 6-4 10-10 10z'],
  [/watering/i, 'M18 28h24v22H18z', 'M18 28h24v22H18zM42 40l12-18M50 20l7 5M18 32c-10 0-10 14 0 14M22 28c0-12 16-12 16 0'],
  [/garden tool|gadget/i, 'M24 32h16v8c0 6-4 10-8 12c-4-2-8-6-8-12z', 'M24 32h16v8c0 6-4 10-8 12c-4-2-8-6-8-12zM32 32V16M28 12h8v6h-8z'],
  [/gnome|easter decoration/i, 'M32 10l10 22H22z', 'M32 10l10 22H22zM22 32c0 14 20 14 20 0M18 52c2-12 26-12 28 0zM28 36h1M35 36h1'],
  [/chime|windmill/i, 'M32 26L18 14l2 16zM32 26l14-12l-16-2zM32 26l14 12l2-16zM32 26L18 38l16 2z', 'M32 26L18 14l2 16zM32 26l14-12l-16-2zM32 26l14 12l2-16zM32 26L18 38l16 2zM32 30v24'],
  [/soap|bathroom|make-up/i, 'M14 32h36v10c0 6-4 8-8 8H22c-4 0-8-2-8-8z', 'M14 32h36v10c0 6-4 8-8 8H22c-4 0-8-2-8-8z' + circle(26, 22, 5) + circle(37, 18, 4) + circle(42, 26, 2)],
  [/christmas tree/i, 'M32 10l18 36H14z', 'M32 10l8 14h-4l8 11h-5l7 11H18l7-11h-5l8-11h-4zM32 46v7'],
  [/soft toy|^doll$|^toy$/i, circle(32, 34, 14) + circle(19, 20, 6) + circle(45, 20, 6), 'M24 22a6 6 0 1 0-9 4M40 22a6 6 0 1 1 9 4' + circle(32, 34, 15) + 'M26 31v1M38 31v1M29 38c2 3 4 3 6 0M32 36v2'],
  [/jigsaw/i, 'M16 22h12c-4-10 12-10 8 0h12v12c-10-4-10 12 0 8v8H16z', 'M16 22h12c-4-10 12-10 8 0h12v11c-9-4-9 13 0 9v8H16z'],
  [/party/i, 'M32 12a14 16 0 0 1 0 32a14 16 0 0 1 0-32z', 'M32 12a14 16 0 0 1 0 32a14 16 0 0 1 0-32zM32 44l-3 4h6zM32 48c-5 3 4 4 0 7M38 20c3 2 4 5 4 7'],
];

/** Returns the drawing for a product type. @param {string} type @returns {Glyph} */
export function glyphOf(type) {
  const found = FAMILIES.find(([words]) => words.test(type));
  return found ? { soft: found[1], line: found[2] } : { soft: STAR, line: STAR };
}
