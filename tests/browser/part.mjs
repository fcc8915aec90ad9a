// A part of the demo's shop as a pack of its own: the items that are ordered most, and their orders.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { feedLines, orderLines, passerelle, shopItems } from "./store.mjs";

/** The day so many days from now, as a house file has it. */
export const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/**
 * Writes the feed and the orders of the `count` most ordered items into `folder`. `change` is told each row, as a list of
 * fields, with the position of its item among them and the header; `more` are columns
 * that it adds. Answers `{ popular, spoken }`: the items' ids, all ids.
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

/** Makes the pack of what `writePart` wrote into `folder`, and of the house's file beside it, in `folder`/pack. */
export function buildPart(folder, ...more) {
  return passerelle([
    "build", "--house", join(folder, "house.toml"), "--feed", join(folder, "feed.tsv"), "--orders", join(folder, "orders.csv"),
    "--out", join(folder, "pack"), "--as-of", "2011-12-10", ...more,
  ]);
}
