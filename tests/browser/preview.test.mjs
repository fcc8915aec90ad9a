// `passerelle preview` with a merchant's catalogue, in the browser: its name, its pictures, its suggestions.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";

import { launch, open, ROOT, tool } from "./harness.mjs";
import { drawn, MAIN, shelf, watchRequests } from "./shelves.mjs";
import { onPage, openWorkbench, walk } from "./workbench.mjs";

const PICTURE = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==", "base64");
const KINDS = ["Shoes > Boots", "Bags > Totes", "Watches > Steel"];
const ITEMS = 18;
const SHOPPERS = 60;

let folder;
let pictures;
let preview;
/** The output of the preview on standard error, with progress and errors. */
let complaint;
let url;
let browser;

/** The merchant's own host of pictures, which has only one of them. */
async function picturesOf() {
  const server = createServer((request, response) => {
    const found = request.url === "/there.png";
    response.writeHead(found ? 200 : 404, { "content-type": "image/png" }).end(found ? PICTURE : "");
  });
  server.listen(0, "localhost");
  await once(server, "listening");
  return server;
}

function feed(host) {
  const rows = Array.from({ length: ITEMS }, (_, item) => {
    const image = [`${host}/there.png`, `${host}/gone.png`, ""][item % 4] ?? "";
    const link = `https://shop.example/p/${item}`;
    return [`i${item}`, `Thing <b>${item}</b>`, link, image, "12.50 GBP", "in_stock", KINDS[item % 3]].join("\t");
  });
  return ["id\ttitle\tlink\timage_link\tprice\tavailability\tproduct_type", ...rows, ""].join("\n");
}

/** Each shopper buys an item in two divisions, so that messages for clients of a division concern enough of them. */
function orders() {
  const lines = Array.from({ length: SHOPPERS }, (_, shopper) => {
    const time = new Date(Date.now() - (1 + shopper) * 86_400_000).toISOString();
    return [shopper % ITEMS, (shopper + 1) % ITEMS].map((item) => `o${shopper},u${shopper},${time},i${item},1`);
  });
  return ["order_id,user_id,timestamp,item_id,quantity", ...lines.flat(), ""].join("\n");
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "passerelle-preview-"));
  for (const part of ["css", "js", "index.html"]) await cp(join(ROOT, "www", part), join(folder, "storefront", part), { recursive: true });
  await cp(join(ROOT, "pkg/dist"), join(folder, "storefront/passerelle"), { recursive: true });
  pictures = await picturesOf();
  await writeFile(join(folder, "feed.tsv"), feed(`http://localhost:${pictures.address().port}`));
  await writeFile(join(folder, "orders.csv"), orders());
  const options = ["--feed", "feed.tsv", "--orders", "orders.csv", "--storefront", "storefront", "--port", "0", "--no-open"];
  preview = spawn(tool(), ["preview", ...options], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  complaint = (async () => {
    let said = "";
    for await (const chunk of preview.stderr) if (/was saved: /.test((said += chunk))) return said;
    return said;
  })();
  for await (const line of createInterface({ input: preview.stdout })) {
    url ??= line;
    if (line.includes("Ctrl-C")) break;
  }
  browser = await launch();
});

after(async () => {
  await browser?.close();
  preview?.kill();
  pictures?.close();
  await rm(folder, { recursive: true, force: true });
});

test("the merchant's shop is shown under its name, with its pictures and across its divisions", async () => {
  const visit = await open(browser, { viewport: { width: 1280, height: 900 } });
  const { page } = visit;
  watchRequests(page);
  await page.goto(`${url}/#/product/i0`);
  await page.waitForSelector("[data-product=i0]");
  await drawn(page);

  assert.equal(await page.textContent("[data-house]"), "shop.example");
  assert.equal(await page.locator("[data-demo]").count(), 0, "nothing is said of the demo's data");
  assert.equal(await page.textContent("h1"), "Thing <b>0</b>");
  const own = page.locator(".product-picture img");
  await own.evaluate((image) => image.decode());
  assert.equal(await own.evaluate((image) => image.naturalWidth), 1);
  assert.equal(await page.getAttribute(".product-actions a[target]", "href"), "https://shop.example/p/0");
  const { state, ids } = await shelf(page);
  assert.equal(state, "shown");
  // Every third item is a shoe; addresses end with the number.
  const shoes = ids.filter((number) => Number(number) % 3 === 0);
  assert.ok(ids.length > 0 && shoes.length === 0, ids.join());
  // A clicked suggestion opens within the preview, although its address is the merchant's.
  await page.locator(`${MAIN} a.link`).first().click();
  await page.waitForSelector(`[data-product="i${ids[0]}"]`);

  // A picture that does not load is replaced by a drawing.
  await page.goto(`${url}/#/product/i1`);
  await page.waitForSelector(".product-picture svg");
  assert.equal(await page.locator(".product-picture img").count(), 0);

  const others = visit.problems.filter((problem) => !problem.includes("/gone.png"));
  assert.deepEqual(others, []);
  await visit.close();
});

test("the proposed house is there to be corrected", async () => {
  const house = await readFile(join(folder, "house.toml"), "utf8");
  for (const says of ['id = "shoes"', "# 6 items", 'currency = "GBP"', "#[[collection]]"]) assert.ok(house.includes(says), says);
});

