// The surroundings of real pages: broken language tags, redirected scripts, tag managers, frameworks that render first,
// two copies of the package, platforms that throw. Each page of `pages/` is a case, with a similar one in the test.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";

import { launch, open, ROOT, until, untilSaid } from "./harness.mjs";
import { passerelle } from "./store.mjs";
import { openShop, POLICY, shown, untilShown } from "./storefront.mjs";

const ITEM = "85123A";
/** The cases have inline scripts. */
const INLINE = POLICY.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'").replace("; require-trusted-types-for 'script'; trusted-types 'none'", "");
/** The style that `pages/` expects: it reserves space. */
const STYLE = "body { font: 1rem/1.5 sans-serif } passerelle-suggestions { display: block; min-block-size: 40rem }";
const ALONE = { before: "<p>The product.</p>", after: "" };
/** A host that answers every address with its start page. */
const START_PAGE = { body: "<!doctype html><title>Shop</title><p>The start page.</p>", headers: { "Content-Type": "text/html; charset=utf-8" } };
/** Longer than any work of an element takes without disturbance. */
const LONG_MS = 2_000;

let shop;
let browser;

before(async () => {
  const dist = `${ROOT}pkg/dist`;
  const pack = `${ROOT}www/retail/pack`;
  shop = await openShop({ "/copy2/": dist, "/wasm-html/": dist, "/gz-pack/": pack });
  browser = await launch();
});

beforeEach(() => {
  shop.page = ALONE;
  shop.policy = INLINE;
  shop.headers = {};
  shop.asked.length = 0;
  shop.first = surroundings;
});

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
});

after(async () => {
  await browser?.close();
  await shop?.close();
});

/** The behaviour of the servers of the cases. */
function surroundings(path) {
  if (path === "/style.css") return { body: STYLE, headers: { "Content-Type": "text/css" } };
  // As far away as a shop's server is.
  if (path === "/_read.html") return new Promise((done) => setTimeout(done, 300));
  if (path === "/hang") return new Promise(() => {});
  if (/^\/cdn\/\w+\.js$/.test(path)) return { status: 302, headers: { Location: "/passerelle/auto.js" } };
  if (path.startsWith("/spa-pack/") || path === "/wasm-html/passerelle.wasm") return START_PAGE;
  if (/^\/gz-pack\/.*\.psr$/.test(path)) return { body: readFileSync(`${ROOT}www/retail/pack/${path.slice(9)}`), headers: { "Content-Encoding": "gzip" } };
  return undefined;
}

/** Opens a page; `said` has its warnings. */
async function visit(path, { prepare, wait = "load", ...size } = {}) {
  const opened = await open(browser, { viewport: { width: 1280, height: 900 }, ...size });
  await prepare?.(opened.page);
  await opened.page.goto(`${shop.url}${path}`, { waitUntil: wait });
  return opened;
}

/** Opens a product page of a case's kind. */
function visitPage(page, options) {
  shop.page = { ...ALONE, ...page };
  return visit(`/p/${ITEM}`, options);
}

/** Waits for a warning, and then for further ones. */
async function untilAllSaid(opened) {
  await untilSaid(opened);
  await opened.page.waitForTimeout(LONG_MS);
}

/** Asserts that the fallback stays, and that a warning gives the reason. */
async function staysOwn(opened) {
  await untilAllSaid(opened);
  assert.equal((await shown(opened.page)).fallback, true);
}

/** The remembered events, read by a blank page. */
async function remembered({ context }) {
  const page = await context.newPage();
  await page.goto(`${shop.url}/blank.html`);
  const { events } = await page.evaluate(async () => {
    const { createPasserelle } = await import("/passerelle/index.js");
    return (await createPasserelle({ pack: "/pack/" })).history.export();
  });
  await page.close();
  return events.map(({ name, itemId }) => `${name} ${itemId}`);
}

const untilRemembered = async (opened, count) => {
  for (const end = Date.now() + 20_000; ; ) {
    const events = await remembered(opened);
    if (events.length >= count || Date.now() > end) return events;
  }
};

test("d02 `lang` with an underscore is the language that it means", async () => {
  for (const path of ["/d02-underscore.html", "/d02b-hyphen.html"]) {
    const { page, said } = await visit(path);
    const { heading, prices } = await untilShown(page);
    assert.equal(heading, "Dans nos autres univers", path);
    assert.ok(prices.every((price) => /^\d+,\d\d\s£GB$/.test(price)), prices.join());
    assert.deepEqual(said, []);
  }
});

