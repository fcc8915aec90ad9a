// `<passerelle-notices>`: a shopper whom a notice concerns sees it first, and until it is read; all others see it once.
// The audience cannot be detected from the network.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";

import { violations } from "./axe.mjs";
import { launch, until, untilSaid } from "./harness.mjs";
import { bought, leave, visitShop } from "./shopper.mjs";
import { openShop, POLICY, untilShown } from "./storefront.mjs";
import { buildSpokenPack, LETTERS } from "./tongues.mjs";
import { record } from "./wire.mjs";

const SCRIPT = '<script type="module" src="/passerelle/notices.js"></script>';
const ELEMENT = '<passerelle-notices src="/pack/"><a href="/help">Help and service</a></passerelle-notices>';
/** Longer than the element takes without disturbance. */
const LONG_MS = 1_500;
/** Longer than the second after which a notice counts as seen. */
const SEEN_MS = 1_400;

let folder;
let popular;
let shop;
let browser;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "passerelle-notices-"));
  popular = await buildSpokenPack(folder);
  shop = await openShop({ "/pack/": join(folder, "pack"), "/other/": join(folder, "pack") });
  browser = await launch();
});

beforeEach(() => {
  shop.page = { head: SCRIPT, element: ELEMENT, before: "", after: "", auto: "" };
  shop.policy = POLICY;
  shop.first = () => undefined;
  shop.asked.length = 0;
});

after(async () => {
  await browser?.close();
  await shop?.close();
  await rm(folder, { recursive: true, force: true });
});

const visit = (wanted) => visitShop(shop, browser, { script: SCRIPT, path: `/p/${popular[9]}`, ...wanted });

/** The content of the element. */
const shown = (page) => page.evaluate(() => {
  const host = document.querySelector("passerelle-notices");
  const section = host.shadowRoot.querySelector("section:not(.spacer, .trial)");
  return {
    heading: section?.querySelector("h2").textContent,
    letters: [...(section?.querySelectorAll("article") ?? [])].map((node) => [node.part.contains("first") ? "first" : "letter", node.querySelector("p").textContent]),
    fallback: !/spacer|gone|flat/.test(host.shadowRoot.querySelector("slot").className),
  };
});

async function untilNotice(page) {
  await page.waitForFunction(() => document.querySelector("passerelle-notices")?.shadowRoot.querySelector("article"));
  return shown(page);
}

test("whom it concerns sees it first, on every page until it is read", async () => {
  const opened = await visit({ past: bought(popular[1]) });
  const { page } = opened;
  const { heading, letters, fallback } = await untilNotice(page);
  assert.equal(heading, "A word from the house");
  // The second notice is about older orders, so it is shown to everybody here.
  assert.deepEqual(letters, [["first", LETTERS.en], ["letter", LETTERS.en]]);
  assert.equal(fallback, false);
  await page.waitForTimeout(SEEN_MS);
  await page.evaluate(() => document.querySelector("passerelle-notices").setAttribute("locale", "fr"));
  await page.waitForFunction(() => document.querySelector("passerelle-notices").shadowRoot.querySelectorAll("article").length > 0);
  assert.equal(await page.evaluate(() => document.querySelector("passerelle-notices").shadowRoot.querySelector("article").part.contains("first")), true, "it was seen, and is there still");
  await leave(opened);
});

test("a notice that two packs carry is on a page once", async () => {
  const page = { before: '<div class="hero"></div>', element: ELEMENT + ELEMENT.replace("/pack/", "/other/") };
  const opened = await visit({ past: bought(popular[0]), page });
  await opened.page.waitForFunction(() => [...document.querySelectorAll("passerelle-notices")].some(({ shadowRoot }) => shadowRoot.querySelector("article")));
  await opened.page.waitForTimeout(LONG_MS);
  const counts = await opened.page.evaluate(() => [...document.querySelectorAll("passerelle-notices")].map(({ shadowRoot }) => shadowRoot.querySelectorAll("article").length));
  assert.deepEqual(counts.sort(), [0, 2], "both notices of the house, in one of the elements");
  await leave(opened);
});

test("everybody else sees it once, as an open letter", async () => {
  const opened = await visit({ past: bought(popular[5]) });
  const { page } = opened;
  assert.deepEqual((await untilNotice(page)).letters, [["letter", LETTERS.en], ["letter", LETTERS.en]]);
  // Both were seen, and that is written, before the element goes.
  await until(page, async () => {
    const { invitations } = await (await import("/passerelle/auto.js")).passerelle.history.export();
    return ["kettle", "old"].every((id) => invitations.some(({ what, about }) => what === "seen" && about.some(({ letter }) => letter === id)));
  });
  // The element is replaced, as frameworks do: the notice stays on its page.
  await page.evaluate(() => document.querySelector("passerelle-notices").replaceWith(document.querySelector("passerelle-notices").cloneNode(true)));
  assert.equal((await untilNotice(page)).letters.length, 2);
  await page.goto(`${shop.url}/p/${popular[8]}`);
  await page.waitForTimeout(LONG_MS);
  assert.deepEqual([(await shown(page)).letters, (await shown(page)).fallback], [[], true]);
  await leave(opened);
});

