// `<passerelle-suggestions>` for shoppers and assistive technology: when it starts, where it fits, its texts, and the
// fallback if there are no suggestions.

import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { pathToFileURL } from "node:url";

import { violations } from "./axe.mjs";
import { launch, launchWithCacheOfPages, open, ROOT, unseen, until, untilSaid } from "./harness.mjs";
import { changingShop, openShop, POLICY, productPage, shown, untilShown } from "./storefront.mjs";
import { databasesAre, passerelle, PACK, shopItems } from "./store.mjs";

const WIDE = { viewport: { width: 1440, height: 900 } };
const NARROW = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
const ITEM = "22423";
/** Longer than an element takes without disturbance. */
const LONG_MS = 1_500;

let shop;
let browser;
let divisions;

before(async () => {
  shop = await openShop();
  browser = await launch();
  divisions = new Map(shopItems().map(({ id, division }) => [id, division]));
});

beforeEach(() => {
  shop.page = {};
  shop.policy = POLICY;
  shop.first = () => undefined;
  shop.asked.length = 0;
});

after(async () => {
  await browser?.close();
  await shop?.close();
});

/** Opens a page of the shop; `said` has its warnings, `told` the element's events. */
async function visit(page, { id = ITEM, size = WIDE, before: prepare } = {}) {
  shop.page = page;
  const opened = await open(browser, size);
  await opened.page.addInitScript(() => {
    globalThis.told = [];
    for (const name of ["click", "dismiss", "shown"]) {
      document.addEventListener(`passerelle-${name}`, (event) => globalThis.told.push({ name, ...event.detail }));
    }
  });
  await prepare?.(opened.page);
  await opened.page.goto(`${shop.url}/p/${id}`);
  return opened;
}

/** Waits for a warning, and then for further ones. */
async function untilAllSaid(opened) {
  await untilSaid(opened);
  await opened.page.waitForTimeout(LONG_MS);
}

/** Asserts that there were no problems and no layout shift. */
async function leave(opened) {
  assert.equal(await opened.layoutShift(), 0);
  assert.deepEqual(opened.problems, []);
  await opened.close();
}

const told = (page, name) => page.evaluate((which) => globalThis.told.filter((event) => event.name === which), name);
const packRequests = () => shop.asked.filter(({ path }) => path.startsWith("/pack/")).map(({ path }) => path);
/** The suggestions on the page of `id` without a history, by the ids of the links or of the items. */
async function ofPageAlone(id, { by = ({ url }) => url.split("/").pop(), limit = 4 } = {}) {
  const { stdout } = await passerelle(["suggest", PACK, "--contextual", "--item", id, "--limit", String(limit), "--json"]);
  return JSON.parse(stdout).suggestions.map(by);
}
const byItem = ({ itemId }) => itemId;

/** The fallback is above the fold, and no content after it could move. */
const ALONE = { before: "<p>The product.</p>", after: "" };

test("shows the module's slate: other divisions, texts, prices, links", async () => {
  const opened = await visit(ALONE);
  const { ids, heading, titles, prices, fallback, divisions: names, urls } = await untilShown(opened.page);
  assert.deepEqual(ids, await ofPageAlone(ITEM));
  assert.ok((await ofPageAlone(ITEM, { by: byItem })).every((id) => divisions.get(id) !== divisions.get(ITEM)));
  assert.equal(heading, "From our other departments");
  assert.ok(titles.every((title) => title.length > 3) && names.every((name) => name.length > 3));
  assert.ok(prices.every((price) => /^£\d+\.\d\d$/.test(price)), prices.join());
  assert.ok(urls.every((url) => url.startsWith("https://shop.example/p/")));
  assert.equal(fallback, false);
  const style = await opened.page.evaluate(() => [document.querySelector("passerelle-suggestions").getAttribute("style"), document.querySelectorAll("style").length]);
  assert.deepEqual(style, [null, 0]);
  await leave(opened);
});

test("waits until the shopper comes near", async () => {
  const opened = await visit({ before: '<div class="hero"></div>'.repeat(5) });
  await opened.page.waitForTimeout(LONG_MS);
  assert.equal((await shown(opened.page)).state, "page");
  const before = packRequests().length;
  await opened.page.mouse.wheel(0, 3_500);
  const { ids } = await untilShown(opened.page);
  assert.deepEqual(ids, await ofPageAlone(ITEM));
  // Below the viewport: the element has grown without a layout shift.
  assert.ok(packRequests().length >= before);
  await leave(opened);
});

