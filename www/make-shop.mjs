/**
 * Makes shop.json, the demo storefront's own product data, from a product feed and a house file.
 *
 *     node make-shop.mjs FEED.tsv[.gz] HOUSE.toml OUT.json [ORDERS.csv[.gz] [EXTRAS.json]]
 *
 * With ORDERS the items come most ordered first; without, in the order of the feed. EXTRAS is an object whose members are
 * added: what a shop may know beside its feed, all of it optional (js/shop.js lists the members). The rows of one item_group_id are
 * one item, whose id is the group's, as in `passerelle build`. Not for other houses' sites: they have a database.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** @param {string} path */
function readText(path) {
  const bytes = readFileSync(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

/** Rows of a file whose values hold no separator, as objects. @param {string} text @param {string} separator */
function* rows(text, separator) {
  const [header, ...lines] = text.split('\n');
  const names = header.split(separator);
  for (const line of lines) {
    if (line === '') continue;
    const values = line.split(separator);
    yield Object.fromEntries(names.map((name, at) => [name, values[at] ?? '']));
  }
}

/** Divisions of a house file: only the keys that this shop needs. @param {string} toml */
function divisionsOf(toml) {
  return toml.split(/^\[\[division\]\]\s*$/m).slice(1).map((block) => {
    const table = block.split(/^\[/m)[0];
    const value = (/** @type {RegExp} */ pattern) => table.match(pattern)?.[1] ?? '';
    const id = value(/^id\s*=\s*"([^"]*)"/m);
    const names = Object.fromEntries([...value(/^names\s*=\s*\{(.*)\}/m).matchAll(/([\w-]+)\s*=\s*"([^"]*)"/g)].map((match) => match.slice(1)));
    return {
      id,
      names,
      name: names.en ?? id,
      productTypes: [...value(/^product_types\s*=\s*\[([^\]]*)\]/m).matchAll(/"([^"]*)"/g)].map((match) => match[1]),
    };
  });
}

/** Joins the values of variants: distinct, in order, at most three. @param {string[]} values */
function joined(values) {
  return [...new Set(values.flatMap((value) => value.split('/')).filter(Boolean))].slice(0, 3).join('/');
}

const [feedPath, housePath, outPath, ordersPath, extrasPath] = process.argv.slice(2);
if (!outPath) {
  console.error('usage: node make-shop.mjs FEED.tsv[.gz] HOUSE.toml OUT.json [ORDERS.csv[.gz] [EXTRAS.json]]');
  process.exit(2);
}

const house = readText(housePath);
const divisions = divisionsOf(house);
const name = house.match(/^name\s*=\s*"([^"]*)"/m)?.[1];
const languages = [...(house.match(/^languages\s*=\s*\[([^\]]*)\]/m)?.[1] ?? '').matchAll(/"([^"]*)"/g)].map((match) => match[1]);
const currency = house.match(/^currency\s*=\s*"([^"]*)"/m)?.[1] ?? 'GBP';

/** @type {Map<string, Record<string, string>[]>} */
const variants = new Map();
const itemOf = new Map();
for (const row of rows(readText(feedPath), '\t')) {
  const id = row.item_group_id || row.id;
  itemOf.set(row.id, id);
  variants.set(id, [...(variants.get(id) ?? []), row]);
}

const orders = new Map();
if (ordersPath) {
  for (const row of rows(readText(ordersPath), ',')) {
    const id = itemOf.get(row.item_id);
    orders.set(id, (orders.get(id) ?? 0) + 1);
  }
}

/** @type {Map<string, number>} */
const types = new Map();
const items = [];
for (const [id, group] of variants) {
  const [first] = group;
  const productType = first.product_type;
  const division = divisions.findIndex(({ productTypes }) =>
    productTypes.some((name) => productType === name || productType.startsWith(`${name} > `)));
  if (division < 0) continue;
  const typeKey = `${division}\t${productType.split(' > ').at(-1)}`;
  if (!types.has(typeKey)) types.set(typeKey, types.size);
  const price = Math.round(parseFloat(first.price) * 100);
  items.push([
    id, first.title, Number.isFinite(price) ? price : null, types.get(typeKey),
    joined(group.map((row) => row.color ?? '')), joined(group.map((row) => row.material ?? '')),
    joined(group.map((row) => row.pattern ?? '')), group.some((row) => row.availability === 'in_stock') ? 1 : 0, group.length,
  ]);
}
// Stable: items ordered equally often stay in the feed's order.
items.sort((a, b) => (orders.get(b[0]) ?? 0) - (orders.get(a[0]) ?? 0));

writeFileSync(outPath, JSON.stringify({
  ...(name && { name }),
  languages,
  texts: Object.fromEntries(languages.map((language) => [language, { divisions: divisions.map(({ name, names }) => names[language] ?? name) }])),
  currency,
  divisions: divisions.map(({ id, name }) => [id, name]),
  types: [...types.keys()].map((key) => key.split('\t')).map(([division, name]) => [Number(division), name]),
  items,
  ...(extrasPath && JSON.parse(readText(extrasPath))),
}));
console.log(`${items.length} items, ${divisions.length} divisions, ${types.size} types`);
