/**
 * The room that `suggestions.css` reserves, from before the element is defined: a float without width, as high as
 * `--passerelle-room` says, so that the element is at least so high and percentages are those of its own width. Nothing where the page has
 * not loaded that sheet.
 */

import { make, sheetOf } from "./nodes.js";

const sheet = sheetOf(".reserve{float:left;inline-size:0;padding-block-start:var(--passerelle-room,0px)}");

/** What is reserved in the shadow tree `root`; it adopts the sheet for it. */
export function createReserve(root: ShadowRoot): HTMLElement {
  root.adoptedStyleSheets = [sheet()];
  const reserve = make("div", "");
  reserve.className = "reserve";
  return reserve;
}