test("does nothing before the page has shown its largest picture", async () => {
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 600"><rect width="800" height="600" fill="teal"/><circle r="99" fill="pink"/><!--${"what has few bytes is no picture to the browser ".repeat(500)}--></svg>`;
  shop.first = async (path) => {
    if (path !== "/large.svg") return undefined;
    await new Promise((done) => setTimeout(done, 800));
    return { body: picture, headers: { "Content-Type": "image/svg+xml" } };
  };
  // A busy browser may decode a picture only after the frame that follows its arrival.
  const opened = await visit({ before: '<img src="/large.svg" width="800" height="600" alt="" decoding="sync">', after: "" }, {
    before: (page) => page.addInitScript(() => {
      new PerformanceObserver((list) => {
        // `startTime` is when the screen shows it: on a busy machine after the page's next task.
        for (const { url, paintTime } of list.getEntries()) if (url.endsWith("/large.svg")) globalThis.largest = paintTime;
      }).observe({ type: "largest-contentful-paint", buffered: true });
    }),
  });
  await untilShown(opened.page);
  await opened.page.waitForFunction(() => globalThis.largest);
  const { largest, arrived, first } = await opened.page.evaluate(() => ({
    largest: globalThis.largest,
    arrived: performance.getEntriesByType("resource").find(({ name }) => name.endsWith("/large.svg")).responseEnd,
    first: Math.min(...performance.getEntriesByType("resource").filter(({ name }) => name.endsWith(".psr")).map(({ startTime }) => startTime)),
  }));
  assert.ok(largest > 800, `the largest paint came at ${largest}`);
  // Meanwhile the module and the manifest are fetched at low priority, but the module does not run.
  assert.ok(first > arrived && first > largest, `picture ${arrived}, its paint ${largest}, pack ${first}`);
  await leave(opened);
});

test("a prerendered page asks for nothing until it is opened", async () => {
  const opened = await visit(ALONE, {
    before: (page) => page.addInitScript(() => {
      let prerendering = true;
      Object.defineProperty(document, "prerendering", { get: () => prerendering });
      globalThis.activate = () => {
        prerendering = false;
        document.dispatchEvent(new Event("prerenderingchange"));
      };
    }),
  });
  // Nor does a script of the page that opens the pack itself.
  await opened.page.evaluate(() => {
    globalThis.opening = import("/passerelle/index.js").then(({ createPasserelle }) => createPasserelle({ pack: "/pack/" }));
  });
  await opened.page.waitForTimeout(LONG_MS);
  assert.deepEqual(packRequests(), []);
  await opened.page.evaluate(() => globalThis.activate());
  assert.equal((await untilShown(opened.page)).ids.length, 4);
  assert.equal(await opened.page.evaluate(async () => typeof (await globalThis.opening).suggest), "function");
  await leave(opened);
});

test("in sight, with room: takes the place of the page's own content and nothing moves", async () => {
  const opened = await visit({ before: "<p>The product.</p>", body: 'class="room"' });
  const { height } = await untilShown(opened.page);
  assert.equal(height, 640);
  assert.deepEqual(opened.said, []);
  await leave(opened);
});

test("in sight, over content with margins of its own: nothing moves", async () => {
  const tall = '<h2>Our own</h2><ul>' + "<li>One of ours</li>".repeat(16) + "</ul>";
  const opened = await visit({ before: "<p>The product.</p>", fallback: tall });
  await untilShown(opened.page);
  // Covered content cannot be reached.
  assert.equal(await opened.page.evaluate(() => getComputedStyle(document.querySelector("passerelle-suggestions > h2")).visibility), "hidden");
  await leave(opened);
});

test("in sight without room: the page's own content stays, one warning says why, out of sight it comes", async () => {
  const opened = await visit({ before: "<p>The product.</p>", after: '<footer>The end.</footer><div class="hero"></div>' });
  await untilAllSaid(opened);
  const { state, fallback } = await shown(opened.page);
  assert.deepEqual([state, fallback], ["page", true]);
  assert.equal(opened.said.length, 1, opened.said.join("\n"));
  assert.match(opened.said[0], /no_room: needs \d+ px, has \d+; .*min-block-size: \d+px/);
  assert.equal(await opened.layoutShift(), 0);
  // In a lower viewport the element is out of sight, where it may grow.
  await opened.page.setViewportSize({ width: 1440, height: 120 });
  await untilShown(opened.page);
  await opened.close();
});

