/**
 * The entry file for a script tag alone: `<script type="module" src="…/auto.js" data-pack="/pack/"></script>`. It defines the element, and
 * records the products and events that a page states, on pages without an element too. It exports the page's instance as `passerelle`. Not
 * for pages that open the pack themselves: see `index.ts`.
 */

import { pageConsent } from "./consent.js";
import { deferred } from "./deferred.js";
import { logError, warn } from "./element/log-error.js";
import { define } from "./element/define.js";
import { elementsNamed } from "./element/find.js";
import { pageSettled } from "./element/when-idle.js";
import type { Passerelle } from "./index.js";
import { followPage } from "./page/follow.js";
import { pageReader } from "./page/shared-reader.js";
import { conflict } from "./registry.js";
import { open } from "./open.js";
import { prefetch, setDefaults, unnamed } from "./sharing.js";

/** The name of this file as published. */
const NAME = /\/auto\.js$/;

/**
 * The page's instance of the pack that the script tag names, or else the page's first element that names one. You can call its methods at
 * once: they wait until the pack is open. `createPasserelle({ pack })` returns the same instance.
 */
export const passerelle: Passerelle = deferred(() => open({ pack: packOfElement() }));

define();
if (typeof document !== "undefined" && !conflict()) void start();

/**
 * Returns the script tag that loaded this file: the tag with this file's address, if it names a pack. The address may have changed since,
 * by a redirect or by a later `<base>`. Then the function returns a tag that names a pack: first one whose address ends in `auto.js`, then
 * any.
 */
function ownTag(): HTMLScriptElement | undefined {
  const tags = [...document.scripts];
  const exact = tags.find(({ src }) => src === import.meta.url);
  return exact?.dataset["pack"] ? exact : (tags.find(({ src, dataset }) => dataset["pack"] && NAME.test(new URL(src, document.baseURI).pathname)) ??
    tags.find(({ dataset }) => dataset["pack"]) ?? exact);
}

/** Returns the pack of the page's first element that names one; `undefined` if the script tag names a pack. */
function packOfElement(): string | undefined {
  if (ownTag()?.dataset["pack"]) return undefined;
  const elements = ["passerelle-suggestions", "passerelle-notices", "passerelle-messages", "passerelle-loyalty", "passerelle-advice", "passerelle-compare"].flatMap((name) => elementsNamed(name));
  return elements.map((element) => element.getAttribute("src")?.trim()).find(Boolean);
}

async function start(): Promise<void> {
  const tag = ownTag();
  const { pack, hub, locale, wasmUrl, consent } = tag?.dataset ?? {};
  const layer = tag?.getAttribute("data-layer")?.trim();
  if (layer) pageReader().addDataLayer(layer);
  setDefaults({ ...(pack && { pack }), ...(hub && { hub }), ...(locale && { locale }), ...(wasmUrl && { wasmUrl }) });
  if (consent === "granted" || consent === "denied") pageConsent().setDefault(consent === "granted");
  else if (consent) warn("attribute_unreadable", `data-consent="${consent}" on the script tag of auto.js must be granted or denied`);
  if (pack) prefetch({ pack });
  await pageSettled();
  if (!pack) {
    // A bundle that imports this file leaves the pack to the elements. A script tag for auto.js without `data-pack` is a mistake of the
    // page.
    if (tag && NAME.test(new URL(tag.src).pathname) && !packOfElement()) logError(unnamed());
    return;
  }
  const wanted = { pack };
  try {
    // This runs on every page, whatever the page states and whatever the device stores: a refusal must reach the history on any page, and
    // the requests must not reveal whether a history exists.
    await followPage(await open(wanted), wanted);
  } catch (error) {
    logError(error);
  }
}
