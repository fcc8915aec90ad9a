// Whole pages with sources of consent, opened by a shopper with a history of earlier visits: each page `c*.html` of pages/, and banners that
// are clicked. Not for single statements: see consent.test.mjs.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { launch, open, unseen, until } from "./harness.mjs";
import { openShop, POLICY, productPage, untilShown } from "./storefront.mjs";
import { databasesAre, LOG, rows } from "./store.mjs";

/** Number of pages at a time: each mostly waits. */
const AT_ONCE = 2;
/** The views of the earlier visits, and the view of the page. */
const EARLIER = ["view_item 22423", "view_item 47566", "view_item 84879", "view_item 85123"];
const VIEW = "view_item 85123";

let shop;
let browser;
/** What the browser stores for a shopper with a history: views by a default's grant, then one after an answer. */
let withHistory;
/** What it stores for a shopper with such a history who then refused. */
let withRefusal;

before(async () => {
  shop = await openShop();
  // The pages have inline scripts, and handlers in their markup.
  shop.policy = POLICY.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'").replace(/; require-trusted-types-for.*/, "");
  shop.first = (path) => (path === "/style.css" ? { body: "passerelle-suggestions { display: block; min-block-size: 40rem }", headers: { "Content-Type": "text/css" } } : undefined);
  shop.page = (name) => banner(ACTS[name][0]);
  browser = await launch();
  const { context, page } = await visit("/d00-history.html");
  await untilRemembered(context, EARLIER.slice(0, 3));
  await page.goto(`${shop.url}/c00-granted.html`);
  await untilRemembered(context, EARLIER);
  await page.goto(`${shop.url}/blank.html`);
  withHistory = await context.storageState({ indexedDB: true });
  await page.goto(`${shop.url}/c10-default-then-rejected.html`);
  await untilShown(page);
  await page.click("#reject");
  await until(page, databasesAre, 0);
  withRefusal = await context.storageState({ indexedDB: true });
  await context.close();
});

after(async () => {
  await browser?.close();
  await shop?.close();
});

/** A page of the same origin that contains no code of the package, to look at the store. */
async function reader(context) {
  const page = await context.newPage();
  await page.goto(`${shop.url}/blank.html`);
  return page;
}

/** Waits until these events are stored, as `name id`, read by a page without a source of consent. */
async function untilRemembered(context, wanted) {
  const page = await reader(context);
  await until(page, async (expected) => {
    const { createPasserelle } = await import("/passerelle/index.js");
    globalThis.shop ??= await createPasserelle({ pack: "/pack/" });
    // On a busy machine the store may not answer in time.
    const { events } = await globalThis.shop.history.export().catch(() => ({ events: [{ name: "unread" }] }));
    return events.map(({ name, itemId }) => `${name} ${itemId}`).join() === expected.join();
  }, wanted);
  await page.close();
}

/** Opens a page of pages/ or of the shop in a new browser profile with this storage. `prepare` runs before its scripts. */
async function visit(path, storageState, prepare = () => undefined) {
  const opened = await open(browser, { storageState });
  for (const script of [faster, prepare]) await opened.page.addInitScript(script);
  await opened.page.goto(shop.url + path);
  return opened;
}

/**
 * Long delays of the page's own scripts take a tenth of their time. Only their length differs: an answer that comes after twenty seconds
 * still comes later than a tenth of ten seconds, after which a default once erased.
 */
const faster = () => {
  const { setTimeout } = globalThis;
  globalThis.setTimeout = (work, delay = 0, ...rest) => {
    const isOwn = !/\.js\b/.test(new Error().stack);
    return setTimeout(work, isOwn && delay >= 6_000 ? delay / 10 : delay, ...rest);
  };
};

/** Records a view through the page's own instance. When it is done, every statement so far is carried out. */
const track = (page, itemId = "21034") => page.evaluate(async (id) => {
  const { passerelle } = await import("/passerelle/auto.js");
  await passerelle.track({ name: "view_item", itemId: id });
}, itemId);

