// Reads the demo's store for tests: the ids of its feed, the shop's list, and the answers of the native tool.

import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";

import { ROOT, tool } from "./harness.mjs";

/** The folder with feed, orders and house file. */
export const DATA = `${ROOT}tests/data/online-retail-ii`;

/** The folder of the demo's real shop. */
export const RETAIL = "/?shop=retail";

/** The pack of the demo's real shop; `cargo xtask demo` builds it. */
export const PACK = `${ROOT}www/retail/pack`;

const run = promisify(execFile);

/** Returns the lines of the feed as lists of fields, the header first. */
export function feedLines() {
  return gunzipSync(readFileSync(`${DATA}/feed.tsv.gz`)).toString("utf8").trimEnd().split("\n");
}

/** Returns the lines of the order log, the header first. */
export function orderLines() {
  return gunzipSync(readFileSync(`${DATA}/orders.csv.gz`)).toString("utf8").trimEnd().split("\n");
}

/** The path of the house file. */
export const HOUSE = `${DATA}/house.toml`;

/** Returns the house file without the lines that name types of the feed: a part of the feed lacks some of them, which is an error. */
export function plainHouse() {
  const tables = readFileSync(HOUSE, "utf8").split(/^(?=\[)/m);
  return tables.filter((table) => !/^\[+(collection|season|occasion|type)\b/.test(table)).join("");
}

/** Returns `{ items, aliases }`: every item id, and every other id that the feed has for an item. */
export function catalogue() {
  const [header, ...rows] = feedLines().map((line) => line.split("\t"));
  const group = header.indexOf("item_group_id");
  const items = new Set(rows.map((row) => row[group] || row[0]));
  const aliases = new Set(rows.filter((row) => row[group] && row[group] !== row[0]).map((row) => row[0]));
  return { items: [...items], aliases: [...aliases].filter((id) => !items.has(id)) };
}

/** Returns the items of the demo's shop, the most ordered first: `{ id, title, division, available }`. */
export function shopItems() {
  const shop = JSON.parse(readFileSync(`${ROOT}www/retail/shop.json`, "utf8"));
  return shop.items.map(([id, title, , type, , , , available]) => ({
    id,
    title,
    division: shop.divisions[shop.types[type][0]][0],
    available: available === 1,
  }));
}

/** Runs the native tool; resolves to `{ stdout, stderr }`. */
export function passerelle(args) {
  return run(tool(), args, { cwd: ROOT, maxBuffer: 128 << 20 });
}

/** Returns the native tool's answer to each of `shoppers`, in the format of `passerelle suggest --batch`: `{ recorded, answers }`. */
export async function natively(pack, shoppers) {
  const asked = passerelle(["suggest", pack, "--batch", "-"]);
  asked.child.stdin.end(shoppers.map((shopper) => JSON.stringify(shopper)).join("\n"));
  const { stdout } = await asked;
  return stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
}

/** Returns whether a suggestion's reason comes from the history. */
export const ofHistory = ({ reason }) => ["goes-with-session-item", "completes-type", "division"].includes(reason.code);

/**
 * Runs in a page: returns whether `count` databases hold data. A database with only the flag of a refusal has no records, and counts as
 * empty.
 */
export const databasesAre = async (count) => {
  const names = (await indexedDB.databases()).map(({ name }) => name);
  if (!names.includes("passerelle")) return names.length === count;
  const database = await new Promise((done) => (indexedDB.open("passerelle").onsuccess = ({ target }) => done(target.result)));
  const ask = (request) => new Promise((done) => (request.onsuccess = () => done(request.result)));
  const transaction = database.transaction(["state", "rows"]);
  const [state, rows] = await Promise.all([ask(transaction.objectStore("state").get(0)), ask(transaction.objectStore("rows").count())]);
  database.close();
  return names.length - (rows === 0 && !state?.grant ? 1 : 0) === count;
};

/** Returns everything that a page can store on a device, without the flag of a refusal. */
export async function stored(page) {
  const isEmpty = await page.evaluate(databasesAre, 0);
  const all = await storedOrFlagged(page);
  return isEmpty ? { ...all, databases: [] } : all;
}

function storedOrFlagged(page) {
  return page.evaluate(async () => {
    const files = [];
    // On an insecure address, WebKit has no origin-private files, no caches and no workers.
    if (navigator.storage) for await (const name of (await navigator.storage.getDirectory()).keys()) files.push(name);
    return {
      local: Object.keys(localStorage),
      session: Object.keys(sessionStorage),
      databases: (await indexedDB.databases()).map(({ name }) => name),
      caches: globalThis.caches ? await caches.keys() : [],
      workers: navigator.serviceWorker ? (await navigator.serviceWorker.getRegistrations()).length : 0,
      cookies: document.cookie,
      files,
      name: window.name,
      state: history.state,
    };
  });
}

/** Returns the number of rows that earlier pages stored, in one part of the store or in all, counted without the module's code. */
export function rows(page, part) {
  return page.evaluate(async (wanted) => {
    if (!(await indexedDB.databases()).some(({ name }) => name === "passerelle")) return 0;
    const database = await new Promise((done) => (indexedDB.open("passerelle").onsuccess = ({ target }) => done(target.result)));
    const keys = await new Promise((done) => (database.transaction("rows").objectStore("rows").getAllKeys().onsuccess = ({ target }) => done(target.result)));
    database.close();
    return keys.filter(([one]) => wanted === undefined || one === wanted).length;
  }, part);
}

/** Returns the number of records of events in all rows, read without the module's code: see src/history/record.rs. */
export function eventRecords(page) {
  return page.evaluate(async () => {
    if (!(await indexedDB.databases()).some(({ name }) => name === "passerelle")) return 0;
    const database = await new Promise((done) => (indexedDB.open("passerelle").onsuccess = ({ target }) => done(target.result)));
    const all = await new Promise((done) => (database.transaction("rows").objectStore("rows").getAll().onsuccess = ({ target }) => done(target.result)));
    database.close();
    const [HEAD, EVENTS] = [8, 1];
    let count = 0;
    for (const row of all) {
      const view = new DataView(row.buffer, row.byteOffset, row.byteLength);
      for (let at = 0; at + HEAD <= row.length; at += HEAD + view.getUint16(at + 4, true)) count += view.getUint8(at + 7) === EVENTS ? 1 : 0;
    }
    return count;
  });
}

/** The part of the store that holds the log of events. */
export const LOG = 2;
