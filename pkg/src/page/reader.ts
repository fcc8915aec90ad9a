/**
 * Reads what the page says anyway, so that it needs no code of Passerelle's. What is heard before the pack is open waits. Reading
 * changes nothing on the page; what it says is taken as the page's word, like a call of the API. One reader serves a document,
 * whichever copy of the package has made it. What is read is listed in docs/reading-pages.md.
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

/** A page that says more than this before the pack is open is no product page. */
const MOST_WAITING = 100;
/** What has not been drawn this long after the pack was open is not waited for. */
const DRAWN_MS = 1_000;
/** So many lines of an order are remembered. */
const MOST_LINES = 24;

/** What the page is read for. */
export interface Recipient {
  /** Of each line the first id that the pack knows, all fetched together. Finding them opens no page and records nothing. */
  find(lines: readonly ItemIds[]): Promise<(string | undefined)[]>;
  record(event: { name: EventName; itemId: string | string[]; orderId?: string; gift?: boolean; variant?: string }): void;
  /** Whether what happened on an earlier page of this document is remembered: else only what the open page says counts. */
  remembers(): boolean;
  /** Whether the page itself says what happens on it: then it is not read. */
  isOwn(): boolean;
}

/** What may become another without another document. */
export type Change = "product" | "kind";

/** The reader of a document. */
export interface Reader {
  /** Takes note of what an element says. */
  hear(statement: Statement): void;
  /** Tells `recipient` what was said so far and what will be said. The first one counts. Resolves when all of it is told. */
  follow(recipient: Recipient): Promise<void>;
  /** What kind of page it is, as far as the page says. */
  pageKind(): PageKind;
  /** The id of the item that the page is about, as the pack knows it. */
  pageItem(): string | undefined;
  /** Hears when the page is about another item, or has become another kind of page. Returns the way to stop. */
  onPage(listener: (change: Change) => void): () => void;
  /** The page has named its data layer. */
  addDataLayer(name: string): void;
  /** What the page shows is drawn. */
  drawn(): void;
}

/** Listens from here on; what lies in the document itself is read once somebody follows. */
export function createReader(warn: (code: WarningCode, about: string) => void): Reader {
  const listeners = new Set<(change: Change) => void>();
  const duplicates = createDuplicates();
  let recipient: Recipient | undefined;
  let waiting: Heard[] = [];
  /** What is told is told in order. */
  let told: Promise<void> = Promise.resolve();
  /** Purchases need files for every line: they are told after what the page shows is drawn, and after what was said before them. */
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
    // A router may have gone on meanwhile.
    const { visit } = heard;
    if (id === undefined) {
      // Another source may know better.
      visit.unknown ??= ids;
      told = told.then(() => tellUnknown(visit, to));
      return;
    }
    visit.item = { id, ids, source: heard.source };
    if (counts(visit, to)) to.record({ name: "view_item", itemId: id, ...variantOf(heard, ids) });
    if (visit === visits.current()) changed("product");
  };

  /** A router may have gone on before the pack was open, or its files were there. */
  const counts = (visit: Visit, to: Recipient): boolean => visit === visits.current() || to.remembers();

  /** Whether the page's item is known, and this source says nothing new of it. */
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
    // What the pack does not understand stands in nobody's way.
    if (found.every((id) => id === undefined)) return;
    duplicates.count(heard, time);
    visit.sources[name] = source;
  };

  /** Reads what describes the page's product in the document; what was told of this page already is not told again. */
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
        // The strongest source of each page first, and each source in its own order.
        for (const heard of waiting.sort((one, other) => rank(one.source) - rank(other.source))) tell(heard, to);
        waiting = [];
        watchDocument(look, () => void visits.current());
        // Not every page has an element in sight.
        setTimeout(isDrawn, DRAWN_MS);
      }
      // One statement may lead to another.
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

/** What the page calls the variant of this line. */
function variantOf({ items, variants }: Heard, line: ItemIds): { variant?: string } {
  const variant = variants?.[items.indexOf(line)];
  return variant === undefined ? {} : { variant };
}

function rank(source: Source): number {
  return SOURCES.indexOf(source);
}

/** What a router says of the page that comes; an element says what it is about itself. */
function isFromPage({ source }: Statement): boolean {
  return source !== "product-id";
}
