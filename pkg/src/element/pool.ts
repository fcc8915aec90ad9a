/**
 * `images="pool"`: the page alone determines which pictures are requested, so that their host learns nothing about a shopper. All pictures
 * of the pool are loaded, whichever are drawn. None is drawn before every one has loaded or failed: the browser gives pictures in the
 * viewport another priority while they load, which would reveal them. Not for choosing the suggestions: the module does that.
 */

import type { Passerelle } from "../index.js";
import type { SuggestRequest, Suggestion } from "../types.js";
import { pictureOf, webAddress } from "./nodes.js";
import { fixedSources, type Pictured } from "./pictures.js";

/** The least number of pictures of a page, if it has as many. */
const SIZE = 12;
/** The timeout of a picture: later ones are not drawn. */
const PATIENCE_MS = 5_000;

/** The pictures requested on this document, by address: none is requested twice, loaded or failed. */
const asked = new Map<string, Promise<HTMLImageElement | undefined>>();

/** The pool of a page. */
export interface Pool {
  /** The request, restricted to the pool. */
  request: SuggestRequest;
  /** Returns the item's picture, if the pool has it and it has loaded. */
  picture(item: Pictured): HTMLImageElement | undefined;
}

/** Returns the candidates of a request, which the page alone determines. */
async function poolOf(shop: Passerelle, request: SuggestRequest): Promise<Suggestion[]> {
  return (await shop.candidates({ ...request, limit: Math.max(SIZE, request.limit ?? 0) })).suggestions;
}

/** Returns the request, restricted to its pool; loads no picture. */
export async function requestWithin(shop: Passerelle, request: SuggestRequest, pool?: readonly Suggestion[]): Promise<SuggestRequest> {
  return { ...request, restrictTo: (pool ?? (await poolOf(shop, request))).map(({ itemId }) => itemId) };
}

/** Loads the pool of a request, and the pictures of the page's `own` items. */
export async function createPool(shop: Passerelle, request: SuggestRequest, own: readonly Pictured[] = []): Promise<Pool> {
  const pool = await poolOf(shop, request);
  const came = new Map<string, HTMLImageElement>();
  const late = new Promise<void>((done) => setTimeout(done, PATIENCE_MS));
  await Promise.all([...pool, ...own].map(async (item) => {
    const address = webAddress(item.image);
    if (!address) return;
    if (!asked.has(address)) asked.set(address, load(fixedSources(item)));
    const picture = await Promise.race([asked.get(address), late]);
    if (picture) came.set(address, picture);
  }));
  return {
    request: await requestWithin(shop, request, pool),
    picture({ image }) {
      const picture = came.get(webAddress(image));
      // The browser does not request a picture again for a copy of a loaded one.
      return picture?.isConnected ? (picture.cloneNode() as HTMLImageElement) : picture;
    },
  };
}

function load(sources: readonly Record<string, string>[]): Promise<HTMLImageElement | undefined> {
  return new Promise((done) => {
    const picture = pictureOf(sources, { fetchpriority: "low" }, () => done(undefined));
    picture.addEventListener("load", () => done(picture));
  });
}