test("what the shopper points at stays", async () => {
  let pointed;
  const isPointed = new Promise((done) => (pointed = done));
  const opened = await visit({ ...ALONE, body: 'class="room"', after: "<footer>The end.</footer>" }, {
    before: (page) => page.route("**/manifest.json", async (route) => {
      await isPointed;
      await route.continue();
    }),
  });
  const host = opened.page.locator("passerelle-suggestions");
  await host.hover();
  pointed();
  await opened.page.waitForTimeout(LONG_MS + 500);
  assert.equal((await shown(opened.page)).state, "page");
  await opened.page.mouse.move(700, 890);
  await untilShown(opened.page);
  await leave(opened);
});

for (const [what, prepare, code, page] of [
  ["the wasm file is missing", (path) => path.endsWith(".wasm") && { status: 404 }, "module_unreachable"],
  ["the file that draws is missing", (path) => path.includes("/auto-drawing-") && { status: 404 }, "import"],
  ["the pack is missing", (path) => path.endsWith("manifest.json") && { status: 404 }, "pack_not_found"],
  ["the pack does not answer", (path) => path.endsWith("manifest.json") && "hang up", "pack_unreachable"],
  ["the pack is damaged", (path) => path.endsWith(".psr") && { body: "nothing of ours" }, "pack_damaged"],
  ["no pack is named", () => undefined, "invalid_option", { auto: "" }],
  ["the placement has no such name", () => undefined, "invalid_option", { attributes: 'placement="nowhere"' }],
]) {
  test(`keeps the page's own content, and says so once, when ${what}`, async () => {
    shop.first = prepare;
    const opened = await visit({ ...ALONE, element: `<passerelle-suggestions product-id="${ITEM}" ${page?.attributes ?? ""}><p>Ours.</p></passerelle-suggestions>`.repeat(2), ...page });
    await untilAllSaid(opened);
    const { state, fallback } = await shown(opened.page);
    assert.deepEqual([state, fallback], ["page", true]);
    assert.ok(await opened.page.getByText("Ours.").first().isVisible());
    assert.equal(opened.said.length, 1, opened.said.join("\n"));
    assert.ok(opened.said[0].includes(code), opened.said[0]);
    assert.equal(await opened.layoutShift(), 0);
    assert.ok(opened.problems.every((problem) => !problem.startsWith("uncaught")), opened.problems.join("\n"));
    await opened.close();
  });
}

test("keeps the page's own content without JavaScript, and below the threshold", async () => {
  const without = await visit(ALONE, { size: { ...WIDE, javaScriptEnabled: false } });
  assert.ok(await without.page.getByText("Our own suggestions.").isVisible());
  await without.close();
  const opened = await visit(ALONE, {
    before: (page) => page.addInitScript(() => {
      document.addEventListener("DOMContentLoaded", () => {
        void customElements.whenDefined("passerelle-suggestions").then(() => {
          document.querySelector("passerelle-suggestions").request = { threshold: 1, divisions: ["stationery-cards"] };
        });
      });
    }),
  });
  await opened.page.waitForTimeout(LONG_MS);
  assert.equal((await shown(opened.page)).fallback, true);
  assert.deepEqual(opened.said, []);
  await leave(opened);
});

test("an id that matches nothing: the page's own content, and one warning that names it", async () => {
  const opened = await visit({ ...ALONE, says: "product-id" }, { id: "NO-SUCH-ITEM" });
  await untilAllSaid(opened);
  assert.equal((await shown(opened.page)).fallback, true);
  assert.equal(opened.said.length, 1, opened.said.join("\n"));
  assert.match(opened.said[0], /item_unknown: NO-SUCH-ITEM/);
  await leave(opened);
});

