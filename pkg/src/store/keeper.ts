/**
 * Between the module and a store: what the module remembers is written, what the store holds is taken up again. When the
 * store fails, the history goes on in memory and a warning says why.
 */

import type { Ask, Contents, Failure, Hint, List, Reply, Request } from "./protocol.js";
import { join, split } from "./records.js";
import type { Warn } from "../warning.js";

/** What the keeper needs of the WebAssembly module. */
export interface Recorder {
  setConsent(granted: boolean): void;
  restore(records: Uint8Array, now: number): number;
  drain(): Uint8Array;
  compact(records: Uint8Array, now: number): Uint8Array;
}

export interface Keeper {
  /** The shopper agrees: the history begins or goes on. */
  grant(): Promise<void>;
  /** Nothing is read or written from here on; what the store holds stays. */
  withhold(): void;
  /** Takes what the module remembers; the promise resolves when all of it so far is written. */
  save(): Promise<void>;
  /** The same; then, when another tab wrote before, what it wrote is read. True when it was. */
  claim(): Promise<boolean>;
  /** What another tab wrote since is read before the next suggestion. */
  refresh(): Promise<boolean>;
  /** Another tab speaks. */
  hear(hint: Hint): void;
  /** Whether this page has a grant. */
  granted(): boolean;
  /** Everything that is stored, whoever stored it. */
  read(): Promise<Stored>;
  /** Writes what `change` makes of everything that is stored, here and on the device, and takes it up under a grant. */
  edit(change: Change): Promise<Edited>;
  /** The same with a change that leaves nothing; what the device holds after it is read back. */
  clear(change: Change): Promise<Stored>;
}

/** What is made of records. */
export type Change = (records: Uint8Array) => Uint8Array;
/** What became of an edit on the device: done, nothing was there, or why it was not done. */
export type Edited = "done" | "nothing" | Failure;
/** Records in one string, or why they cannot be read. */
export type Stored = { ok: true; records: Uint8Array } | { ok: false; code: Failure };

/** The log is compacted when this many records lie beside its base: reading each of them takes time at the start. */
const TAIL = 100;
/** It is compacted once a day all the same, so that what has grown old goes. */
const DAY_MS = 86_400_000;
/** The page comes first. */
const REST_MS = 1_000;
/** Others may compact as well: one who always comes too late gives up. */
const TRIES = 5;