test("what is no language tag gives way: to its language, to the next `lang`, to the browser's", async () => {
  for (const [html, attributes, language] of [
    ['lang="pt_BR.UTF-8"', "", "pt"],
    ['lang="de"', 'locale="no such tag"', "de"],
    ['lang="?"', "", "it"],
  ]) {
    const { page } = await visitPage({ html, attributes }, { locale: "it-IT" });
    const { heading, prices } = await untilShown(page);
    const { words } = JSON.parse(readFileSync(`${ROOT}pkg/src/messages/${language}.json`, "utf8"));
    assert.equal(heading, words.others, `${html} ${attributes}`);
    assert.ok(prices.every((price) => /\d/.test(price)), prices.join());
  }
});

test("d03, d04 a redirect or a later <base> does not part the script from its tag", async () => {
  for (const path of ["/d03-redirected.html", "/d04-base-later.html"]) {
    const { page, said } = await visit(path);
    assert.equal((await untilShown(page)).ids.length, 4, path);
    assert.deepEqual(said, []);
  }
});

test("a redirect from a file of another name, beside another module script", async () => {
  const { page } = await visitPage({ auto: "", head: '<script type="module" src="/cdn/tag.js" data-pack="/pack/" data-consent="granted"></script>' });
  assert.equal((await untilShown(page)).ids.length, 4);
  await until(page, async () => (await indexedDB.databases()).length === 1);
});

test("d05 a tag without data-pack: the message says where to name the pack", async () => {
  const opened = await visit("/d05-tag-manager.html");
  await staysOwn(opened);
  assert.equal(opened.said.length, 1, opened.said.join("\n"));
  assert.match(opened.said[0], /invalid_option: no pack is named: put src="\/pack\/" on the element, or data-pack="\/pack\/" on the script tag of auto\.js/);
});

test("the same on a page without an element; an element that names the pack needs no more", async () => {
  const bare = await visitPage({ auto: "", element: "" });
  await untilAllSaid(bare);
  assert.equal(bare.said.length, 1, bare.said.join("\n"));
  assert.match(bare.said[0], /no pack is named/);
  const named = await visitPage({ auto: "", attributes: 'src="/pack/"' });
  assert.equal((await untilShown(named.page)).ids.length, 4);
  assert.deepEqual(named.said, []);
});

test("d01 a page that replaces Array.from: what is remembered is read, and forgetting one item keeps the others", async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  for (const id of ["22423", "47566", "84879"]) {
    shop.page = { ...ALONE, attributes: 'consent="granted"' };
    const page = await context.newPage();
    await page.goto(`${shop.url}/p/${id}`);
    await untilShown(page);
    await until(page, async () => (await indexedDB.databases()).length === 1);
    await page.waitForTimeout(500);
    await page.close();
  }
  const page = await context.newPage();
  await page.goto(`${shop.url}/d01-array-from.html`);
  await untilShown(page);
  const kept = ["view_item 22423", "view_item 47566", "view_item 84879", "view_item 85123"];
  assert.deepEqual(await untilRemembered({ context }, 4), kept);
  const [exported, left] = await page.evaluate(async () => {
    const { passerelle } = await import("/passerelle/auto.js");
    const before = (await passerelle.history.export()).events.length;
    await passerelle.history.forget("47566");
    return [before, (await passerelle.history.export()).events.map(({ itemId }) => itemId)];
  });
  assert.deepEqual([exported, left], [4, ["22423", "84879", "85123"]]);
});

test("d07 `load` that never comes is waited for five seconds", async () => {
  const { page } = await visit("/d07-load-never.html", { wait: "domcontentloaded" });
  assert.equal((await untilShown(page)).ids.length, 4);
  assert.notEqual(await page.evaluate(() => document.readyState), "complete");
});

test("a frame that never answers; consent is heard too", async () => {
  const { page } = await visitPage({ attributes: 'consent="granted"', after: '<iframe src="/hang" title="An advertisement"></iframe>', body: 'class="room"' }, { wait: "domcontentloaded" });
  await untilShown(page);
  await until(page, async () => (await indexedDB.databases()).length === 1);
});

/** Waits for a first suggestion with an address other than `url`. */
const untilOther = (page, url) => page.waitForFunction((before) => {
  const link = document.querySelector("passerelle-suggestions").shadowRoot.querySelector("a");
  return link !== null && link.href !== before;
}, url);

