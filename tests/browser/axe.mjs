// Checks a page with axe: the accessibility rules of WCAG 2.2 AA and of good practice.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Returns each broken rule with its places; an empty list if there is none. `within` is a selector. */
export async function violations(page, within) {
  await page.evaluate(AXE);
  const found = await page.evaluate(async (place) => (await globalThis.axe.run(place ?? document)).violations, within);
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target, html }) => `${target} ${html}`).join(" | ")}`);
}
