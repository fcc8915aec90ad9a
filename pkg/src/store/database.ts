/** The database of a store: how it is opened, brought over from the version before, and removed. */

import { NOTHING, type State } from "./request.js";

/** The database, the checkpoint and the channel all have this name. */
export const NAME = "passerelle";
/** Version 1 had a log and a base instead of rows. */
const VERSION = 2;
/** Numbers of rows that were appended begin here. */
export const APPENDED = 2 ** 20;
/** The part of a store that holds what happened. */
const LOG = 2;
const DAY_MS = 86_400_000;

/** The database's version as the browser lists it: `undefined` where there is none, ours where the browser has no list (Firefox before 126). */
async function listedVersion(): Promise<number | undefined> {
  if (typeof indexedDB.databases !== "function") return VERSION;
  for (const { name, version } of await indexedDB.databases()) if (name === NAME) return version;
  return undefined;
}

/** Resolves when the database is gone, or waits for another tab to let go of it. */
export function remove(): Promise<void> {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(NAME);
    request.onsuccess = request.onerror = request.onblocked = () => resolve();
  });
}

/** `undefined` when it is not there and is not to be created. An attempt leaves nothing behind. */
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

/** Rubbish is as good as one damaged byte. */
export function bytes(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array(1);
}

/** The result of a request. */
export function ask<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new DOMException("", "AbortError"));
  });
}