test("d08 a property that is set before the element is defined is taken over", async () => {
  const { page } = await visit("/d08-property-first.html");
  const before = await untilShown(page);
  assert.equal(await page.evaluate(() => Object.hasOwn(document.querySelector("passerelle-suggestions"), "request")), false);
  await page.click("#change");
  await untilOther(page, before.urls[0]);
  const fresh = await visitPage({ element: '<passerelle-suggestions placement="cart" cart="22423"></passerelle-suggestions>' });
  assert.deepEqual((await shown(page)).ids, (await untilShown(fresh.page)).ids);
});

test("d08b a property that is set after the definition, and another later", async () => {
  const { page } = await visit("/d08b-property-later.html");
  const { urls } = await untilShown(page);
  await page.click("#change");
  await untilOther(page, urls[0]);
});

test("so are `formatPrice`, and the properties of the inspector", async () => {
  const { page } = await visitPage({
    element: `<passerelle-suggestions product-id="${ITEM}"></passerelle-suggestions><passerelle-inspector src="/pack/"></passerelle-inspector>`,
    head: `<script>document.addEventListener("DOMContentLoaded", () => {
      document.querySelector("passerelle-suggestions").formatPrice = ({ price }) => "ab " + price.amount;
      document.querySelector("passerelle-inspector").requests = [{ placement: "home", limit: 1 }];
    });</script>`,
    auto: 'data-pack="/pack/" data-late',
  }, { prepare: async (page) => {
    // The module scripts load after the page's own script has run.
    await page.route("**/passerelle/auto.js", async (route) => {
      await new Promise((done) => setTimeout(done, 300));
      await route.continue();
    });
  } });
  const { prices } = await untilShown(page);
  assert.ok(prices.every((price) => /^ab \d/.test(price)), prices.join());
  await page.evaluate(() => import("/passerelle/inspector.js"));
  await page.waitForFunction(() => document.querySelector("passerelle-inspector").shadowRoot?.querySelectorAll(".spot").length === 2);
});

test("d09 an object that became an attribute is said, with what to do", async () => {
  const opened = await visit("/d09-react18.html");
  const { said } = opened;
  await untilAllSaid(opened);
  assert.equal(said.length, 1, said.join("\n"));
  assert.match(said[0], /attribute_unreadable: request="\[object Object\]" on <passerelle-suggestions> .*set the property `request` through a ref/);
});

test("an object in another attribute is taken for nothing; a list is read", async () => {
  const object = await visitPage({ element: `<passerelle-suggestions product-id="${ITEM}" cart="[object Object]"></passerelle-suggestions>` });
  assert.equal((await untilShown(object.page)).ids.length, 4);
  assert.match(object.said.join("\n"), /attribute_unreadable: cart="\[object Object\]"/);
  const lists = [];
  // A list becomes text with commas.
  for (const cart of ["22423,47566", "22423 47566"]) {
    const { page, said } = await visitPage({ element: `<passerelle-suggestions placement="cart" cart="${cart}"></passerelle-suggestions>` });
    lists.push((await untilShown(page)).ids);
    assert.deepEqual(said, []);
  }
  assert.deepEqual(lists[0], lists[1]);
});

test("d10 two copies of the package are one: one pack, one reading, every event once", async () => {
  const opened = await visit("/d10-two-copies.html");
  await untilShown(opened.page);
  await opened.page.click("#add");
  await untilRemembered(opened, 2);
  await opened.page.waitForTimeout(500);
  assert.deepEqual(await remembered(opened), ["view_item 85123", "add_to_cart 85123"]);
  assert.deepEqual(opened.said, []);
  const asked = await opened.page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
  for (const name of ["manifest.json", "passerelle.wasm"]) assert.equal(asked.filter((address) => address.endsWith(name)).length, 1, name);
  const once = await opened.page.evaluate(async () => {
    const apis = await Promise.all(["/passerelle/index.js", "/copy2/index.js"].map((path) => import(path)));
    const [one, other] = await Promise.all(apis.map(({ createPasserelle }) => createPasserelle({ pack: "/pack/" })));
    return one === other;
  });
  assert.equal(once, true);
});

