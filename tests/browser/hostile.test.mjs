// A hostile feed: a thousand rows with markup, script addresses, directional characters, endless titles and broken
// encoding. Once through the real tool and pack, once directly into the element. Nothing is executed, and nothing
// moves.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { launch, open } from "./harness.mjs";
import { openShop, POLICY, untilShown, replacingSlates } from "./storefront.mjs";
import { passerelle } from "./store.mjs";

const ROWS = 1_000;
/** Number of additional rows with invalid addresses. */
const REFUSED = 250;
/** Items of each group are bought together by one shopper more than the privacy floor requires. */
const GROUP = 8;
const SHOPPERS = 4;
/** A policy that forbids nothing: only the element prevents the execution of scripts. */
const LENIENT = "default-src * 'unsafe-inline' 'unsafe-eval' data: blob:";
const SIZES = [{ viewport: { width: 1440, height: 900 } }, { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true }];

/** Sets `executed` if it is ever interpreted as anything but text. */
const RUN = "globalThis.executed='yes'";
const TITLES = [
  `<script>${RUN}</script>`,
  `<img src=x onerror="${RUN}">`,
  `"><svg/onload=${RUN}>`,
  `</bdi></a></li></ul><h1 onclick="${RUN}">Free</h1>`,
  `{{constructor.constructor("${RUN}")()}}`,
  `\u202egnp.exe\u202c right to left`,
  `\u2067\u2066\u202a\u202b\u202d\u202e never closed`,
  `${"endless ".repeat(1_250)}`,
  `${"x".repeat(10_000)}`,
  `a\u0300\u0301\u0302\u0303`.repeat(600),
  `\u0000\u0007\u001b[31m\u0085\u2028\u2029 controls`,
  "🧣👩‍👩‍👧‍👦🏴‍☠️".repeat(40),
  "\ufeff\u200b\u200d\u00ad",
  "&lt;b&gt; &amp;#x3c;script&amp;#x3e;",
  "عربي עברית English 123",
  "​",
];
const LINKS = [
  "https://shop.example/p/ID", "https://shop.example/p/ID?a=1&b=%3Cscript%3E", "https://shop.example/p/ID#<b>",
  `javascript:${RUN}`, ` javascript:${RUN}`, `java\tscript:${RUN}`, `JaVaScRiPt:${RUN}//https://`, `data:text/html,<script>${RUN}</script>`, `vbscript:${RUN}`,
  "https://user:password@evil.example/", "//evil.example/ID", "/p/ID", "", "https://", "blob:https://shop.example/1", "file:///etc/passwd", "https://shop.example/\u202eID",
];

let shop;
let browser;
let folder;
let built;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "passerelle-hostile-"));
  built = await buildHostilePack();
  shop = await openShop({ "/pack/": join(folder, "pack") });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await shop?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Builds a pack of such a feed with the real tool. */
async function buildHostilePack() {
  const divisions = ["one", "two", "three", "four"];
  const house = ['[house]', 'name = "<b>House</b>"', 'languages = ["en"]', 'currency = "EUR"'];
  for (const id of divisions) {
    house.push("[[division]]", `id = "${id}"`, `names = { en = "<i onclick=${RUN.replaceAll("'", "")}>${id} \\u202e" }`, `product_types = ["${id}"]`);
  }
  const id = (at) => `H${at}`;
  const rows = Array.from({ length: ROWS + REFUSED }, (_, at) => {
    const link = at < ROWS ? LINKS[at % 2] : LINKS[3 + (at % (LINKS.length - 3))];
    const image = at % 5 === 0 ? "" : `https://img.example/${at}.svg`;
    // With a zero byte the file would be no text, and the tool would refuse it.
    const cell = (text) => text.replaceAll(/[\t\n\0]/g, " ");
    const title = cell(TITLES[at % TITLES.length]);
    return [id(at), title || "empty", cell(link.replaceAll("ID", id(at))), cell(image), "9.50 EUR", "in_stock", divisions[at % 4]].join("\t");
  });
  const header = "id\ttitle\tlink\timage_link\tprice\tavailability\tproduct_type";
  // Half of a surrogate pair, as a broken encoder writes it.
  const broken = Buffer.concat([Buffer.from("HX\tbroken "), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from("\thttps://shop.example/p/HX\t\t1 EUR\tin_stock\tone")]);
  await writeFile(join(folder, "feed.tsv"), Buffer.concat([Buffer.from(`${[header, ...rows].join("\n")}\n`), broken]));
  const orders = ["order_id,user_id,timestamp,item_id,quantity"];
  for (let at = 0; at < ROWS; at += 1) {
    const group = Math.floor(at / GROUP);
    for (let shopper = 0; shopper < SHOPPERS; shopper += 1) {
      orders.push(`O${group}-${shopper},U${group}-${shopper},2026-01-0${1 + shopper}T10:00:00Z,${id(at)},1`);
    }
  }
  await writeFile(join(folder, "orders.csv"), orders.join("\n"));
  await writeFile(join(folder, "house.toml"), house.join("\n"));
  const { stdout, stderr } = await passerelle([
    "build", "--house", join(folder, "house.toml"), "--feed", join(folder, "feed.tsv"), "--orders", join(folder, "orders.csv"),
    "--out", join(folder, "pack"), "--no-calibration",
  ]);
  return stdout + stderr;
}

