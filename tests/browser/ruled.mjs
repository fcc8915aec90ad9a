// A second pack for the parity test: a part of the demo's catalogue, in a house with rules, pins, placements of its own,
// new items and items that cannot be bought.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { catalogue, feedLines, orderLines, passerelle, plainHouse, shopItems } from "./store.mjs";

const isGone = (at) => at % 9 === 4;

/**
 * Makes a pack of the `count` most ordered items in `folder`/pack, with its house, feed and orders beside it. Answers what
 * is in it: `{ items, aliases, popular, gone, divisions }`, ids each.
 */
export async function buildRuledPack(folder, count) {
  const popular = shopItems().slice(0, count).map(({ id }) => id);
  const kept = new Set(popular);
  const [header, ...rows] = feedLines().map((line) => line.split("\t"));
  const group = header.indexOf("item_group_id");
  const available = header.indexOf("availability");
  const item = (row) => row[group] || row[0];
  const feed = rows
    .filter((row) => kept.has(item(row)))
    .map((row) => {
      const at = popular.indexOf(item(row));
      const stock = isGone(at) ? "out_of_stock" : row[available];
      // New in the last days before the orders end.
      return [...row.with(available, stock), at % 5 === 2 ? "2011-12-01" : "2010-01-01"];
    });
  const [columns, ...orders] = orderLines();
  const place = columns.split(",").indexOf("item_id");
  const spoken = new Set(feed.map((row) => row[0]));
  const bought = orders.filter((line) => spoken.has(line.split(",")[place]));
  await writeFile(join(folder, "feed.tsv"), [[...header, "availability_date"], ...feed].map((row) => row.join("\t")).join("\n"));
  await writeFile(join(folder, "orders.csv"), [columns, ...bought].join("\n"));
  await writeFile(join(folder, "house.toml"), houseFile(popular));
  await passerelle([
    "build", "--house", join(folder, "house.toml"), "--feed", join(folder, "feed.tsv"), "--orders", join(folder, "orders.csv"),
    "--out", join(folder, "pack"), "--as-of", "2011-12-10",
  ]);
  const divisions = [...plainHouse().matchAll(/^id = "(.*)"$/gm)].map(([, id]) => id);
  const { items, aliases } = catalogue();
  const gone = popular.filter((_, at) => isGone(at));
  const of = (ids) => ids.filter((id) => kept.has(id) || spoken.has(id));
  return { items: of(items), aliases: of(aliases), popular, gone, divisions };
}

/** The demo's house with settings and merchandising of its own; the dates lie around the day of the test. */
function houseFile(popular) {
  const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const ids = (...places) => JSON.stringify(places.map((at) => popular[at]));
  return `${plainHouse()}
[ranking]
share = 0.6
new_share = 0.1
precedence = 2.5
per_type = 1

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
