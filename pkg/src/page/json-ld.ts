/**
 * Reads the products that a page's JSON-LD describes for search engines. Not for choosing the page's own among them: see
 * `document-product.ts`.
 */

import { parseJsonLd } from "./json-ld-text.js";
import { describe, type Described, type Thing, things } from "./schema-product.js";

/** The greatest depth searched, more than any page nests its products; arrays inside arrays do not count. */
const DEPTH = 8;

/**
 * Returns the products at the top level, in arrays, in a `@graph`, or as the page's `mainEntity`, but not products that those refer to.
 *
 * @throws {SyntaxError} if the text is no JSON
 */
export function readJsonLd(text: string): Described[] {
  const found: Thing[] = [];
  /** The `@id`s of the page's main entity. */
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
    // Nested arrays count as one array.
    for (const one of value.flat(DEPTH) as unknown[]) collect(one, found, main, depth - 1);
    return;
  }
  const thing = value as Thing;
  if (describe(thing)) found.push(thing);
  else {
    collect(thing["@graph"], found, main, depth - 1);
    // The main entity of an array is the array.
    collect(thing["mainEntity"], found, main, depth - 1);
    for (const { "@id": id } of things(thing["mainEntity"])) main.add(id);
  }
}