test("without 'wasm-unsafe-eval' the page's own content stays, and one warning says what to add", async () => {
  shop.policy = POLICY.replace(" 'wasm-unsafe-eval'", "");
  const opened = await visit({ ...ALONE, element: `<passerelle-suggestions product-id="${ITEM}"><p>Ours.</p></passerelle-suggestions>`.repeat(3) });
  await untilAllSaid(opened);
  for (const at of [0, 1, 2]) assert.equal((await shown(opened.page, at)).fallback, true);
  assert.equal(opened.said.length, 1, opened.said.join("\n"));
  assert.match(opened.said[0], /module_blocked: .*add 'wasm-unsafe-eval' to script-src/);
  assert.equal(await opened.layoutShift(), 0);
  await opened.close();
});

test("two elements share one pack, and each has its own slate", async () => {
  const other = "85123A";
  const opened = await visit({
    ...ALONE,
    body: 'class="room"',
    element: `<passerelle-suggestions product-id="${ITEM}" src="/pack/"></passerelle-suggestions>
      <passerelle-suggestions product-id="${other}" src="/pack" limit="2" label="With that one"></passerelle-suggestions>`,
    auto: "",
  });
  const first = await untilShown(opened.page, 0);
  const second = await untilShown(opened.page, 1);
  assert.deepEqual(first.ids, await ofPageAlone(ITEM));
  assert.deepEqual(second.ids, (await ofPageAlone(other)).slice(0, 2));
  assert.equal(second.heading, "With that one");
  assert.equal(packRequests().filter((path) => path.endsWith("manifest.json")).length, 1);
  assert.equal(shop.asked.filter(({ path }) => path.endsWith(".wasm")).length, 1);
  await opened.close();
});

test("follows its attributes, as a shop that is one page changes them", async () => {
  const opened = await visit(ALONE, { before: (page) => page.addInitScript(unseen) });
  await untilShown(opened.page);
  const other = "85123A";
  await opened.page.evaluate((id) => document.querySelector("passerelle-suggestions").setAttribute("product-id", id), other);
  const expected = await ofPageAlone(other);
  // The two slates may begin with the same items.
  await until(opened.page, (ids) => [...document.querySelector("passerelle-suggestions").shadowRoot.querySelectorAll("section:not(.spacer, .trial) a")].map((a) => a.href.split("/").pop()).join() === ids, expected.join());
  await opened.page.evaluate(() => {
    const host = document.querySelector("passerelle-suggestions");
    host.setAttribute("limit", "2");
    host.setAttribute("locale", "fr");
    host.setAttribute("images", "none");
  });
  await opened.page.waitForFunction(() => document.querySelector("passerelle-suggestions").shadowRoot.querySelectorAll("li").length === 2);
  const { ids, heading, prices } = await shown(opened.page);
  assert.deepEqual(ids, expected.slice(0, 2));
  assert.equal(heading, "Dans nos autres univers");
  assert.ok(prices.every((price) => /^\d+,\d\d\s£GB$/.test(price)), prices.join());
  await opened.page.evaluate(() => document.querySelector("passerelle-suggestions").setAttribute("label", "À voir aussi"));
  await opened.page.waitForFunction(() => document.querySelector("passerelle-suggestions").shadowRoot.querySelector("h2").textContent === "À voir aussi");
  // The element is removed and inserted again, as routers do.
  await opened.page.evaluate(() => {
    const host = document.querySelector("passerelle-suggestions");
    const { parentNode } = host;
    host.remove();
    parentNode.append(host);
  });
  assert.equal((await untilShown(opened.page)).ids.length, 2);
  assert.deepEqual(opened.said, []);
  assert.deepEqual(opened.problems, []);
  await opened.close();
});

test("consent that comes late counts at once; the attribute's denial keeps what is stored, a refusal erases it", async () => {
  const opened = await visit(ALONE, { id: "85123A", before: async (page) => {
    shop.page = { ...ALONE, attributes: 'consent="granted"' };
    // The previous pages are remembered.
    for (const id of ["47566", "22086"]) {
      await page.goto(`${shop.url}/p/${id}`);
      await untilShown(page);
    }
    shop.page = ALONE;
  } });
  const contextual = await untilShown(opened.page);
  assert.deepEqual(contextual.ids, await ofPageAlone("85123A"));
  const consent = (word) => opened.page.evaluate((value) => document.querySelector("passerelle-suggestions").setAttribute("consent", value), word);
  await consent("granted");
  await opened.page.waitForFunction((first) => {
    const urls = [...document.querySelector("passerelle-suggestions").shadowRoot.querySelectorAll("li a")].map((a) => a.href);
    return urls.length > 0 && urls.join() !== first;
  }, contextual.urls.join());
  const personal = await shown(opened.page);
  await consent("denied");
  await opened.page.waitForFunction((first) => [...document.querySelector("passerelle-suggestions").shadowRoot.querySelectorAll("li a")].map((a) => a.href).join() === first, contextual.urls.join());
  assert.notDeepEqual(personal.ids, contextual.ids);
  // An attribute is no answer of the shopper, so nothing is erased.
  assert.equal(await opened.page.evaluate(async () => (await indexedDB.databases()).length), 1);
  await opened.page.evaluate(async () => (await import("/passerelle/auto.js")).passerelle.setConsent(false));
  // The module forgets at once; the browser deletes the file later.
  await until(opened.page, databasesAre, 0);
  await leave(opened);
});