/** `revoked` hears that another tab has revoked the grant. */
export function createKeeper(recorder: Recorder, store: Ask, warn: Warn, revoked: () => void): Keeper {
  let ask = store;
  /** The grant; 0 when nothing is kept. */
  let epoch = 0;
  /** What the module remembers and nobody has written yet. */
  let events: Uint8Array[] = [];
  let lists: List[] = [];
  /** What is being written. */
  let flying: Uint8Array[] = [];
  /** Everything that the store is known to hold: what memory goes on with. */
  let held: Uint8Array[] = [];
  let writing: Promise<unknown> = Promise.resolve();
  let tail = 0;
  /** The last record of the log that this page knows. */
  let last = 0;
  let stale = false;

  const forget = (): void => {
    epoch = 0;
    [events, lists, flying, held] = [[], [], [], []];
    ask = store;
    recorder.setConsent(false);
  };

  const lose = (): void => {
    // A store that this tab has just begun anew must not outlive the revocation.
    void store({ op: "wipe", epoch });
    forget();
    revoked();
  };

  const fail = (code: Failure): void => {
    if (code === "revoked") {
      lose();
    } else if (code !== "conflict") {
      warn(code);
      if (!epoch) return;
      ask = memory(join([...held, ...flying]), epoch);
      flying = [];
    }
  };

  const collect = (): void => {
    const drained = split(recorder.drain());
    events.push(...drained.events);
    lists.push(...drained.lists);
  };

  /** The module takes up what is held; what it remembers and nobody has written yet comes last. */
  const restore = (): number => {
    collect();
    return recorder.restore(join([...held, ...flying, ...events]), Date.now() / 1_000);
  };

  const take = (contents: Contents): void => {
    held = [all(contents)];
    if (restore()) warn("history_damaged");
    tail = contents.tail.length;
    last = contents.last;
    if (tail >= TAIL || Math.abs(Date.now() - contents.at) > DAY_MS) setTimeout(compact, REST_MS);
  };

  const load = async (create?: number): Promise<Contents | undefined> => {
    const reply = await ask({ op: "load", ...(create && { create }) });
    if (!reply.ok) fail(reply.code);
    return reply.ok ? reply.contents : undefined;
  };

  /** What `change` makes of `contents` in their place. */
  const replacement = (contents: Contents, change: Change = (records) => records): Request & { op: "replace" } => {
    const base = recorder.compact(change(all(contents)), Date.now() / 1_000);
    const drop: string[] = [];
    for (const [item] of contents.lists) drop.push(item);
    const { epoch: grant, generation, last } = contents;
    return { op: "replace", epoch: grant, generation, last, base, drop };
  };

  /** Compacts what this page's grant covers. */
  const compactOwn = async (): Promise<void> => {
    for (let tries = 0; tries < TRIES && epoch; tries += 1) {
      const grant = epoch;
      const contents = await load();
      if (contents?.epoch !== grant || epoch !== grant) return;
      const request = replacement(contents);
      const done = await ask(request);
      if (epoch !== grant) return;
      if (done.ok) {
        held = [request.base];
        return;
      }
      fail(done.code);
      if (done.code !== "conflict") return;
    }
  };

  /** Changes what lies in one store, whoever stored it. */
  const editAt = async (where: Ask, change: Change): Promise<Edited> => {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const reply = await where({ op: "load" });
      if (!reply.ok) return reply.code;
      if (!reply.contents?.epoch) return "nothing";
      const done = await where(replacement(reply.contents, change));
      if (done.ok) return "done";
      // What has been erased meanwhile needs no edit.
      if (done.code === "revoked") return "nothing";
      if (done.code !== "conflict") return done.code;
    }
    return "conflict";
  };

  const edit = async (change: Change): Promise<Edited> => {
    await save();
    // What this page goes on with in memory as well as what the device holds.
    if (ask !== store) await editAt(ask, change);
    const outcome = await editAt(store, change);
    if (epoch && ask === store && outcome !== "done" && outcome !== "nothing") {
      fail(outcome);
      if (ask !== store) await editAt(ask, change);
    }
    stale = true;
    await refresh();
    return outcome;
  };

  /** Two tabs need not do it both; a lock that is taken is not waited for, and none is held beyond this. */
  const compact = async (): Promise<void> => {
    if (!epoch) return;
    tail = 0;
    // `locks` is missing where a page is not served securely.
    const locks = navigator.locks as LockManager | undefined;
    try {
      await (locks ? locks.request("passerelle", { ifAvailable: true }, (lock) => lock && compactOwn()) : compactOwn());
    } catch {
      // A frame without rights has no locks: whoever comes next compacts.
    }
  };

  const write = async (): Promise<void> => {
    if (!epoch || events.length + lists.length === 0) return;
    const grant = epoch;
    const batch = { events, lists };
    [events, lists] = [[], []];
    flying = [...batch.events];
    for (const [, record] of batch.lists) flying.push(record);
    const reply = await ask({ op: "append", epoch, ...batch });
    if (epoch !== grant) return;
    if (!reply.ok) {
      fail(reply.code);
      return;
    }
    held.push(...flying);
    flying = [];
    const written = reply.last ?? 0;
    stale ||= written > last + batch.events.length;
    last = Math.max(last, written);
    tail += batch.events.length;
    if (tail >= TAIL) await compact();
  };

  const save = async (): Promise<void> => {
    if (!epoch) return;
    collect();
    await (writing = writing.then(write));
  };

  const refresh = async (): Promise<boolean> => {
    if (!stale || !epoch) return false;
    stale = false;
    const grant = epoch;
    const contents = await load();
    if (epoch !== grant) return false;
    if (contents?.epoch === grant) take(contents);
    else if (ask === store) lose();
    return true;
  };

  return {
    save,
    refresh,
    async claim() {
      await save();
      return refresh();
    },
    async grant() {
      if (epoch) return;
      recorder.setConsent(true);
      const begun = (epoch = Date.now());
      const contents = await load(begun);
      if (epoch !== begun) return;
      if (contents) {
        epoch = contents.epoch;
        if (contents.doubt) warn(contents.doubt);
        take(contents);
      }
      await save();
    },
    withhold: forget,
    granted: () => epoch > 0,
    hear(hint) {
      stale = true;
      if (hint === "wiped" && epoch) lose();
    },
    async read() {
      await save();
      let reply = await ask({ op: "load" });
      if (!reply.ok && epoch) {
        fail(reply.code);
        reply = await ask({ op: "load" });
      }
      return recordsOf(reply);
    },
    edit,
    async clear(change) {
      const outcome = await edit(change);
      if (outcome !== "done" && outcome !== "nothing") return { ok: false, code: outcome };
      const left = await store({ op: "load" });
      // Records that belong to no grant: nothing but a wipe takes them.
      if (!left.ok || !left.contents || left.contents.epoch || all(left.contents).length === 0) return recordsOf(left);
      await store({ op: "wipe" });
      return recordsOf(await store({ op: "load" }));
    },
  };
}

/** Everything that a store said it holds. */
function recordsOf(reply: Reply): Stored {
  return reply.ok ? { ok: true, records: reply.contents ? all(reply.contents) : new Uint8Array() } : reply;
}

/** Of an item's lists the first counts: what was written last stands before the base. */
function all({ base, tail, lists }: Contents): Uint8Array {
  const records: Uint8Array[] = [];
  for (const [, record] of lists) records.push(record);
  return join([...records, base, ...tail]);
}

/** A store that ends with the page. */
function memory(base: Uint8Array, epoch: number): Ask {
  let generation = 0;
  return async (request): Promise<Reply> => {
    if (request.op === "append") {
      base = join([base, ...request.events]);
    } else if (request.op === "replace") {
      if (generation !== request.generation) return { ok: false, code: "conflict" };
      base = request.base;
      generation += 1;
    }
    return { ok: true, contents: { epoch, generation, last: 0, base, at: Date.now(), tail: [], lists: [], doubt: "" } };
  };
}
