// `passerelle export` writes the slate of a first visitor: byte for byte the answer of the browser's module. As the
// element's fallback, it shows the same items before any script has run.

import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { launch, NARROW, open, ROOT, WIDE } from "./harness.mjs";
import { buildPart, writePart } from "./part.mjs";
import { passerelle, plainHouse } from "./store.mjs";
import { openShop, shown, untilShown } from "./storefront.mjs";

const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 5"><rect width="4" height="5" fill="teal"/></svg>';
/** Number of pages opened as a first visitor, each in its own profile. */
const VISITS = 12;

let folder;
let popular;
let shop;
let browser;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "passerelle-export-"));
  shop = await openShop({ "/pack/": join(folder, "pack") });
  const picture = (row, at) => [...row, `${shop.url}/img/${at}.svg`];
  ({ popular } = await writePart(folder, 200, picture, ["image_link"]));
  await writeFile(join(folder, "house.toml"), plainHouse());
  await buildPart(folder, "--no-calibration");
  const style = /```css\n([^]+?)```/.exec(await readFile(`${ROOT}docs/server-pages.md`, "utf8"))[1];
  shop.first = (path) => {
    if (path === "/export.css") return { body: style, headers: { "Content-Type": "text/css" } };
    return path.startsWith("/img/") && { body: PICTURE, headers: { "Content-Type": "image/svg+xml" } };
  };
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await shop?.close();
  await rm(folder, { recursive: true, force: true });
});

const pack = () => join(folder, "pack");

test("JSON is byte for byte what suggest() gives a first visitor", async () => {
  for (const placement of ["product", "cart"]) {
    const { stdout } = await passerelle(["export", pack(), "--placement", placement]);
    const lines = new Map(stdout.trimEnd().split("\n").map((line) => [JSON.parse(line).itemId, line]));
    assert.equal(lines.size, popular.length);
    let shownAtAll = 0;
    for (const itemId of popular.slice(0, VISITS)) {
      const { page, close } = await open(browser);
      await page.goto(`${shop.url}/api.html`);
      await page.waitForSelector("html[data-ready]");
      const slate = await page.evaluate(async ([where, id]) => {
        const passerelle = await globalThis.passerelle.createPasserelle({ pack: "/pack/", locale: "en" });
        if (where === "product") await passerelle.track({ name: "view_item", itemId: id });
        const request = where === "cart" ? { placement: where, cart: [id] } : { placement: where, itemId: id };
        return JSON.stringify(await passerelle.suggest(request));
      }, [placement, itemId]);
      assert.equal(lines.get(itemId), `{"itemId":${JSON.stringify(itemId)},"slate":${slate}}`, `${placement} ${itemId}`);
      shownAtAll += JSON.parse(slate).suggestions.length;
      await close();
    }
    assert.ok(shownAtAll > VISITS, placement);
  }
});

test("HTML as the element's own content: the same items before any script, and nothing moves when suggestions come", async () => {
  const out = join(folder, "fragments");
  await passerelle(["export", pack(), "--format", "html", "--out", out]);
  assert.equal((await readdir(out)).length, popular.length);
  const [reserve, style] = ["/passerelle/suggestions.css", "/export.css"].map((href) => `<link rel="stylesheet" href="${href}">`);
  // With the style from docs/server-pages.md, and as a list without style, which is higher than the suggestions.
  for (const [size, head, ids] of [[WIDE, reserve + style, popular.slice(0, 3)], [NARROW, reserve + style, popular.slice(3, 5)], [WIDE, reserve, popular.slice(0, 2)]]) {
    for (const id of ids) await assertSame(id, head, size, await readFile(join(out, `${encodeURIComponent(id)}.html`), "utf8"));
  }
});

/** Asserts that a first visitor of the item's page sees the same as without scripts, and that nothing moves. */
async function assertSame(id, head, size, fallback) {
  shop.page = { head, before: "<p>The product.</p>", fallback };
  const still = await open(browser, { ...size, javaScriptEnabled: false });
  await still.page.goto(`${shop.url}/p/${id}`);
  const titles = await still.page.locator("passerelle-suggestions .title").allTextContents();
  await still.close();
  assert.ok(titles.length > 0);
  const opened = await open(browser, size);
  await opened.page.goto(`${shop.url}/p/${id}`);
  assert.deepEqual((await untilShown(opened.page)).titles, titles);
  assert.equal((await shown(opened.page)).fallback, false);
  assert.equal(await opened.layoutShift(), 0);
  assert.deepEqual(opened.problems, []);
  await opened.close();
}
