/**
 * Finds the product of the open page among all products that its document describes. In a single-page shop, descriptions of earlier pages
 * can stay in the document: a description first read on an earlier page counts only if it names this page's address. Not for parsing: see
 * `json-ld.ts` and `microdata.ts`.
 */

import { readJsonLd } from "./json-ld.js";
import { MICRODATA_PRODUCTS, readMicrodata } from "./microdata.js";
import { isThisPage } from "./page-address.js";
import type { Described } from "./schema-product.js";
import { type Line, meet } from "./statement.js";

/** The product of the page from each of the two sources; without ids if a source names none. */
export interface DocumentProduct {
  jsonLd: Line;
  microdata: Line;
}

/** The last reading of an element of the document. */
interface Reading {
  version: string;
  /** The page that was open when this version was first read. */
  page: object;
  products: Described[];
}

/** The most products in microdata: a page with more is a list, and reading them all repeatedly would take long. */
const MOST_SCOPES = 50;

const NONE: Line = { ids: [] };

const JSON_LD = 'script[type="application/ld+json" i]';

/** Returns a function that reads the document for a page. `unreadable` is called once for each script that cannot be parsed. */
export function createDocumentReader(unreadable: (place: string) => void): (page: object) => DocumentProduct {
  const readings = new WeakMap<Element, Reading>();

  const products = (element: Element, page: object, version: string, read: () => Described[]): Candidate[] => {
    const before = readings.get(element);
    const isSame = before?.version === version;
    const reading = isSame ? before : { version, page, products: read() };
    if (!isSame) readings.set(element, reading);
    // A product without ids does not contradict another.
    return reading.products.filter(({ ids }) => ids.length > 0).map((product) => ({ ...product, isOfThisPage: reading.page === page }));
  };

  return (page) => {
    const scripts = [...document.querySelectorAll(JSON_LD)];
    const found = scripts.flatMap((script, at) => {
      const text = script.textContent ?? "";
      return products(script, page, text, () => parse(text, () => unreadable(placeOf(script, at, scripts.length))));
    });
    const jsonLd = choose(found);
    // Products in JSON-LD without a clear choice mean a list: its microdata describes the same list.
    if (jsonLd.ids.length === 0 && found.some(({ isOfThisPage }) => isOfThisPage)) return { jsonLd, microdata: NONE };
    const scopes = [...document.querySelectorAll(MICRODATA_PRODUCTS)];
    if (scopes.length > MOST_SCOPES) return { jsonLd, microdata: NONE };
    const microdata = choose(scopes.flatMap((scope) => {
      const product = readMicrodata(scope);
      return product ? products(scope, page, JSON.stringify([product.ids, product.variant]), () => [product]) : [];
    }));
    return { jsonLd, microdata };
  };
}

interface Candidate extends Described {
  isOfThisPage: boolean;
}

/** Returns the page's product; without ids if the choice is not clear. */
function choose(candidates: readonly Candidate[]): Line {
  const named = candidates.filter(({ isMain, isOfThisPage, addresses }) => (isMain && isOfThisPage) || isThisPage(addresses, isOfThisPage));
  return alike(named) ?? alike(candidates.filter(({ isOfThisPage }) => isOfThisPage)) ?? NONE;
}

/** Returns the product that all candidates describe. A product group overrides its variants. */
function alike(candidates: readonly Described[]): Line | undefined {
  const groups = candidates.filter(({ isGroup }) => isGroup);
  const [first, ...others] = groups.length > 0 ? groups : candidates;
  if (!first || !others.every(({ ids }) => meet(ids, first.ids))) return undefined;
  // Several variants do not tell which one the shopper looks at.
  return { ids: first.ids, ...(others.every(({ variant }) => variant === first.variant) && { variant: first.variant }) };
}

function parse(text: string, failed: () => void): Described[] {
  try {
    return text.trim() === "" ? [] : readJsonLd(text);
  } catch {
    failed();
    return [];
  }
}

/** Returns a description of the script for a developer: its position and its first characters. */
function placeOf(script: Element, at: number, all: number): string {
  const name = script.id ? ` (id "${script.id}")` : "";
  const start = (script.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 40);
  return `JSON-LD, script ${at + 1} of ${all}${name}: no valid JSON from "${start}"; let a JSON library write it`;
}
