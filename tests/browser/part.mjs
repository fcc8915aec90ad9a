// Builds a pack of a part of the demo's shop: the most ordered items, and their orders.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { feedLines, orderLines, passerelle, shopItems } from "./store.mjs";

/** Returns the day `days` from now, in the format of a house file. */
export const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/**
 * Writes the feed and the orders of the `count` most ordered items into `folder`. `change` receives each row, as a list of fields, with the
 * index of its item and the header; `more` are additional columns. Returns `{ popular, spoken }`: the items' ids, and all ids.
 */
export async function writePart(folder, count, change = (row) => row, more = []) {
  const popular = shopItems().slice(0, count).map(({ id }) => id);
  const [header, ...rows] = feedLines().map((line) => line.split("\t"));
  const group = header.indexOf("item_group_id");
  const at = (row) => popular.indexOf(row[group] || row[0]);
  const feed = rows.filter((row) => at(row) >= 0).map((row) => change(row, at(row), header));
  const [columns, ...orders] = orderLines();
  const place = columns.split(",").indexOf("item_id");
  const spoken = new Set(feed.map((row) => row[0]));
  const bought = orders.filter((line) => spoken.has(line.split(",")[place]));
  await writeFile(join(folder, "feed.tsv"), [[...header, ...more], ...feed].map((row) => row.join("\t")).join("\n"));
  await writeFile(join(folder, "orders.csv"), [columns, ...bought].join("\n"));
  return { popular, spoken };
}

/** Builds the pack in `folder`/pack, from the output of `writePart` and the house file in `folder`. */
export function buildPart(folder, ...more) {
  return passerelle([
    "build", "--house", join(folder, "house.toml"), "--feed", join(folder, "feed.tsv"), "--orders", join(folder, "orders.csv"),
    "--out", join(folder, "pack"), "--as-of", "2011-12-10", ...more,
  ]);
}
