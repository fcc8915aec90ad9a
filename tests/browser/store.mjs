// The demo's store as the tests know it: the ids of its feed, what the shop lists, and what the native tool says.

import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";

import { ROOT, tool } from "./harness.mjs";

/** Feed, orders and house file. */
export const DATA = `${ROOT}tests/data/online-retail-ii`;

/** Where the demo shows its real shop. */
export const RETAIL = "/?shop=retail";

/** The pack of the demo's real shop; `cargo xtask demo` makes it. */
export const PACK = `${ROOT}www/retail/pack`;

const run = promisify(execFile);

/** Lines of the feed as lists of fields, the header first. */
export function feedLines() {
  return gunzipSync(readFileSync(`${DATA}/feed.tsv.gz`)).toString("utf8").trimEnd().split("\n");
}

/** Lines of the order log, the header first. */
export function orderLines() {
  return gunzipSync(readFileSync(`${DATA}/orders.csv.gz`)).toString("utf8").trimEnd().split("\n");
}

/** The house file's path. */
export const HOUSE = `${DATA}/house.toml`;

/** The house file without what names types of the feed: a part of the feed does not have them all, and that is an error. */
export function plainHouse() {
  const tables = readFileSync(HOUSE, "utf8").split(/^(?=\[)/m);
  return tables.filter((table) => !/^\[+(collection|season|occasion|type)\b/.test(table)).join("");
}

/** `{ items, aliases }`: every item id, and every other id under which the feed knows an item. */
export function catalogue() {
  const [header, ...rows] = feedLines().map((line) => line.split("\t"));
  const group = header.indexOf("item_group_id");
  const items = new Set(rows.map((row) => row[group] || row[0]));
  const aliases = new Set(rows.filter((row) => row[group] && row[group] !== row[0]).map((row) => row[0]));
  return { items: [...items], aliases: [...aliases].filter((id) => !items.has(id)) };
}

/** What the demo's shop lists, the most ordered first: `{ id, title, division, available }`. */
export function shopItems() {
  const shop = JSON.parse(readFileSync(`${ROOT}www/retail/shop.json`, "utf8"));
  return shop.items.map(([id, title, , type, , , , available]) => ({
    id,
    title,
    division: shop.divisions[shop.types[type][0]][0],
    available: available === 1,
  }));
}

/** Runs the native tool: `{ stdout, stderr }`. */
export function passerelle(args) {
  return run(tool(), args, { cwd: ROOT, maxBuffer: 128 << 20 });
}

/** What the native tool answers to each of `shoppers`, who are as `passerelle suggest --batch` wants them: `{ recorded, answers }`. */
export async function natively(pack, shoppers) {
  const asked = passerelle(["suggest", pack, "--batch", "-"]);
  asked.child.stdin.end(shoppers.map((shopper) => JSON.stringify(shopper)).join("\n"));
  const { stdout } = await asked;
  return stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
}

/** Whether a suggestion says that the history is why. */
export const ofHistory = ({ reason }) => ["goes-with-session-item", "completes-type", "division"].includes(reason.code);

/**
 * Runs in a page: whether the number of databases that hold anything is this. One that holds the flag of a refusal alone is empty:
 * there are no records.
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

/** Everything that a page can leave on a device, but for the flag of a refusal. */
export async function stored(page) {
  const isEmpty = await page.evaluate(databasesAre, 0);
  const all = await storedOrFlagged(page);
  return isEmpty ? { ...all, databases: [] } : all;
}

function storedOrFlagged(page) {
  return page.evaluate(async () => {
    const files = [];
    // WebKit has no files of the origin, no caches and no workers on an address that is not secure.
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

/** How many rows earlier pages left, in one part of the store or in all, counted without the module's code. */
export function rows(page, part) {
  return page.evaluate(async (wanted) => {
    if (!(await indexedDB.databases()).some(({ name }) => name === "passerelle")) return 0;
    const database = await new Promise((done) => (indexedDB.open("passerelle").onsuccess = ({ target }) => done(target.result)));
    const keys = await new Promise((done) => (database.transaction("rows").objectStore("rows").getAllKeys().onsuccess = ({ target }) => done(target.result)));
    database.close();
    return keys.filter(([one]) => wanted === undefined || one === wanted).length;
  }, part);
}

/** The part of the store that holds what happened. */
export const LOG = 2;
