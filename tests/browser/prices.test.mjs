// Prices in the formats that the page wants, and missing pictures.

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { buildSync } from "esbuild";

import { launch, NARROW, open, ROOT, until, untilSaid } from "./harness.mjs";
import { openShop, POLICY, shown, untilShown } from "./storefront.mjs";

const ITEM = "22423";
const INLINE = POLICY.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'");

let shop;
let browser;

before(async () => {
  shop = await openShop();
  browser = await launch();
});

beforeEach(() => {
  shop.policy = INLINE;
  shop.first = () => undefined;
});

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
});

after(async () => {
  await browser?.close();
  await shop?.close();
});

async function visit(page, screen = { viewport: { width: 1440, height: 900 } }) {
  shop.page = { before: "<p>The product.</p>", after: "", ...page };
  const opened = await open(browser, screen);
  await opened.page.goto(`${shop.url}/p/${ITEM}`);
  return opened;
}

/** JSON-LD of products with their offers. */
const ld = (products) => `<script type="application/ld+json">${JSON.stringify(products)}</script>`;
const product = (sku, price, priceCurrency = "GBP") => ({ "@type": "Product", sku, offers: { "@type": "Offer", price, priceCurrency } });

test('prices="none" shows none; another word shows nothing, since it may have been meant to hide something', async () => {
  const none = await visit({ attributes: 'prices="none"' });
  assert.deepEqual((await untilShown(none.page)).prices, ["", "", "", ""]);
  assert.deepEqual(none.said, []);
  const wrong = await visit({ attributes: 'prices="hidden"' });
  await untilSaid(wrong);
  assert.equal((await shown(wrong.page)).fallback, true);
  assert.match(wrong.said.join("\n"), /invalid_option: .*`prices` must be pack, none/);
});

test("formatPrice writes each price, as text; what it does not write has none, and a fault is said once", async () => {
  const { page, said } = await visit({});
  const { urls } = await untilShown(page);
  await page.evaluate(() => {
    let at = 0;
    document.querySelector("passerelle-suggestions").formatPrice = ({ price, itemId }) => {
      at += 1;
      return at % 2 === 1 ? `<b>${(price.amount * 1.2).toFixed(2)}</b> incl. VAT` : itemId ? null : "never";
    };
  });
  await until(page, () => [...document.querySelector("passerelle-suggestions").shadowRoot.querySelectorAll(".price")].some(({ textContent }) => textContent.includes("incl. VAT")));
  assert.equal(await page.evaluate(() => document.querySelector("passerelle-suggestions").shadowRoot.querySelectorAll("b").length), 0);
  assert.deepEqual((await shown(page)).urls, urls);
  assert.deepEqual(said, []);
  await page.evaluate(() => {
    document.querySelector("passerelle-suggestions").formatPrice = () => {
      throw new Error("no rate");
    };
  });
  await until(page, () => !document.querySelector("passerelle-suggestions").shadowRoot.querySelector(".price"));
  assert.equal(said.length, 1, said.join("\n"));
  assert.match(said[0], /price_format_failed: formatPrice threw for \w+: Error: no rate/);
  await page.evaluate(() => {
    document.querySelector("passerelle-suggestions").formatPrice = undefined;
  });
  await until(page, () => /^£\d/.test(document.querySelector("passerelle-suggestions").shadowRoot.querySelector(".price")?.textContent));
});

test("where the page's JSON-LD says another price for an item than the pack, there are no prices, and a warning says why", async () => {
  const plain = await visit({});
  const { prices } = await untilShown(plain.page);
  // The drawn suggestion, as passed to the hook.
  await plain.page.evaluate(() => {
    document.querySelector("passerelle-suggestions").formatPrice = (item) => {
      globalThis.drawn ??= item;
      return "";
    };
  });
  await until(plain.page, () => Boolean(globalThis.drawn));
  const { itemId, price } = await plain.page.evaluate(() => globalThis.drawn);
  assert.ok(prices.every((text) => text.startsWith("£")));
  for (const [what, head, expected] of [
    ["another price", ld([product(ITEM, 1), product(itemId, price.amount + 1)]), false],
    ["another currency", ld({ "@graph": [{ "@type": "ItemList", itemListElement: [{ item: product(itemId, price.amount, "EUR") }] }] }), false],
    ["another price of the page's own item, with tax", ld(product(ITEM, 15.3)), false],
    ["the price of the page's own item", ld(product(ITEM, "12.75")), true],
    ["the same price", ld(product(itemId, String(price.amount.toFixed(2)))), true],
    ["a range of prices", ld({ ...product(itemId, 0), offers: { "@type": "AggregateOffer", lowPrice: price.amount - 0.5, highPrice: price.amount + 5, priceCurrency: "GBP" } }), true],
    ["no price, in a script that is malformed beside it", `<script type="application/ld+json">{ broken</script>${ld({ "@type": "Product", sku: itemId, offers: {} })}`, true],
  ]) {
    const { page, said } = await visit({ head });
    assert.deepEqual((await untilShown(page)).prices.every(Boolean), expected, what);
    assert.equal(/prices_differ: \w+ costs [\d.]+ GBP in the pack and [\d.]+ (GBP|EUR) on the page: set formatPrice on the elements, or prices="none"/.test(said.join("\n")), !expected, `${what}: ${said.join()}`);
  }
  // If the page formats prices itself, there is no warning.
  const own = await visit({ head: `${ld(product(itemId, price.amount + 1))}<script>document.addEventListener("DOMContentLoaded", () => { document.querySelector("passerelle-suggestions").formatPrice = () => "9"; });</script>` });
  assert.deepEqual((await untilShown(own.page)).prices, ["9", "9", "9", "9"]);
  assert.deepEqual(own.said, []);
});