test("a copy that speaks another protocol stays silent, with one warning", async () => {
  const { page, said, problems } = await visitPage({
    element: `<passerelle-suggestions product-id="${ITEM}"><p>Ours.</p></passerelle-suggestions><passerelle-notices></passerelle-notices>`,
    head: '<script type="module" src="/passerelle/notices.js"></script><script type="module" src="/passerelle/inspector.js"></script>',
  }, { prepare: (page) => page.addInitScript(() => {
    Object.defineProperty(globalThis, Symbol.for("passerelle"), { value: Object.freeze({ protocol: 99, version: "9.9.9" }) });
  }) });
  await page.waitForTimeout(LONG_MS);
  assert.deepEqual(await page.evaluate(() => ["suggestions", "notices", "inspector"].map((name) => Boolean(customElements.get(`passerelle-${name}`)))), [false, false, false]);
  const code = await page.evaluate(async () => (await import("/passerelle/index.js")).createPasserelle({ pack: "/pack/" }).then(() => "open", ({ code }) => code));
  assert.equal(code, "version_conflict");
  const ours = said.filter((text) => text.includes("version_conflict"));
  assert.equal(ours.length, 1, said.join("\n"));
  assert.match(ours[0], /version 9\.9\.9 .*load one version on the page/);
  assert.deepEqual(problems, []);
});

test("d11 nonces, with and without 'strict-dynamic', are enough", async () => {
  for (const path of ["/d11-nonce.html", "/d11b-nonce-only.html"]) {
    const { page, problems, said } = await visit(path);
    assert.equal((await untilShown(page)).ids.length, 4, path);
    assert.deepEqual([problems, said], [[], []]);
  }
});

test("d12 old scripts that extend what is built in cost nothing", async () => {
  const opened = await visit("/d12-extended.html");
  assert.equal((await untilShown(opened.page)).ids.length, 4);
  assert.deepEqual(await untilRemembered(opened, 1), ["view_item 85123"]);
  assert.deepEqual(opened.said, []);
});

test("d13, d14 a host that answers with a page of its own is named as that", async () => {
  for (const [path, message] of [
    ["/d13-html-for-pack.html", /pack_not_found: .*\/spa-pack\/: .*a page of its own/],
    ["/d14-html-for-wasm.html", /module_unreachable: .*passerelle\.wasm: this is no WebAssembly, perhaps a page/],
  ]) {
    const opened = await visit(path);
    await staysOwn(opened);
    assert.equal(opened.said.length, 1, opened.said.join("\n"));
    assert.match(opened.said[0], message);
  }
});

test("d15 a file that is labelled as compressed and is not: the message names the header", async () => {
  const opened = await visit("/d15-encoding-label.html");
  await staysOwn(opened);
  assert.equal(opened.said.length, 1, opened.said.join("\n"));
  assert.match(opened.said[0], /pack_unreachable: .*\.psr: .*Content-Encoding: gzip.*take that header off/);
});

test("the same of the module", async () => {
  shop.first = (path) => path.endsWith(".wasm") ? { body: readFileSync(`${ROOT}pkg/dist/passerelle.wasm`), headers: { "Content-Encoding": "gzip" } } : surroundings(path);
  const opened = await visitPage({});
  await staysOwn(opened);
  assert.match(opened.said.join("\n"), /module_unreachable: .*passerelle\.wasm: .*Content-Encoding: gzip.*take that header off/);
});

test("d17 a page that deletes all databases goes on, without an error, and remembers nothing more until a reload", async () => {
  const opened = await visit("/d17-logout.html");
  const { page, problems } = opened;
  const { ids } = await untilShown(page);
  assert.deepEqual(await untilRemembered(opened, 1), ["view_item 85123"]);
  await page.click("#logout");
  const isGone = async () => (await indexedDB.databases()).length === 0;
  await until(page, isGone);
  assert.deepEqual((await shown(page)).ids, ids);
  // Both by the page's own call and by what it states.
  await page.evaluate(async () => {
    const { passerelle } = await import("/passerelle/auto.js");
    window.dataLayer.push({ event: "add_to_cart", ecommerce: { items: [{ item_id: "47566" }] } });
    await passerelle.track({ name: "add_to_wishlist", itemId: "22423" });
  });
  await page.waitForTimeout(500);
  assert.equal(await page.evaluate(isGone), true);
  assert.deepEqual(await remembered(opened), []);
  assert.equal((await shown(page)).ids.length, ids.length);
  await page.reload();
  await untilShown(page);
  assert.deepEqual(await untilRemembered(opened, 1), ["view_item 85123"]);
  assert.deepEqual(problems, []);
});

