// Features for some pages cost other pages nothing: a page with suggestions only loads the same files, with the same
// sizes, whether the house has questionnaires, details and messages or not.

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { launch, open, WIDE } from "./harness.mjs";
import { buildPart, writePart } from "./part.mjs";
import { plainHouse } from "./store.mjs";
import { openShop, untilShown } from "./storefront.mjs";

/** Scripts, modules and data that a page with suggestions only does not need. */
const OF_OTHER_ELEMENTS =
  /advice|compare|details|loyalty|standing|message-board|client-messages|notices|inspector|privacy|recent|together|trending|add-to-cart|BUILD\/(messages|season)/;
const QUESTIONNAIRE = `
[details]
publish = true

[[questionnaire]]
id = "table"
titles = { en = "Lay the table" }

[[questionnaire.question]]
id = "mood"
texts = { en = "Which mood?" }
answers = [
  { id = "bright", texts = { en = "Bright" }, tags = { bright = 2 } },
  { id = "calm", texts = { en = "Calm" }, tags = { calm = 2 } },
]

[[questionnaire.step]]
id = "first"
names = { en = "First" }
items = { custom_label_3 = ["bright", "calm"] }
`;

let browser;
let popular;
const folders = [];

/** Builds a pack of the same shop, and returns the files that a page with suggestions only loads. */
async function loaded(more) {
  const folder = await mkdtemp(join(tmpdir(), "passerelle-bare-"));
  folders.push(folder);
  ({ popular } = await writePart(folder, 300, (row, at) => [...row, ["bright", "calm"][at] ?? "", "Care:Wash:By hand"], ["custom_label_3", "product_detail"]));
  await writeFile(join(folder, "house.toml"), plainHouse().replace(/^languages = .*$/m, 'languages = ["en"]') + more);
  await buildPart(folder, "--no-calibration", "--force");
  const shop = await openShop({ "/pack/": join(folder, "pack") });
  const { build } = JSON.parse(await readFile(join(folder, "pack/manifest.json"), "utf8"));
  const opened = await open(browser, WIDE);
  const { page } = opened;
  const files = [];
  page.on("response", (response) => files.push(response));
  await page.goto(`${shop.url}/p/${popular[0]}`);
  await untilShown(page);
  // Waits for requests that an element makes when the page is idle.
  await page.waitForLoadState("networkidle");
  const bytes = await Promise.all(files.map(async (response) => {
    const path = new URL(response.url()).pathname.replace(build, "BUILD").replace(/unavailable-\w+/, "unavailable");
    return [path, (await response.body()).length];
  }));
  assert.deepEqual(opened.problems, []);
  await opened.close();
  await shop.close();
  return bytes.sort();
}

before(async () => {
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
});

test("a page with suggestions alone asks for no file of another element, and not one byte more", async () => {
  const [plain, rich] = [await loaded(""), await loaded(QUESTIONNAIRE)];
  const asked = rich.map(([path]) => path);
  assert.ok(asked.includes("/passerelle/auto.js") && asked.includes("/passerelle/passerelle.wasm") && asked.includes("/pack/BUILD/core.psr"));
  assert.deepEqual(asked.filter((path) => OF_OTHER_ELEMENTS.test(path)), []);
  assert.deepEqual(rich, plain);
});
