/** Which addresses a suggestion's picture may be had at, the best first. Not for how it is drawn: see `draw.ts`. */

import type { Suggestion } from "../types.js";
import { pictureOf, webAddress } from "./nodes.js";

/** What of a suggestion tells of its pictures. */
export type Pictured = Pick<Suggestion, "image" | "imageSet" | "additionalImage">;

/** How wide a card is: as it is laid out where the browser can tell, else as `style.ts` has it for an element as wide as the page. */
const SIZES = "auto, max(min(9.5rem, 42vw), 25vw)";
/** How wide a card is at most, in CSS pixels, where one width is chosen for all. */
const CARD_WIDTH = 200;

/** Whether it has a picture. */
export function hasPicture({ image }: Pictured): boolean {
  return webAddress(image) !== "";
}

/** The picture, asked for when it comes near; `lost` is called if it cannot be had. */
export function lazyPicture(item: Pictured, lost: () => void): HTMLImageElement | undefined {
  const addresses = addressesOf(item);
  const [src] = addresses;
  if (!src) return undefined;
  const sources = addresses.map((address): Record<string, string> => ({ src: address }));
  const { imageSet } = item;
  return pictureOf(imageSet ? [{ sizes: SIZES, srcset: imageSet, src }, ...sources] : sources, { loading: "lazy" }, lost);
}

/** Addresses of the picture without a choice of the browser's: what is asked for must not depend on where it is drawn. */
export function fixedSources(item: Pictured): Record<string, string>[] {
  const addresses = addressesOf(item);
  const ofWidth = addresses.length > 0 ? widthFor(item.imageSet, CARD_WIDTH * devicePixelRatio) : "";
  return [...(ofWidth ? [ofWidth] : []), ...addresses].map((src) => ({ src }));
}

function addressesOf({ image, additionalImage }: Pictured): string[] {
  const addresses = [image, additionalImage].map(webAddress).filter((address) => address !== "");
  return webAddress(image) ? addresses : [];
}

/** Of a `srcset` the narrowest address that is as wide, else the widest. */
function widthFor(set: string | null, width: number): string {
  const candidates = (set ?? "").split(", ").map((candidate) => candidate.split(" "));
  const wide = candidates.find(([, descriptor = ""]) => parseInt(descriptor, 10) >= width) ?? candidates.at(-1);
  return webAddress(wide?.[0] ?? null);
}
