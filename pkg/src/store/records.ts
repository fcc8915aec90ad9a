/** The outside of the module's records: enough to tell them apart, no more. */

import type { List } from "./protocol.js";

/** checksum u32, length of the body u16, version u8, kind u8 */
const HEADER = 8;
const VERSION = 2;
const KIND_OF_LIST = 5;
/** The item of a list lies behind two times, the market and half the build's id. */
const ITEM_OF_LIST = HEADER + 8 + 16 + 8;

/** One string of records; not a copy where it is one already. */
export function join(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0] as Uint8Array;
  let length = 0;
  for (const part of parts) length += part.length;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The records one by one; lists apart. */
export function split(records: Uint8Array): { events: Uint8Array[]; lists: List[] } {
  const events: Uint8Array[] = [];
  const lists: List[] = [];
  const view = new DataView(records.buffer, records.byteOffset, records.length);
  for (let at = 0, end = 0; at < records.length; at = end) {
    end = at + HEADER + view.getUint16(at + 4, true);
    const record = records.slice(at, end);
    if (record[7] === KIND_OF_LIST && record[6] === VERSION) {
      const from = ITEM_OF_LIST + 2;
      const item = record.subarray(from, from + view.getUint16(at + ITEM_OF_LIST, true));
      lists.push([new TextDecoder().decode(item), record]);
    } else {
      events.push(record);
    }
  }
  return { events, lists };
}