/** Checks that everything is erased, and that the page records nothing afterwards. */
async function erased({ context, page }) {
  const independent = await reader(context);
  await until(independent, databasesAre, 0);
  assert.equal(await rows(independent), 0);
  await track(page);
  assert.equal(await rows(independent), 0, "nothing is recorded afterwards");
  await untilRemembered(context, []);
}

/** Checks that the earlier history was kept, and that it has gone on with the page's view. */
async function goesOn({ context }) {
  await untilRemembered(context, [...EARLIER, VIEW]);
  assert.ok((await rows(await reader(context), LOG)) > 0);
}

describe("pages with sources of consent", { concurrency: AT_ONCE }, () => {
  test("control, d00, c00: grants by a default and by an answer are remembered", async () => {
    const { page, context, problems } = await visit("/control.html");
    await untilShown(page);
    await untilRemembered(context, [VIEW]);
    assert.deepEqual(problems, []);
    await context.close();
    const { page: next, context: earlier } = await visit("/blank.html", withHistory);
    assert.ok((await rows(next, LOG)) > 0);
    await untilRemembered(earlier, EARLIER);
    await earlier.close();
  });

  test("c01 a platform that answers long after the load: the history is kept, then goes on", async () => {
    const opened = await visit("/c01-slow-platform.html", withHistory);
    const isAnswered = () => globalThis.dataLayer.some(([command, action]) => command === "consent" && action === "update");
    for (let kept; ; ) {
      const [before, answered] = [await rows(opened.page), await opened.page.evaluate(isAnswered)];
      if (answered) break;
      assert.ok(before > 0);
      assert.equal(before, kept ??= before);
    }
    await goesOn(opened);
    await opened.close();
  });

  test("c02 a platform that denies by an update at load, then grants: the history is erased, and a new one begins", async () => {
    const { context } = await visit("/c02-denied-then-granted.html", withHistory);
    await untilRemembered(context, [VIEW]);
    await context.close();
  });

  test("c03 a default that denies, then one of the same source that grants: the history goes on", async () => {
    const opened = await visit("/c03-second-default.html", withHistory);
    await goesOn(opened);
    await opened.close();
  });

  for (const [name, refuses] of Object.entries({
    "c04-default-and-tcf": "#reject",
    "c05-default-and-shopify": "#reject",
    "c10-default-then-rejected": "#reject",
    "c11-shopify-asked-then-declined": "#reject",
    "c13-default-and-late-update": undefined,
  })) {
    const [, number, what] = name.match(/^(c\d+)-(.*)$/);
    test(`${number} ${what.replaceAll("-", " ")}: the history is erased at once, and nothing is recorded afterwards`, async () => {
      const opened = await visit(`/${name}.html`, withHistory);
      if (refuses) {
        await untilShown(opened.page);
        assert.ok((await rows(opened.page)) > 0, "no default erases");
        await opened.page.click(refuses);
      }
      await erased(opened);
      await opened.close();
    });
  }

  test("c07 a platform that answers with nothing: nothing is written, and suggestions stand", async () => {
    const { page, context, problems, said } = await visit("/c07-tcf-null.html");
    await untilShown(page);
    await track(page);
    assert.equal(await rows(page), 0);
    assert.ok(await page.evaluate(databasesAre, 0));
    assert.deepEqual([problems, said], [[], []]);
    await context.close();
  });

  test("c09 a default that denies, and an agreement in TCF's banner: the history goes on", async () => {
    const opened = await visit("/c09-default-denied-tcf-granted.html", withHistory);
    await untilShown(opened.page);
    await opened.page.click("#accept");
    await goesOn(opened);
    await opened.close();
  });

  test("c14 a default alone: the history is kept, unread", async () => {
    const suggestions = (page) => page.evaluate(async () => {
      const { passerelle } = await import("/passerelle/auto.js");
      return (await passerelle.suggest({ placement: "home", limit: 8 })).suggestions;
    });
    const { page, context } = await visit("/c14-default-alone.html", withHistory, unseen);
    const kept = await rows(page);
    const stranger = await visit("/c14-default-alone.html", undefined, unseen);
    for (const one of [page, stranger.page]) await untilShown(one);
    const seen = await suggestions(page);
    assert.deepEqual(seen, await suggestions(stranger.page), "nothing of it is used");
    await track(page);
    assert.equal(await rows(page), kept);
    await untilRemembered(context, EARLIER);
    await page.goto(`${shop.url}/c00-granted.html`);
    await goesOn({ context });
    assert.notDeepEqual(await suggestions(page), seen, "a grant uses it");
    for (const one of [context, stranger]) await one.close();
  });
});

