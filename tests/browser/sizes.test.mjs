// Sizes in the demo's fictional house: chosen by mouse and by keyboard, read on the device, never shown and never
// requested.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { violations } from "./axe.mjs";
import { launch, NARROW, open, serve, until, WIDE } from "./harness.mjs";
import { goTo, house } from "./house.mjs";
import { drawn, watchRequests } from "./shelves.mjs";

const SHOES = "/division/shoes";

let server;
let browser;
/** The available sizes of each shoe. */
let left;
/** Loafers that are available in at least three sizes, each of which another pair of shoes lacks. */
let loafers;
let sizes;

before(async () => {
  server = await serve({ root: "www" });
  browser = await launch();
  const { items, types, divisions, sizes: said } = house();
  const shoes = items.filter(([, , , type, , , , available]) => divisions[types[type][0]][0] === "shoes" && available);
  left = new Map(shoes.map(([id]) => [id, said[id].filter(([, isLeft]) => isLeft).map(([size]) => size)]));
  const isMissing = (size) => [...left.values()].some((some) => !some.includes(size));
  [loafers, sizes] = [...left].map(([id, some]) => [id, some.filter(isMissing)]).find(([id, some]) => id.startsWith("LOA") && some.length >= 2);
});

after(async () => {
  await browser?.close();
  await server?.close();
});

/** A shopper with consent, on the page of the loafers. */
async function enter(options = WIDE) {
  const visit = await open(browser, options);
  watchRequests(visit.page);
  await visit.page.goto(server.url);
  await visit.page.locator("[data-consent]").setChecked(true);
  await goTo(visit.page, `/product/${loafers}`);
  return visit;
}

/** Asserts that there were no problems and no layout shift. */
async function leave(visit) {
  assert.equal(await visit.layoutShift(), 0);
  assert.deepEqual(visit.problems, []);
  await visit.close();
}

/** The remembered sizes: event name, item, group and size. */
const remembered = (page) => page.evaluate(async () => {
  const { passerelle } = await import(new URL("passerelle/auto.js", document.baseURI));
  const { events } = await passerelle.history.export();
  return events.flatMap(({ name, itemId, size }) => (size ? [[name, itemId, size.group, size.name]] : []));
});

/** Of these items, those whose score on the page of the shoes is reduced because of their sizes. */
const losing = (page, ids) => page.evaluate(async (all) => {
  const { passerelle } = await import(new URL("passerelle/auto.js", document.baseURI));
  const lost = [];
  for (const id of all) {
    const { parts } = await passerelle.explain({ placement: "category", division: "shoes" }, id);
    if (parts.some(({ name, value }) => name === "size" && value < 0)) lost.push(id);
  }
  return lost;
}, ids);

/** Of these items, those that the history supports on that page and whose caps are not used up. */
const candidates = (page, ids) => page.evaluate(async (all) => {
  const { passerelle } = await import(new URL("passerelle/auto.js", document.baseURI));
  const scored = [];
  for (const id of all) {
    const { score } = await passerelle.explain({ placement: "category", division: "shoes" }, id);
    if (score > 0) scored.push(id);
  }
  return scored;
}, ids);

/** All texts of Passerelle's elements on the page. */
const said = (page) => page.evaluate(() => [...document.querySelectorAll("passerelle-suggestions")].map(({ shadowRoot }) => shadowRoot?.textContent ?? "").join("\n"));

async function choose(page, size) {
  await page.locator("[data-size]").selectOption(size);
  await page.locator("[data-add-to-cart]").click();
  await page.locator(".in-basket:not([hidden])").waitFor();
  // Suggestions under the pointer are not redrawn, so it is moved away.
  await page.mouse.move(0, 0);
  await until(page, async (id) => {
    const { passerelle } = await import(new URL("passerelle/auto.js", document.baseURI));
    return (await passerelle.history.export()).events.some(({ name, itemId }) => name === "add_to_cart" && itemId === id);
  }, loafers);
}

test("with the mouse: the device notes the size, and what is left in other sizes alone counts less", async () => {
  const visit = await enter();
  const { page } = visit;
  const [size] = sizes;
  assert.deepEqual(await losing(page, [...left.keys()]), [], "nobody has chosen a size");
  await choose(page, size);
  assert.deepEqual(await remembered(page), [["add_to_cart", loafers, "shoes EU", size]]);
  await goTo(page, SHOES);
  const scored = await candidates(page, [...left.keys()]);
  const expected = scored.filter((id) => !left.get(id).includes(size));
  assert.ok(expected.length > 0 && expected.length < scored.length, `${expected.length} of ${scored.length} miss ${size}`);
  assert.deepEqual(await losing(page, scored), expected);
  assert.deepEqual(await violations(page), []);
  await leave(visit);
});

