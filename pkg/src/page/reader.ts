/**
 * Reads the data that a page has anyway, so that it needs no code for Passerelle. Statements made before the pack is open are queued.
 * Reading changes nothing on the page; a statement counts as the page's own, like a call of the API. One reader serves a document,
 * whichever copy of the package created it. docs/reading-pages.md lists all that is read. Not for the formats of the sources: see `ga4.ts`
 * and its neighbours.
 */

import type { EventName, PageKind } from "../types.js";
import type { WarningCode } from "../warning.js";
import { addDataLayer, watchDataLayer } from "./data-layer.js";
import { createDocumentReader } from "./document-product.js";
import { createDuplicates } from "./duplicates.js";
import { createGa4Reader } from "./ga4.js";
import { watchSegment } from "./segment.js";
import { readShopify } from "./shopify.js";
import { type ItemIds, type Listener, meet, readable, type Said, type Source, SOURCES, type Statement } from "./statement.js";
import { createVisits, type Heard, type Visit } from "./visit.js";
import { watchDocument } from "./watch-document.js";
import { watchRoute } from "./watch-route.js";

/** The most statements queued before the pack is open: a product page makes fewer. */
const MOST_WAITING = 100;
/** The longest wait for the page's elements to draw, once the statements are followed. */
const DRAWN_MS = 1_000;
/** The most lines of an order that are recorded. */
const MOST_LINES = 24;

/** The recipient of the page's statements. */
export interface Recipient {
  /**
   * Returns, for each line, the first of its ids that the pack knows; the files are fetched together. Finding them changes no page and
   * records nothing.
   */
  find(lines: readonly ItemIds[]): Promise<(string | undefined)[]>;
  record(event: { name: EventName; itemId: string | string[]; orderId?: string; gift?: boolean; variant?: string }): void;
  /** Returns whether events of an earlier page of this document are recorded; if not, only those of the open page count. */
  remembers(): boolean;
  /** Returns whether the page reports its events itself: then it is not read. */
  isOwn(): boolean;
}

/** The part of the page that may change without a new document. */
export type Change = "product" | "kind";

/** The reader of a document. */
export interface Reader {
  /** Accepts a statement of an element. */
  hear(statement: Statement): void;
  /**
   * Passes all statements so far and from now on to `recipient`. The first recipient counts. Resolves once all statements so far are passed
   * on.
   */
  follow(recipient: Recipient): Promise<void>;
  /** Returns the kind of page, if the page states it; else `other`. */
  pageKind(): PageKind;
  /** Returns the id of the page's item, as the pack knows it. */
  pageItem(): string | undefined;
  /** Calls `listener` when the page has another item or becomes another kind of page. Returns a function that stops it. */
  onPage(listener: (change: Change) => void): () => void;
  /** Adds the name of the page's data layer. */
  addDataLayer(name: string): void;
  /** Call it once the page's elements have drawn. */
  drawn(): void;
}

