// A rollback while pages are open: a page continues with the build that it was opened with, and the next page has the
// earlier build, whichever way it was published.

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { POLICY, startCdn } from "./cdn.mjs";
import { launch, open, ROOT } from "./harness.mjs";
import { feedLines, orderLines, passerelle, plainHouse } from "./store.mjs";

/** Often ordered, and in different shards. */
const ITEMS = ["85123A", "22423", "21212", "20725"];
const ORDER_LINES = 40_000;

let folder;
let pack;
let cdn;
let browser;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "passerelle-rollback-"));
  pack = join(folder, "pack");
  const [header, ...orders] = orderLines().slice(0, ORDER_LINES + 1);
  await writeFile(join(folder, "orders.csv"), `${[header, ...orders].join("\n")}\n`);
  await writeFile(join(folder, "house.toml"), plainHouse());
  cdn = await startCdn({ "/": `${ROOT}tests/browser/pages`, "/passerelle/": `${ROOT}pkg/dist`, "/pack/": pack });
  cdn.policy = POLICY;
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await cdn?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Publishes a build with this prefix of every title, and returns the build's name. */
async function publish(prefix) {
  const [header, ...rows] = feedLines();
  const titled = rows.map((row) => row.split("\t")).map(([id, title, ...rest]) => [id, prefix + title, ...rest].join("\t"));
  await writeFile(join(folder, "feed.tsv"), `${[header, ...titled].join("\n")}\n`);
  const files = ["--house", join(folder, "house.toml"), "--feed", join(folder, "feed.tsv"), "--orders", join(folder, "orders.csv")];
  await passerelle(["build", ...files, "--as-of", "2010-01-31", "--out", pack, "--no-calibration", "--keep", "1"]);
  return JSON.parse(await readFile(join(pack, "manifest.json"), "utf8")).build;
}

/** A page with the pack opened. */
async function opened() {
  const { page, problems } = await open(browser);
  await page.goto(`${cdn.url}/api.html`);
  await page.waitForSelector("html[data-ready]");
  await page.evaluate(async () => {
    globalThis.shop = await globalThis.passerelle.createPasserelle({ pack: "/pack" });
  });
  return { page, problems };
}

/** The titles that a page suggests for an item. */
function titles(page, itemId) {
  return page.evaluate(async (itemId) => {
    const { suggestions } = await globalThis.shop.suggest({ placement: "product", itemId });
    return suggestions.map(({ title }) => title);
  }, itemId);
}

function assertAll(titles, holds, says) {
  assert.equal(titles.length, 4, `${says}: ${titles}`);
  assert.ok(titles.every(holds), `${says}: ${titles}`);
}

test("pages that are open go on through a roll-back and back again", async () => {
  const isEarlier = (title) => !title.startsWith("New: ");
  const isNew = (title) => title.startsWith("New: ");
  const earlier = await publish("");
  const ofEarlier = await opened();
  const fresh = await publish("New: ");
  assert.notEqual(fresh, earlier);
  const ofNew = await opened();
  assertAll(await titles(ofNew.page, ITEMS[0]), isNew, "a page opened after the second build");

  await passerelle(["rollback", earlier, "--out", pack]);
  const afterwards = await opened();
  assertAll(await titles(afterwards.page, ITEMS[0]), isEarlier, "a page opened after the roll-back");
  // Shards that it has not read before.
  assertAll(await titles(ofNew.page, ITEMS[1]), isNew, "the page of the second build goes on");
  assertAll(await titles(ofEarlier.page, ITEMS[1]), isEarlier, "the page of the first build, opened two publications ago");

  await passerelle(["rollback", fresh, "--out", pack]);
  assertAll(await titles((await opened()).page, ITEMS[0]), isNew, "a page opened after going forward again");
  assertAll(await titles(afterwards.page, ITEMS[2]), isEarlier, "the page of the roll-back goes on");
  assertAll(await titles(ofNew.page, ITEMS[3]), isNew, "the page of the second build goes on");
  for (const { problems } of [ofEarlier, ofNew, afterwards]) assert.deepEqual(problems, []);
});