/** A page that can draw its own slates, with pictures of which some do not load. */
async function drawing(screen) {
  const contents = 'export * from "./draw.js"; export * from "./pictures.js"; export * from "./style.js"; export { createPool } from "./pool.js";';
  const [{ text }] = buildSync({ stdin: { contents, resolveDir: `${ROOT}pkg/src/element` }, bundle: true, format: "esm", write: false }).outputFiles;
  const picture = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="5"/>';
  shop.first = (path) => {
    if (path === "/draw.js") return { body: text, headers: { "Content-Type": "text/javascript" } };
    return /^\/(b|wide-\d+)\.svg$/.test(path) ? { body: picture, headers: { "Content-Type": "image/svg+xml" } } : undefined;
  };
  return visit({ element: "" }, screen);
}

/** The widths of a picture's files. */
const WIDTHS = [160, 240, 320, 480, 640];
const setOf = (name) => WIDTHS.map((width) => `/${name}-${width}.svg ${width}w`).join(", ");
const PHONE = { ...NARROW, deviceScaleFactor: 2 };

for (const [where, screen] of [["a phone with two pixels per point", PHONE], ["a wide screen", undefined]]) {
  test(`the width of a picture fits the card on ${where}, also where \`sizes\` cannot be \`auto\``, async () => {
    const { page } = await drawing(screen);
    const { sizes, card, chosen, estimated } = await page.evaluate(async ({ set, widths }) => {
      const { draw, lazyPicture, sharedSheet } = await import("/draw.js");
      const item = (itemId) => ({ itemId, image: "/original.svg", imageSet: set, additionalImage: null, type: "Bag", title: itemId, url: "/x", division: { name: "Bags" }, price: null });
      const speech = { word: (name) => name, reason: () => "", badges: () => [], own: "en", named: "en" };
      const { section } = draw(["a", "b", "c", "d"].map(item), { label: "x", locale: "en", picture: lazyPicture }, speech, {});
      const host = document.createElement("div");
      const root = host.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [sharedSheet()];
      root.append(section);
      document.querySelector("main").prepend(host);
      const wait = () => new Promise((done) => setTimeout(done, 20));
      const widthOf = (image) => Number(image.currentSrc.match(/-(\d+)\.svg$/)[1]);
      const loaded = async (image) => {
        while (!image.complete || !image.currentSrc) await wait();
        return widthOf(image);
      };
      const image = section.querySelector("img");
      await loaded(image);
      // A busy browser may choose by the rest of the list before it has laid out the card, and again once it has.
      const fitting = widths.find((width) => width >= image.getBoundingClientRect().width * devicePixelRatio);
      for (let tries = 0; tries < 500 && widthOf(image) !== fitting; tries += 1) await wait();
      // A browser without `auto` uses the rest of the list.
      const without = document.createElement("img");
      [without.sizes, without.srcset] = [image.sizes.replace(/^auto, /, ""), set];
      return { sizes: [image.sizes, image.srcset], card: image.getBoundingClientRect().width * devicePixelRatio, chosen: await loaded(image), estimated: await loaded(without) };
    }, { set: setOf("wide"), widths: WIDTHS });
    assert.deepEqual(sizes, ["auto, max(min(9.5rem, 42vw), 25vw)", setOf("wide")]);
    assert.equal(chosen, WIDTHS.find((width) => width >= card), `for ${card} pixels`);
    assert.ok(estimated >= chosen && estimated <= card * 1.7, `${estimated} for ${card} pixels`);
    assert.ok(!shop.asked.some(({ path }) => path === "/original.svg"));
  });
}

