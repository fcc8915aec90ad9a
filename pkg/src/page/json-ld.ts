/** The products that a page's JSON-LD describes for search engines. Not for choosing the page's own among them. */

import { parseJsonLd } from "./json-ld-text.js";
import { describe, type Described, type Thing, things } from "./schema-product.js";

/** Deeper than any page nests what it is about; lists do not count. */
const DEPTH = 8;

/**
 * The products at the top, in lists, in a `@graph`, or as the `mainEntity` of the page: not what those refer to.
 *
 * @throws {SyntaxError} when the text is no JSON
 */
export function readJsonLd(text: string): Described[] {
  const found: Thing[] = [];
  /** What the page says is its main entity, by `@id`. */
  const main = new Set<unknown>();
  collect(parseJsonLd(text), found, main, DEPTH);
  return found.flatMap((thing) => {
    const product = describe(thing);
    if (!product) return [];
    return [{ ...product, isMain: thing["@id"] !== undefined && main.has(thing["@id"]) }];
  });
}

function collect(value: unknown, found: Thing[], main: Set<unknown>, depth: number): void {
  if (typeof value !== "object" || value === null || depth === 0) return;
  if (Array.isArray(value)) {
    // A list in a list is the list.
    for (const one of value.flat(DEPTH) as unknown[]) collect(one, found, main, depth - 1);
    return;
  }
  const thing = value as Thing;
  if (describe(thing)) found.push(thing);
  else {
    collect(thing["@graph"], found, main, depth - 1);
    // The main entity of a list is the list.
    collect(thing["mainEntity"], found, main, depth - 1);
    for (const { "@id": id } of things(thing["mainEntity"])) main.add(id);
  }
}
