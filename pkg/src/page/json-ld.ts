/** The product of the page, as its JSON-LD describes it for search engines: schema.org's `Product` or `ProductGroup`. */

import { idsOf } from "./statement.js";

type Thing = Record<string, unknown>;

/** Deeper than any page nests what it is about. */
const DEPTH = 4;

/** The ids of the page's product; none when the page describes several, as a list does. */
export function readJsonLd(): string[] {
  const found: Thing[] = [];
  for (const script of document.querySelectorAll('script[type="application/ld+json" i]')) {
    try {
      collect(JSON.parse(script.textContent ?? ""), found, DEPTH);
    } catch {
      // Malformed: another script may be sound.
    }
  }
  const groups = found.filter((thing) => is(thing, "ProductGroup"));
  const [thing, ...others] = groups.length > 0 ? groups : found;
  if (thing === undefined) return [];
  const ids = groups.length > 0 ? idsOfGroup(thing) : idsOfProduct(thing);
  // The same product said twice is one; variants of one group are one.
  const same = (other: Thing): boolean => [...idsOfProduct(other), ...idsOfGroup(other)].some((id) => ids.includes(id));
  return others.every(same) ? ids : [];
}

/** What the page is about: at the top, in a `@graph`, or as the `mainEntity` of the page. Not what those refer to. */
function collect(value: unknown, found: Thing[], depth: number): void {
  if (typeof value !== "object" || value === null || depth === 0) return;
  if (Array.isArray(value)) {
    value.forEach((one) => collect(one, found, depth - 1));
    return;
  }
  const thing = value as Thing;
  if (is(thing, "Product") || is(thing, "ProductGroup")) found.push(thing);
  else {
    collect(thing["@graph"], found, depth - 1);
    // The main entity of a list is the list.
    collect(thing["mainEntity"], found, depth - 1);
  }
}

/** `Product`, `https://schema.org/Product`, `schema:Product`, or a list that has it. */
function is(thing: Thing, type: string): boolean {
  return [thing["@type"]].flat().some((one) => String(one).replace(/^.*[/:#]/, "") === type);
}

/** Where a product's own ids are, the ones a feed most likely has first. */
const IDS = ["sku", "productID", "gtin", "gtin14", "gtin13", "gtin12", "gtin8", "mpn", "inProductGroupWithID"];

function idsOfProduct(thing: Thing): string[] {
  const groups = [thing["isVariantOf"]].flat().map((group) => (group as Thing | undefined)?.["productGroupID"]);
  return idsOf(IDS.map((key) => plain(thing[key])), groups);
}

function idsOfGroup(thing: Thing): string[] {
  const { productGroupID, hasVariant } = thing;
  const [variant] = [hasVariant].flat() as (Thing | undefined)[];
  return idsOf(productGroupID, idsOfProduct(thing), variant ? idsOfProduct(variant) : []);
}

/** `isbn:978…` names its scheme. */
function plain(id: unknown): unknown {
  return typeof id === "string" ? id.replace(/^[a-z][a-z0-9]*:/i, "") : id;
}