test("a picture is asked for as wide as it is shown; where it cannot be had, from the next source", async () => {
  const { page } = await drawing();
  shop.asked.length = 0;
  const drawn = await page.evaluate(async (sets) => {
    const { draw, lazyPicture } = await import("/draw.js");
    const item = (itemId, image, imageSet, additionalImage) => ({ itemId, image, imageSet, additionalImage, type: "Bag", title: itemId, url: "/x", division: { name: "Bags" }, price: null });
    const speech = { word: (name) => name, reason: () => "", badges: () => [], own: "en", named: "en" };
    const slate = [
      item("wide", "/original.svg", sets.wide, null), item("no such width", "/b.svg", sets.gone, null),
      item("gone", "/gone.svg", sets.gone, "/b.svg"), item("all gone", "/gone.svg", null, "/gone-too.svg"),
    ];
    const { section } = draw(slate, { label: "x", locale: "en", picture: lazyPicture }, speech, {});
    section.style.inlineSize = "40rem";
    document.body.prepend(section);
    for (let tries = 0; tries < 400; tries += 1) {
      await new Promise((done) => setTimeout(done, 50));
      const images = [...section.querySelectorAll("img")];
      if (images.length === 3 && images.every((image) => image.complete && image.naturalWidth > 0)) break;
    }
    return [...section.querySelectorAll(".picture")].map((box) => {
      const image = box.querySelector("img");
      return [image ? new URL(image.currentSrc).pathname : "", image?.srcset ?? "", box.querySelector(".glyph")?.textContent ?? ""];
    });
  }, { wide: setOf("wide"), gone: setOf("none") });
  assert.match(drawn[0][0], /^\/wide-\d+\.svg$/);
  assert.deepEqual(drawn.slice(1), [["/b.svg", "", ""], ["/b.svg", "", ""], ["", "", "B"]]);
  // The full-size original is not requested if there is another picture.
  assert.ok(!shop.asked.some(({ path }) => path === "/original.svg"));
});

for (const [screen, width] of [[undefined, 240], [PHONE, 480]]) test(`with images="pool" every picture is asked for in one width, here ${width}, whatever is drawn of them`, async () => {
  const { page } = await drawing(screen);
  const addresses = await page.evaluate(async () => {
    const { createPool } = await import("/draw.js");
    const item = (itemId) => ({ itemId, image: `/original-${itemId}.svg`, imageSet: "/wide-160.svg 160w, /wide-240.svg 240w, /wide-480.svg 480w", additionalImage: null });
    const slate = { status: "ok", suggestions: [item("a")] };
    const pool = await createPool({ candidates: async () => slate }, { placement: "home" });
    const picture = pool.picture(item("a"));
    return [new URL(picture.src).pathname, picture.srcset];
  });
  assert.deepEqual(addresses, [`/wide-${width}.svg`, ""]);
});

test("an item without a picture comes after those that have one, and its type's letter stands for it; so where a picture does not come", async () => {
  const { page } = await drawing();
  const drawn = await page.evaluate(async () => {
    const { draw, lazyPicture } = await import("/draw.js");
    const item = (itemId, image, type = "Bag") => ({ itemId, image, type, title: itemId, url: "/x", division: { name: "Bags" }, price: null });
    const speech = { word: (name) => name, reason: () => "", badges: () => [], own: "en", named: "en" };
    const slate = [item("a", ""), item("b", "/b.svg"), item("c", "javascript:alert(1)", "écharpe"), item("d", "/gone.svg", "Watch")];
    const { rows, section } = draw(slate, { label: "x", locale: "en", picture: lazyPicture }, speech, {});
    document.body.append(section);
    for (const image of section.querySelectorAll("img")) {
      image.loading = "eager";
      await image.decode().catch(() => undefined);
    }
    await new Promise((done) => setTimeout(done, 500));
    const bare = draw([item("a", ""), item("b", "")], { label: "x", locale: "en", picture: lazyPicture }, speech, {});
    return { rows: rows.map(({ item: { itemId }, position, node }) => [itemId, position, node.querySelector(".glyph")?.textContent ?? null]), bare: bare.rows.map(({ item: { itemId } }) => itemId), boxes: bare.section.querySelectorAll(".picture").length };
  });
  assert.deepEqual(drawn.rows.map(([id, position]) => [id, position]), [["b", 1], ["d", 2], ["a", 3], ["c", 4]]);
  assert.deepEqual(drawn.rows.slice(1).map(([, , glyph]) => glyph), ["W", "B", "É"]);
  assert.deepEqual([drawn.bare, drawn.boxes], [["a", "b"], 0]);
});
