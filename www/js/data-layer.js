/**
 * Reports the shop's events to its analytics and its consent platform: Google Analytics 4's events and Consent Mode, in the page's
 * `dataLayer`. This file sends nothing, and has nothing specific to Passerelle, which reads the data layer of any shop.
 */

/** @typedef {import('./shop.js').Item} Item */

const page = /** @type {typeof globalThis & { dataLayer?: unknown[] }} */ (globalThis);
page.dataLayer ??= [];
const { dataLayer } = page;

/** The function as Google writes it. */
function gtag() {
  dataLayer.push(arguments);
}

const tell = /** @type {(...command: unknown[]) => void} */ (gtag);

tell('consent', 'default', { ad_storage: 'denied', analytics_storage: 'denied', personalization_storage: 'denied' });

/** States the shopper's answer to the consent platform, given now or on the previous page. @param {boolean} granted */
export function consent(granted) {
  tell('consent', 'update', { personalization_storage: granted ? 'granted' : 'denied' });
}

/** @param {string} event @param {object} ecommerce */
function push(event, ecommerce) {
  dataLayer.push({ ecommerce: null });
  dataLayer.push({ event, ecommerce });
}

const major = (/** @type {number | null} */ minor) => (minor ?? 0) / 100;

/** An item, how many of it, and in which size. @typedef {[Item, number, string?]} Line */

/** @param {Line} line */
const line = ([item, quantity, size]) => ({
  item_id: item.id, item_name: item.title, item_category: item.division.id, item_category2: item.type.feed, price: major(item.priceMinor), quantity,
  ...(size && { item_variant: size }),
});

/** @param {Iterable<Line>} lines @param {string} currency */
function order(lines, currency) {
  const all = [...lines];
  return {
    currency,
    value: all.reduce((sum, [{ priceMinor }, quantity]) => sum + major(priceMinor) * quantity, 0),
    items: all.map(line),
  };
}

/** @param {Item} item @param {string} currency */
export function viewItem(item, currency) {
  push('view_item', order([[item, 1]], currency));
}

/** @param {readonly Item[]} items @param {string} list */
export function viewItemList(items, list) {
  push('view_item_list', { item_list_id: list, items: items.map((item) => line([item, 1])) });
}

/** @param {Iterable<Line>} lines @param {string} currency */
export function addToCart(lines, currency) {
  push('add_to_cart', order(lines, currency));
}

/** @param {Item} item @param {number} quantity @param {string} currency */
export function removeFromCart(item, quantity, currency) {
  push('remove_from_cart', order([[item, quantity]], currency));
}

/** @param {Iterable<Line>} lines @param {string} currency */
export function viewCart(lines, currency) {
  push('view_cart', order(lines, currency));
}

/** @param {string} number The order's. @param {Iterable<Line>} lines @param {string} currency @param {boolean} gift */
export function purchase(number, lines, currency, gift) {
  push('purchase', { transaction_id: number, ...order(lines, currency), ...(gift && { gift }) });
}
