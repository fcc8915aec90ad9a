/**
 * Reserves the space that `suggestions.css` asks for, before the element is defined: a float without width, with the height
 * `--passerelle-room`. So the element has at least this height, and percentages refer to its own width. Without that sheet it reserves
 * nothing.
 */

import { make, sheetOf } from "./nodes.js";

const sheet = sheetOf(".reserve{float:left;inline-size:0;padding-block-start:var(--passerelle-room,0px)}");

/** Creates the node that reserves the space, and adds its sheet to `root`. */
export function createReserve(root: ShadowRoot): HTMLElement {
  root.adoptedStyleSheets = [sheet()];
  const reserve = make("div", "");
  reserve.className = "reserve";
  return reserve;
}
