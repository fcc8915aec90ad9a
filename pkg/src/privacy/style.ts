/**
 * The style sheet of the privacy panel, with the look of "Why this?". Text and lines have the page's colours; corners follow
 * `--passerelle-radius`.
 */

import { sheetOf } from "../element/nodes.js";

const CSS = `
:host{display:block;line-height:1.5;text-align:start;overflow-wrap:anywhere}
:host([hidden]){display:none}
*{box-sizing:border-box}
dialog{color:CanvasText;background:Canvas;border:1px solid;border-radius:var(--passerelle-radius,0);padding:0;inline-size:min(36rem,100% - 2rem);max-block-size:min(48rem,100% - 2rem);font:inherit}
dialog::backdrop{background:rgb(0 0 0/.35)}
.sheet{padding:1rem 1.25rem 1.25rem}
h2{font:inherit;font-size:var(--passerelle-heading-size,1.25em);font-weight:600;line-height:1.3;margin:0 0 .75rem}
p,ul{margin:0 0 .75rem;padding:0}
ul{list-style:none}
li{display:flex;flex-wrap:wrap;align-items:center;gap:.25rem .5rem;padding-block:.5rem;border-block-start:1px solid rgb(128 128 128/.4)}
li>span{flex:1 1 12rem}
.acts{display:flex;flex-wrap:wrap;gap:.5rem;margin-block-end:.75rem}
.status:empty{margin:0}
button{font:inherit;font-size:.875em;line-height:1.2;color:inherit;background:none;border:1px solid;border-radius:var(--passerelle-radius,0);min-block-size:2.25rem;padding:.25rem .75rem;cursor:pointer;touch-action:manipulation}
:focus-visible{outline:2px solid;outline-offset:2px}
@media (max-width:30rem){dialog{inline-size:100%;max-inline-size:100%;margin-block-end:0;border-inline:0;border-block-end:0}}
`;

/** Returns the one sheet for all panels. A sheet created by a script is not subject to `style-src`. */
export const privacySheet = sheetOf(CSS);
