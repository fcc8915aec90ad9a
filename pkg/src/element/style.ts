/**
 * The element's looks: inside its own shadow tree, so nothing of the page changes. Colours are the page's (text inherits, lines are
 * made of it), sizes follow the text, directions the page's writing. Every height is known before anything is shown: a
 * row of suggestions is as high as any other.
 */

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
button{display:grid;place-content:center;font:inherit;line-height:1;color:inherit;background:none;border:1px solid;border-radius:50%;inline-size:2.25rem;block-size:2.25rem;padding:0;cursor:pointer;touch-action:manipulation}
button[aria-disabled=true]{opacity:.35;cursor:default}
:focus-visible{outline:2px solid;outline-offset:2px}
button::before{content:"\\d7";font-size:1.25rem}
header button::before{content:"\\203a";font-size:1.6rem}
header button:first-child::before{content:"\\2039"}
ul{display:grid;grid-auto-flow:column;grid-auto-columns:max(var(--passerelle-item-size,min(9.5rem,42%)),(100% - 3*var(--gap))/4);gap:var(--gap);list-style:none;margin:-4px;padding:4px;overflow:auto hidden;overscroll-behavior-inline:contain;scroll-snap-type:inline mandatory;scroll-padding-inline:4px;scrollbar-width:thin}
li{position:relative;scroll-snap-align:start;min-inline-size:0}
a{display:block;color:inherit;text-decoration:none;border-radius:var(--passerelle-radius,0)}
a:hover .title{text-decoration:underline}
.picture{display:block;aspect-ratio:var(--passerelle-ratio,4/5);margin-block-end:.625rem;overflow:hidden;border-radius:var(--passerelle-radius,0);background:var(--passerelle-surface,rgb(128 128 128/.14))}
img{display:block;inline-size:100%;block-size:100%;object-fit:var(--passerelle-fit,cover)}
.text{display:block;min-block-size:3.95em}
.priced .text{min-block-size:5.35em}
.division,.price{display:block;overflow:hidden;white-space:nowrap;text-overflow:ellipsis}
.division{font-size:.8125em}
.division::first-letter{text-transform:uppercase}
.title{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow:hidden;max-block-size:2.8em;font-weight:500}
.bare .text{padding-inline-end:2.25rem}
.bare li{border-block-start:1px solid;padding-block-start:.5rem}
li button{position:absolute;inset-block-start:.375rem;inset-inline-end:.375rem;inline-size:1.875rem;block-size:1.875rem;color:CanvasText;background:Canvas;border-color:transparent}
.bare li button{color:inherit;background:none}
@media (forced-colors:active){li button{border-color:ButtonBorder}}
@media (prefers-reduced-motion:no-preference){ul{scroll-behavior:smooth}}
`;

let sheet: CSSStyleSheet | undefined;

/** One sheet for all elements. It is made by script and not parsed from markup: no policy for styles applies to it. */
export function sharedSheet(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
  }
  return sheet;
}
