/**
 * For a script tag alone: `<script type="module" src="…/auto.js" data-pack="/pack/"></script>`. Defines the element, and
 * takes note of what the page says of its products on pages without an element too.
 */

import "./element.js";
import { complain } from "./element/complain.js";
import { pageSettled } from "./element/moment.js";
import { readJsonLd } from "./page/json-ld.js";
import { follow, onStatement } from "./page/reader.js";
import { isOwn, open, packOf, setDefaults } from "./sharing.js";
import { NAME } from "./store/name.js";

if (typeof document !== "undefined") start();

function start(): void {
  const tag = [...document.scripts].find(({ src }) => src === import.meta.url);
  const { pack, hub, locale, wasmUrl } = tag?.dataset ?? {};
  setDefaults({ ...(pack && { pack }), ...(hub && { hub }), ...(locale && { locale }), ...(wasmUrl && { wasmUrl }) });
  if (!pack) return;
  let opening = false;
  const listen = async (): Promise<void> => {
    if (opening) return;
    opening = true;
    await pageSettled();
    const wanted = { pack };
    if (packOf(wanted) === "" || isOwn(wanted)) return;
    try {
      follow(await open(wanted));
    } catch (error) {
      complain(error);
    }
  };
  onStatement(() => void listen());
  void pageSettled().then(() => {
    // A history on this device is looked after on every page: a refusal must reach it at once.
    if (hub || isRemembered() || readJsonLd().length > 0) void listen();
  });
}

/** Whether there may be a history on this device. */
function isRemembered(): boolean {
  try {
    return localStorage.getItem(NAME) !== null;
  } catch {
    return false;
  }
}
