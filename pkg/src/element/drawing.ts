/**
 * Everything by which suggestions are drawn: one file, loaded when the shopper is near. It has no state that the rest of the package
 * shares, and imports nothing of it but what has none.
 */

export { draw, takeAway } from "./draw.js";
export { lazyPicture } from "./pictures.js";
export { pageSaysOtherPrices, pageSaysPrices, priceText } from "./prices.js";
export { createLayout } from "./layout.js";
export { watchSeen } from "./seen.js";
export { sharedSheet } from "./style.js";