/** Opens a page with an element that has space; records violations, messages and executions. */
async function visit(size, policy, prepare) {
  shop.page = { before: "<p>The product.</p>", body: 'class="room"', attributes: 'limit="8"' };
  shop.policy = policy;
  const opened = await open(browser, size);
  opened.dialogs = [];
  opened.page.on("dialog", (dialog) => {
    opened.dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await opened.page.route("https://img.example/**", (route) => route.fulfill({ contentType: "image/svg+xml", body: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 5"><script>${RUN}</script><rect width="4" height="5"/></svg>` }));
  await opened.page.addInitScript(() => {
    globalThis.violations = [];
    document.addEventListener("securitypolicyviolation", (event) => globalThis.violations.push(event.violatedDirective));
  });
  await prepare?.(opened.page);
  await opened.page.goto(`${shop.url}/p/H0`);
  await untilShown(opened.page);
  return opened;
}

/** The forbidden content of the page now, and its size. */
function survey(page) {
  return page.evaluate(() => {
    const host = document.querySelector("passerelle-suggestions");
    const section = host.shadowRoot.querySelector("section:not(.trial, .spacer)");
    const nodes = [...(section?.querySelectorAll("*") ?? [])];
    const rows = [...(section?.querySelectorAll("li") ?? [])];
    return {
      names: [...new Set(nodes.map(({ localName }) => localName))].sort(),
      attributes: [...new Set(nodes.flatMap((node) => node.getAttributeNames()))].sort(),
      addresses: nodes.flatMap((node) => [node.href, node.src]).filter((address) => address && !/^https?:/.test(address)),
      titles: rows.map((row) => row.querySelector(".title").textContent),
      heights: [...new Set(rows.map((row) => Math.round(row.getBoundingClientRect().height)))],
      widths: [...new Set(rows.map((row) => Math.round(row.getBoundingClientRect().width)))],
      height: section?.offsetHeight ?? 0,
      overflow: document.documentElement.scrollWidth - innerWidth,
      spilt: rows.filter((row) => {
        const { bottom } = row.getBoundingClientRect();
        return [...row.querySelectorAll("span")].some((node) => node.getBoundingClientRect().bottom > bottom + 1);
      }).length,
      executed: globalThis.executed,
    };
  });
}

const ELEMENTS = ["a", "bdi", "button", "div", "h2", "header", "img", "li", "span", "ul"];
const ATTRIBUTES = [
  "alt", "aria-disabled", "aria-hidden", "aria-label", "aria-labelledby", "class", "decoding", "height", "href", "id", "lang", "loading", "part",
  "role", "src", "title", "type", "width",
];

/** Asserts that a page contains only what the element creates. */
function assertHarmless({ names, attributes, addresses, executed, overflow, spilt }, what) {
  assert.deepEqual(names.filter((name) => !ELEMENTS.includes(name)), [], what);
  assert.deepEqual(attributes.filter((name) => !ATTRIBUTES.includes(name)), [], what);
  assert.deepEqual(addresses, [], what);
  assert.equal(executed, undefined, what);
  assert.ok(overflow <= 0, `${what}: ${overflow} px beyond the page`);
  assert.equal(spilt, 0, what);
}

test("the tool takes what is text, and leaves out rows whose address is none", () => {
  const items = Number(built.match(/^items +([\d,]+)$/m)?.[1].replace(",", ""));
  // A title of invisible characters counts as none.
  assert.ok(items >= ROWS * 0.85 && items <= ROWS, built);
  assert.match(built, /bad-link/);
});

for (const [at, size] of SIZES.entries()) {
  for (const [name, policy] of [["a strict policy with Trusted Types", POLICY], ["no policy at all", LENIENT]]) {
    test(`a pack of ${ROWS} hostile rows, ${size.viewport.width} px, ${name}: nothing runs, the layout holds`, async () => {
      const opened = await visit(size, policy);
      const { page } = opened;
      const titles = new Set();
      const heights = new Set();
      for (let group = 0; group < ROWS / GROUP; group += 1) {
        const id = `H${group * GROUP}`;
        await page.evaluate(async (next) => {
          const host = document.querySelector("passerelle-suggestions");
          const root = host.shadowRoot;
          const before = root.querySelector("section:not(.spacer)");
          host.setAttribute("product-id", next);
          for (let wait = 0; wait < 40 && root.querySelector("section:not(.spacer, .trial)") === before; wait += 1) await new Promise((done) => setTimeout(done, 5));
        }, id);
        const found = await survey(page);
        assertHarmless(found, id);
        assert.equal(found.heights.length, 1, `${id}: ${found.heights}`);
        assert.equal(found.widths.length, 1, `${id}: ${found.widths}`);
        heights.add(found.height);
        found.titles.forEach((title) => titles.add(title));
      }
      assert.equal(heights.size, 1, `a row is as high as any other: ${[...heights]}`);
      assert.ok(titles.size >= 8, `${titles.size} kinds of titles were shown`);
      assert.equal(await opened.layoutShift(), 0);
      assert.deepEqual([opened.dialogs, await page.evaluate(() => globalThis.violations)], [[], []]);
      assert.deepEqual(opened.problems, []);
      if (at === 0) console.log(`# ${titles.size} different titles`);
      await opened.close();
    });
  }
}

for (const size of SIZES) {
  test(`${ROWS} hostile suggestions past the tool and the pack, ${size.viewport.width} px: nothing runs, the layout holds`, async () => {
    // Replaces the module's texts by values that no feed can contain.
    const prepare = (page) => page.addInitScript(({ titles, links }) => {
      let next = 0;
      const codes = ["division", "completes-type", "weather", "constructor", "__proto__", "collection"];
      const surrogates = ["\ud800", "\udc00 half", "a\ud83e"];
      globalThis.replaceSlate = (slate) => {
        slate.suggestions = Array.from({ length: 8 }, () => {
          const at = next++;
          const title = [...titles, ...surrogates][at % (titles.length + 3)];
          const link = links[at % links.length].replaceAll("ID", String(at));
          return {
            itemId: title, title, url: link, image: links[(at * 7) % links.length].replaceAll("ID", "x"), type: title, score: 1, place: "ranked",
            price: { amount: [1, -1, 1e300, NaN][at % 4], currency: ["EUR", "<b>", "", "ZZZ"][at % 4] },
            division: { id: title, name: title }, reason: { code: at % 2 ? codes[at % codes.length] : title, id: title, name: title, basis: title, sentence: at % 2 ? codes[at % codes.length] : title },
            flags: [{ code: "occasion", name: title }, { code: "collection", name: title }, { code: title }],
          };
        });
        globalThis.made = next;
        return slate;
      };
    }, { titles: TITLES, links: LINKS });
    shop.first = replacingSlates;
    const opened = await visit(size, LENIENT, async (page) => {
      await page.route("https://shop.example/**", (route) => route.fulfill({ status: 404 }));
      await page.route("https://evil.example/**", (route) => route.fulfill({ status: 404 }));
      await prepare(page);
    });
    const { page } = opened;
    let shownRows = 0;
    while ((await page.evaluate(() => globalThis.made)) < ROWS) {
      await page.evaluate(async () => {
        const host = document.querySelector("passerelle-suggestions");
        const made = globalThis.made;
        host.request = {};
        for (let wait = 0; wait < 40 && globalThis.made === made; wait += 1) await new Promise((done) => setTimeout(done, 5));
        await new Promise(requestAnimationFrame);
      });
      const found = await survey(page);
      assertHarmless(found, found.titles.join("\n").slice(0, 500));
      assert.ok(found.heights.length === 1 && found.widths.length === 1, `${found.heights}, ${found.widths}`);
      shownRows += found.titles.length;
    }
    assert.ok(shownRows > ROWS / 10, `${shownRows} were shown`);
    assert.equal(await opened.layoutShift(), 0);
    assert.deepEqual(opened.dialogs, []);
    // The remaining links lead to http(s) addresses only.
    const links = await page.locator("passerelle-suggestions a").evaluateAll((nodes) => nodes.map((node) => node.protocol));
    assert.ok(links.every((protocol) => /^https?:$/.test(protocol)));
    await opened.close();
  });
}
