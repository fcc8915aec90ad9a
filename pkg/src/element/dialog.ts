/**
 * A modal dialog inside an element: the browser traps the focus, closes it with Escape and restores the focus. Loaded with the content that
 * it shows. Not for that content: see `why.ts` and `compare/dialog.ts`.
 */

import { adopt, button, make, sheetOf } from "./nodes.js";
import type { Speech } from "./speech.js";

const sheet = sheetOf(`
dialog{color:CanvasText;background:Canvas;border:1px solid;border-radius:var(--passerelle-radius,0);padding:0;inline-size:min(24rem,100% - 2rem);font:inherit;line-height:1.5;text-align:start}
dialog.wide{inline-size:min(60rem,100% - 2rem)}
dialog::backdrop{background:rgb(0 0 0/.35)}
.sheet{padding:1rem 1.25rem 1.25rem}
.sheet>*{margin:0 0 .75rem}
.top{display:flex;align-items:center;justify-content:space-between;gap:1rem}
h3{font:inherit;font-weight:600;margin:0}
@media (max-width:30rem){dialog,dialog.wide{inline-size:100%;max-inline-size:100%;margin-block-end:0;border-inline:0;border-block-end:0}}
`);

/** Opens a dialog in an element's region; closing removes it. */
export function openDialog(region: HTMLElement, { word, own }: Speech, heading: string, content: readonly Node[], kind: "" | "wide" = ""): HTMLDialogElement {
  const root = region.getRootNode() as ShadowRoot;
  adopt(root, sheet());
  const close = button("close", { "aria-label": word("close") });
  const dialog = make("dialog", "panel", { lang: own, "aria-labelledby": "panel" },
    make("div", "sheet", {},
      make("div", "top", {}, make("h3", "", { id: "panel" }, heading), close),
      ...content));
  if (kind) dialog.classList.add(kind);
  close.addEventListener("click", () => dialog.close());
  // The sheet fills the dialog, so a click on the dialog itself is outside it, on the backdrop.
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  region.append(dialog);
  dialog.showModal();
  return dialog;
}
