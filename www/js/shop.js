/** The shop's own product data, as in a real shop's database. It is neither the pack nor a part of Passerelle. */

import { capitalised } from './dom.js';
import { inLanguage, language, words } from './language.js';

/**
 * @typedef {{ id: string, name: string, items: Item[], types: Type[] }} Division
 * @typedef {{ name: string, feed: string, slug: string, division: Division, items: Item[] }} Type
 * @typedef {{ id: string, kind: string, name: string, story: string, from: string, until: string, items: Item[] }} Collection
 * @typedef {{
 *   id: string, title: string, priceMinor: number | null, type: Type, division: Division,
 *   color: string, material: string, pattern: string, available: boolean, variants: number, picture: string | null, link: string,
 * }} Item
 */

/**
 * The data that `passerelle preview` and `passerelle build --shop-list` write, and data that this demonstration adds to its feeds. All
 * fields below `items` are optional: without them the shop has English names, drawn pictures and no collections.
 * @typedef {{
 *   currency: string, divisions: [string, string][], types: [number, string][],
 *   items: [string, string, number | null, number, string, string, string, number, number, string?, string?][],
 *   house?: string,
 *   simulated?: boolean,
 *   languages?: string[],
 *   has_loyalty?: boolean,
 *   example?: string,
 *   beside?: { href: string, texts: Record<string, string> },
 *   credits?: { text: string, href?: string }[],
 *   welcome?: Record<string, { title: string, text?: string }>,
 *   texts?: Record<string, { divisions?: string[], types?: Record<string, string>, values?: Record<string, string>, titles?: Record<string, string> }>,
 *   questionnaires?: Record<string, string[]>,
 *   compares?: string,
 *   sizes?: Record<string, [string, boolean][]>,
 *   collections?: { id: string, kind: string, names: Record<string, string>, story: Record<string, string>, from: string, until: string, items: string[] }[],
 * }} ShopData
 * The last two fields of an item are the addresses of its page and its picture. `compares`: the division whose favourites are compared;
 * `questionnaires`: the ids of a division's questionnaires; `sizes`: each size of an item and whether it can be bought; `example`: the
 * item that the home page uses as its example; `beside`: another shop of this demonstration; `simulated`: whether its orders are simulated.
 */

/** All items, divisions and types. Every list starts with the items ordered most. */
export class Shop {
  /** @param {ShopData} data */
  constructor(data) {
    const texts = data.texts?.[language] ?? {};
    const value = (/** @type {string} */ name) => texts.values?.[name] ?? name;
    this.name = data.house ?? '';
    this.simulated = data.simulated === true;
    this.languages = data.languages ?? [];
    this.hasLoyalty = data.has_loyalty === true;
    /** Ids of questionnaires by division. */
    this.questionnaires = data.questionnaires ?? {};
    this.compares = data.compares;
    this.beside = data.beside && { href: data.beside.href, text: inLanguage(data.beside.texts) ?? '' };
    this.credits = data.credits ?? [];
    this.welcome = inLanguage(data.welcome);
    /** @type {Division[]} */
    this.divisions = data.divisions.map(([id, name], at) => ({ id, name: capitalised(texts.divisions?.[at] ?? name), items: [], types: [] }));
    const types = data.types.map(([division, name]) => {
      const slug = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
      /** @type {Type} */
      const type = { name: texts.types?.[name] ?? name, feed: name, slug, division: this.divisions[division], items: [] };
      return type;
    });
    /** @type {Map<string, Item>} */
    this.items = new Map();
    for (const [id, title, priceMinor, type, color, material, pattern, available, variants, link = '', image = ''] of data.items) {
      const { division } = types[type];
      const item = {
        id, title: texts.titles?.[id] ?? title, priceMinor, type: types[type], division, color: value(color), material: value(material), pattern,
        available: available === 1, variants, link, sizes: data.sizes?.[id] ?? [],
        picture: image || null,
      };
      this.items.set(id, item);
      types[type].items.push(item);
      division.items.push(item);
    }
    for (const type of types) type.division.types.push(type);
    const isRest = (/** @type {Type} */ type) => Number(type.slug.startsWith('other-'));
    for (const { types: own } of this.divisions) own.sort((a, b) => isRest(a) - isRest(b) || a.name.localeCompare(b.name, words.locale));
    /** @type {Collection[]} */
    this.collections = (data.collections ?? []).map(({ names, story, items, ...rest }) => ({
      ...rest, name: inLanguage(names) ?? rest.id, story: inLanguage(story) ?? '',
      items: items.flatMap((id) => this.items.get(id) ?? []),
    }));
    this.example = data.example ? this.items.get(data.example) : undefined;
    this.currency = data.currency;
    this.money = new Intl.NumberFormat(words.locale, { style: 'currency', currency: data.currency });
  }

  /** @param {string} id */
  division(id) {
    return this.divisions.find((division) => division.id === id);
  }

  /** Returns a type by its slug. @param {string} slug */
  type(slug) {
    return this.divisions.flatMap(({ types }) => types).find((type) => type.slug === slug);
  }

  /** Returns the collections that run today, by their last day. */
  running() {
    const today = new Date().toISOString().slice(0, 10);
    return this.collections.filter(({ from, until }) => from <= today && today <= until).sort((a, b) => a.until.localeCompare(b.until));
  }

  /** @param {Item} item */
  collectionsOf(item) {
    return this.collections.filter(({ items }) => items.includes(item));
  }

  /** @param {number | null} minor A price in cents; null if the shop does not know it. */
  price(minor) {
    return minor === null ? words.onRequest : this.money.format(minor / 100);
  }

  /**
   * Returns the items of a division that are ordered most and can be bought.
   * @param {Division} division
   * @param {number} count
   * @param {Item} [except]
   */
  popular(division, count, except) {
    return division.items.filter((item) => item.available && item !== except).slice(0, count);
  }
}