test("what is put away or opened is read; the focus goes on", async () => {
  const opened = await visit({ past: bought(popular[0]) });
  const { page } = opened;
  await untilNotice(page);
  const close = page.locator("passerelle-notices").getByRole("button", { name: "Close" });
  assert.equal(await close.count(), 2);
  const { width, height } = await close.first().boundingBox();
  assert.ok(width >= 24 && height >= 24);
  await page.route("https://shop.example/**", (route) => route.fulfill({ body: "there" }));
  const link = page.locator("passerelle-notices").getByRole("link", { name: "Read more" });
  assert.equal(await link.getAttribute("href"), "https://shop.example/kettle");
  await close.first().focus();
  await page.keyboard.press("Enter");
  assert.equal((await shown(page)).letters.length, 1);
  assert.equal(await page.evaluate(() => document.querySelector("passerelle-notices").shadowRoot.activeElement?.getAttribute("part")), "close");
  await page.keyboard.press("Enter");
  assert.deepEqual((await shown(page)).letters, []);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Help and service");
  await page.evaluate(() => document.querySelector("passerelle-notices").replaceWith(document.querySelector("passerelle-notices").cloneNode(true)));
  await page.waitForTimeout(LONG_MS);
  assert.deepEqual((await shown(page)).letters, [], "both were read");
  await leave(opened);
});

for (const [language, direction] of [["fr", "ltr"], ["ar", "rtl"]]) {
  test(`in the page's language, and axe finds nothing: ${language}`, async () => {
    const opened = await visit({ past: bought(popular[0]), page: { html: `lang="${language}" dir="${direction}"` } });
    const { letters } = await untilNotice(opened.page);
    assert.deepEqual(letters.map(([, text]) => text), [LETTERS[language], LETTERS[language]]);
    assert.deepEqual(await violations(opened.page), []);
    await leave(opened);
  });
}

test("in sight and without room nothing moves: the page's own content stays, and a warning says how much is missing", async () => {
  const opened = await visit({ page: { after: "<footer>The end.</footer>" } });
  await untilSaid(opened);
  await opened.page.waitForTimeout(LONG_MS);
  assert.deepEqual([(await shown(opened.page)).letters, (await shown(opened.page)).fallback], [[], true]);
  assert.equal(opened.said.length, 1, opened.said.join("\n"));
  assert.match(opened.said[0], /no_room: needs \d+ px, has \d+; .*passerelle-notices \{/);
  await leave(opened);
});

test("the page's own content stays, and one warning says why, when there is no pack", async () => {
  shop.first = (path) => path.endsWith("manifest.json") && { status: 404 };
  const opened = await visit();
  await untilSaid(opened);
  await opened.page.waitForTimeout(LONG_MS);
  assert.equal((await shown(opened.page)).fallback, true);
  assert.equal(opened.said.length, 1, opened.said.join("\n"));
  assert.match(opened.said[0], /pack_not_found/);
  await opened.close();
});

test("the concerned and the unconcerned ask for the same, to the byte", async () => {
  const walks = [];
  for (const past of [bought(popular[0]), bought(popular[5]), bought(popular[1], popular[6], popular[7])]) {
    shop.first = () => undefined;
    let browserSays;
    let from;
    const suggestions = `<passerelle-suggestions src="/pack/" product-id="${popular[9]}"></passerelle-suggestions>`;
    shop.page = { head: SCRIPT, before: "", after: "", auto: "", body: 'class="room"', element: suggestions + ELEMENT };
    const opened = await visit({ past, watch: async ({ context, page }) => {
      browserSays = await record(await context.newCDPSession(page), { cache: false });
      from = shop.asked.length;
    } });
    const { letters } = await untilNotice(opened.page);
    await untilShown(opened.page);
    await opened.page.waitForTimeout(SEEN_MS);
    // Two elements request in parallel: the same files, in any order. The browser decides which of two scripts first
    // imports a third, so only the addresses of scripts are compared, but every byte for the pack.
    const same = (request) => {
      const address = request.path ?? request.url;
      return /\.js$/.test(address) ? `${request.method} ${address}` : JSON.stringify(request);
    };
    const cdp = (await browserSays()).map(same).sort();
    const wire = shop.asked.slice(from).map(same).sort();
    walks.push({ letters, cdp, wire });
    await opened.close();
  }
  const [concerned, unconcerned, also] = walks;
  assert.deepEqual(walks.map(({ letters }) => letters[0][0]), ["first", "letter", "first"]);
  for (const other of [unconcerned, also]) {
    assert.deepEqual(other.cdp, concerned.cdp);
    assert.deepEqual(other.wire, concerned.wire);
  }
  assert.ok(concerned.wire.some((request) => /translations\/en\.json/.test(request)));
  assert.ok(concerned.wire.some((request) => /pack\/[0-9a-f]+\/messages\/en\.json/.test(request)), "as where all messages are shown");
  for (const id of [0, 1, 5, 6, 7].map((at) => popular[at])) assert.ok(!concerned.wire.some((request) => request.includes(`/${id}`)), id);
});

test("importing it in Node does nothing", async () => {
  const globals = Object.keys(globalThis).sort();
  await import(new URL("../../pkg/dist/notices.js", import.meta.url).href);
  assert.deepEqual(Object.keys(globalThis).sort(), globals);
});
