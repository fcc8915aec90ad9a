/** Reads Shopify's standard storefront events: DOM events that a theme dispatches and that bubble to the document. */

import { idsOf, type Listener, readable, variantOf } from "./statement.js";

/** The events read, with GA4's names. */
export const SHOPIFY_EVENTS = {
  "shopify:product:view": "view_item",
  "shopify:cart:lines-update": "add_to_cart",
} as const;

/** The fields that may hold an id of a product that is opened, and of a line of the cart; a global id of Shopify counts by its number. */
export const SHOPIFY_IDS = {
  product: ["selectedVariant.sku", "selectedVariant.id", "id", "handle"],
  "lines[]": ["merchandiseId"],
} as const;
/** The field of a product with the name of its variant. */
export const SHOPIFY_VARIANT = "selectedVariant.title";

interface ProductView extends Event {
  context?: string;
  product?: object;
}

interface LinesUpdate extends Event {
  action?: string;
  lines?: (object | null)[];
  promise?: Promise<{ userErrors?: unknown[] } | undefined>;
}

/** The contexts in which a product is shown alone, not as a card among others. */
const ALONE = ["page", "dialog"];

/** Listens for products that are opened or put into the cart. A removal names the cart's line, not the item, so it is not read. */
export function readShopify({ hear }: Pick<Listener, "hear">): void {
  document.addEventListener("shopify:product:view", (event) => {
    const { context = "", product } = event as ProductView;
    if (!product || !ALONE.includes(context)) return;
    const ids = idsAt(product, SHOPIFY_IDS.product);
    if (ids.length > 0) hear({ name: "view_item", ...readable([{ ids, variant: variantOf(valueAt(product, SHOPIFY_VARIANT)) }]) });
  });
  document.addEventListener("shopify:cart:lines-update", (event) => {
    const { action, lines, promise } = event as LinesUpdate;
    if (action !== "add" || !Array.isArray(lines)) return;
    const said = readable(lines.map((line) => ({ ids: idsAt(line, SHOPIFY_IDS["lines[]"]) })));
    if (said.items.length === 0) return;
    // The event precedes the server's answer, which may be an error.
    void Promise.resolve(promise).then((answer) => {
      if (!answer?.userErrors?.length) hear({ name: "add_to_cart", ...said });
    }, () => undefined);
  });
}

/** Returns the ids in these fields; of `gid://shopify/ProductVariant/1` the number. */
function idsAt(said: unknown, paths: readonly string[]): string[] {
  return idsOf(paths.map((path) => valueAt(said, path)).map((id) => (typeof id === "string" ? id.replace(/^gid:.*\/([^?]*).*/, "$1") : id)));
}

/** Returns the value of a field, or of a field of that field. */
function valueAt(said: unknown, path: string): unknown {
  return path.split(".").reduce((value, key) => (value as Record<string, unknown> | null | undefined)?.[key], said);
}