/** A page whose layer denies by default at load, with these scripts. */
const banner = (after) => productPage("85123A", {
  head: `<script>
    window.dataLayer = window.dataLayer || [];
    function gtag() { dataLayer.push(arguments); }
    gtag("consent", "default", { personalization_storage: "denied" });
    function agree() { gtag("consent", "update", { personalization_storage: "granted" }); document.title = "agreed"; }
  </script>`,
  before: "",
  after,
});

/** A button in a closed shadow tree: its handler agrees. */
const IN_A_SHADOW = `<span id="host"></span><script>
  const root = document.getElementById("host").attachShadow({ mode: "closed" });
  root.innerHTML = "<button>Accept</button>";
  root.firstChild.addEventListener("click", agree);
</script>`;
const touched = (event, work) => `<button id="touch">Look</button><script>addEventListener("${event}", () => { ${work} }, { once: true });</script>`;
const REPLACED = 'dataLayer = [["consent", "update", { personalization_storage: "granted" }]]; document.title = "agreed";';

/** What happens on a page after a refusal on an earlier one: its content, the shopper's act, and whether it is a new answer. */
const ACTS = {
  "a click on a banner's button": [`<button id="accept" onclick="agree()">Accept</button>`, (page) => page.click("#accept"), true],
  "the keyboard on a banner's button": [`<button id="accept" onclick="agree()">Accept</button>`, (page) => page.press("#accept", "Enter"), true],
  "a click on a banner's button in a shadow tree": [IN_A_SHADOW, (page) => page.click("#host"), true],
  "a click whose handler replaces the layer and then agrees": [touched("click", "dataLayer = []; agree();"), (page) => page.click("#touch"), true],
  "a click by a script": [`<button id="accept" onclick="agree()">Accept</button>`, (page) => page.evaluate(() => document.getElementById("accept").click()), false],
  "a click that replaces the layer by one with an agreement": [touched("click", REPLACED), (page) => page.click("#touch"), false],
  "an agreement on the first touch": [touched("pointerdown", "agree();"), (page) => page.click("#touch"), false],
};
for (const event of ["pointerdown", "click"]) {
  ACTS[`an agreement that a ${event} loads`] = [touched(event, "setTimeout(agree, 100);"), (page) => page.click("#touch"), false];
  ACTS[`an agreement in a new layer that a ${event} loads`] = [touched(event, `setTimeout(() => { ${REPLACED} }, 100);`), (page) => page.click("#touch"), false];
}

describe("a click after a refusal on an earlier page", { concurrency: AT_ONCE }, () => {
  for (const [name, [content, act, lifts]] of Object.entries(ACTS)) {
    test(`${name} ${lifts ? "begins a new history" : "does not lift it"}`, async () => {
      const { page, context } = await visit(`/p/${encodeURIComponent(name)}`, withRefusal);
      await untilShown(page);
      await act(page);
      await page.waitForFunction(() => document.title === "agreed");
      if (lifts) await untilRemembered(context, [VIEW]);
      await track(page);
      await untilRemembered(context, lifts ? [VIEW, "view_item 21034"] : []);
      assert.ok(await page.evaluate(databasesAre, Number(lifts)));
      await context.close();
    });
  }
});