test("a house that is saved is shown again, one that is wrong is told and changes nothing", async () => {
  const file = join(folder, "house.toml");
  const house = await readFile(file, "utf8");
  const visit = await open(browser);
  const { page } = visit;
  const named = async () => (await fetch(`${url}/shop.json`)).json().then((shop) => shop.house);
  await writeFile(file, house.replace(/^name = .*/m, 'name = "Mine"'));
  for (let tries = 0; (await named()) !== "Mine"; tries += 1) {
    assert.ok(tries < 100, "it was not built again");
    await new Promise((done) => setTimeout(done, 200));
  }
  await page.goto(`${url}/`);
  await page.locator("[data-house]", { hasText: "Mine" }).waitFor();
  await writeFile(file, "[house]\nname = 1\n");
  assert.match(await complaint, /house\.toml was saved: house\.toml:2: /);
  assert.equal(await named(), "Mine");
  await writeFile(file, house);
  await visit.close();
});

test("a client of the merchant's own divisions is followed, and reads the message for such clients", async () => {
  const file = join(folder, "house.toml");
  const house = await readFile(file, "utf8");
  const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const message = (id, division, text) => `
[[invitation]]
id = "${id}"
from = "${day(-1)}"
until = "${day(200)}"
texts.en = "${text}"
link = "https://shop.example/${id}"
for = { knows = ["${division}"] }
`;
  const [theirs, others] = ["Boots are cared for in our shop.", "A strap can be changed in our shop."];
  await writeFile(file, house + message("boots", "shoes", theirs) + message("straps", "watches", others));
  const visit = await open(browser, { viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
  const { page } = visit;
  watchRequests(page);
  await page.goto(`${url}/`);
  // After the second build, the file of messages has both.
  for (let tries = 0; ; tries += 1) {
    const { build } = await (await fetch(`${url}/pack/manifest.json`)).json();
    const board = await fetch(`${url}/pack/${build}/messages/en.json`);
    if (board.ok && (await board.text()).includes(others)) break;
    assert.ok(tries < 100, "it was not built again");
    await new Promise((done) => setTimeout(done, 200));
  }
  await page.reload();
  await drawn(page);
  await openWorkbench(page);
  const personas = await page.$$eval("[data-persona]", (buttons) => buttons.map((button) => button.dataset.persona));
  assert.deepEqual(personas, ["client-bags", "client-shoes", "client-watches", "a-month-later", "everywhere"]);

  await walk(page, "client-shoes");
  const ids = await onPage(page);
  assert.ok(ids.length > 0);
  await page.goto(`${url}/#/`);
  await drawn(page, { fallback: true });
  const shown = page.locator("passerelle-messages");
  await shown.evaluate((element) => element.scrollIntoView());
  await shown.getByText(theirs).waitFor();
  assert.equal(await shown.getByText(others).count(), 0);
  await page.evaluate(() => document.querySelector("passerelle-inspector").refresh());
  const absent = page.locator("passerelle-inspector .messages [data-message=straps]");
  assert.match(await absent.textContent(), /knows/);
  await visit.close();
  await writeFile(file, house);
});

test("questionnaires of the house stand on the page of the department that they advise most of, and can be walked", async () => {
  const file = join(folder, "house.toml");
  const house = await readFile(file, "utf8");
  const asks = (id, title) => `
[[questionnaire]]
id = "${id}"
titles = { en = "${title}" }

[[questionnaire.question]]
id = "way"
texts = { en = "Which way?" }
answers = [
  { id = "far", texts = { en = "Far" }, tags = { boots = 1 } },
  { id = "near", texts = { en = "Near" }, tags = { totes = 1 } },
]

[[questionnaire.step]]
id = "wear"
names = { en = "Wear" }
items = { product_type = "Boots" }
`;
  const list = async () => (await fetch(`${url}/shop.json`)).json();
  await writeFile(file, house.replace(/^languages = .*$/m, 'languages = ["en"]') + asks("walk", "A walk") + asks("travel", "A journey"));
  for (let tries = 0; (await list()).questionnaires === undefined; tries += 1) {
    assert.ok(tries < 100, "it was not built again");
    await new Promise((done) => setTimeout(done, 200));
  }
  assert.deepEqual((await list()).questionnaires, { shoes: ["walk", "travel"] });
  const visit = await open(browser, { viewport: { width: 1280, height: 900 } });
  const { page } = visit;
  await page.goto(`${url}/#/division/shoes`);
  const [walk, travel] = ["walk", "travel"].map((id) => page.locator(`passerelle-advice[questionnaire="${id}"]`));
  await travel.getByText("A journey").waitFor();
  await walk.getByRole("button", { name: "Begin" }).click();
  await walk.getByRole("radio", { name: "Far" }).click();
  await walk.getByRole("button", { name: "Show the result" }).click();
  await walk.getByRole("heading", { name: "Your routine" }).waitFor();
  assert.match(await walk.locator("li a").first().textContent(), /^Thing <b>\d+<\/b>/);
  assert.equal(await visit.layoutShift(), 0);
  await writeFile(file, house);
  await visit.close();
});