test("d18 without WebAssembly the page's own content stays, and one warning says so", async () => {
  const opened = await visit("/d18-no-wasm.html");
  await staysOwn(opened);
  assert.equal(opened.said.length, 1, opened.said.join("\n"));
  assert.match(opened.said[0], /WebAssembly/);
});

test("d19 in a sandboxed frame there are suggestions, and no store", async () => {
  // In a sandboxed frame, whose origin is opaque, no address matches 'self'.
  shop.policy = "default-src * 'unsafe-inline' 'wasm-unsafe-eval'";
  shop.headers = { "Access-Control-Allow-Origin": "*" };
  const { page, said } = await visit("/d19-sandbox.html");
  const frame = page.frames().at(-1);
  await frame.waitForFunction(() => document.querySelector("passerelle-suggestions").shadowRoot.querySelectorAll("section li").length === 4);
  assert.match(said.join("\n"), /storage_denied/);
});

test("d20 quirks mode, right to left, in a table", async () => {
  const opened = await visit("/d20-quirks.html");
  const { page } = opened;
  assert.equal((await untilShown(page)).ids.length, 4);
  assert.equal(await page.evaluate(() => document.compatMode), "BackCompat");
  const { directions, edges, headings } = await page.evaluate(() => {
    const section = document.querySelector("passerelle-suggestions").shadowRoot.querySelector("section:not(.spacer, .trial)");
    const within = section.getBoundingClientRect();
    return {
      directions: [section, section.querySelector("ul"), section.querySelector("li")].map((node) => getComputedStyle(node).direction),
      // How far the start of each card, and of the heading, is from the right edge.
      edges: [...section.querySelectorAll("li")].map((row) => Math.round(within.right - row.getBoundingClientRect().right)),
      headings: Math.round(within.right - section.querySelector("h2").getBoundingClientRect().right),
    };
  });
  assert.deepEqual(directions, ["rtl", "rtl", "rtl"]);
  assert.deepEqual(edges, edges.toSorted((one, other) => one - other), "the first card is on the right");
  assert.equal(new Set(edges).size, 4, edges.join());
  assert.ok([edges[0], headings].every((edge) => edge >= 0 && edge < 10), `${edges} ${headings}`);
  assert.equal(await opened.layoutShift(), 0);
});

test("d21 a part of the package that a blocker holds back is named", async () => {
  const panel = await visit("/d21-blocked-part.html", { prepare: (page) => page.route(/\/auto-privacy-[^/]*\.js/, (route) => route.abort("blockedbyclient")) });
  const { ids } = await untilShown(panel.page);
  // The page's own link does nothing about the rejection, so the browser reports it.
  const rejected = panel.page.waitForEvent("pageerror");
  await panel.page.click("#privacy");
  const own = await rejected;
  assert.match(own.message, /privacy panel .* could not be loaded/);
  const error = await panel.page.evaluate(async () => {
    const { passerelle } = await import("/passerelle/auto.js");
    return passerelle.openPrivacy().then(() => "open", ({ code, message }) => `${code}: ${message}`);
  });
  assert.match(error, /module_unreachable: .*privacy panel .* could not be loaded/);
  assert.equal(await panel.page.locator("passerelle-privacy").count(), 0);
  assert.deepEqual((await shown(panel.page)).ids, ids);
  assert.equal(await panel.page.getByRole("heading", { name: "Product" }).isVisible(), true);
  assert.equal(await panel.page.locator("#privacy").isVisible(), true);
  const work = await visit("/d21-blocked-part.html", { prepare: (page) => page.route(/\/auto-drawing-[^/]*\.js/, (route) => route.abort("blockedbyclient")) });
  await staysOwn(work);
  assert.match(work.said.join("\n"), /auto-drawing-[^/]*\.js/);
});

test("d22 what is put in the cart while the page is left is remembered", async () => {
  const opened = await visit("/d22-add-and-leave.html");
  await untilShown(opened.page);
  // The click comes after the view is written.
  assert.deepEqual(await untilRemembered(opened, 1), ["view_item 85123"]);
  await opened.page.click("#add");
  assert.deepEqual(await untilRemembered(opened, 2), ["view_item 85123", "add_to_cart 85123"]);
});

