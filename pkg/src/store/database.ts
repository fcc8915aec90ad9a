/**
 * The store on IndexedDB: one transaction for each request. Not for what the records say. Old libraries replace what the
 * language has built in, so lists are walked by loops here: a `map` of somebody else's must not cost a record.
 */

import type { Ask, Contents, Failure, Hint, Reply, Request } from "./protocol.js";

/** The database, the witness and the channel all have this name. */
export const NAME = "passerelle";
const VERSION = 1;
/** Whether a request was given up before it was answered. */
interface GivenUp {
  up: boolean;
}
/** What lies in the only row of `state`. */
type State = Pick<Contents, "epoch" | "generation" | "last" | "base" | "at">;
const NOTHING: State = { epoch: 0, generation: 0, last: 0, base: new Uint8Array(), at: 0 };
/** A connection that the browser closes is opened again this often. */
const REOPENINGS = 3;
/** A database that has not answered by then is taken for one that never will, in milliseconds. */
const PATIENCE_MS = 3_000;

/** `hint` hears what other tabs say. */
export function createDatabase(hint: (what: Hint) => void): Ask {
  let connection: Promise<IDBDatabase | undefined> | undefined;
  let reopenings = 0;
  let channel: BroadcastChannel | undefined;

  const close = (): void => {
    void connection?.then((database) => database?.close(), () => undefined);
    connection = undefined;
  };

  /** The hint is no more than that: whoever misses it finds out with the next request. */
  const listen = (): void => {
    if (typeof BroadcastChannel === "function" && !channel) {
      channel = new BroadcastChannel(NAME);
      channel.onmessage = ({ data }) => {
        if (data === "wiped") close();
        hint(data as Hint);
      };
    }
  };

  /** Told to all other tabs; this page does not hear itself. */
  const tell = (what: Hint): void => {
    if (typeof BroadcastChannel !== "function") return;
    const from = channel ?? new BroadcastChannel(NAME);
    from.postMessage(what);
    if (from !== channel) from.close();
  };

  const connect = async (create: boolean): Promise<IDBDatabase | undefined> => {
    connection ??= open(create);
    let database: IDBDatabase | undefined;
    try {
      database = await connection;
    } finally {
      if (!database) connection = undefined;
    }
    if (database) database.onversionchange = database.onclose = close;
    return database;
  };

  const transact = async <T>(create: boolean, mode: IDBTransactionMode, work: Work<T>): Promise<T | undefined> => {
    for (;;) {
      const database = await connect(create);
      if (!database) return undefined;
      try {
        const transaction = database.transaction(["state", "log", "lists"], mode);
        const done = new Promise<void>((resolve, reject) => {
          transaction.oncomplete = () => resolve();
          // A request that fails aborts its transaction, which says why.
          transaction.onabort = () => reject(transaction.error ?? new DOMException("", "AbortError"));
        });
        done.catch(() => undefined);
        const result = await work((name) => transaction.objectStore(name)).catch(() => done.then(() => undefined));
        // What was read is known now; what was written is there when the transaction is complete.
        if (mode === "readwrite") await done;
        return result;
      } catch (error) {
        const { name } = error as Error;
        const closed = name === "InvalidStateError" || name === "AbortError" || name === "NotFoundError";
        if (!closed || reopenings >= REOPENINGS) throw error;
        reopenings += 1;
        close();
      }
    }
  };

  /** `given` up: nobody waits for the answer any more, so nothing is begun for it. */
  const load = async (create: number | undefined, given: GivenUp): Promise<Contents | undefined> => {
    const reading = transact(create !== undefined, "readonly", async (store) => {
      const [row, tail, keys, lists, items] = await Promise.all([
        ask(store("state").get(0)),
        ask<Uint8Array[]>(store("log").getAll()),
        ask<IDBValidKey[]>(store("log").getAllKeys()),
        ask<Uint8Array[]>(store("lists").getAll()),
        ask<IDBValidKey[]>(store("lists").getAllKeys()),
      ]);
      const state = stateOf(row);
      const last = Math.max(state?.last ?? 0, Number(keys[keys.length - 1] ?? 0));
      const [epoch, seen] = witness();
      const doubt = !epoch ? "" : !state ? "history_lost" : epoch === state.epoch && seen > last ? "history_rolled_back" : "";
      const contents: Contents = { ...(state ?? NOTHING), last, base: bytes(state?.base ?? NOTHING.base), tail: [], lists: [], doubt };
      for (const record of tail) contents.tail.push(bytes(record));
      for (const record of lists) contents.lists.push([String(items[contents.lists.length]), bytes(record)]);
      return contents;
    });
    // The browser waits for localStorage once a page: it does so while it opens the database.
    if (create) witness();
    const contents = await reading;
    if (!create || !contents || given.up) return contents;
    if (!contents.epoch) {
      // Two tabs may begin at once: the first one's grant counts.
      const begun: State | undefined = await transact(true, "readwrite", async (store) => {
        const state = stateOf(await ask(store("state").get(0)));
        const own = { ...NOTHING, epoch: create, at: create };
        if (!state && !given.up) store("state").put(own, 0);
        return state ?? own;
      });
      Object.assign(contents, begun);
      if (given.up) return contents;
    }
    listen();
    bear(contents.epoch, contents.last);
    return contents;
  };

  /** Does `work` if the grant is that of `epoch`; the answer is the failure, if any. */
  const granted = async (epoch: number, work: (store: Stores, state: State) => Promise<Failure | number>): Promise<Reply> => {
    const outcome = await transact(false, "readwrite", async (store) => {
      const state = stateOf(await ask(store("state").get(0)));
      return state?.epoch === epoch ? work(store, state) : "revoked";
    });
    if (typeof outcome === "number") {
      bear(epoch, outcome);
      tell("changed");
      return { ok: true, last: outcome };
    }
    // Emptied by somebody who did not revoke: the witness is still there.
    const code = outcome ?? "revoked";
    return { ok: false, code: code === "revoked" && witness()[0] === epoch ? "storage_lost" : code };
  };

  const wipe = async (epoch?: number): Promise<void> => {
    const tellWiped = (): void => {
      if (epoch) return;
      // Nothing is listened for without a grant.
      channel?.close();
      channel = undefined;
      tell("wiped");
    };
    if (!epoch || witness()[0] === epoch) testify((storage) => storage.removeItem(NAME));
    tellWiped();
    // Asked first, so that nothing is created only to be looked into.
    if ((await listedVersion().catch(() => VERSION)) === undefined) return;
    const found = await transact(false, "readwrite", async (store) => {
      const state = stateOf(await ask(store("state").get(0)));
      if (epoch && state?.epoch !== epoch) return false;
      for (const name of ["state", "log", "lists"] as const) store(name).clear();
      return true;
    });
    // Once more, for whoever began to read, or wrote, before it was empty.
    if (!epoch) testify((storage) => storage.removeItem(NAME));
    tellWiped();
    close();
    // The stores are empty by now: whether the database itself goes is up to the browser.
    if (found) await remove();
  };

  const answer = async (request: Request, given: GivenUp): Promise<Reply> => {
    switch (request.op) {
      case "load": {
        const contents = await load(request.create, given);
        return { ok: true, ...(contents && { contents }) };
      }
      case "append":
        return granted(request.epoch, async (store) => {
          for (const [item, record] of request.lists) store("lists").put(record, item);
          let last: IDBRequest | undefined;
          for (const record of request.events) last = store("log").add(record);
          return last ? ask<number>(last) : 0;
        });
      case "replace":
        return granted(request.epoch, async (store, state) => {
          if (state.generation !== request.generation) return "conflict";
          const { epoch, generation, last, base, drop } = request;
          store("state").put({ epoch, generation: generation + 1, last, base, at: Date.now() } satisfies State, 0);
          if (last) store("log").delete(IDBKeyRange.upperBound(last));
          for (const item of drop) store("lists").delete(item);
          return last;
        });
      case "wipe":
        await wipe(request.epoch);
        return { ok: true };
    }
  };

  /** Requests that were given up and may be answered still. */
  let stuck = 0;

  /** The answer, or an error when none comes in time: a browser whose database is stuck says neither yes nor no. */
  const inTime = (request: Request): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const given: GivenUp = { up: false };
      const late = (): void => reject(new DOMException("the database does not answer", "TimeoutError"));
      // Who has waited once need not wait again; but what is to be erased is tried.
      if (stuck > 0 && request.op !== "wipe") {
        late();
        return;
      }
      const timer = setTimeout(() => {
        given.up = true;
        stuck += 1;
        late();
      }, PATIENCE_MS);
      answer(request, given).then(resolve, reject).finally(() => {
        clearTimeout(timer);
        if (given.up) stuck -= 1;
      });
    });

  // One after the other: what was asked first has opened, or has cleared, before the next one looks.
  let last: Promise<unknown> = Promise.resolve();
  return (request) => {
    const reply = last.then(() => inTime(request)).catch((error): Reply => {
      const { name } = (error ?? {}) as Error;
      return { ok: false, code: FAILURES[name] ?? (reopenings > 0 ? "storage_lost" : "storage_denied") };
    });
    last = reply;
    return reply;
  };
}

