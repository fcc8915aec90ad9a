/**
 * The store on IndexedDB: one transaction for each request, and nothing known of what rows say or why they change. The same
 * on a page and in the hub. src/store/backend.rs says what each request means; src/store/conformance.rs holds it to that.
 */

/** The database, the checkpoint and the channel all have this name. */
export const NAME = "passerelle";
/** Version 1 had a log and a base instead of rows. */
const VERSION = 2;
/** Numbers of rows that were appended begin here. */
const APPENDED = 2 ** 20;
/** The part of a store that holds what happened. */
const LOG = 2;
const DAY_MS = 86_400_000;

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

/** For {@link Reply}. */
const GIVEN_UP: Reply = { failure: "denied" };
const NOTHING: State = { refused: false, generation: 0, last: 0 };
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
  const channel = typeof BroadcastChannel === "function" ? new BroadcastChannel(NAME) : undefined;

  const close = (): void => {
    connection?.then((database) => database?.close(), () => undefined);
    connection = undefined;
  };

  if (channel) {
    channel.onmessage = ({ data }) => {
      // The version before said "changed" or "wiped".
      const [event, epoch, document] = (Array.isArray(data) ? data : [data]) as unknown[];
      const isErased = event === "erased" || event === "wiped";
      // Instances of one document hear the same refusal themselves.
      if (isErased && document === performance.timeOrigin) return;
      if (isErased) close();
      told(isErased ? "erased" : "changed", ...(typeof epoch === "number" ? [epoch] : []));
    };
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
    // What was written is there when the transaction is complete.
    if (mode === "readwrite") await done;
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
        channel?.postMessage([request.event, request.epoch, performance.timeOrigin]);
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

/** Rubbish is as good as one damaged byte. */
function bytes(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array(1);
}

function ask<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new DOMException("", "AbortError"));
  });
}

/** The database's version as the browser lists it: `undefined` where there is none, ours where the browser has no list (Firefox before 126). */
async function listedVersion(): Promise<number | undefined> {
  if (typeof indexedDB.databases !== "function") return VERSION;
  for (const { name, version } of await indexedDB.databases()) if (name === NAME) return version;
  return undefined;
}

/** Resolves when the database is gone, or waits for another tab to let go of it. */
function remove(): Promise<void> {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(NAME);
    request.onsuccess = request.onerror = request.onblocked = () => resolve();
  });
}

/** `undefined` when it is not there and is not to be created. An attempt leaves nothing behind. */
async function open(create: boolean): Promise<IDBDatabase | undefined> {
  const database = await new Promise<IDBDatabase | undefined>((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    let isMissing = false;
    request.onupgradeneeded = ({ oldVersion }) => {
      const { result: database, transaction } = request;
      isMissing = oldVersion === 0 && !create;
      if (isMissing) {
        transaction?.abort();
        return;
      }
      const rows = database.createObjectStore("rows");
      if (oldVersion === 0) database.createObjectStore("state");
      else if (transaction) bringOver(database, transaction, rows);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => (isMissing ? resolve(undefined) : reject(request.error ?? new DOMException("", "AbortError")));
  });
  // WebKit goes on listing what was given up, with version 0.
  if (!database && (await listedVersion().catch(() => VERSION)) === 0) await remove();
  return database;
}

/**
 * What version 1 held, in rows: the module reads it once, and writes it anew. Nobody knows whether its grant was an answer. Of an
 * item's lists the first counts, so they stand before the base, which has older ones.
 */
function bringOver(database: IDBDatabase, transaction: IDBTransaction, rows: IDBObjectStore): void {
  const day = Math.floor(Date.now() / DAY_MS);
  const store = (name: string): IDBObjectStore => transaction.objectStore(name);
  void Promise.all([
    ask<{ epoch: number; base: unknown } | undefined>(store("state").get(0)),
    ask<unknown[]>(store("lists").getAll()),
    ask<unknown[]>(store("log").getAll()),
  ]).then(([old, lists, log]) => {
    if (Number.isSafeInteger(old?.epoch) && old) {
      let number = 0;
      for (const record of [...lists, old.base]) rows.put(bytes(record), [LOG, day, (number += 1)]);
      let last = APPENDED - 1;
      for (const record of log) rows.put(bytes(record), [LOG, day, (last += 1)]);
      store("state").put({ ...NOTHING, last, grant: { epoch: old.epoch, answered: false } } satisfies State, 0);
    }
    for (const name of ["log", "lists"]) database.deleteObjectStore(name);
  }, () => undefined);
}

/** Reads the checkpoint, and writes or clears it. Where localStorage cannot be had there is none. */
function checkpoint(write: Checkpoint | undefined, clear: boolean): Checkpoint | undefined {
  try {
    if (write) localStorage.setItem(NAME, `${write.epoch} ${write.last}`);
    else if (clear) localStorage.removeItem(NAME);
    const said = localStorage.getItem(NAME)?.split(" ");
    const [epoch, last] = [Number(said?.[0]), Number(said?.[1])];
    return Number.isSafeInteger(epoch) && Number.isSafeInteger(last) ? { epoch, last } : undefined;
  } catch {
    return undefined;
  }
}
