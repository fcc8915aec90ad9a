/** The style sheet of the element for advice, added to the shared one. Colours are the page's, sizes follow its text. */

import { sheetOf } from "../element/nodes.js";

const CSS = `
section{display:grid;gap:.75rem;padding:1rem 1.25rem;border:1px solid;border-radius:var(--passerelle-radius,0)}
section>*,li>*{margin:0}
:is(p,.legend){max-inline-size:60ch}
.fine{font-size:.875em}
.legend{font-weight:600;font-size:1.125em;padding:0}
progress{inline-size:100%;block-size:.375rem;border:0;background:rgb(128 128 128/.25);accent-color:currentcolor}
progress::-webkit-progress-bar{background:rgb(128 128 128/.25)}
progress::-webkit-progress-value{background:currentcolor}
progress::-moz-progress-bar{background:currentcolor}
form,fieldset{display:grid;gap:.75rem;margin:0;padding:0;border:0;min-inline-size:0}
label{display:flex;align-items:center;gap:.75rem;min-block-size:2.75rem;padding:.25rem .75rem;border:1px solid rgb(128 128 128/.5);border-radius:var(--passerelle-radius,0);cursor:pointer}
label:has(:checked){border-color:currentcolor;outline:1px solid}
input{inline-size:1.125rem;block-size:1.125rem;margin:0;flex:none;accent-color:currentcolor}
.acts{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center}
button{min-block-size:2.75rem;padding-inline:1.25rem}
.main{color:Canvas;background:CanvasText;border-color:CanvasText}
.quiet{border-color:transparent;text-decoration:underline;padding-inline:.5rem}
[role=status]:empty{display:none}
ol{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,13rem),1fr));gap:1.25rem;list-style:none;padding:0;margin:0}
ol li{display:grid;gap:.375rem;align-content:start;border-block-start:1px solid;padding-block-start:.75rem;scroll-snap-align:none}
h3{font:inherit;font-weight:600}
a{display:grid;gap:.25rem}
.title{-webkit-line-clamp:3;max-block-size:4.2em}
.price{margin:0;font-variant-numeric:tabular-nums}
.picture{margin-block-end:.25rem;max-inline-size:13rem}
.other a{display:inline;text-decoration:underline}
.unsaid{visibility:hidden}
`;

/** Returns the one sheet for all elements for advice. */
export const adviceSheet = sheetOf(CSS);