test("with the keyboard: the size is chosen and put into the basket", async () => {
  const visit = await enter(NARROW);
  const { page } = visit;
  await page.locator("[data-size]").focus();
  const [first, second] = left.get(loafers);
  assert.equal(await page.locator("[data-size]").inputValue(), first, "the first that is left is chosen");
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.locator("[data-size]").inputValue(), second, "what is sold out is passed over");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.locator(".in-basket:not([hidden])").waitFor();
  await until(page, async (size) => {
    const { passerelle } = await import(new URL("passerelle/auto.js", document.baseURI));
    return (await passerelle.history.export()).events.some((event) => event.size?.name === size);
  }, second);
  assert.deepEqual(await remembered(page), [["add_to_cart", loafers, "shoes EU", second]]);
  assert.deepEqual(await violations(page), []);
  await goTo(page, "/cart");
  assert.match(await page.locator(".basket-line").textContent(), new RegExp(`Size ${second}`));
  await leave(visit);
});

/** The requests and the texts on the walk of a shopper who chooses this size, without pictures. */
async function walk(size) {
  const visit = await open(browser, WIDE);
  const { page } = visit;
  const asked = [];
  watchRequests(page);
  page.on("request", (request) => {
    if (!/\/pictures\//.test(request.url())) asked.push(`${request.method()} ${request.url()}`);
  });
  await page.goto(server.url);
  await page.locator("[data-consent]").setChecked(true);
  await goTo(page, `/product/${loafers}`);
  await choose(page, size);
  const texts = [];
  for (const path of [SHOES, "/", "/product/COA101", "/cart"]) {
    await goTo(page, path);
    texts.push(await said(page));
  }
  await page.reload();
  await page.locator("[data-consent]").waitFor();
  // The page of an empty basket has no element. Once the history can be read, the pack is open.
  await remembered(page);
  await drawn(page);
  texts.push(await said(page));
  assert.deepEqual(visit.problems, []);
  await visit.close();
  return { asked, texts: texts.join("\n") };
}

test("shoppers in different sizes ask for the same, and hear no word of sizes", async () => {
  const [one, other] = [await walk(sizes[0]), await walk(sizes.at(-1))];
  assert.ok(one.asked.length > 10);
  const [ofOne, ofOther] = [one, other].map(({ asked }) => asked.map((request) => `${request} ${asked.filter((same) => same === request).length}×`));
  const only = (these, those) => [...new Set(these)].filter((request) => !those.includes(request));
  assert.deepEqual([only(ofOne, ofOther), only(ofOther, ofOne)], [[], []]);
  for (const { texts } of [one, other]) assert.doesNotMatch(texts, /\bsize|shoes EU/i);
});

test("the panel shows the size, forgetting the item forgets it, and a refusal erases it", async () => {
  const visit = await enter();
  const { page } = visit;
  await choose(page, sizes[0]);
  await page.evaluate(async () => {
    const { passerelle } = await import(new URL("passerelle/auto.js", document.baseURI));
    globalThis.closed = passerelle.openPrivacy();
  });
  const panel = page.locator("passerelle-privacy");
  await panel.locator(`[data-do="forget"][data-item="${loafers}"]`).waitFor();
  assert.match(await panel.locator("li", { has: page.locator(`[data-item="${loafers}"]`) }).first().textContent(), new RegExp(`\\b${sizes[0]}\\b`));
  await panel.locator(`[data-do="forget"][data-item="${loafers}"]`).click();
  await until(page, async () => {
    const { passerelle } = await import(new URL("passerelle/auto.js", document.baseURI));
    return (await passerelle.history.export()).events.every(({ size }) => !size);
  });
  await page.keyboard.press("Escape");
  assert.deepEqual(await losing(page, [...left.keys()]), []);
  await goTo(page, "/");
  await goTo(page, `/product/${loafers}`);
  // The same event of the same item within a second counts once.
  await page.waitForTimeout(1_100);
  await page.locator("[data-add-to-cart]").click();
  await until(page, async () => {
    const { passerelle } = await import(new URL("passerelle/auto.js", document.baseURI));
    return (await passerelle.history.export()).events.some(({ size }) => size);
  });
  await page.locator("[data-consent]").setChecked(false);
  await until(page, async () => {
    const { passerelle } = await import(new URL("passerelle/auto.js", document.baseURI));
    return (await passerelle.history.export()).events.length === 0;
  });
  assert.deepEqual(await losing(page, [...left.keys()]), []);
  await visit.close();
});
