/** Shopify's standard storefront events: DOM events that a theme dispatches and that bubble to the document. */

import type { EventName } from "../types.js";
import { idsOf } from "./statement.js";

interface Shown {
  id?: unknown;
  handle?: unknown;
  sku?: unknown;
  selectedVariant?: Shown | null;
}

interface ProductView extends Event {
  context?: string;
  product?: Shown;
}

interface LinesUpdate extends Event {
  action?: string;
  lines?: { merchandiseId?: unknown }[];
  promise?: Promise<{ userErrors?: unknown[] } | undefined>;
}

/** Where a product is seen by itself, and not as a card among others. */
const ALONE = ["page", "dialog"];

/** `hear` is told of products that are opened and put in the cart; what leaves the cart is named by its line, not by its item. */
export function readShopify(hear: (name: EventName, ids: string[]) => void): void {
  document.addEventListener("shopify:product:view", (event) => {
    const { context = "", product } = event as ProductView;
    if (!product || !ALONE.includes(context)) return;
    const { selectedVariant: variant } = product;
    hear("view_item", idsOf(variant?.sku, tail(variant?.id), tail(product.id), product.handle));
  });
  document.addEventListener("shopify:cart:lines-update", (event) => {
    const { action, lines, promise } = event as LinesUpdate;
    if (action !== "add" || !Array.isArray(lines)) return;
    // The event comes before the answer, which may be no.
    void Promise.resolve(promise).then((answer) => {
      if (answer?.userErrors?.length) return;
      for (const line of lines) hear("add_to_cart", idsOf(tail(line?.merchandiseId)));
    }, () => undefined);
  });
}

/** The number behind `gid://shopify/ProductVariant/`. */
function tail(id: unknown): unknown {
  return typeof id === "string" ? id.replace(/^gid:.*\/|\?.*/g, "") : id;
}
