/** The shop's own product data: what a real shop keeps in its database. Not the pack, and no part of Passerelle. */

import { capitalised } from './dom.js';

/**
 * @typedef {{ id: string, name: string, items: Item[], types: Type[] }} Division
 * @typedef {{ name: string, slug: string, division: Division, items: Item[] }} Type
 * @typedef {{
 *   id: string, title: string, priceMinor: number | null, type: Type, division: Division,
 *   color: string, material: string, pattern: string, available: boolean, variants: number, link: string, image: string,
 * }} Item
 */

/** Everything on offer, most ordered first in every list. */
export class Shop {
  /**
   * @param {{
   *   house?: string, currency: string, divisions: [string, string][], types: [number, string][],
   *   items: [string, string, number | null, number, string, string, string, number, number, string?, string?][],
   * }} data `passerelle preview` gives the house's name, and of each item the addresses of its page and its picture.
   */
  constructor(data) {
    this.house = data.house ?? null;
    /** @type {Division[]} */
    this.divisions = data.divisions.map(([id, name]) => ({ id, name: capitalised(name), items: [], types: [] }));
    const types = data.types.map(([division, name]) => {
      const slug = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
      /** @type {Type} */
      const type = { name, slug, division: this.divisions[division], items: [] };
      return type;
    });
    /** @type {Map<string, Item>} */
    this.items = new Map();
    for (const [id, title, priceMinor, type, color, material, pattern, available, variants, link = '', image = ''] of data.items) {
      const { division } = types[type];
      const item = {
        id, title, priceMinor, type: types[type], division, color, material, pattern, available: available === 1, variants, link, image,
      };
      this.items.set(id, item);
      types[type].items.push(item);
      division.items.push(item);
    }
    for (const type of types) type.division.types.push(type);
    const isRest = (/** @type {Type} */ type) => Number(type.name.startsWith('Other '));
    for (const { types: own } of this.divisions) own.sort((a, b) => isRest(a) - isRest(b) || a.name.localeCompare(b.name, 'en'));
    this.money = new Intl.NumberFormat('en-GB', { style: 'currency', currency: data.currency });
  }

  /** @param {string} id */
  division(id) {
    return this.divisions.find((division) => division.id === id);
  }

  /** @param {number | null} minor A price in pence; null when the shop does not know it. */
  price(minor) {
    return minor === null ? 'Price on request' : this.money.format(minor / 100);
  }

  /**
   * The most ordered items of a division that can be bought.
   * @param {Division} division
   * @param {number} count
   * @param {Item} [except]
   */
  popular(division, count, except) {
    return division.items.filter((item) => item.available && item !== except).slice(0, count);
  }
}

/** Loads the data that make-shop.mjs or `passerelle preview` made. */
export async function loadShop() {
  const response = await fetch('./shop.json');
  if (!response.ok) throw new Error(`shop.json: ${response.status}`);
  return new Shop(await response.json());
}
