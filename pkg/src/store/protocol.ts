/**
 * What is asked of a store and what it answers: plain messages, so that the store may run on this page or in a frame of
 * the same house. One request is one transaction. The records in it belong to the WebAssembly module.
 */

/** A record of a list under the id of its item. */
export type List = [item: string, record: Uint8Array];

/** What is asked. */
export type Request =
  /** Everything there is. `create` is the moment of a grant: a store that is not there begins with it. */
  | { op: "load"; create?: number }
  /** New records, if the grant is still the one of `epoch`. */
  | { op: "append"; epoch: number; events: Uint8Array[]; lists: List[] }
  /**
   * `base` in place of everything up to `last`, if nobody did the like since `generation`. The lists of the items in
   * `drop` go.
   */
  | { op: "replace"; epoch: number; generation: number; last: number; base: Uint8Array; drop: string[] }
  /** Nothing remains, and every tab hears of it; with `epoch`, only if that is still the grant, and quietly. */
  | { op: "wipe"; epoch?: number };

/** Everything that a store holds. `epoch` is 0 when there is none. */
export interface Contents {
  epoch: number;
  generation: number;
  /** The last sequence number of `tail`. */
  last: number;
  base: Uint8Array;
  /** When `base` was made, by the device's clock in milliseconds. */
  at: number;
  tail: Uint8Array[];
  lists: List[];
  /** What the witness says against it. */
  doubt: "" | "history_lost" | "history_rolled_back";
}

/** Why a request was not done. */
export type Failure =
  /** The grant it relies on has been revoked. */
  | "revoked"
  /** Another tab has replaced the log meanwhile. */
  | "conflict"
  /** The browser does not let the page store anything. */
  | "storage_denied"
  /** The disk or the quota is full. */
  | "storage_full"
  /** A newer version of the module has changed the database. */
  | "storage_newer"
  /** The database was emptied or closed under us, and could not be opened again. */
  | "storage_lost";

/** `last` is the sequence number of the last record that an append wrote. */
export type Reply = { ok: true; contents?: Contents; last?: number } | { ok: false; code: Failure };

/** A store: here, or behind a frame. */
export type Ask = (request: Request) => Promise<Reply>;

/** What a store says unasked: another tab wrote, or a grant was revoked. */
export type Hint = "changed" | "wiped";
