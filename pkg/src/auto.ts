/**
 * For a script tag alone: `<script type="module" src="…/auto.js" data-pack="/pack/"></script>`. Defines the element, and
 * takes note of what the page says of its products on pages without an element too.
 */

import { complain } from "./element/complain.js";
import { define } from "./element/define.js";
import { pageSettled } from "./element/moment.js";
import { follow } from "./page/reader.js";
import { isOwn, open, prefetch, setDefaults } from "./sharing.js";

define();
if (typeof document !== "undefined") void start();

async function start(): Promise<void> {
  const tag = [...document.scripts].find(({ src }) => src === import.meta.url);
  const { pack, hub, locale, wasmUrl } = tag?.dataset ?? {};
  setDefaults({ ...(pack && { pack }), ...(hub && { hub }), ...(locale && { locale }), ...(wasmUrl && { wasmUrl }) });
  const wanted = { pack };
  // A page that is only prerendered asks for nothing.
  if (pack && !(document as { prerendering?: boolean }).prerendering) prefetch(wanted);
  await pageSettled();
  if (!pack) return;
  try {
    // On every page, whatever it says and whatever the device remembers: a refusal must reach the history on any page, and
    // no request may tell who has one.
    follow(await open(wanted), () => isOwn(wanted));
  } catch (error) {
    complain(error);
  }
}
