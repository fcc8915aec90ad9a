/** Loads the pictures of all messages of a house, for elements that show pictures. Not for their place: see `draw.ts`. */

import { pictureOf, webAddress } from "../element/nodes.js";
import type { Passerelle } from "../index.js";
import { messageFileOf } from "../sharing.js";

/** Pictures by their address. */
export type Pictures = ReadonlyMap<string, HTMLImageElement>;

const ofShops = new WeakMap<Passerelle, Promise<Pictures>>();

/**
 * Requests all pictures in the same order for every shopper, once per instance. The nodes requested are the nodes drawn: a page shows only
 * one message. A picture that cannot be loaded is removed.
 */
export function picturesOf(shop: Passerelle): Promise<Pictures> {
  let pictures = ofShops.get(shop);
  if (!pictures) {
    ofShops.set(shop, (pictures = load(shop)));
    pictures.catch(() => ofShops.delete(shop));
  }
  return pictures;
}

async function load(shop: Passerelle): Promise<Pictures> {
  const pictures = new Map<string, HTMLImageElement>();
  const file = await messageFileOf(shop);
  for (const src of (file?.pictures ?? []).map(webAddress)) {
    if (src) pictures.set(src, pictureOf([{ src }], { part: "picture", class: "picture" }, () => pictures.delete(src)));
  }
  return pictures;
}