test("d23, d24 a database that never answers, or that throws: suggestions all the same, and one warning", async () => {
  for (const path of ["/d23-database-hangs.html", "/d24-database-refused.html"]) {
    const opened = await visit(path);
    assert.equal((await untilShown(opened.page)).ids.length, 4, path);
    await untilAllSaid(opened);
    assert.equal(opened.said.length, 1, opened.said.join("\n"));
    assert.match(opened.said[0], /storage_denied/);
  }
});

test("d26 what is in the cart is never suggested: a fifth line by the SKU of a variant, and a long cart", async () => {
  const { page } = await visit("/d26-cart-of-five.html");
  const { ids } = await untilShown(page);
  assert.equal(ids.length, 6);
  assert.ok(["22423", "47566", "84879", "22720", "85123"].every((id) => !ids.includes(id)), ids.join());
  // Lines beyond the last six only exclude items, under each of the page's ids.
  const suggested = [];
  // Addresses have variants' ids, which are items' own ids if they have no letter.
  const older = ids.filter((id) => /^\d+$/.test(id)).slice(0, 2);
  assert.equal(older.length, 2);
  for (const long of [[], older.map((id) => [`variant-of-${id}`, id])]) {
    const opened = await visitPage({ element: '<passerelle-suggestions placement="cart" limit="6"></passerelle-suggestions>' });
    await opened.page.evaluate((lines) => {
      document.querySelector("passerelle-suggestions").request = { cart: [...lines, "21754", "22423", "47566", "84879", "22720", "85123A"] };
    }, long);
    suggested.push((await untilShown(opened.page)).ids);
    assert.deepEqual(opened.said, []);
    const shards = await opened.page.evaluate(() => new Set(performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => name.includes("/shards/"))).size);
    assert.ok(shards <= 6, `${shards} files of lines`);
  }
  assert.ok(older.every((id) => !suggested[1].includes(id)), suggested[1].join());
});

test("d16 a service worker that lets the manifest through: the off switch is prompt; one that does not keeps suggesting", async () => {
  const folder = await mkdtemp(join(tmpdir(), "passerelle-switch-"));
  try {
    await cp(`${ROOT}www/retail/pack`, folder, { recursive: true });
    shop.folders["/switch-pack/"] = folder;
    for (const [lets, off] of [[false, 4], [true, 0]]) {
      await passerelle(["switch", "on", "--out", folder]);
      const manifest = 'new URL(event.request.url).pathname.endsWith("/manifest.json")';
      const worker = readFileSync(`${ROOT}tests/browser/pages/sw.js`, "utf8").replace('"GET"', `"GET"${lets ? ` || ${manifest}` : ""}`);
      shop.first = (path) => path === "/sw.js" ? { body: worker, headers: { "Content-Type": "text/javascript" } } : surroundings(path);
      const first = await visit("/d16-service-worker.html");
      assert.equal((await untilShown(first.page)).ids.length, 4);
      await until(first.page, () => Boolean(navigator.serviceWorker.controller));
      // The worker keeps the files that it has seen.
      const second = await first.context.newPage();
      await second.goto(`${shop.url}/d16-service-worker.html`);
      assert.equal((await untilShown(second)).ids.length, 4);
      await passerelle(["switch", "off", "--out", folder]);
      const third = await first.context.newPage();
      await third.goto(`${shop.url}/d16-service-worker.html`);
      if (off > 0) assert.equal((await untilShown(third)).ids.length, off);
      else {
        await third.waitForTimeout(LONG_MS);
        assert.equal((await shown(third)).fallback, true);
      }
      await first.context.close();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("c08 a consent platform that throws is no source", async () => {
  const { page, said } = await visit("/c08-tcf-throws.html");
  assert.equal((await untilShown(page)).ids.length, 4);
  assert.deepEqual(said, []);
});

test("neither is Shopify's; another source is heard all the same, and the one that throws is asked again", async () => {
  const { page, said } = await visitPage({ head: `<script>
    window.Shopify = { customerPrivacy: { preferencesProcessingAllowed() { throw new Error("not yet"); } } };
    window.dataLayer = [];
  </script>` });
  await untilShown(page);
  assert.deepEqual(said, []);
  assert.equal(await page.evaluate(async () => (await indexedDB.databases()).length), 0);
  await page.evaluate(() => {
    globalThis.Shopify.customerPrivacy.preferencesProcessingAllowed = () => true;
    document.dispatchEvent(new Event("shopifyCustomerPrivacyApiLoaded"));
  });
  await until(page, async () => (await indexedDB.databases()).length === 1);
});
