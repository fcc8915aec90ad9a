// The everyday elements in the demo's fictional house, by keyboard alone: routine, comparison, set, and recently viewed items. Sizes have
// a file of their own.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { violations } from "./axe.mjs";
import { launch, NARROW, open, serve, until, WIDE } from "./harness.mjs";
import { goTo, pages, shopAround } from "./house.mjs";
import { drawn, watchRequests } from "./shelves.mjs";

let server;
let browser;

before(async () => {
  server = await serve({ root: "www" });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.close();
});

async function enter(path, { size = WIDE, prepare } = {}) {
  const visit = await open(browser, size);
  watchRequests(visit.page);
  await visit.page.goto(server.url);
  await visit.page.locator("[data-consent]").waitFor();
  await prepare?.(visit.page);
  // Nothing is drawn anew below a pointer.
  await visit.page.mouse.move(0, 0);
  await goTo(visit.page, path);
  return visit;
}

/** Asserts that nothing moved, that axe finds nothing, and that there were no problems. */
async function leave(visit) {
  await drawn(visit.page);
  assert.deepEqual(await violations(visit.page), []);
  assert.equal(await visit.layoutShift(), 0);
  assert.deepEqual(visit.problems, []);
  await visit.close();
}

/** The text of the node with the focus, in the shadow tree too. */
const focused = (page) => page.evaluate(() => {
  const inner = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement;
  return inner?.getAttribute("aria-label") || inner?.textContent;
});

/** Presses Tab until the node with the focus has this text. */
async function tabTo(page, text) {
  for (let stops = 0; stops < 60; stops += 1) {
    if (text.test((await focused(page)) ?? "")) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`60 stops of Tab do not reach ${text}`);
}

/** Near an element, its content is loaded. */
async function near(page, selector) {
  await page.locator(selector).first().evaluate((element) => element.scrollIntoView({ block: "center" }));
  await drawn(page);
}

for (const [name, size] of [["wide", WIDE], ["narrow", NARROW]]) {
  test(`the routine, ${name}: each question is answered, and everything goes into the basket`, async () => {
    const visit = await enter(pages().advice, { size });
    const { page } = visit;
    await near(page, "passerelle-advice");
    const host = page.locator("passerelle-advice").first();
    await host.getByRole("button", { name: "Begin" }).focus();
    await page.keyboard.press("Enter");
    for (let questions = 0; (await host.locator("form").count()) > 0 && questions < 12; questions += 1) {
      const before = await focused(page);
      await page.keyboard.press("Tab");
      await page.keyboard.press("Space");
      assert.deepEqual(await violations(page), [], before);
      await page.keyboard.press("Enter");
      await until(page, (text) => {
        const { activeElement } = document.querySelector("passerelle-advice").shadowRoot;
        return activeElement?.matches("legend, h2") && activeElement.textContent !== text;
      }, before);
    }
    assert.equal(await focused(page), "Your routine");
    await tabTo(page, /^Put all into the cart$/);
    await page.keyboard.press("Enter");
    await host.getByText("All of it is in the cart.").waitFor();
    assert.notEqual(await page.locator("[data-cart-count]").textContent(), "0");
    await leave(visit);
  });
}

test("the comparison: equal rows are folded away, and the table can be scrolled", async () => {
  const visit = await enter(pages().comparison, { size: NARROW });
  const { page } = visit;
  await near(page, "passerelle-compare");
  const host = page.locator("passerelle-compare");
  await host.getByRole("checkbox").focus();
  const equal = host.locator("tr.row.equal").first();
  assert.ok(await equal.isVisible());
  await page.keyboard.press("Space");
  await equal.waitFor({ state: "hidden" });
  await page.keyboard.press("Space");
  await equal.waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowRight");
  await until(page, () => document.querySelector("passerelle-compare").shadowRoot.querySelector(".scroll").scrollLeft > 0);
  await leave(visit);
});

test("the choice on the cards: two suggestions are ticked and compared in a dialog, and the focus returns", async () => {
  const visit = await enter(pages().comparison);
  const { page } = visit;
  const host = page.locator("passerelle-suggestions[compare=true]");
  await near(page, "passerelle-suggestions[compare=true]");
  for (const at of [0, 1]) {
    await host.locator(".choose input").nth(at).focus();
    await page.keyboard.press("Space");
  }
  await tabTo(page, /^Compare \(2\)$/);
  await page.keyboard.press("Enter");
  await host.getByRole("dialog").getByRole("table").waitFor();
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press("Escape");
  await host.getByRole("dialog").waitFor({ state: "detached" });
  assert.equal(await focused(page), "Compare (2)");
  await leave(visit);
});

test("the set in the basket: a piece is unticked, the others go into the basket", async () => {
  const visit = await enter("/cart", { prepare: shopAround });
  const { page } = visit;
  await near(page, "passerelle-suggestions[together]");
  const host = page.locator("passerelle-suggestions[together]");
  const boxes = host.getByRole("checkbox");
  await boxes.first().waitFor();
  const pieces = await boxes.count();
  assert.ok(pieces >= 2);
  await boxes.first().focus();
  await page.keyboard.press("Space");
  await tabTo(page, new RegExp(`^Add ${pieces - 1} pieces? to the cart$`));
  const count = async () => Number(await page.locator("[data-cart-count]").textContent());
  const before = await count();
  await page.keyboard.press("Enter");
  await until(page, (wanted) => Number(document.querySelector("[data-cart-count]").textContent) === wanted, before + pieces - 1);
  await leave(visit);
});

test("recently viewed items: \"Forget\" leaves a note with the focus, and the item is gone from the history", async () => {
  const visit = await enter("/", { prepare: shopAround });
  const { page } = visit;
  await near(page, "passerelle-suggestions[placement=recent]");
  const host = page.locator("passerelle-suggestions[placement=recent]");
  const viewed = () => page.evaluate(async () => {
    const { passerelle } = await import(new URL("passerelle/auto.js", document.baseURI));
    return new Set((await passerelle.history.export()).events.map(({ itemId }) => itemId)).size;
  });
  const before = await viewed();
  await host.locator(".dismiss").first().focus();
  await page.keyboard.press("Enter");
  await host.getByText("Forgotten.").waitFor();
  assert.equal(await focused(page), "Forgotten.");
  assert.equal(await viewed(), before - 1);
  await leave(visit);
});
