/**
 * What is asked of a store, and what it answers: between the module, the page's backend and the hub. What each request means is said
 * in src/store/backend.rs.
 */

/** Part of the store, day since 1970, number. */
export type Key = [part: number, day: number, number: number];
export interface Row {
  key: Key;
  records: Uint8Array;
}
/** Who may write: a grant, or nobody; and whether the shopper has refused. */
export interface Standing {
  grant?: { epoch: number; answered: boolean } | undefined;
  refused: boolean;
}
/** What the device's clock is taken for, in seconds since 1970. */
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
/** What is asked. A request that `isGivenUp` is waited for by nobody any more: it begins nothing. */
export type Request = Asked & { isGivenUp?: boolean };
/** `oldest`: of each part the first day that is kept. */
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
/** What tabs tell each other: rows were written, or what was written under a grant has been erased. */
export type TabEvent = "changed" | "erased";
export type Told = (event: TabEvent, epoch?: number) => void;
export type Failure = "revoked" | "conflict" | "closed" | "denied" | "full" | "newer";
/** With `failure`, nothing was done. */
export interface Reply {
  failure?: Failure;
  state?: State;
  rows?: Row[];
  last?: number;
  epoch?: number | undefined;
  checkpoint?: Checkpoint | undefined;
}
/** A store: here, or behind a frame. */
export type Ask = (request: Request) => Promise<Reply>;

/** A store that nobody has written to. */
export const NOTHING: State = { refused: false, generation: 0, last: 0 };
