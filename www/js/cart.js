/** The basket. It is in memory only, and lost when the page is closed. */

/** @typedef {import('./shop.js').Item} Item */

export class Cart extends EventTarget {
  constructor() {
    super();
    /** @type {Map<Item, number>} */
    this.lines = new Map();
    /** The size that was chosen last, of items that have any. @type {Map<Item, string>} */
    this.sizes = new Map();
  }

  /** Sets the quantity of an item, at most 99; 0 removes it. @param {Item} item @param {number} quantity */
  set(item, quantity) {
    if (quantity > 0) this.lines.set(item, Math.min(quantity, 99));
    else {
      this.lines.delete(item);
      this.sizes.delete(item);
    }
    this.dispatchEvent(new Event('change'));
  }

  /** @param {Item} item */
  quantity(item) {
    return this.lines.get(item) ?? 0;
  }

  /** Each item with how many of it, and in which size. @returns {import('./data-layer.js').Line[]} */
  get ordered() {
    return [...this.lines].map(([item, quantity]) => [item, quantity, this.sizes.get(item)]);
  }

  clear() {
    this.lines.clear();
    this.sizes.clear();
    this.dispatchEvent(new Event('change'));
  }

  get count() {
    return [...this.lines.values()].reduce((sum, quantity) => sum + quantity, 0);
  }

  get totalMinor() {
    return [...this.lines].reduce((sum, [item, quantity]) => sum + (item.priceMinor ?? 0) * quantity, 0);
  }

  get ids() {
    return [...this.lines.keys()].map((item) => item.id);
  }
}
