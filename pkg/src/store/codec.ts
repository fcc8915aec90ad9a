/**
 * The form of records, for what is done with a history by hand: src/history/record.rs says it, and the module's own reader
 * and writer are the norm. A test compares the two. What is written here has a record for each event: compaction packs them.
 * Old libraries replace built-ins (Prototype.js: `Array.from`, `entries`): nothing here relies on those, and whoever edits
 * reads back what was written.
 */

import { join } from "./records.js";
import type { EventName, HistoryEvent, HistoryInvitation, HistoryWeek, InvitationSubject } from "../types.js";

/** Everything that a string of records says. */
export interface Log {
  paused: boolean;
  events: HistoryEvent[];
  weeks: HistoryWeek[];
  invitations: HistoryInvitation[];
  /** What the clock said, and records of newer versions: as they lie there. */
  rest: Uint8Array[];
  lists: Uint8Array[];
  /** Sound records that could not be read. */
  unread: number;
}

const HEADER = 8;
const VERSION = 2;
const [EVENTS, TALLY, , PAUSED, LIST, LINES] = [1, 2, 3, 4, 5, 6];
const [GIFT, IMPORTED] = [1, 2];
/** The kinds of event, by the module's numbers. */
export const NAMES: readonly EventName[] = [
  "view_item", "select_item", "add_to_cart", "remove_from_cart", "add_to_wishlist", "purchase",
];

/** What became of an invitation, by the module's numbers. */
export const WHATS: readonly HistoryInvitation["what"][] = ["offered", "seen", "followed", "refused", "taken-back"];
const [ITEM, REASON, PROMOTION, LETTER] = [0, 1, 2, 3];

const TABLE = new Uint32Array(256);
for (let index = 0; index < TABLE.length; index += 1) {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  TABLE[index] = value;
}

/** CRC-32C. */
function checksum(bytes: Uint8Array): number {
  let sum = -1;
  for (const byte of bytes) sum = (sum >>> 8) ^ (TABLE[(sum ^ byte) & 255] as number);
  return ~sum >>> 0;
}

class Reader {
  #at = 0;
  readonly #view: DataView;

  constructor(readonly bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  #step(length: number): number {
    this.#at += length;
    return this.#at - length;
  }