/** What lies in `state`; whatever else lies there is nothing. */
function stateOf(row: unknown): State | undefined {
  const { epoch, generation } = (row ?? {}) as Partial<State>;
  return Number.isSafeInteger(epoch) && Number.isSafeInteger(generation) ? (row as State) : undefined;
}

const FAILURES: Record<string, Failure> = {
  TimeoutError: "storage_denied",
  QuotaExceededError: "storage_full",
  VersionError: "storage_newer",
  AbortError: "storage_lost",
  InvalidStateError: "storage_lost",
};

/** Rubbish is as good as one damaged byte. */
function bytes(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array(1);
}

type Stores = (name: "state" | "log" | "lists") => IDBObjectStore;
type Work<T> = (store: Stores) => Promise<T>;

function ask<T>(request: IDBRequest): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as T);
    request.onerror = () => reject(request.error);
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
    request.onupgradeneeded = () => {
      if (!create) {
        request.transaction?.abort();
        return;
      }
      request.result.createObjectStore("state");
      request.result.createObjectStore("log", { autoIncrement: true });
      request.result.createObjectStore("lists");
    };
    request.onsuccess = () => resolve(request.result);
    // Aborted by ourselves, above.
    request.onerror = () => (!create && request.error?.name === "AbortError" ? resolve(undefined) : reject(request.error));
  });
  // WebKit goes on listing what was given up, with version 0.
  if (!database && (await listedVersion().catch(() => VERSION)) === 0) await remove();
  return database;
}

/** localStorage, if the page has it. */
function testify<T>(work: (storage: Storage) => T): T | undefined {
  try {
    return work(localStorage);
  } catch {
    return undefined;
  }
}

/** What the witness says: the grant, and the last sequence number. */
function witness(): [epoch: number, last: number] {
  const [epoch = 0, last = 0] = (testify((storage) => storage.getItem(NAME)) ?? "").split(" ").map(Number);
  return [epoch, last];
}

function bear(epoch: number, last: number): void {
  const [same, before] = witness();
  const most = same === epoch ? Math.max(before, last) : last;
  if (same === epoch && most === before) return;
  testify((storage) => storage.setItem(NAME, `${epoch} ${most}`));
}
