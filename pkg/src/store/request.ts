/**
 * A store as a function from a request to its reply, in this page or behind the hub's frame. Not for the format of requests: module-types.ts
 * is generated from src/store/protocol.rs, and src/store/backend.rs defines each request.
 */

import type { Reply, Request, State, TabEvent } from "../module-types.js";

/** A request of which the caller may say later, in the same object, that it no longer waits. Then the store starts nothing, unless it erases. */
export type Asked = Request & { isGivenUp?: boolean };
/** A store. */
export type Ask = (request: Asked) => Promise<Reply>;
/** Receives the events of other tabs. */
export type Told = (event: TabEvent, epoch?: number) => void;

/** The state of a store without any writes. */
export const NOTHING: State = { refused: false, generation: 0, last: 0 };
