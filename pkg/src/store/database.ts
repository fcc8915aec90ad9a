/** Opens the database of a store, upgrades it from the previous version, and removes it. Not for requests: see `backend.ts`. */

import type { State } from "../module-types.js";
import { NOTHING } from "./request.js";

/** The name of the database, the checkpoint and the channel. */
export const NAME = "passerelle";
/** The database's version. Version 1 had a log and a base in place of rows. */
const VERSION = 2;
/** The first number of appended rows. */
export const APPENDED = 2 ** 20;
/** The part of a store that holds the log of events. */
const LOG = 2;
const DAY_MS = 86_400_000;
/** The longest wait for the removal of the database, which is empty by then: another script may hold a connection to it. */
const REMOVAL_MS = 1_000;

/**
 * Returns the database's version in the browser's list: `undefined` if it is not listed, {@link VERSION} if the browser has no list
 * (Firefox before 126).
 */
async function listedVersion(): Promise<number | undefined> {
  if (typeof indexedDB.databases !== "function") return VERSION;
  for (const { name, version } of await indexedDB.databases()) if (name === NAME) return version;
  return undefined;
}

/**
 * Removes the database. Resolves once it is gone, or while it waits for another script to close it: Firefox does not report `blocked` if a
 * connection closes after the others have refused to.
 */
export function remove(): Promise<void> {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(NAME);
    request.onsuccess = request.onerror = request.onblocked = () => resolve();
    setTimeout(resolve, REMOVAL_MS);
  });
}

/** Opens the database; `undefined` if there is none and `create` is `false`. Such an attempt leaves nothing behind. */
export async function open(create: boolean): Promise<IDBDatabase | undefined> {
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
  // WebKit keeps listing a database whose creation was aborted, with version 0.
  if (!database && (await listedVersion().catch(() => VERSION)) === 0) await remove();
  return database;
}

/**
 * Converts the content of version 1 to rows: the module reads them once and rewrites them. Version 1 did not store whether its grant was an
 * answer. Of several lists of an item the first one counts, so the lists come before the base, which has older ones.
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

/** Returns a value as bytes; an invalid value becomes one damaged byte. */
export function bytes(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array(1);
}

/** Resolves to the result of a request of IndexedDB. */
export function ask<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new DOMException("", "AbortError"));
  });
}
