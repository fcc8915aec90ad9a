/**
 * For a script tag alone: `<script type="module" src="…/auto.js" data-pack="/pack/"></script>`. Defines the element, and records the
 * products and events that a page states, on pages without an element too. Its `passerelle` is the page's instance.
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

/** The name of this file where it is published. */
const NAME = /\/auto\.js$/;

/**
 * The page's instance of the pack that the script tag names, or else of the first element's. Call its methods at once: they wait until
 * the pack is open. `createPasserelle({ pack })` returns the same instance.
 */
export const passerelle: Passerelle = deferred(() => open({ pack: packOfElement() }));

define();
if (typeof document !== "undefined" && !conflict()) void start();

/**
 * The tag that brought this file. Its address may have become another since: by a redirect, or by a `<base>` behind it. Then the tag
 * that names a pack is meant.
 */
function ownTag(): HTMLScriptElement | undefined {
  const tags = [...document.scripts];
  const exact = tags.find(({ src }) => src === import.meta.url);
  return exact?.dataset["pack"] ? exact : (tags.find(({ src, dataset }) => dataset["pack"] && NAME.test(new URL(src, document.baseURI).pathname)) ??
    tags.find(({ dataset }) => dataset["pack"]) ?? exact);
}

/** Without a tag that names a pack: that of the page's first element. */
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
    // Imported by a bundle, it leaves the naming to the elements; a tag of its own without it was meant to say more.
    if (tag && NAME.test(new URL(tag.src).pathname) && !packOfElement()) logError(unnamed());
    return;
  }
  const wanted = { pack };
  try {
    // On every page, whatever it says and whatever the device remembers: a refusal must reach the history on any page, and
    // no request may tell who has one.
    await followPage(await open(wanted), wanted);
  } catch (error) {
    logError(error);
  }
}
