/** The pictures of all messages of a house, for whoever shows pictures. Not for where they stand: see `draw.ts`. */

import { pictureOf, webAddress } from "../element/nodes.js";
import type { Passerelle } from "../index.js";
import { messageFileOf } from "../sharing.js";

/** By their address. */
export type Pictures = ReadonlyMap<string, HTMLImageElement>;

const ofShops = new WeakMap<Passerelle, Promise<Pictures>>();

/**
 * Asked for by everybody in the same order, whoever sees which, and once for a shop: the node that was asked for is the one that is
 * drawn, for on a page one message stands. One that cannot be had goes.
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
