// Two markets of a house on the same origin: a pack each, and a shared history.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { after, before, test } from "node:test";

import { startCdn } from "../cdn.mjs";
import { launch, open, ROOT, tool } from "../harness.mjs";
import { feedLines, HOUSE, PACK } from "../store.mjs";

const CAKE_STAND = "22423";
const TEACUP = "22699";

let folder;
let cdn;
let browser;

/** Builds the pack of the other market, with its own currency, titles and addresses. */
async function buildOther() {
  const [header, ...lines] = feedLines();
  const title = header.split("\t").indexOf("title");
  const translated = lines.map((line) => {
    const fields = line.split("\t");
    fields[title] = `EU ${fields[title]}`;
    return fields.join("\t").replaceAll(" GBP", " EUR").replaceAll("https://shop.example/", "https://shop.example/eu/");
  });
  await writeFile(join(folder, "feed.tsv"), [header, ...translated].join("\n"));
  await writeFile(join(folder, "house.toml"), (await readFile(HOUSE, "utf8")).replace("GBP", "EUR").replace("shop.example/p/", "shop.example/eu/p/"));
  const orders = `${ROOT}tests/data/online-retail-ii/orders.csv.gz`;
  const argv = ["build", "--feed", "feed.tsv", "--orders", orders, "--as-of", "2010-12-01", "--no-calibration", "--out", "pack"];
  await promisify(execFile)(tool(), argv, { cwd: folder });
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "markets-"));
  await buildOther();
  const folders = { "/": `${ROOT}tests/browser/pages`, "/passerelle/": `${ROOT}pkg/dist`, "/uk/": PACK, "/eu/": join(folder, "pack") };
  cdn = await startCdn(folders);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await cdn?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Views items on a page of a market, and returns the suggestions of its home page. */
async function visit(page, pack, ...itemIds) {
  await page.goto(`${cdn.url}/blank.html`);
  return page.evaluate(
    async ([address, viewed]) => {
      const { createPasserelle } = await import("/passerelle/index.js");
      const shop = await createPasserelle({ pack: address, consent: true });
      for (const itemId of viewed) await shop.track({ name: "view_item", itemId });
      const { suggestions } = await shop.suggest({ placement: "home", limit: 4 });
      const { events } = await shop.history.export();
      return { suggestions, remembered: events.map(({ itemId }) => itemId) };
    },
    [pack, itemIds],
  );
}

test("what was met in one market counts in the other", async () => {
  const { page, close } = await open(browser);
  await visit(page, "/uk/", CAKE_STAND);
  const { suggestions, remembered } = await visit(page, "/eu/", TEACUP);
  assert.deepEqual(remembered, [CAKE_STAND, TEACUP]);
  assert.ok(suggestions.length > 0);
  await close();
});

test("nothing of one market is shown in the other", async () => {
  const { page, close } = await open(browser);
  await visit(page, "/uk/", CAKE_STAND, TEACUP);
  const { suggestions } = await visit(page, "/eu/");
  await close();
  assert.deepEqual(suggestions.filter(({ title, url }) => !title.startsWith("EU ") || !url.includes("/eu/")), []);
});