test("a consent platform's word is enough", async () => {
  const opened = await visit({ ...ALONE, says: "ga4" });
  await untilShown(opened.page);
  await opened.page.evaluate(() => {
    globalThis.gtag = function () { globalThis.dataLayer.push(arguments); };
    globalThis.gtag("consent", "update", { personalization_storage: "granted" });
  });
  await until(opened.page, async () => (await indexedDB.databases()).length === 1);
  await leave(opened);
});

test("a page that comes back from the cache of left pages asks again", async () => {
  // Playwright cannot look into a restored page, so the page itself reports.
  const keeping = await launchWithCacheOfPages();
  try {
    shop.page = { ...ALONE, head: '<script type="module" src="/report.js"></script>' };
    shop.first = (path) => path === "/report.js" && {
      body: `let asked = 0;
        addEventListener("pagehide", () => {
          const host = document.querySelector("passerelle-suggestions");
          // What it asks for is looked at when it asks.
          Object.defineProperty(host, "request", { get: () => ((asked += 1), { divisions: ["stationery-cards"] }) });
        });
        const report = () => {
          const divisions = [...document.querySelector("passerelle-suggestions").shadowRoot.querySelectorAll(".division")];
          void fetch("/report?" + new URLSearchParams({ asked, divisions: divisions.map((node) => node.textContent) }));
        };
        addEventListener("pageshow", ({ persisted }) => persisted && setInterval(report, 200));`,
      headers: { "Content-Type": "text/javascript" },
    };
    const { page } = await open(keeping, WIDE);
    await page.goto(`${shop.url}/p/${ITEM}`);
    await untilShown(page);
    await page.goto(`${shop.url}/p/47566`);
    await untilShown(page);
    await page.goBack({ waitUntil: "commit" });
    const answer = /^stationery and cards(,stationery and cards)*$/;
    const last = () => {
      const report = shop.asked.map(({ path }) => path).filter((path) => path.startsWith("/report?")).at(-1);
      return report && Object.fromEntries(new URL(report, shop.url).searchParams);
    };
    for (const end = Date.now() + 20_000; !answer.test(last()?.divisions) && Date.now() < end; ) await new Promise((done) => setTimeout(done, 50));
    assert.ok(last(), "the browser kept the page");
    assert.ok(Number(last().asked) > 0, "it asked again");
    assert.match(last().divisions, answer, "and shows the answer");
  } finally {
    await keeping.close();
  }
});

test("a click is told, recorded, and may be kept from going anywhere", async () => {
  const opened = await visit(ALONE);
  const { page } = opened;
  const { urls } = await untilShown(page);
  const ids = await ofPageAlone(ITEM, { by: byItem });
  await page.evaluate(() => document.addEventListener("passerelle-click", (event) => event.preventDefault()));
  await page.locator("passerelle-suggestions a").nth(1).click();
  const [detail] = await told(page, "click");
  const { reason, ...rest } = detail;
  assert.deepEqual(rest, { name: "click", itemId: ids[1], url: urls[1], placement: "product", position: 2 });
  assert.deepEqual([reason.code, reason.id], ["goes-with-page-item", ITEM]);
  assert.equal(page.url(), `${shop.url}/p/${ITEM}`);
  assert.deepEqual(await opened.layoutShift(), 0);
  // Unless the event is cancelled, it is a normal link.
  await page.reload();
  await untilShown(page);
  await page.route("https://shop.example/**", (route) => route.fulfill({ body: "there" }));
  await page.locator("passerelle-suggestions a").nth(1).click();
  await page.waitForURL(urls[1]);
  await opened.close();
});

