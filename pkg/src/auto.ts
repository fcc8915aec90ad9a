/**
 * For a script tag alone: `<script type="module" src="…/auto.js" data-pack="/pack/"></script>`. Defines the element, and
 * takes note of what the page says of its products on pages without an element too.
 */

import { complain } from "./element/complain.js";
import { define } from "./element/define.js";
import { pageSettled } from "./element/moment.js";
import { followPage } from "./page/follow.js";
import { pageReader } from "./page/shared-reader.js";
import { open, setDefaults } from "./sharing.js";

define();
if (typeof document !== "undefined") void start();

async function start(): Promise<void> {
  const tag = [...document.scripts].find(({ src }) => src === import.meta.url);
  const { pack, hub, locale, wasmUrl } = tag?.dataset ?? {};
  const layer = tag?.getAttribute("data-layer")?.trim();
  if (layer) pageReader().addDataLayer(layer);
  setDefaults({ ...(pack && { pack }), ...(hub && { hub }), ...(locale && { locale }), ...(wasmUrl && { wasmUrl }) });
  await pageSettled();
  const wanted = { pack };
  if (!pack) return;
  try {
    // On every page, whatever it says and whatever the device remembers: a refusal must reach the history on any page, and
    // no request may tell who has one.
    await followPage(await open(wanted), wanted);
  } catch (error) {
    complain(error);
  }
}
