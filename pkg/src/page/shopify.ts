/** Reads Shopify's standard storefront events: DOM events that a theme dispatches and that bubble to the document. */

import { idsOf, type Listener, readable, variantOf } from "./statement.js";

/** The events read, with GA4's names. */
export const SHOPIFY_EVENTS = {
  "shopify:product:view": "view_item",
  "shopify:cart:lines-update": "add_to_cart",
} as const;

interface Shown {
  id?: unknown;
  handle?: unknown;
  sku?: unknown;
  title?: unknown;
  selectedVariant?: Shown | null;
}

interface ProductView extends Event {
  context?: string;
  product?: Shown;
}

interface LinesUpdate extends Event {
  action?: string;
  lines?: ({ merchandiseId?: unknown } | null)[];
  promise?: Promise<{ userErrors?: unknown[] } | undefined>;
}

/** The contexts in which a product is shown alone, not as a card among others. */
const ALONE = ["page", "dialog"];

/** Listens for products that are opened or put into the cart. A removal names the cart's line, not the item, so it is not read. */
export function readShopify({ hear }: Pick<Listener, "hear">): void {
  document.addEventListener("shopify:product:view", (event) => {
    const { context = "", product } = event as ProductView;
    if (!product || !ALONE.includes(context)) return;
    const { selectedVariant: variant } = product;
    const ids = idsOf(variant?.sku, tail(variant?.id), tail(product.id), product.handle);
    if (ids.length > 0) hear({ name: "view_item", ...readable([{ ids, variant: variantOf(variant?.title) }]) });
  });
  document.addEventListener("shopify:cart:lines-update", (event) => {
    const { action, lines, promise } = event as LinesUpdate;
    if (action !== "add" || !Array.isArray(lines)) return;
    const said = readable(lines.map((line) => ({ ids: idsOf(tail(line?.merchandiseId)) })));
    if (said.items.length === 0) return;
    // The event precedes the server's answer, which may be an error.
    void Promise.resolve(promise).then((answer) => {
      if (!answer?.userErrors?.length) hear({ name: "add_to_cart", ...said });
    }, () => undefined);
  });
}

/** Returns the number after `gid://shopify/ProductVariant/`. */
function tail(id: unknown): unknown {
  return typeof id === "string" ? id.replace(/^gid:.*\/|\?.*/g, "") : id;
}
