/**
 * The hub: one store for all sub-domains of a house, in a frame on one of them. It answers only the origins that its page lists, compared
 * exactly, and only the window that embeds it. It needs no WebAssembly: records are byte strings here. Not for the page's side: see
 * `client.ts`.
 */

import type { Checkpoint, Clock, Grant, Key, Reply, Request, Row, Standing, TabEvent } from "../module-types.js";
import { createBackend } from "../store/backend.js";

/** Limits of a request, above the needs of any page: rows or keys in one list, and bytes in one row. */
const MAX_RECORDS = 5_000;
const MAX_BYTES = 4_000_000;

const allowed = (document.querySelector<HTMLMetaElement>('meta[name="passerelle-origins"]')?.content ?? "").split(/\s+/).filter(isOrigin);
/** The origin of the last valid request: events are sent only there. */
let embedder: string | undefined;

const store = createBackend((event, epoch) => tell({ event, epoch }));

function tell(message: { event?: TabEvent; epoch?: number | undefined; id?: number; reply?: Reply }): void {
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

/** A check of a value. */
type Is<T> = (value: unknown) => value is T;
/** A check of each field of an object. An optional field needs a check that admits `undefined`. */
type Checks<T> = { [Field in keyof T]-?: Is<T[Field]> };

const isFlag = (value: unknown): value is boolean => typeof value === "boolean";
const isNumber = (value: unknown): value is number => Number.isSafeInteger(value);
const isCount = (value: unknown): value is number => isNumber(value) && value >= 0;
const isKey = (value: unknown): value is Key => isListOf(value, isNumber) && value.length === 3;
const isDay = (value: unknown): value is [number, number] => isListOf(value, isNumber) && value.length === 2;
const isBytes = (value: unknown): value is Uint8Array => value instanceof Uint8Array && value.length <= MAX_BYTES;
const isEvent = (value: unknown): value is TabEvent => value === "changed" || value === "edited" || value === "erased";
const isRow = objectOf<Row>({ key: isKey, records: isBytes });
const isClock = objectOf<Clock>({ seen: isNumber, doubted: orNone(isNumber) });
const isGrant = objectOf<Grant>({ epoch: isCount, answered: isFlag });
const isStanding = objectOf<Standing>({ grant: orNone(isGrant), refused: isFlag });
const isCheckpoint = objectOf<Checkpoint>({ epoch: isCount, last: isCount });

/** The check of each kind of request: the compiler compares it with the type that the module defines. */
const REQUESTS: { [Op in Request["op"]]: Is<Omit<Extract<Request, { op: Op }>, "op">> } = {
  peek: objectOf({}),
  load: objectOf({}),
  stand: objectOf({ expected: isStanding, standing: isStanding, clock: isClock }),
  append: objectOf({ epoch: isCount, rows: listOf(isRow) }),
  replace: objectOf({ epoch: isCount, generation: isCount, drop: listOf(isKey), put: listOf(isRow), clock: orNone(isClock) }),
  expire: objectOf({ oldest: listOf(isDay), clock: isClock }),
  wipe: objectOf({ refused: isFlag }),
  checkpoint: objectOf({ write: orNone(isCheckpoint), clear: isFlag }),
  publish: objectOf({ event: isEvent, epoch: orNone(isCount) }),
};

/** Returns the request; `undefined` if it has unknown fields or invalid values. */
function requestOf(value: unknown): Request | undefined {
  if (!isObject(value)) return undefined;
  const { op, ...rest } = value;
  const is = typeof op === "string" && Object.hasOwn(REQUESTS, op) ? REQUESTS[op as Request["op"]] : undefined;
  return is?.(rest) ? ({ op, ...rest } as Request) : undefined;
}

/** Returns a check for objects with these fields and no others. */
function objectOf<T>(checks: Checks<T>): Is<T> {
  const names = Object.keys(checks) as (keyof T & string)[];
  return (value): value is T =>
    isObject(value) && Object.keys(value).every((name) => Object.hasOwn(checks, name)) && names.every((name) => checks[name](value[name]));
}

/** Returns a check for short lists. */
function listOf<T>(is: Is<T>): Is<T[]> {
  return (value): value is T[] => isListOf(value, is);
}

/** Returns a check that also admits `undefined`. */
function orNone<T>(is: Is<T>): Is<T | undefined> {
  return (value): value is T | undefined => value === undefined || is(value);
}

function isListOf<T>(value: unknown, is: Is<T>): value is T[] {
  return Array.isArray(value) && value.length <= MAX_RECORDS && value.every(is);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
