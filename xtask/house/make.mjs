/**
 * Generates the fictional house of the demonstration: feed, simulated orders, house.toml, pictures, and its shop's additional data.
 *
 *     node xtask/house/make.mjs OUT PICTURES [DAY]
 *
 * DAY (2026-11-22), by default today, is the day of the build: the log ends the evening before, and the collections are around it. The
 * program writes into OUT: house.toml and feed.tsv, both in each further language too (feed-fr.tsv), orders.csv, and extras.json; into
 * PICTURES: one SVG per item. The same day gives the same bytes. The house and its orders are fictional: shoppers.mjs describes how the
 * orders are simulated.
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { collections as collectionsOf, dateOf, DAY_MS, dayOf } from './calendar.mjs';
import { catalogue } from './catalogue.mjs';
import { picture } from './draw.mjs';
import { extras, feedTsv, houseToml } from './settings.mjs';
import { orders } from './shoppers.mjs';
import { LANGUAGES } from './words.mjs';

const [out, pictures, date = dateOf(Math.floor(Date.now() / DAY_MS))] = process.argv.slice(2);
if (!pictures || Number.isNaN(dayOf(date))) {
  console.error('usage: node xtask/house/make.mjs OUT PICTURES [DAY]');
  process.exit(2);
}

const today = dayOf(date);
const collections = collectionsOf(today);
const items = catalogue(collections, today);
const log = orders(items, today);

mkdirSync(out, { recursive: true });
mkdirSync(pictures, { recursive: true });
// Each language is a market of its own: its house.toml names that language first, and its feed is in it, except the types.
for (const language of LANGUAGES) {
  const suffix = language === LANGUAGES[0] ? '' : `-${language}`;
  writeFileSync(join(out, `house${suffix}.toml`), houseToml(items, collections, today, language));
  writeFileSync(join(out, `feed${suffix}.tsv`), feedTsv(items, language));
}
writeFileSync(join(out, 'orders.csv'), `order_id,user_id,timestamp,item_id,quantity\n${log.join('\n')}\n`);
writeFileSync(join(out, 'extras.json'), JSON.stringify(extras(items, collections)));
for (const item of items) writeFileSync(join(pictures, `${item.id}.svg`), picture(item));
console.log(`${items.length} items, ${collections.length} collections, ${log.length} simulated order lines`);
