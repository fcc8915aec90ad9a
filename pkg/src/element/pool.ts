/**
 * `images="pool"`: which pictures are asked for follows from the page alone, so that nothing about a shopper reaches their
 * host. All of the pool are loaded, whatever is drawn of them, and none is drawn before every one has come or failed: what
 * the browser is still loading it asks for with a priority that tells what is in sight.
 */

import type { Passerelle } from "../index.js";
import type { SuggestRequest, Suggestion } from "../types.js";
import { pictureOf, webAddress } from "./nodes.js";
import { fixedSources, type Pictured } from "./pictures.js";

/** Pictures of a page at least, where it has as many. */
const SIZE = 12;
/** What has not come by then is not drawn. */
const PATIENCE_MS = 5_000;

/** What was asked for on this document: never again, come or failed. */
const asked = new Map<string, Promise<HTMLImageElement | undefined>>();

/** What a page draws from. */
export interface Pool {
  /** The request, so that the answer lies in the pool. */
  request: SuggestRequest;
  /** The item's picture, if it belongs to the pool and has come. */
  picture(item: Pictured): HTMLImageElement | undefined;
}

/** What the page alone determines for a spot. */
async function poolOf(shop: Passerelle, request: SuggestRequest): Promise<Suggestion[]> {
  return (await shop.candidates({ ...request, limit: Math.max(SIZE, request.limit ?? 0) })).suggestions;
}

/** The request, so that the answer lies in the pool of its spot; no picture is loaded. */
export async function requestWithin(shop: Passerelle, request: SuggestRequest, pool?: readonly Suggestion[]): Promise<SuggestRequest> {
  return { ...request, restrictTo: (pool ?? (await poolOf(shop, request))).map(({ itemId }) => itemId) };
}

/** Loads the pool of the spot that `request` describes, and pictures of the page's `own` beside it. */
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
      // A copy of what the document has already is not asked for again.
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