  u8 = (): number => this.#view.getUint8(this.#step(1));
  u16 = (): number => this.#view.getUint16(this.#step(2), true);
  u32 = (): number => this.#view.getUint32(this.#step(4), true);
  i64 = (): number => Number(this.#view.getBigInt64(this.#step(8), true));
  /** Least significant byte first, as digits. */
  uuid = (): string => {
    let text = "";
    for (const byte of this.bytes.subarray(this.#at, this.#step(16) + 16)) text = byte.toString(16).padStart(2, "0") + text;
    return text;
  };

  ended = (): boolean => this.#at >= this.bytes.length;

  text(): string {
    const length = this.u16();
    const from = this.#step(length);
    return new TextDecoder("utf-8", { fatal: true }).decode(this.bytes.subarray(from, from + length));
  }
}

/** Damaged records are left out. */
export function decode(records: Uint8Array): Log {
  const log: Log = { paused: false, events: [], weeks: [], invitations: [], rest: [], lists: [], unread: 0 };
  const met = new Set<string>();
  const view = new DataView(records.buffer, records.byteOffset, records.length);
  for (let at = 0; at + HEADER <= records.length; ) {
    const end = at + HEADER + view.getUint16(at + 4, true);
    const sound = end <= records.length && view.getUint32(at, true) === checksum(records.subarray(at + 4, end));
    if (!sound) {
      at += 1;
      continue;
    }
    const record = records.slice(at, end);
    at = end;
    try {
      readRecord(log, met, record);
    } catch {
      // Its checksum is right and its body makes no sense: damaged all the same, or this page cannot read.
      log.unread += 1;
    }
  }
  return log;
}

/** Adds what a record says, all of it or nothing; `met` are the events so far. Records of an older version are let go. */
function readRecord(log: Log, met: Set<string>, record: Uint8Array): void {
  const [version, kind] = [record[6]!, record[7]];
  const reader = new Reader(record.subarray(HEADER));
  if (version < VERSION) return;
  if (version === VERSION && kind === EVENTS) {
    for (const event of [...readEvents(reader)]) {
      if (!met.has(event.id)) log.events.push(event);
      met.add(event.id);
    }
  } else if (version === VERSION && kind === TALLY) {
    const [week, events, purchases, flags] = [reader.i64(), reader.u32(), reader.u32(), reader.u8()];
    log.weeks.push({ week, division: reader.text(), events, purchases, imported: (flags & IMPORTED) !== 0 });
  } else if (version === VERSION && kind === LINES) {
    log.invitations.push(...readLines(reader));
  } else if (version === VERSION && kind === PAUSED) {
    log.paused = true;
  } else {
    (version === VERSION && kind === LIST ? log.lists : log.rest).push(record);
  }
}

/** As many as a byte says. */
function several<T>(reader: Reader, read: () => T): T[] {
  const all: T[] = [];
  for (let count = reader.u8(); count > 0; count -= 1) all.push(read());
  return all;
}

function* readEvents(reader: Reader): Generator<HistoryEvent> {
  const places = several(reader, () => ({ division: reader.text(), type: reader.text() }));
  const items = several(reader, () => ({ ...places[reader.u8()]!, itemId: reader.text() }));
  while (!reader.ended()) {
    const [item, kind, flags, seconds, id] = [reader.u8(), reader.u8(), reader.u8(), reader.i64(), reader.uuid()];
    const { itemId, division, type } = items[item]!;
    const [gift, imported] = [(flags & GIFT) !== 0, (flags & IMPORTED) !== 0];
    yield { id, name: NAMES[kind] as EventName, itemId, time: timeText(seconds), division, type, gift, imported };
  }
}

function* readLines(reader: Reader): Generator<HistoryInvitation> {
  const subjects = several(reader, (): InvitationSubject => {
    const [kind, number, text] = [reader.u8(), reader.u8(), reader.text()];
    if (kind === ITEM) return { itemId: text };
    if (kind === REASON) return { reason: number, division: text };
    return kind === PROMOTION ? { promotion: true } : { letter: text };
  });
  while (!reader.ended()) {
    const [seconds, what] = [reader.i64(), reader.u8()];
    yield { time: timeText(seconds), what: WHATS[what]!, about: several(reader, () => subjects[reader.u8()]!) };
  }
}

function subject(about: InvitationSubject): ArrayLike<number>[] {
  if ("itemId" in about) return [[ITEM!, 0], text(about.itemId)];
  if ("reason" in about) return [[REASON!, about.reason], text(about.division)];
  return "letter" in about ? [[LETTER!, 0], text(about.letter)] : [[PROMOTION!, 0], text("")];
}

const timeText = (seconds: number): string => new Date(seconds * 1_000).toISOString().replace(".000Z", "Z");
const secondsOf = (time: string): number => Math.floor(Date.parse(time) / 1_000);

export function encode({ paused, events, weeks, invitations, rest, lists }: Omit<Log, "unread">): Uint8Array {
  return join([
    ...rest,
    ...(paused ? [record(PAUSED, [])] : []),
    ...weeks.map((week) =>
      record(TALLY, [i64(week.week), u32(week.events), u32(week.purchases), [week.imported ? IMPORTED : 0], text(week.division)])),
    ...events.map((event) =>
      record(EVENTS, [
        [1],
        text(event.division),
        text(event.type),
        [1, 0],
        text(event.itemId),
        [0, NAMES.indexOf(event.name), (event.gift ? GIFT : 0) | (event.imported ? IMPORTED : 0)],
        i64(secondsOf(event.time)),
        (event.id.match(/../g) ?? []).reverse().map((pair) => parseInt(pair, 16)),
      ])),
    ...invitations.map(({ time, what, about }) =>
      record(LINES, [
        [about.length],
        ...about.flatMap(subject),
        i64(secondsOf(time)),
        [WHATS.indexOf(what), about.length, ...about.map((_, at) => at)],
      ])),
    ...lists,
  ]);
}

function record(kind: number | undefined, parts: ArrayLike<number>[]): Uint8Array {
  const body = join(parts.map((part) => new Uint8Array(part)));
  if (body.length > 65_535) throw Object.assign(new Error("history.import(): too much in one line"), { code: "invalid_option" });
  const whole = join([new Uint8Array(HEADER), body]);
  const view = new DataView(whole.buffer);
  view.setUint16(4, body.length, true);
  view.setUint8(6, VERSION);
  view.setUint8(7, kind as number);
  view.setUint32(0, checksum(whole.subarray(4)), true);
  return whole;
}

function bytes(length: number, write: (view: DataView) => void): Uint8Array {
  const view = new DataView(new ArrayBuffer(length));
  write(view);
  return new Uint8Array(view.buffer);
}

const u32 = (value: number): Uint8Array => bytes(4, (view) => view.setUint32(0, value, true));
const i64 = (value: number): Uint8Array => bytes(8, (view) => view.setBigInt64(0, BigInt(value), true));

function text(value: string): Uint8Array {
  const encoded = new TextEncoder().encode(value);
  return join([bytes(2, (view) => view.setUint16(0, encoded.length, true)), encoded]);
}
