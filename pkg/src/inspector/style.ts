/** The style sheet of the inspector: small text in the page's own colours, and a panel at the side if the page has no element for it. */

import { sheetOf } from "../element/nodes.js";

const CSS = `
:host{display:block;font-size:.8125rem;line-height:1.45;overflow-wrap:anywhere;text-align:start}
:host([hidden]){display:none}
:host([data-floating]){position:fixed;z-index:2147483647;inset-block:0;inset-inline-end:0;inline-size:min(27rem,100%);overflow:auto;overscroll-behavior:contain;color:CanvasText;background:Canvas;border-inline-start:1px solid;font-family:system-ui,sans-serif}
:host([data-floating]) .all{padding:1rem}
*{box-sizing:border-box}
h2,h3,h4,p,ol,ul,dl,dd,table{margin:0;padding:0;font-size:1em}
h2{font-size:1.25em}
h3{font-size:1.125em;margin-block:1.25rem .375rem;padding-block-start:.75rem;border-block-start:1px solid rgb(128 128 128/.4)}
h4{margin-block:.75rem .25rem}
p{margin-block:.25rem}
ol,ul{list-style:none}
.top{display:flex;align-items:center;gap:.5rem}
.top h2{flex:1}
button,input{font:inherit;color:inherit;background:none;border:1px solid;min-block-size:2rem;padding:.125rem .625rem;border-radius:0}
button{cursor:pointer}
input{min-inline-size:0;flex:1}
:focus-visible{outline:2px solid;outline-offset:2px}
form{display:flex;align-items:center;gap:.5rem;margin-block:.5rem}
code{font-family:ui-monospace,Consolas,monospace;font-size:.9375em}
.shopper{display:grid;grid-template-columns:1fr auto;gap:.125rem 1rem}
.shopper dd{font-variant-numeric:tabular-nums}
details{border-block-end:1px solid rgb(128 128 128/.3)}
summary{padding-block:.375rem;cursor:pointer}
.place{display:inline-block;min-inline-size:1.25em;font-variant-numeric:tabular-nums}
.group>ul{padding-inline-start:1rem}
.group details:last-child{border:0}
.inside{padding-block-end:.625rem}
table{border-collapse:collapse;inline-size:100%;margin-block:.25rem}
th{font-weight:400;text-align:start}
td,th{padding:.125rem 0;vertical-align:middle}
td:last-child{text-align:end;font-variant-numeric:tabular-nums;white-space:nowrap;padding-inline-start:.5rem}
tfoot :is(td,th){border-block-start:1px solid;font-weight:600}
.bar{inline-size:28%;padding-inline-start:.5rem}
svg{display:block;inline-size:100%;block-size:.5rem}
rect{fill:currentcolor}
.less{fill:none;stroke:currentcolor;stroke-width:1;vector-effect:non-scaling-stroke}
[dir=rtl] svg{scale:-1 1}
.log li{padding-block:.1875rem;border-block-end:1px solid rgb(128 128 128/.2)}
`;

/** Returns the one sheet for all inspectors. A sheet created by a script is not subject to `style-src`. */
export const inspectorSheet = sheetOf(CSS);
