/**
 * The requests to a store and its replies, between the module, the page's backend and the hub. src/store/backend.rs defines each request.
 */

/** Part of the store, days since 1970-01-01 UTC, number. */
export type Key = [part: number, day: number, number: number];
export interface Row {
  key: Key;
  records: Uint8Array;
}
/** The consent in force: the grant under which the store may be written, if any, and whether the shopper has refused. */
export interface Standing {
  grant?: { epoch: number; answered: boolean } | undefined;
  refused: boolean;
}
/** The device's clock: the last time believed, and the time since which it has differed from it, in seconds since 1970-01-01 UTC. */
export interface Clock {
  seen: number;
  doubted?: number | undefined;
}
export interface State extends Standing {
  generation: number;
  last: number;
  clock?: Clock | undefined;
}
export interface Checkpoint {
  epoch: number;
  last: number;
}
/** A request. With `isGivenUp` its caller no longer waits: it starts nothing, unless it erases. */
export type Request = Asked & { isGivenUp?: boolean };
/** The kinds of requests. `oldest` is the first day kept of each part. */
type Asked =
  | { op: "peek" }
  | { op: "load" }
  | { op: "stand"; expected: Standing; standing: Standing; clock: Clock }
  | { op: "append"; epoch: number; rows: Row[] }
  | { op: "replace"; epoch: number; generation: number; drop: Key[]; put: Row[]; clock?: Clock | undefined }
  | { op: "expire"; oldest: [part: number, day: number][]; clock: Clock }
  | { op: "wipe"; refused: boolean }
  | { op: "checkpoint"; write?: Checkpoint | undefined; clear: boolean }
  | { op: "publish"; event: TabEvent; epoch?: number | undefined };
/** An event between tabs: rows were written, the shopper edited the history, or the data written under a grant was erased. */
export type TabEvent = "changed" | "edited" | "erased";
export type Told = (event: TabEvent, epoch?: number) => void;
export type Failure = "revoked" | "conflict" | "closed" | "denied" | "full" | "newer";
/** The reply. With `failure`, nothing was done. */
export interface Reply {
  failure?: Failure;
  state?: State;
  rows?: Row[];
  last?: number;
  epoch?: number | undefined;
  checkpoint?: Checkpoint | undefined;
}
/** A store, in this page or behind the hub's frame. */
export type Ask = (request: Request) => Promise<Reply>;

/** The state of a store without any writes. */
export const NOTHING: State = { refused: false, generation: 0, last: 0 };
