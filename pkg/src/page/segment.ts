/** Segment's ecommerce events: an adapter from its names to ours. Not for pages without Segment's own script. */

import type { EventName } from "../types.js";
import { idsOf } from "./statement.js";

const NAMES: Record<string, EventName> = {
  "Product Viewed": "view_item",
  "Product Clicked": "select_item",
  "Product Added": "add_to_cart",
  "Product Removed": "remove_from_cart",
  "Product Added to Wishlist": "add_to_wishlist",
  "Order Completed": "purchase",
};

interface Product {
  product_id?: unknown;
  sku?: unknown;
  products?: Product[];
}

/** What is used of `window.analytics`; before it is loaded its calls are queued, this one too. */
export interface Analytics {
  on?: (method: "track", hear: (event: string, properties?: Product) => void) => unknown;
}

/** `hear` is told of what the page tracks from here on, and of what waits in Segment's own queue. */
export function readSegment(analytics: Analytics | undefined, hear: (name: EventName, ids: string[]) => void): void {
  analytics?.on?.("track", (event, properties) => {
    const name = Object.hasOwn(NAMES, event) ? NAMES[event] : undefined;
    if (!name || !properties) return;
    const products = Array.isArray(properties.products) ? properties.products : [properties];
    for (const product of products) hear(name, idsOf(product?.product_id, product?.sku));
  });
}
