/** Lists the addresses of a suggestion's picture, the best first. Not for drawing it: see `draw.ts`. */

import type { Suggestion } from "../types.js";
import { pictureOf, webAddress } from "./nodes.js";

/** The fields of a suggestion that describe its pictures. */
export type Pictured = Pick<Suggestion, "image" | "imageSet" | "additionalImage">;

/**
 * The width of a card for `sizes`: its layout width if the browser supports `auto`, else as `style.ts` sets it for an element as wide as
 * the page.
 */
const SIZES = "auto, max(min(9.5rem, 42vw), 25vw)";
/** The greatest width of a card, in CSS pixels, for a picture that has one width everywhere. */
const CARD_WIDTH = 200;

/** Returns whether an item has a picture. */
export function hasPicture({ image }: Pictured): boolean {
  return webAddress(image) !== "";
}

/** Creates the picture, loaded lazily; `lost` is called if it cannot be loaded. */
export function lazyPicture(item: Pictured, lost: () => void): HTMLImageElement | undefined {
  const addresses = addressesOf(item);
  const [src] = addresses;
  if (!src) return undefined;
  const sources = addresses.map((address): Record<string, string> => ({ src: address }));
  const { imageSet } = item;
  return pictureOf(imageSet ? [{ sizes: SIZES, srcset: imageSet, src }, ...sources] : sources, { loading: "lazy" }, lost);
}

/** Returns the sources of the picture without `srcset`: the file requested must not depend on where the picture is drawn. */
export function fixedSources(item: Pictured): Record<string, string>[] {
  const addresses = addressesOf(item);
  const ofWidth = addresses.length > 0 ? widthFor(item.imageSet, CARD_WIDTH * devicePixelRatio) : "";
  return [...(ofWidth ? [ofWidth] : []), ...addresses].map((src) => ({ src }));
}

function addressesOf({ image, additionalImage }: Pictured): string[] {
  const addresses = [image, additionalImage].map(webAddress).filter((address) => address !== "");
  return webAddress(image) ? addresses : [];
}

/** Returns the narrowest address of a `srcset` that has at least this width in pixels, or else the widest. */
function widthFor(set: string | null, width: number): string {
  const candidates = (set ?? "").split(", ").map((candidate) => candidate.split(" "));
  const wide = candidates.find(([, descriptor = ""]) => parseInt(descriptor, 10) >= width) ?? candidates.at(-1);
  return webAddress(wide?.[0] ?? null);
}
