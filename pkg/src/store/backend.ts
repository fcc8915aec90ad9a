/**
 * The store on IndexedDB: one transaction per request. The same code runs on a page and in the hub. src/store/backend.rs defines each
 * request, and src/store/conformance.rs tests this file against the definition. Not for the content of rows, nor for when they change: the
 * module decides that.
 */

import type { Failure, Key, Reply, Row, Standing, State } from "../module-types.js";
import { openChannel } from "./channel.js";
import { checkpoint } from "./checkpoint.js";
import { APPENDED, ask, bytes, NAME, open, remove } from "./database.js";
import { type Ask, type Asked, NOTHING, type Told } from "./request.js";

/** The reply to a request that its caller has given up. */
const GIVEN_UP: Reply = { failure: "denied" };
const FAILURES: Record<string, Failure> = {
  QuotaExceededError: "full",
  VersionError: "newer",
  InvalidStateError: "closed",
  AbortError: "closed",
  NotFoundError: "closed",
};

/** The objects that a transaction works with. */
interface Rows {
  state: State;
  rows: IDBObjectStore;
  save(state: State | undefined): void;
}

/** Creates the store. `told` receives the events of other tabs. */
export function createBackend(told: Told): Ask {
  let connection: Promise<IDBDatabase | undefined> | undefined;
  const close = (): void => {
    connection?.then((database) => database?.close(), () => undefined);
    connection = undefined;
  };

  const publish = openChannel((event, epoch) => {
    if (event === "erased") close();
    told(event, epoch);
  });

  /** Opens the database; `undefined` if there is none and `create` is `false`. */
  const connect = async (create: boolean): Promise<IDBDatabase | undefined> => {
    const opening = (connection ??= open(create));
    const database = await opening.catch((error: unknown) => {
      connection = undefined;
      throw error;
    });
    if (database) database.onversionchange = database.onclose = close;
    else connection = undefined;
    return database;
  };

  const transact = async (
    request: Asked, create: boolean, mode: IDBTransactionMode, work: (at: Rows) => Promise<Reply> | Reply,
  ): Promise<Reply | undefined> => {
    const database = await connect(create);
    if (!database) return undefined;
    const transaction = database.transaction(["state", "rows"], mode);
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new DOMException("", "AbortError"));
    });
    // The `await` below reports the error; until then a rejection is not unhandled.
    done.catch(() => undefined);
    const states = transaction.objectStore("state");
    const state = stateOf(await ask(states.get(0)));
    if (isGivenUp(request)) return GIVEN_UP;
    const save = (next: State | undefined): void => void (next ? states.put(next, 0) : states.clear());
    const reply = await work({ state, rows: transaction.objectStore("rows"), save });
    if (mode === "readwrite") {
      // A page that is being left gets no more events: the explicit commit keeps the browser from waiting for it.
      transaction.commit();
      // The write is durable once the transaction is complete.
      await done;
    }
    return reply;
  };

  const answer = async (request: Asked): Promise<Reply> => {
    switch (request.op) {
      case "peek":
        return (await transact(request, false, "readonly", ({ state }) => ({ state }))) ?? { state: NOTHING };
      case "load":
        return (await transact(request, false, "readonly", async ({ state, rows }) => {
          const [keys, values] = await Promise.all([ask(rows.getAllKeys()), ask<unknown[]>(rows.getAll())]);
          const all: Row[] = [];
          for (let at = 0; at < keys.length; at += 1) all[at] = { key: keys[at] as Key, records: bytes(values[at]) };
          return { state, rows: all };
        })) ?? { state: NOTHING, rows: [] };
      case "stand":
        return (await transact(request, true, "readwrite", ({ state, rows, save }) => {
          const { expected, standing, clock } = request;
          if (!same(state, expected)) return { failure: "conflict" };
          const goesOn = state.grant?.epoch === standing.grant?.epoch;
          if (!goesOn) rows.clear();
          save({ ...(goesOn ? state : { ...NOTHING, clock }), ...standing });
          return {};
        })) ?? { failure: "closed" };
      case "append":
        return (await transact(request, false, "readwrite", ({ state, rows, save }) => {
          if (state.grant?.epoch !== request.epoch) return { failure: "revoked" };
          let { last } = state;
          for (const { key: [part, day], records } of request.rows) {
            last = Math.max(last + 1, APPENDED);
            rows.put(records, [part, day, last]);
          }
          save({ ...state, last });
          return { last };
        })) ?? { failure: "revoked" };
      case "replace":
        return (await transact(request, false, "readwrite", ({ state, rows, save }) => {
          const { epoch, generation, drop, put, clock } = request;
          if (state.grant?.epoch !== epoch) return { failure: "revoked" };
          if (state.generation !== generation) return { failure: "conflict" };
          for (const key of drop) rows.delete(key);
          for (const { key, records } of put) rows.put(records, key);
          save({ ...state, generation: generation + 1, clock });
          return {};
        })) ?? { failure: "revoked" };
      case "expire":
        return (await transact(request, false, "readwrite", ({ state, rows, save }) => {
          if (!state.grant) return {};
          for (const [part, day] of request.oldest) rows.delete(IDBKeyRange.bound([part], [part, day], false, true));
          save({ ...state, clock: request.clock });
          return {};
        })) ?? {};
      case "wipe": {
        const reply = await transact(request, request.refused, "readwrite", ({ state, rows, save }) => {
          rows.clear();
          save(request.refused ? { ...NOTHING, refused: true } : undefined);
          return { epoch: state.grant?.epoch };
        });
        if (reply && !request.refused) {
          close();
          // The database is empty by now; its removal depends on the browser.
          await remove();
        }
        return reply ?? {};
      }
      case "checkpoint":
        return { checkpoint: checkpoint(request.write, request.clear) };
      case "publish":
        publish(request.event, request.epoch);
        return {};
    }
  };

  // Requests run one at a time: an earlier request has opened or cleared the database before the next one reads it.
  let last: Promise<unknown> = Promise.resolve();
  return (request) => {
    const reply = last.then(() => (isGivenUp(request) ? GIVEN_UP : answer(request))).catch((error: unknown): Reply => {
      const failure = FAILURES[(error as Error | undefined)?.name ?? ""] ?? "denied";
      if (failure === "closed") close();
      return { failure };
    });
    last = reply;
    return reply;
  };
}

/** Returns whether a request was given up by its caller. An erasure runs even then. */
function isGivenUp({ op, isGivenUp: given }: Asked): boolean {
  return given === true && op !== "wipe";
}

/** Returns the stored state; the empty state if the stored value is invalid. */
function stateOf(row: unknown): State {
  const { grant, generation, last } = (row ?? {}) as Partial<State>;
  const isState = Number.isSafeInteger(generation) && Number.isSafeInteger(last) && (grant === undefined || Number.isSafeInteger(grant.epoch));
  return isState ? (row as State) : NOTHING;
}

function same(state: State, { grant, refused }: Standing): boolean {
  return state.grant?.epoch === grant?.epoch && state.grant?.answered === grant?.answered && state.refused === refused;
}
