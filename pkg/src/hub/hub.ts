/**
 * The hub: one store for all sub-domains of a house, in a frame on one of them. It answers only the origins that its page lists, compared
 * exactly, and only the window that embeds it. It needs no WebAssembly: records are byte strings here. Not for the page's side: see
 * `client.ts`.
 */

import { createBackend } from "../store/backend.js";
import type { Checkpoint, Clock, Key, Request, Row, Standing, TabEvent } from "../store/request.js";

/** Limits of a request, above the needs of any page: rows or keys in one list, and bytes in one row. */
const MAX_RECORDS = 5_000;
const MAX_BYTES = 4_000_000;

const allowed = (document.querySelector<HTMLMetaElement>('meta[name="passerelle-origins"]')?.content ?? "").split(/\s+/).filter(isOrigin);
/** The origin of the last valid request: events are sent only there. */
let embedder: string | undefined;

const store = createBackend((event, epoch) => tell({ event, epoch }));

function tell(message: { event?: TabEvent; epoch?: number | undefined; id?: number; reply?: unknown }): void {
  if (embedder) parent.postMessage({ passerelle: 1, ...message }, embedder);
}

if (parent !== window) {
  addEventListener("message", async ({ source, origin, data }) => {
    if (source !== parent || !allowed.includes(origin)) return;
    const message = data as { passerelle?: unknown; id?: unknown; request?: unknown } | null;
    const request = message?.passerelle === 1 && Number.isSafeInteger(message.id) ? requestOf(message.request) : undefined;
    if (!request) return;
    embedder = origin;
    const reply = await store(request);
    tell({ id: message?.id as number, reply });
  });
}

/** Returns whether a text is an origin as browsers write it: no path, no wildcard. */
function isOrigin(text: string): boolean {
  try {
    return new URL(text).origin === text && text !== "null";
  } catch {
    return false;
  }
}

/** Returns a copy of the request with the known fields; `undefined` if it has unknown fields or invalid values. */
function requestOf(value: unknown): Request | undefined {
  if (!isObject(value)) return undefined;
  const { op, ...rest } = value;
  const has = (...names: string[]): boolean => Object.keys(rest).every((name) => names.includes(name));
  const { expected, standing, clock, epoch, generation, rows, drop, put, oldest, refused, write, clear, event } = rest;
  switch (op) {
    case "peek":
    case "load":
      return has() ? { op } : undefined;
    case "stand":
      return has("expected", "standing", "clock") && isStanding(expected) && isStanding(standing) && isClock(clock)
        ? { op, expected, standing, clock }
        : undefined;
    case "append":
      return has("epoch", "rows") && isCount(epoch) && isListOf(rows, isRow) ? { op, epoch, rows } : undefined;
    case "replace":
      return has("epoch", "generation", "drop", "put", "clock") && isCount(epoch) && isCount(generation) && isListOf(drop, isKey) &&
        isListOf(put, isRow) && (clock === undefined || isClock(clock))
        ? { op, epoch, generation, drop, put, clock }
        : undefined;
    case "expire":
      return has("oldest", "clock") && isListOf(oldest, isDay) && isClock(clock) ? { op, oldest, clock } : undefined;
    case "wipe":
      return has("refused") && typeof refused === "boolean" ? { op, refused } : undefined;
    case "checkpoint":
      return has("write", "clear") && (write === undefined || isCheckpoint(write)) && typeof clear === "boolean" ? { op, write, clear } : undefined;
    case "publish":
      return has("event", "epoch") && (event === "changed" || event === "edited" || event === "erased") && (epoch === undefined || isCount(epoch))
        ? { op, event, epoch }
        : undefined;
    default:
      return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** Returns whether a value is an object with no other fields than these. */
function isOnly(value: unknown, ...names: string[]): value is Record<string, unknown> {
  return isObject(value) && Object.keys(value).every((name) => names.includes(name));
}

function isNumber(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isCount(value: unknown): value is number {
  return isNumber(value) && value >= 0;
}

function isStanding(value: unknown): value is Standing {
  if (!isOnly(value, "grant", "refused") || typeof value["refused"] !== "boolean") return false;
  const { grant } = value;
  return grant === undefined || (isOnly(grant, "epoch", "answered") && isCount(grant["epoch"]) && typeof grant["answered"] === "boolean");
}

function isClock(value: unknown): value is Clock {
  return isOnly(value, "seen", "doubted") && isNumber(value["seen"]) && (value["doubted"] === undefined || isNumber(value["doubted"]));
}

function isCheckpoint(value: unknown): value is Checkpoint {
  return isOnly(value, "epoch", "last") && isCount(value["epoch"]) && isCount(value["last"]);
}

function isKey(value: unknown): value is Key {
  return Array.isArray(value) && value.length === 3 && value.every(isNumber);
}

function isDay(value: unknown): value is [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every(isNumber);
}

function isRow(value: unknown): value is Row {
  return isOnly(value, "key", "records") && isKey(value["key"]) && value["records"] instanceof Uint8Array && value["records"].length <= MAX_BYTES;
}

function isListOf<T>(value: unknown, is: (one: unknown) => one is T): value is T[] {
  return Array.isArray(value) && value.length <= MAX_RECORDS && value.every(is);
}
