/**
 * Reads what the page says anyway, so that it needs no code of ours. What is heard before the module is there waits.
 * Reading changes nothing on the page; what it says is taken as the page's word, like a call of the API.
 */

import type { Passerelle } from "../index.js";
import type { EventName, PageKind } from "../types.js";
import { record } from "../sharing.js";
import { readDataLayer } from "./data-layer.js";
import { readJsonLd } from "./json-ld.js";
import { type Analytics, readSegment } from "./segment.js";
import { readShopify } from "./shopify.js";
import { createFilter, type Source, SOURCES, type Statement } from "./statement.js";

/** A page that says more than this before the module is there is no product page. */
const MOST = 100;

let reading = false;
let shop: Passerelle | undefined;
/** Whether the page says itself what happens on it. */
let silenced = (): boolean => false;
let waiting: Statement[] = [];
const isNew = createFilter();
/** What may become another without another document. */
type Change = "product" | "kind";
const listeners = new Set<(what: Change) => void>();
let kind: PageKind = "other";

/** Listens from here on to everything but JSON-LD, which lies there; once for the page. */
export function startReading(): void {
  if (reading || typeof document === "undefined") return;
  reading = true;
  const from = (source: Source) => (name: EventName, ids: string[]) => hear({ name, ids, source });
  readDataLayer(from("ga4"), turnInto);
  readShopify(from("shopify"));
  const segment = (): void => readSegment((globalThis as { analytics?: Analytics }).analytics, from("segment"));
  if ((globalThis as { analytics?: Analytics }).analytics) segment();
  else addEventListener("load", segment);
}

/** The page says this. */
export function hear(statement: Statement): void {
  if (statement.ids.length === 0) return;
  if (shop) {
    void tell(shop, statement).then((told) => told && statement.name === "view_item" && changed("product"));
  } else if (waiting.length < MOST) {
    waiting.push(statement);
  }
}

/** What was said so far and what will be said is told to `to`, until the page speaks for itself. The first one counts. */
export function follow(to: Passerelle, isOwn: () => boolean): void {
  if (shop) return;
  silenced = isOwn;
  hear({ name: "view_item", ids: readJsonLd(), source: "json-ld" });
  shop = to;
  const rank = ({ source }: Statement): number => SOURCES.indexOf(source);
  for (const one of waiting) {
    // The strongest source of each kind speaks; the others are silent from here on.
    if (waiting.every((other) => other.name !== one.name || rank(other) >= rank(one))) void tell(to, one);
  }
  waiting = [];
}

/** Whether it was new. */
async function tell(to: Passerelle, statement: Statement): Promise<boolean> {
  if (silenced() || !isNew(statement)) return false;
  const { name, ids } = statement;
  await record(to, { name, itemId: ids });
  return true;
}

/** What kind of page it is, as far as it says. */
export function pageKind(): PageKind {
  return kind;
}

function turnInto(next: PageKind): void {
  const isNew = next !== kind;
  kind = next;
  if (isNew) changed("kind");
}

function changed(what: Change): void {
  for (const listener of listeners) listener(what);
}

/** Hears when the page has gone on to another product, or has become another kind of page. */
export function onPage(listener: (what: Change) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
