/**
 * The style sheet shared by all elements. It applies in their shadow trees only, so the page does not change. Colours are the page's: text
 * inherits its colour, and lines use it. Sizes follow the text, directions follow the page's writing. All rows of suggestions have the same
 * height, so every height is known before anything is shown.
 */

import { sheetOf } from "./nodes.js";

const CSS = `
:host{display:block;position:relative}
:host([hidden]){display:none}
*{box-sizing:border-box}
.over{position:absolute;inset-block-start:0;inset-inline:0}
slot.over{display:block;inset-block-end:0;overflow:hidden}
.spacer,.trial{visibility:hidden}
.trial{position:absolute;inset-inline:0}
.flat{display:block;block-size:0;overflow:clip;visibility:hidden}
.gone{display:none}
section{--gap:var(--passerelle-gap,1rem);line-height:1.4;overflow-wrap:anywhere;text-align:start}
header{display:flex;align-items:center;justify-content:space-between;gap:.5rem;min-block-size:2.75rem;margin-block-end:.5rem}
h2{font:inherit;font-size:var(--passerelle-heading-size,1.25em);font-weight:600;line-height:1.3;margin:0}
header div{display:flex;gap:.5rem}
header .idle{visibility:hidden}
button{font:inherit;line-height:1.2;color:inherit;background:none;border:1px solid;border-radius:var(--passerelle-radius,0);min-block-size:2.25rem;padding:.25rem .75rem;cursor:pointer;touch-action:manipulation}
:is(.previous,.next,.why,.dismiss,.close){display:grid;place-content:center;line-height:1;border-radius:50%;inline-size:2.25rem;block-size:2.25rem;padding:0;flex:none}
button:is([aria-disabled=true],:disabled){opacity:.35;cursor:default}
:focus-visible{outline:2px solid;outline-offset:2px}
:is(.dismiss,.close)::before{content:"\\d7";font-size:1.25rem}
.why::before{content:"?";font-size:.875rem}
.why:lang(ar)::before{content:"\\61f"}
.next::before{content:"\\203a";font-size:1.6rem}
.previous::before{content:"\\2039";font-size:1.6rem}
ul{display:grid;grid-auto-flow:column;grid-auto-columns:max(var(--passerelle-item-size,min(9.5rem,42%)),(100% - 3*var(--gap))/4);gap:var(--gap);list-style:none;margin:-4px;padding:4px;overflow:auto hidden;overscroll-behavior-inline:contain;scroll-snap-type:inline mandatory;scroll-padding-inline:4px;scrollbar-width:thin}
li{position:relative;scroll-snap-align:start;min-inline-size:0}
a{display:block;color:inherit;text-decoration:none;border-radius:var(--passerelle-radius,0)}
a:hover .title{text-decoration:underline}
.picture{display:block;aspect-ratio:var(--passerelle-ratio,4/5);margin-block-end:.625rem;overflow:hidden;border-radius:var(--passerelle-radius,0);background:var(--passerelle-surface,rgb(128 128 128/.14))}
img{display:block;inline-size:100%;block-size:100%;object-fit:var(--passerelle-fit,cover)}
.glyph{display:grid;place-content:center;block-size:100%;font-size:2.5em;line-height:1}
.text{display:flex;flex-direction:column;min-block-size:7.625em}
.division,.price{overflow:hidden;white-space:nowrap;text-overflow:ellipsis}
.division,.reason{font-size:.8125em}
.division::first-letter{text-transform:uppercase}
:is(.title,.reason){display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow:hidden;max-block-size:2.8em;flex:none}
.title{font-weight:500}
.reason{font-style:italic}
.price{margin-block-start:auto}
:not(.bare)>li .price{padding-inline-end:2rem}
.badges{position:absolute;inset-block-start:.375rem;inset-inline:.375rem 2.75rem;display:flex;flex-wrap:wrap;gap:.25rem}
.badge{min-inline-size:0;font-size:.75em;padding:.125em .5em;max-inline-size:100%;overflow:hidden;white-space:nowrap;text-overflow:ellipsis;color:CanvasText;background:Canvas;border:1px solid transparent}
.badge::first-letter{text-transform:uppercase}
.bare .text{padding-inline-end:2.25rem}
.bare li{border-block-start:1px solid;padding-block-start:.5rem}
.bare.badged .text{padding-block-start:1.75rem;min-block-size:calc(7.625em + 1.75rem)}
.bare .badges{inset-inline-start:0;flex-wrap:nowrap}
.bare .badge{border-color:currentcolor}
li .why,li .dismiss{position:absolute;inset-inline-end:.375rem;inline-size:1.75rem;block-size:1.75rem;min-block-size:0;border-color:transparent}
li .dismiss{inset-block-start:.375rem;color:CanvasText;background:Canvas}
li .why{inset-block-end:0;inset-inline-end:0;inline-size:1.5rem;block-size:1.5rem;border-color:currentcolor}
.bare .dismiss{color:inherit;background:none}
.taken>:not(.refused){visibility:hidden}
.refused{position:absolute;inset:0;display:grid;place-content:center;justify-items:center;gap:.75rem;padding:.5rem;text-align:center;border:1px dashed}
@media (forced-colors:active){li .dismiss{border-color:ButtonBorder}}
@media (prefers-reduced-motion:no-preference){ul{scroll-behavior:smooth}}
`;

/** Returns the one sheet for all elements. */
export const sharedSheet = sheetOf(CSS);