test("a dismissal is told, may be prevented, leaves its room and the way back", async () => {
  const opened = await visit(ALONE);
  const { page } = opened;
  const { ids, height } = await untilShown(page);
  const dismiss = page.locator("passerelle-suggestions .dismiss");
  await page.evaluate(() => document.addEventListener("passerelle-dismiss", (event) => event.preventDefault(), { once: true }));
  await dismiss.nth(0).click();
  assert.deepEqual((await shown(page)).ids, ids);
  await dismiss.nth(0).click();
  assert.deepEqual((await shown(page)).ids, ids.slice(1));
  assert.equal((await told(page, "dismiss")).length, 2);
  const focused = () => page.evaluate(() => document.querySelector("passerelle-suggestions").shadowRoot.activeElement?.getAttribute("aria-describedby"));
  assert.equal(await focused(), "refused1");
  for (let at = 1; at < 4; at += 1) await dismiss.nth(at).click();
  assert.deepEqual(await shown(page).then((now) => [now.ids, now.height]), [[], height]);
  const undo = page.locator("passerelle-suggestions").getByRole("button", { name: "Undo" });
  assert.equal(await undo.count(), 4);
  await undo.nth(2).click();
  assert.deepEqual((await shown(page)).ids, [ids[2]]);
  await leave(opened);
});

test("an exposure is half of a suggestion, for a second, once", async () => {
  const opened = await visit({ before: '<div class="hero"></div>', after: "", attributes: 'limit="8"' }, { size: NARROW });
  const { page } = opened;
  await untilShown(page);
  const ids = await ofPageAlone(ITEM, { by: byItem, limit: 8 });
  await page.waitForTimeout(1_300);
  assert.deepEqual(await told(page, "shown"), [], "out of sight");
  const untilShownOnce = (id) => page.waitForFunction((itemId) => globalThis.told.some((event) => event.name === "shown" && event.itemId === itemId), id);
  // The page measures: a busy machine tells later, never sooner.
  const start = await page.evaluate(() => {
    document.addEventListener("passerelle-shown", () => (globalThis.firstShown ??= performance.now()));
    document.querySelector("passerelle-suggestions").scrollIntoView({ block: "end" });
    return performance.now();
  });
  for (const id of ids.slice(0, 2)) await untilShownOnce(id);
  assert.ok((await page.evaluate(() => globalThis.firstShown)) - start > 990, "not long enough");
  const seen = await told(page, "shown");
  assert.deepEqual(seen.map(({ itemId, position }) => [itemId, position]), ids.slice(0, 2).map((id, at) => [id, at + 1]));
  await page.locator("passerelle-suggestions li").last().scrollIntoViewIfNeeded();
  await untilShownOnce(ids.at(-1));
  const later = await told(page, "shown");
  assert.equal(new Set(later.map(({ itemId }) => itemId)).size, later.length, "each once");
  await leave(opened);
});

test("the keyboard reaches everything, in order, and turns the pages", async () => {
  const opened = await visit({ ...ALONE, attributes: 'limit="4"' }, { size: NARROW });
  const { page } = opened;
  await untilShown(page);
  const where = () => page.evaluate(() => {
    const node = document.querySelector("passerelle-suggestions").shadowRoot.activeElement;
    return node && `${node.localName}.${node.getAttribute("part")}`;
  });
  const list = page.locator("passerelle-suggestions ul");
  const path = [];
  for (let step = 0; step < 14; step += 1) {
    await page.keyboard.press("Tab");
    path.push(await where());
  }
  assert.deepEqual(path.slice(0, 6), ["button.previous", "button.next", "a.link", "button.why", "button.dismiss", "a.link"]);
  assert.equal(path.filter((place) => place === "a.link").length, 4);
  await page.reload();
  await untilShown(page);
  assert.equal(await list.evaluate((node) => node.scrollLeft), 0);
  await page.locator("passerelle-suggestions [part=next]").focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector("passerelle-suggestions").shadowRoot.querySelector("ul").scrollLeft > 100);
  assert.equal(await page.locator("passerelle-suggestions [part=previous]").getAttribute("aria-disabled"), "false");
  await page.locator("passerelle-suggestions .dismiss").first().focus();
  await page.keyboard.press("Space");
  assert.equal((await shown(page)).ids.length, 3);
  assert.equal(await where(), "button.undo");
  await leave(opened);
});

