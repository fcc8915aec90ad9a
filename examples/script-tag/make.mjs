// Writes a page for each product of a pack: `node make.mjs PACK OUT`. The lists that crawlers and browsers without script see
// come from `passerelle export`, which is the tool's own command; a shop's server would put them into its template likewise.

import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [pack, out] = process.argv.slice(2);
const here = import.meta.dirname;
const template = readFileSync(join(here, "product.html"), "utf8");
const tool = process.env.PASSERELLE_TOOL ?? "passerelle";
const lines = execFileSync(tool, ["export", pack, "--placement", "product", "--format", "html"], { encoding: "utf8", maxBuffer: 1 << 30 });

/** Text as it stands in an attribute or between tags. */
const escaped = (text) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

mkdirSync(out, { recursive: true });
for (const line of lines.trimEnd().split("\n")) {
  const { itemId, html } = JSON.parse(line);
  const values = { id: escaped(itemId), title: escaped(`Product ${itemId}`), list: html };
  writeFileSync(join(out, `${encodeURIComponent(itemId)}.html`), template.replace(/\{\{(\w+)\}\}/g, (_, name) => values[name]));
}
for (const name of ["shop.css", "consent.js", "_headers"]) copyFileSync(join(here, name), join(out, name));
