/** Reads Segment's ecommerce events under GA4's names. Not for pages without Segment's own script. */

import type { EventName } from "../types.js";
import { lookAgain } from "./look-again.js";
import { idsOf, type Listener, readable, variantOf } from "./statement.js";

export const SEGMENT_EVENTS = {
  "Product Viewed": "view_item",
  "Product Clicked": "select_item",
  "Product Added": "add_to_cart",
  "Product Removed": "remove_from_cart",
  "Product Added to Wishlist": "add_to_wishlist",
  "Order Completed": "purchase",
} as const satisfies Record<string, EventName>;

/** The fields that may hold a product's id. */
export const SEGMENT_IDS = ["product_id", "sku"] as const;
/** The fields with a product's variant and with the number of an order. */
export const SEGMENT_FIELDS = { variant: "variant", order: "order_id" } as const;

interface Product {
  product_id?: unknown;
  sku?: unknown;
  variant?: unknown;
  order_id?: unknown;
  products?: (Product | null)[];
}

/** The part of `window.analytics` that is used; before Segment has loaded, its snippet queues the call. */
export interface Analytics {
  on?: (method: "track", hear: (event: unknown, properties?: Product | null) => void) => unknown;
}

/** Listens to Segment, once, as soon as it appears. Its snippet is a queue that the loaded script processes. */
export function watchSegment(listener: Listener): void {
  let isListening = false;
  lookAgain(() => {
    if (!isListening) isListening = readSegment((globalThis as { analytics?: Analytics }).analytics, listener);
  });
}

/** Listens to the events that the page tracks from now on, and to those in Segment's queue. Returns whether Segment was there. */
export function readSegment(analytics: Analytics | undefined, listener: Listener): boolean {
  if (typeof analytics?.on !== "function") return false;
  analytics.on("track", (event, properties) => {
    const name = typeof event === "string" && Object.hasOwn(SEGMENT_EVENTS, event) ? SEGMENT_EVENTS[event as keyof typeof SEGMENT_EVENTS] : undefined;
    if (!name || !properties) return;
    const products = Array.isArray(properties.products) ? properties.products : [properties];
    const said = readable(products.map((product) => ({ ids: idsOf(SEGMENT_IDS.map((key) => product?.[key])), variant: variantOf(product?.[SEGMENT_FIELDS.variant]) })));
    if (said.items.length > 0) listener.hear({ name, ...said, order: idsOf(properties[SEGMENT_FIELDS.order])[0] });
    else listener.unreadable(`Segment: "${event}" came without \`product_id\` or \`sku\``);
  });
  return true;
}