test("a named region with a list; targets of 24 pixels; no motion for those who want none", async () => {
  for (const reducedMotion of ["reduce", "no-preference"]) {
    const opened = await visit({ ...ALONE, attributes: 'limit="8"' }, { size: { ...NARROW, reducedMotion } });
    const { page } = opened;
    await untilShown(page);
    const region = page.getByRole("region", { name: "From our other departments" });
    assert.equal(await region.getByRole("list").getByRole("listitem").count(), (await shown(page)).ids.length);
    const names = await region.getByRole("button").evaluateAll((buttons) => buttons.length);
    assert.ok(names > 4);
    assert.equal(await region.getByRole("button", { name: "More suggestions" }).count(), 1);
    assert.ok((await region.getByRole("button", { name: /^Why this\? / }).count()) >= 4);
    assert.ok((await region.getByRole("button", { name: /^Not for me / }).count()) >= 4);
    const small = await page.evaluate(() => [...document.querySelector("passerelle-suggestions").shadowRoot.querySelectorAll("a,button")]
      .map((node) => node.getBoundingClientRect()).filter(({ width, height }) => width < 24 || height < 24).length);
    assert.equal(small, 0);
    const { behavior, snap } = await page.locator("passerelle-suggestions ul").evaluate((node) => ({ behavior: getComputedStyle(node).scrollBehavior, snap: getComputedStyle(node).scrollSnapType }));
    assert.equal(behavior, reducedMotion === "reduce" ? "auto" : "smooth");
    assert.match(snap, /mandatory/);
    assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
    await leave(opened);
  }
});

for (const [name, page, size] of [
  ["light", {}, WIDE],
  ["dark", {}, { ...WIDE, colorScheme: "dark" }],
  ["a narrow page", {}, NARROW],
  ["right to left", { html: 'lang="ar" dir="rtl"' }, NARROW],
  ["without pictures, dark", { attributes: 'images="none"' }, { ...NARROW, colorScheme: "dark" }],
]) {
  test(`axe finds nothing: ${name}`, async () => {
    const opened = await visit({ ...ALONE, attributes: 'limit="6"', ...page }, { size });
    const check = async (state) => {
      assert.deepEqual(await violations(opened.page), [], state);
    };
    await check("the page's own");
    await untilShown(opened.page);
    await check("shown");
    await opened.page.locator("passerelle-suggestions .dismiss").first().click();
    await check("one dismissed");
    await opened.page.evaluate(() => document.querySelector("passerelle-suggestions").shadowRoot.querySelectorAll("li:not(.taken) .dismiss").forEach((button) => button.click()));
    await check("all dismissed");
    await opened.close();
  });
}

test("right to left: the first suggestion is on the right, and next goes left", async () => {
  const opened = await visit({ ...ALONE, html: 'lang="ar" dir="rtl"', attributes: 'limit="8"' }, { size: NARROW });
  const { page } = opened;
  await untilShown(page);
  const lefts = await page.locator("passerelle-suggestions li").evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().left));
  assert.ok(lefts[0] > lefts[1]);
  await page.locator("passerelle-suggestions [part=next]").click();
  await page.waitForFunction(() => document.querySelector("passerelle-suggestions").shadowRoot.querySelector("ul").scrollLeft < -100);
  await leave(opened);
});

