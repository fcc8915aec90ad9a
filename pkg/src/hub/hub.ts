/**
 * The hub: one store for the sub-domains of a house, in a frame of one of them. It answers the origins that its page
 * lists, to the letter, and only the window that embeds it. It needs no WebAssembly: records are strings of bytes here.
 */

import { createDatabase } from "../store/database.js";
import type { Hint, List, Request } from "../store/protocol.js";

/** More than any page has reason to send. */
const MAX_RECORDS = 5_000;
const MAX_BYTES = 4_000_000;
const MAX_ID = 4_000;

const allowed = (document.querySelector<HTMLMetaElement>('meta[name="passerelle-origins"]')?.content ?? "").split(/\s+/).filter(isOrigin);
/** Who has asked properly: hints go there and nowhere else. */
let embedder: string | undefined;

const store = createDatabase((hint) => tell({ hint }));

function tell(message: { hint?: Hint | "ready"; id?: number; reply?: unknown }): void {
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
  // Nobody learns more from this than that the page is there; each allowed origin is tried, and only the right one hears.
  for (const origin of allowed) parent.postMessage({ passerelle: 1, hint: "ready" }, origin);
}

/** An origin as browsers write it: no path, no wildcard. */
function isOrigin(text: string): boolean {
  try {
    return new URL(text).origin === text && text !== "null";
  } catch {
    return false;
  }
}

/** The request, made anew of what the schema knows; `undefined` when anything else is in it. */
function requestOf(value: unknown): Request | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { op, ...rest } = value as Record<string, unknown>;
  const has = (...names: string[]): boolean => Object.keys(rest).every((name) => names.includes(name));
  const { create, epoch, events, lists, generation, last, base, drop } = rest;
  if (op === "load" && has("create") && (create === undefined || isNumber(create))) {
    return { op, ...(create !== undefined && { create }) };
  }
  if (op === "append" && has("epoch", "events", "lists") && isNumber(epoch) && isRecords(events) && isLists(lists)) {
    return { op, epoch, events, lists };
  }
  if (
    op === "replace" && has("epoch", "generation", "last", "base", "drop") && isNumber(epoch) && isNumber(generation) &&
    isNumber(last) && isBytes(base) && Array.isArray(drop) && drop.length <= MAX_RECORDS && drop.every(isId)
  ) {
    return { op, epoch, generation, last, base, drop: drop as string[] };
  }
  if (op === "wipe" && has("epoch") && (epoch === undefined || isNumber(epoch))) {
    return { op, ...(epoch !== undefined && { epoch }) };
  }
  return undefined;
}

function isNumber(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isId(value: unknown): value is string {
  return typeof value === "string" && value.length <= MAX_ID;
}

function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array && value.length <= MAX_BYTES;
}

function isRecords(value: unknown): value is Uint8Array[] {
  return Array.isArray(value) && value.length <= MAX_RECORDS && value.every(isBytes);
}

function isLists(value: unknown): value is List[] {
  return Array.isArray(value) && value.length <= MAX_RECORDS
    && value.every((one) => Array.isArray(one) && one.length === 2 && isId(one[0]) && isBytes(one[1]));
}
