// Builds a second pack for the parity test: a part of the demo's catalogue, in a house with rules, pins, its own placements, new items and
// items that cannot be bought.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { buildPart, day, writePart } from "./part.mjs";
import { catalogue, plainHouse } from "./store.mjs";

const isGone = (at) => at % 9 === 4;

/**
 * Builds a pack of the `count` most ordered items in `folder`/pack, with its house file, feed and orders beside it. Returns its ids: `{
 * items, aliases, popular, gone, divisions }`.
 */
export async function buildRuledPack(folder, count) {
  const { popular, spoken } = await writePart(folder, count, (row, at, header) => {
    const available = header.indexOf("availability");
    const stock = isGone(at) ? "out_of_stock" : row[available];
    // New in the last days before the orders end.
    return [...row.with(available, stock), at % 5 === 2 ? "2011-12-01" : "2010-01-01"];
  }, ["availability_date"]);
  const kept = new Set(popular);
  await writeFile(join(folder, "house.toml"), houseFile(popular));
  await buildPart(folder);
  const divisions = [...plainHouse().matchAll(/^id = "(.*)"$/gm)].map(([, id]) => id);
  const { items, aliases } = catalogue();
  const gone = popular.filter((_, at) => isGone(at));
  const of = (ids) => ids.filter((id) => kept.has(id) || spoken.has(id));
  return { items: of(items), aliases: of(aliases), popular, gone, divisions };
}

/** The demo's house with other settings and merchandising; the dates are around the day of the test. */
function houseFile(popular) {
  const ids = (...places) => JSON.stringify(places.map((at) => popular[at]));
  return `${plainHouse()}
[ranking]
division_share_weight = 0.6
new_share = 0.1
new_arrival_boost = 2.5
max_per_type = 1

[[placement]]
id = "home"
divisions = "any"
limit = 9
threshold = 0.2
reminders = true

[[placement]]
id = "product"
fallback = "any"

[[placement]]
id = "category"
divisions = ["kitchen-dining", "home-decor"]
limit = 24

[[rule]]
action = "pin"
items = ${ids(3, 40, 13)}
placements = ["home", "confirmation"]

[[rule]]
action = "pin"
items = ${ids(7)}
from = "${day(5)}"
until = "${day(15)}"

[[rule]]
action = "boost"
items = ${ids(20, 21, 22)}
divisions = ["candles-lighting"]
factor = 3.3

[[rule]]
action = "bury"
divisions = ["stationery-cards"]
placements = ["home", "cart"]
until = "${day(20)}"

[[rule]]
action = "exclude"
items = ${ids(1, 30)}

[[rule]]
action = "include-only"
divisions = ["kitchen-dining", "bags-luggage", "garden-outdoor"]
placements = ["cart"]
from = "${day(10)}"
`;
}