test("the page's country decides what suits the season, and changes with its attribute", async () => {
  const attributes = (country) => `placement="category" limit="24" images="none" country="${country}"`;
  const seen = [];
  const opened = await visit({ ...ALONE, element: `<passerelle-suggestions ${attributes("GB")}><p>Ours.</p></passerelle-suggestions>` }, {
    before: async (page) => {
      await page.addInitScript(unseen);
      await page.addInitScript(() => {
        document.addEventListener("DOMContentLoaded", () => {
          void customElements.whenDefined("passerelle-suggestions").then(() => {
            document.querySelector("passerelle-suggestions").request = { division: "jewellery-fashion" };
          });
        });
      });
    },
  });
  const badges = () => opened.page.evaluate(() => [...document.querySelector("passerelle-suggestions").shadowRoot.querySelectorAll("li")]
    .map((row) => [row.querySelector("a").href, ...[...row.querySelectorAll(".reason, .badge")].map((one) => one.textContent)].join(" | ")));
  const untilOthers = async () => {
    for (const end = Date.now() + 20_000; ; await opened.page.waitForTimeout(50)) {
      const now = await badges();
      if (now.length > 0 && !seen.some((before) => before.join() === now.join())) return now;
      assert.ok(Date.now() < end, `nothing else is said: ${now.join("; ")}`);
    }
  };
  seen.push(await untilOthers());
  // The other hemisphere.
  await opened.page.evaluate(() => document.querySelector("passerelle-suggestions").setAttribute("country", "AU"));
  seen.push(await untilOthers());
  assert.deepEqual(opened.said, []);
  await opened.page.evaluate(() => document.querySelector("passerelle-suggestions").setAttribute("country", "Australia"));
  await opened.page.waitForFunction(() => document.querySelector("passerelle-suggestions").shadowRoot.querySelectorAll("li").length === 0);
  assert.equal(opened.said.length, 1, opened.said.join("\n"));
  assert.match(opened.said[0], /invalid_option: .*`country` must be the two letters of ISO 3166/);
  await opened.page.evaluate(() => document.querySelector("passerelle-suggestions").setAttribute("country", "gb"));
  await opened.page.waitForFunction((rows) => document.querySelector("passerelle-suggestions").shadowRoot.querySelectorAll("li").length === rows, seen[0].length);
  assert.deepEqual(await badges(), seen[0]);
  await leave(opened);
});

test("elements that differ in their country ask once each, and not again and again", async () => {
  const element = (country) => `<passerelle-suggestions product-id="${ITEM}" ${country}><p>Ours.</p></passerelle-suggestions>`;
  shop.first = changingShop(`(shop) => {
    globalThis.countries = [];
    const setSeason = shop.setSeason;
    shop.setSeason = (season) => {
      globalThis.countries.push(season.country ?? "none");
      return setSeason(season);
    };
  }`);
  const opened = await visit({ ...ALONE, body: 'class="room"', element: element('country="GB"') + element("") + element('country="AU"') });
  await untilShown(opened.page);
  await opened.page.waitForTimeout(LONG_MS);
  assert.deepEqual((await opened.page.evaluate(() => globalThis.countries)).sort(), ["AU", "GB"]);
  await leave(opened);
});

test("another word for `images` shows nothing, and says what may be said: it may have been meant to hide something", async () => {
  const opened = await visit({ ...ALONE, attributes: 'images="pol"' });
  await untilAllSaid(opened);
  assert.equal((await shown(opened.page)).fallback, true);
  assert.equal(opened.said.length, 1, opened.said.join("\n"));
  assert.match(opened.said[0], /invalid_option: .*`images` must be slate, pool, none/);
  await leave(opened);
});

test("a page that opened the pack itself is not read, and shares it", async () => {
  const opened = await visit({ ...ALONE, says: "ga4", element: '<passerelle-suggestions src="/pack/"></passerelle-suggestions>', auto: "", head: '<script type="module" src="/own.js"></script>' }, {
    before: async () => {
      shop.first = (path) => path === "/own.js" && {
        body: `import { createPasserelle } from "/passerelle/index.js";
          const shop = await createPasserelle({ pack: "/pack/" });
          await shop.track({ name: "view_item", itemId: "85123A" });`,
        headers: { "Content-Type": "text/javascript" },
      };
    },
  });
  const { ids } = await untilShown(opened.page);
  assert.deepEqual(ids, await ofPageAlone("85123A"));
  assert.equal(packRequests().filter((path) => path.endsWith("manifest.json")).length, 1);
  await leave(opened);
});

test("defined once however often it is loaded, and importing it in Node does nothing", async () => {
  const opened = await visit({ ...ALONE, head: '<script type="module" src="/passerelle/element.js"></script><script type="module" src="/passerelle/auto.js?again"></script>' });
  await untilShown(opened.page);
  await leave(opened);
  const globals = Object.keys(globalThis).sort();
  for (const name of ["index", "element", "auto"]) await import(pathToFileURL(`${ROOT}pkg/dist/${name}.js`).href);
  assert.deepEqual(Object.keys(globalThis).sort(), globals);
});
