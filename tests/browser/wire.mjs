// Records a page's requests from the browser's own events, answers from its cache included, and generates pairs of shoppers with different
// histories on the same pages.

import { seeded } from "./harness.mjs";
import { catalogue, shopItems } from "./store.mjs";

/** Records the browser's requests from its own events. Resolves to a function that returns them in order. */
export async function record(session, { cache }) {
  const sent = [];
  const extra = new Map();
  const cached = new Set();
  session.on("Network.requestWillBeSent", ({ requestId, request, type }) => {
    const { method, url, headers, postData, referrerPolicy } = request;
    sent.push({ requestId, method, url, type, headers, postData, referrerPolicy });
  });
  session.on("Network.requestWillBeSentExtraInfo", ({ requestId, headers, associatedCookies }) => {
    const cookies = associatedCookies.filter(({ blockedReasons }) => blockedReasons.length === 0).map(({ cookie }) => cookie.name);
    extra.set(requestId, { headers, cookies });
  });
  session.on("Network.requestServedFromCache", ({ requestId }) => cached.add(requestId));
  session.on("Network.responseReceived", ({ requestId, response }) => {
    if (response.fromDiskCache) cached.add(requestId);
  });
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: !cache });
  return async () => {
    const waiting = () => sent.some(({ requestId }) => !cached.has(requestId) && !extra.has(requestId));
    for (let tries = 0; waiting() && tries < 800; tries += 1) await new Promise((done) => setTimeout(done, 25));
    return sent.map(({ requestId, ...request }) => ({
      ...request,
      fromCache: cached.has(requestId),
      overTheWire: cached.has(requestId) ? null : extra.get(requestId),
    }));
  };
}

/** Returns pairs of shoppers: the pages that both visit, and the history of each. No id is in two of the three lists. */
export function pairs(seed, { count, pages }) {
  const random = seeded(seed);
  const { aliases } = catalogue();
  const popular = shopItems().slice(0, 800).map(({ id }) => id);
  const kinds = ["view_item", "add_to_cart", "purchase", "add_to_wishlist"];
  return Array.from({ length: count }, () => {
    const unused = [...popular, ...aliases];
    const take = (many) => Array.from({ length: many }, () => unused.splice(Math.floor(random() * unused.length), 1)[0]);
    const history = () => take(3 + Math.floor(random() * 4)).flatMap((itemId) => {
      const rest = random() < 0.5 ? [{ name: kinds[Math.floor(random() * kinds.length)], itemId }] : [];
      return [{ name: "view_item", itemId }, ...rest];
    });
    return { pages: take(pages), histories: [history(), history()] };
  });
}
