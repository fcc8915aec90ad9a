/**
 * The code that draws suggestions: one file, loaded when the shopper is near. It has no state shared with the rest of the package, and
 * imports only files without such state. Not for control: see `controller.ts`.
 */

export { draw, takeAway } from "./draw.js";
export { lazyPicture } from "./pictures.js";
export { pageSaysOtherPrices, pageSaysPrices, priceText } from "./prices.js";
export { createLayout } from "./layout.js";
export { watchSeen } from "./seen.js";
export { sharedSheet } from "./style.js";
