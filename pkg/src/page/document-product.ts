/**
 * The product of the page that is open, among all that its document describes. In a shop that is one document, descriptions of
 * former pages may still lie there: one that was read on a former page counts again only if it names this page's address.
 */

import { readJsonLd } from "./json-ld.js";
import { MICRODATA_PRODUCTS, readMicrodata } from "./microdata.js";
import { isThisPage } from "./page-address.js";
import type { Described } from "./schema-product.js";
import { type Line, meet } from "./statement.js";

/** The product of the page, as each of the two sources says it; without ids where it says none. */
export interface DocumentProduct {
  jsonLd: Line;
  microdata: Line;
}

/** An element of the document as it was read last. */
interface Reading {
  version: string;
  /** The page that was open when this version was met first. */
  page: object;
  products: Described[];
}

/** A page with more products in microdata is a list; to read them all again and again would cost time. */
const MOST_SCOPES = 50;

const NONE: Line = { ids: [] };

const JSON_LD = 'script[type="application/ld+json" i]';

/** Reads a document again and again; `unreadable` is told of each script once. */
export function createDocumentReader(unreadable: (place: string) => void): (page: object) => DocumentProduct {
  const readings = new WeakMap<Element, Reading>();

  const products = (element: Element, page: object, version: string, read: () => Described[]): Candidate[] => {
    const before = readings.get(element);
    const isSame = before?.version === version;
    const reading = isSame ? before : { version, page, products: read() };
    if (!isSame) readings.set(element, reading);
    // A product without ids says nothing against another.
    return reading.products.filter(({ ids }) => ids.length > 0).map((product) => ({ ...product, isOfThisPage: reading.page === page }));
  };

  return (page) => {
    const scripts = [...document.querySelectorAll(JSON_LD)];
    const found = scripts.flatMap((script, at) => {
      const text = script.textContent ?? "";
      return products(script, page, text, () => parse(text, () => unreadable(placeOf(script, at, scripts.length))));
    });
    const jsonLd = choose(found);
    // A list is a list, whichever way it is written.
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

/** The one that is the page's product; without ids where that is not to be told. */
function choose(candidates: readonly Candidate[]): Line {
  const named = candidates.filter(({ isMain, isOfThisPage, addresses }) => (isMain && isOfThisPage) || isThisPage(addresses, isOfThisPage));
  return alike(named) ?? alike(candidates.filter(({ isOfThisPage }) => isOfThisPage)) ?? NONE;
}

/** The product that all of them are; a group says more than its variants. */
function alike(candidates: readonly Described[]): Line | undefined {
  const groups = candidates.filter(({ isGroup }) => isGroup);
  const [first, ...others] = groups.length > 0 ? groups : candidates;
  if (!first || !others.every(({ ids }) => meet(ids, first.ids))) return undefined;
  // Of several variants none is the one that is looked at.
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

/** So that somebody finds the script: which one, and how it begins. */
function placeOf(script: Element, at: number, all: number): string {
  const name = script.id ? ` (id "${script.id}")` : "";
  const start = (script.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 40);
  return `JSON-LD, script ${at + 1} of ${all}${name}: no valid JSON from "${start}"; let a JSON library write it`;
}