/** Creates a reader, which listens from now on; it reads the document itself once there is a recipient. */
export function createReader(warn: (code: WarningCode, about: string) => void): Reader {
  const listeners = new Set<(change: Change) => void>();
  const duplicates = createDuplicates();
  let recipient: Recipient | undefined;
  let waiting: Heard[] = [];
  /** Settles once all statements so far are passed on: they are passed on in order. */
  let told: Promise<void> = Promise.resolve();
  /**
   * The same for purchases, which need files for every line: they are passed on after the elements have drawn, and after all earlier
   * statements.
   */
  let toldOrders: Promise<void> = Promise.resolve();
  let isDrawn: () => void = () => undefined;
  const drawn = new Promise<void>((resolve) => (isDrawn = resolve));

  const changed = (change: Change): void => listeners.forEach((listener) => listener(change));
  const visits = createVisits(({ kind }, before) => kind !== before.kind && changed("kind"));
  const unreadable = (place: string): void => warn("page_unreadable", place);
  const readDocument = createDocumentReader(unreadable);

  const hear = (statement: Statement): void => {
    if (statement.items.every((ids) => ids.length === 0)) return;
    const visit = visits.current();
    const heard: Heard = { ...statement, visit, time: performance.now() };
    if (statement.name === "view_item" && isFromPage(statement)) visit.view = heard;
    if (recipient) tell(heard, recipient);
    else if (waiting.length < MOST_WAITING) waiting.push(heard);
  };

  const tell = (heard: Heard, to: Recipient): void => {
    const work = (): Promise<void> | undefined => (to.isOwn() ? undefined : heard.name === "view_item" ? tellView(heard, to) : tellEvent(heard, to));
    if (heard.name === "purchase") toldOrders = Promise.all([toldOrders, told, drawn]).then(work).catch(() => undefined);
    else told = told.then(work).catch(() => undefined);
  };

  const tellView = async (heard: Heard, to: Recipient): Promise<void> => {
    const [ids] = heard.items;
    if (!ids || isSettled(heard.visit, heard.source, ids)) return;
    const [id] = await to.find([ids]);
    // A router may have moved the view to the next page meanwhile.
    const { visit } = heard;
    if (id === undefined) {
      // Another source may name an id that the pack knows.
      visit.unknown ??= ids;
      told = told.then(() => tellUnknown(visit, to));
      return;
    }
    visit.item = { id, ids, source: heard.source };
    if (counts(visit, to)) to.record({ name: "view_item", itemId: id, ...variantOf(heard, ids) });
    if (visit === visits.current()) changed("product");
  };

  /** Returns whether an event counts: the document may have moved to another page before the pack was open or its files were loaded. */
  const counts = (visit: Visit, to: Recipient): boolean => visit === visits.current() || to.remembers();

  /** Returns whether the page's item is known and this source adds nothing to it. */
  const isSettled = ({ item }: Visit, source: Source, ids: ItemIds): boolean =>
    item !== undefined && (rank(source) > rank(item.source) || meet(item.ids, ids) || ids.includes(item.id));

  const tellUnknown = (visit: Visit, to: Recipient): void => {
    if (!visit.unknown || visit.item || visit !== visits.current()) return;
    to.record({ name: "view_item", itemId: [...visit.unknown] });
    delete visit.unknown;
  };

  const tellEvent = async (heard: Heard, to: Recipient): Promise<void> => {
    const { name, source, visit, time, order, gift } = heard;
    const best = visit.sources[name];
    if (best !== undefined && rank(source) > rank(best)) return;
    const lines = duplicates.fresh(heard, time);
    const kept = name === "purchase" ? lines.slice(0, MOST_LINES) : lines;
    const left = lines.length - kept.length;
    if (left > 0) warn("order_too_long", `${left} of ${lines.length} lines of a purchase are not remembered; ${MOST_LINES} are`);
    const found = await to.find(kept);
    const inOrder = name === "purchase" ? { ...(order !== undefined && { orderId: order }), ...(gift && { gift }) } : {};
    if (counts(visit, to)) kept.forEach((ids, at) => to.record({ name, itemId: found[at] ?? [...ids], ...inOrder, ...variantOf(heard, ids) }));
    // A line that the pack does not know must not block another source.
    if (found.every((id) => id === undefined)) return;
    duplicates.count(heard, time);
    visit.sources[name] = source;
  };

  /** Reads the descriptions of the page's product in the document. Unchanged descriptions of this page are not passed on again. */
  const look = (): void => {
    const visit = visits.current();
    const { jsonLd, microdata } = readDocument(visit);
    const described = JSON.stringify([jsonLd, microdata]);
    if (described === visit.described) return;
    visit.described = described;
    if (jsonLd.ids.length > 0) hear({ name: "view_item", ...readable([jsonLd]), source: "json-ld" });
    if (microdata.ids.length > 0) hear({ name: "view_item", ...readable([microdata]), source: "microdata" });
  };

  const from = (source: Source): Listener => ({ hear: (said: Said) => hear({ ...said, source }), unreadable });
  watchRoute(() => void visits.current(), visits.input);
  watchDataLayer(createGa4Reader({
    ...from("ga4"),
    turn(kind) {
      const visit = visits.current();
      const isNew = kind !== visit.kind;
      visit.kind = kind;
      visit.kindTime = performance.now();
      if (isNew) changed("kind");
    },
  }));
  readShopify(from("shopify"));
  watchSegment(from("segment"));

  return {
    hear,
    async follow(to) {
      look();
      if (!recipient) {
        recipient = to;
        // The most reliable source first, and each source in its own order.
        for (const heard of waiting.sort((one, other) => rank(one.source) - rank(other.source))) tell(heard, to);
        waiting = [];
        watchDocument(look, () => void visits.current());
        // Some pages have no element in the viewport.
        setTimeout(isDrawn, DRAWN_MS);
      }
      // One statement may cause another.
      for (let last; last !== told; ) await (last = told);
    },
    pageKind: () => visits.current().kind,
    pageItem: () => visits.current().item?.id,
    onPage(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    addDataLayer,
    drawn: isDrawn,
  };
}

/** Returns the page's name of the variant of a line. */
function variantOf({ items, variants }: Heard, line: ItemIds): { variant?: string } {
  const variant = variants?.[items.indexOf(line)];
  return variant === undefined ? {} : { variant };
}

function rank(source: Source): number {
  return SOURCES.indexOf(source);
}

/** Returns whether the page made a statement, which a router may make early; an element's statement is always about the current page. */
function isFromPage({ source }: Statement): boolean {
  return source !== "product-id";
}
