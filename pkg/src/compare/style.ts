/** The style sheet of the comparison, added to the shared one. */

import { sheetOf } from "../element/nodes.js";

const CSS = `
section{display:grid;gap:.75rem;min-inline-size:0}
.fold{display:flex;align-items:center;gap:.5rem;min-block-size:2.75rem;cursor:pointer;justify-self:start}
.fold input{inline-size:1.125rem;block-size:1.125rem;margin:0;accent-color:currentcolor}
.scroll{overflow-x:auto;overscroll-behavior-inline:contain;scrollbar-width:thin}
table{border-collapse:separate;border-spacing:0;inline-size:100%;text-align:start}
th,td{padding:.5rem .75rem;vertical-align:top;text-align:start;font-weight:400;border-block-end:1px solid rgb(128 128 128/.4);min-inline-size:8.5rem;max-inline-size:18rem}
:is(thead,.row)>:first-child,.row>th{min-inline-size:6.5rem}
tr.group th{font-weight:600;padding-block-start:1.25rem}
tr.group bdi{position:sticky;inset-inline-start:.75rem}
.item{font-weight:400}
.item a{font-weight:500}
.picture{max-inline-size:10rem}
.price{display:block;margin:0}
.stock,.fine{font-size:.875em}
.different>td{font-weight:600}
.different>th::after{content:" \\2260";font-weight:600}
.unsaid{opacity:.75}
.hidden{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
section.differences .equal{display:none}
td ul{display:block;padding-block:0;margin:0;padding-inline-start:1rem;list-style:disc;overflow:visible}
td ul li{position:static}
@media (max-width:48rem){.row>th,thead td{position:sticky;inset-inline-start:0;background:var(--passerelle-background,Canvas);color:var(--passerelle-color,CanvasText)}}
@media (max-width:30rem){th,td{padding:.5rem;min-inline-size:8.25rem}.row>th,thead td{min-inline-size:5.5rem;max-inline-size:6.5rem}}
`;

/** Returns the one sheet for all comparisons. */
export const compareSheet = sheetOf(CSS);
