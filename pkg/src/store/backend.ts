/**
 * The store on IndexedDB: one transaction for each request, and nothing known of what rows say or why they change. The same
 * on a page and in the hub. src/store/backend.rs says what each request means; src/store/conformance.rs holds it to that.
 */

import { checkpoint } from "./checkpoint.js";
import { APPENDED, ask, bytes, NAME, open, remove } from "./database.js";
import { type Ask, type Failure, type Key, NOTHING, type Reply, type Request, type Row, type Standing, type State, type Told } from "./request.js";

/** For {@link Reply}. */
const GIVEN_UP: Reply = { failure: "denied" };
const FAILURES: Record<string, Failure> = {
  QuotaExceededError: "full",
  VersionError: "newer",
  InvalidStateError: "closed",
  AbortError: "closed",
  NotFoundError: "closed",
};

/** What a transaction has at hand. */
interface Rows {
  state: State;
  rows: IDBObjectStore;
  save(state: State | undefined): void;
}

/** `told` hears what other tabs say. Whoever misses it finds out with the next request. */
export function createBackend(told: Told): Ask {
  let connection: Promise<IDBDatabase | undefined> | undefined;
  const canSpeak = typeof BroadcastChannel === "function";
  let channel: BroadcastChannel | undefined;

  const close = (): void => {
    connection?.then((database) => database?.close(), () => undefined);
    connection = undefined;
  };

  const listen = (): void => {
    channel = new BroadcastChannel(NAME);
    channel.onmessage = ({ data }) => {
      // The version before said "changed" or "wiped".
      const [event, epoch, document] = (Array.isArray(data) ? data : [data]) as unknown[];
      const isErased = event === "erased" || event === "wiped";
      // Instances of one document hear the same refusal themselves.
      if (isErased && document === performance.timeOrigin) return;
      if (isErased) close();
      told(isErased ? "erased" : "changed", ...(typeof epoch === "number" ? [epoch] : []));
    };
  };

  /** Tells other tabs; also from a page that is being left. */
  const speak = (message: unknown): void => {
    if (!canSpeak) return;
    const speaking = channel ?? new BroadcastChannel(NAME);
    speaking.postMessage(message);
    if (speaking !== channel) speaking.close();
  };

  if (canSpeak) {
    listen();
    // The browser throws a page out of its cache of left pages when a channel of it is spoken to.
    addEventListener("pagehide", () => {
      channel?.close();
      channel = undefined;
    });
    addEventListener("pageshow", () => channel ?? listen());
  }

  /** `undefined` where there is no database and none is to be made. */
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
    request: Request, create: boolean, mode: IDBTransactionMode, work: (at: Rows) => Promise<Reply> | Reply,
  ): Promise<Reply | undefined> => {
    const database = await connect(create);
    if (!database) return undefined;
    const transaction = database.transaction(["state", "rows"], mode);
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new DOMException("", "AbortError"));
    });
    // Whoever waits below hears of it; until then it is nobody's.
    done.catch(() => undefined);
    const states = transaction.objectStore("state");
    const state = stateOf(await ask(states.get(0)));
    if (isGivenUp(request)) return GIVEN_UP;
    const save = (next: State | undefined): void => void (next ? states.put(next, 0) : states.clear());
    const reply = await work({ state, rows: transaction.objectStore("rows"), save });
    if (mode === "readwrite") {
      // A page that is being left hears no answers any more: the browser is not to wait for it before it commits.
      transaction.commit();
      // What was written is there when the transaction is complete.
      await done;
    }
    return reply;
  };

  const answer = async (request: Request): Promise<Reply> => {
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
          // Empty by now: whether the database itself goes is up to the browser.
          await remove();
        }
        return reply ?? {};
      }
      case "checkpoint":
        return { checkpoint: checkpoint(request.write, request.clear) };
      case "publish":
        speak([request.event, request.epoch, performance.timeOrigin]);
        return {};
    }
  };

  // One after the other: what was asked first has opened, or has cleared, before the next one looks.
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

/** What is to be erased is tried, whoever waits for it. */
function isGivenUp({ op, isGivenUp: given }: Request): boolean {
  return given === true && op !== "wipe";
}

/** What lies in `state`; whatever else lies there is nothing. */
function stateOf(row: unknown): State {
  const { grant, generation, last } = (row ?? {}) as Partial<State>;
  const isState = Number.isSafeInteger(generation) && Number.isSafeInteger(last) && (grant === undefined || Number.isSafeInteger(grant.epoch));
  return isState ? (row as State) : NOTHING;
}

function same(state: State, { grant, refused }: Standing): boolean {
  return state.grant?.epoch === grant?.epoch && state.grant?.answered === grant?.answered && state.refused === refused;
}
