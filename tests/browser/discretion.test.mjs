// The element's sentences, and the shopper's means against them: sentences, badges, "Why this?", "Not for me", gifts,
// and pages without suggestions.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";

import { violations } from "./axe.mjs";
import { launch, open, until } from "./harness.mjs";
import { openShop, POLICY, shown, untilShown, changingShop, replacingSlates } from "./storefront.mjs";
import { buildSpokenPack, DIVISION } from "./tongues.mjs";

const WIDE = { viewport: { width: 1440, height: 900 } };
const NARROW = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
const ALONE = { before: "<p>The product.</p>", after: "" };
/** Longer than an element takes without disturbance. */
const LONG_MS = 1_500;
const TITLE = "Regency Cakestand 3 Tier";

/** Every reason, and its sentence in a house with three languages; names are those of the module. */
const REASONS = [
  [{ code: "goes-with-page-item", id: "1", name: TITLE }, { en: `Goes with ${TITLE}`, fr: `S’accorde avec ${TITLE}`, ar: `بالتناسق مع \u2068${TITLE}\u2069` }],
  [{ code: "goes-with-page-item", id: "1" }, { en: "Goes well with this piece", fr: "Se marie bien avec cette pièce", ar: "بالتناسق مع هذه القطعة" }],
  [{ code: "completes-cart" }, { en: "To complete the order", fr: "Pour compléter le panier", ar: "لاستكمال السلة" }],
  [{ code: "goes-with-session-item", id: "1", name: TITLE }, { en: `Goes with ${TITLE}`, fr: `S’accorde avec ${TITLE}`, ar: `بالتناسق مع \u2068${TITLE}\u2069` }],
  [{ code: "completes-type", id: "Candle" }, { en: "To go with a candle", fr: "Pour accompagner une bougie", ar: "لمرافقة \u2068شمعة\u2069" }],
  [{ code: "completes-type", id: "Doormat" }, { en: "Goes well with: Doormat", fr: "Se marie bien avec\u00a0: Doormat", ar: "بالتناسق مع: \u2068Doormat\u2069" }],
  [{ code: "division", id: "d", name: DIVISION }, { en: `Chosen to go with ${DIVISION}`, fr: `En harmonie avec ${DIVISION}`, ar: `بالانسجام مع \u2068${DIVISION}\u2069` }],
  [{ code: "collection", id: "c", name: "Hydra" }, { en: "From the Hydra collection", fr: "Collection Hydra", ar: "من مجموعة \u2068Hydra\u2069" }],
  [{ code: "weather", id: "cold" }, { en: "For cold days", fr: "Pour les jours de grand froid", ar: "للأيام الباردة" }],
  [{ code: "weather", id: "rain" }, { en: "For rainy days", fr: "Pour les jours de pluie", ar: "للأيام الماطرة" }],
  [{ code: "weather", id: "sun" }, { en: "For days in the sun", fr: "Pour les jours de grand soleil", ar: "للأيام المشمسة" }],
  [{ code: "season" }, { en: "In season", fr: "Du moment", ar: "من وحي الموسم" }],
  [{ code: "occasion", id: "o", name: "Noël" }, { en: "For Noël", fr: "Pour Noël", ar: "بمناسبة \u2068Noël\u2069" }],
  [{ code: "new-in-division", id: "d", name: DIVISION }, { en: `New in ${DIVISION}`, fr: `Du nouveau dans ${DIVISION}`, ar: `الجديد في \u2068${DIVISION}\u2069` }],
  [{ code: "appreciated" }, { en: "A favourite of the house", fr: "Parmi les favoris de la maison", ar: "من المفضلات في الدار" }],
  [{ code: "trending" }, { en: "Much sought after these days", fr: "Très demandé en ce moment", ar: "مطلوب كثيرًا هذه الأيام" }],
  [{ code: "house" }, { en: "The house’s choice", fr: "Le choix de la maison", ar: "اختيار الدار" }],
];

let folder;
let popular;
let shop;
let browser;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "passerelle-discretion-"));
  popular = await buildSpokenPack(folder);
  shop = await openShop({ "/pack/": join(folder, "pack") });
  browser = await launch();
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
  await rm(folder, { recursive: true, force: true });
});

/** The basis of each reason that does not apply to everybody. */
const BASES = { "goes-with-page-item": "page", "completes-cart": "page", "goes-with-session-item": "history", "completes-type": "history", division: "history" };

/** A reason with the fields that the module derives from its code: see src/discretion/reason.rs. */
function derived({ code, id, name }) {
  const sentences = {
    "goes-with-page-item": name ? code : "goes-with-page-item-plain",
    "goes-with-session-item": "goes-with-page-item",
    weather: `weather-${id}`,
  };
  return { code, id, name, basis: BASES[code] ?? "everyone", sentence: sentences[code] ?? code };
}

/** Runs in the page: gives the module's suggestions these reasons and flags, in turn. */
function replace({ reasons, flags }) {
  globalThis.replaceSlate = (slate) => {
    slate.suggestions.forEach((suggestion, at) => {
      if (reasons) suggestion.reason = reasons[at % reasons.length];
      if (flags) suggestion.flags = flags[at % flags.length];
    });
    return slate;
  };
}

/** Opens a page of the shop on which suggestions have these `reasons` and `flags`; by default those of the module. */
async function visit(page, { id = popular[0], size = WIDE, reasons, flags } = {}) {
  shop.page = { ...ALONE, ...page };
  const { first } = shop;
  shop.first = async (path) => (await first(path)) || replacingSlates(path);
  const opened = await open(browser, size);
  await opened.page.addInitScript(replace, { reasons: reasons?.map(derived), flags });
  await opened.page.goto(`${shop.url}/p/${id}`);
  return opened;
}

/** Asserts that there were no problems and no layout shift. */
async function leave(opened) {
  assert.equal(await opened.layoutShift(), 0);
  assert.deepEqual(opened.problems, []);
  await opened.close();
}

const inside = (page, selector) => page.locator("passerelle-suggestions").locator(selector);
const sentences = (page) => inside(page, "[part=reason]").allTextContents();
/** The focused node inside the element. */
const focused = (page) => page.evaluate(() => {
  const node = document.querySelector("passerelle-suggestions").shadowRoot.activeElement;
  return node && `${node.getAttribute("part")} ${node.textContent}`.trim();
});

async function assertAccessible(page, state) {
  assert.deepEqual(await violations(page), [], state);
}

for (const [language, size] of [["en", WIDE], ["fr", NARROW], ["ar", NARROW]]) {
  test(`every reason has its sentence, as it is read: ${language}`, async () => {
    const direction = language === "ar" ? "rtl" : "ltr";
    for (const half of [REASONS.slice(0, 8), REASONS.slice(8)]) {
      const reasons = half.map(([reason]) => reason);
      const opened = await visit({ html: `lang="${language}" dir="${direction}"`, attributes: `limit="${reasons.length}"` }, { size, reasons });
      const { ids } = await untilShown(opened.page);
      assert.equal(ids.length, reasons.length);
      assert.deepEqual(await sentences(opened.page), half.map(([, said]) => said[language]));
      const found = await inside(opened.page, "[part=reason]").evaluateAll((nodes) =>
        nodes.map((node) => [node.closest("[lang]").lang, getComputedStyle(node).direction, node.children.length]));
      for (const each of found) assert.deepEqual(each, [language, direction, 1]);
      await leave(opened);
    }
  });
}

test("a page in a language that the house does not speak: the element's own words are the page's, names keep theirs", async () => {
  const opened = await visit({ html: 'lang="ja"' }, { reasons: [{ code: "weather", id: "cold" }] });
  const { heading } = await untilShown(opened.page);
  assert.equal(heading, "ほかの売り場より");
  assert.deepEqual(new Set(await sentences(opened.page)), new Set(["For cold days"]));
  assert.equal(await opened.page.getByRole("button", { name: /^おすすめの理由/ }).count(), 4);
  await leave(opened);
});

for (const [what, answer] of [["missing", { status: 404 }], ["damaged", { body: '{"types":' }], ["something else", { body: "[]" }]]) {
  test(`words that are ${what}: no names, one warning, and everything else goes on`, async () => {
    shop.first = (path) => path.includes("/translations/") && { headers: { "Content-Type": "application/json" }, ...answer };
    const opened = await visit({ html: 'lang="fr"' }, { reasons: [{ code: "completes-type", id: "Candle" }, { code: "season" }] });
    await untilShown(opened.page);
    assert.deepEqual((await sentences(opened.page)).slice(0, 2), ["Se marie bien avec\u00a0: Candle", "De saison"]);
    assert.equal(opened.said.length, 1, opened.said.join("\n"));
    assert.match(opened.said[0], /translations_unreachable: .*\/translations\/fr\.json: /);
    await opened.close();
  });
}

test("badges: two at most, the most particular first, and none that the reason has said", async () => {
  const flag = (code, name) => ({ code, name });
  const cases = [
    [{ code: "house" }, [flag("occasion", "Noël"), flag("new"), flag("in-demand-now")], ["Noël", "New"]],
    [{ code: "weather", id: "cold" }, [flag("cold-snap"), flag("ending-soon")], ["Final days"]],
    [{ code: "new-in-division", name: "x" }, [flag("new")], []],
    [{ code: "collection", name: "Hydra" }, [flag("collection", "Hydra"), flag("rain")], ["For the rain"]],
    [{ code: "season" }, [flag("collection"), flag("nothing of ours")], []],
    [{ code: "season" }, [], []],
  ];
  const opened = await visit({ attributes: `limit="${cases.length}"` }, { reasons: cases.map(([reason]) => reason), flags: cases.map(([, flags]) => flags) });
  await untilShown(opened.page);
  const found = await inside(opened.page, "li").evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll("[part=badge]")].map((badge) => badge.textContent)));
  assert.deepEqual(found, cases.map(([, , badges]) => badges));
  await leave(opened);
});

for (const [name, html, size] of [["wide", 'lang="en"', WIDE], ["narrow, dark, right to left", 'lang="ar" dir="rtl"', { ...NARROW, colorScheme: "dark" }]]) {
  test(`"Why this?" by keyboard: it opens, says why, closes, and gives the focus back: ${name}`, async () => {
    const opened = await visit({ html }, { size, reasons: [{ code: "division", id: "d", name: DIVISION }] });
    const { page } = opened;
    await untilShown(page);
    const [catalogue] = [JSON.parse(readFileSync(new URL(`../../pkg/src/messages/${html.slice(6, 8)}.json`, import.meta.url), "utf8"))];
    const why = inside(page, "[part=why]").first();
    const { width, height } = await why.boundingBox();
    assert.ok(width >= 24 && height >= 24, `${width} × ${height}`);
    await why.focus();
    await page.keyboard.press("Enter");
    const panel = page.getByRole("dialog", { name: catalogue.words.why });
    await panel.waitFor();
    // The focus is on the safest button: close.
    assert.equal(await focused(page), "close");
    const said = await panel.innerText();
    for (const words of [catalogue.words["why-history"], catalogue.words.change, DIVISION]) assert.ok(said.includes(words), said);
    // The reason may be a type or a division. Its item is not named, so none can be marked as a gift here.
    assert.equal(await panel.getByRole("button", { name: catalogue.words.gift }).count(), 0);
    await assertAccessible(page, "open");
    const path = [];
    for (let step = 0; step < 4; step += 1) {
      path.push(await focused(page));
      await page.keyboard.press("Tab");
    }
    assert.deepEqual(path.slice(0, 3), ["close", `act ${catalogue.words["not-for-me"]}`, `act ${catalogue.words.memory}`]);
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });
    assert.match(await focused(page), /^why/);
    await leave(opened);
  });
}

test("the story of a collection opens from \"Why this?\", by keyboard, as a text and a link", async () => {
  const story = "<img src=x onerror=alert(1)> Three days off Hydra.";
  const flag = (link) => [{ code: "collection", id: "c", name: "Hydra", story, link }];
  const opened = await visit({ attributes: 'limit="2"' }, { flags: [flag("https://shop.example/hydra"), flag("javascript:alert(1)")] });
  const { page } = opened;
  await untilShown(page);
  for (const [at, links] of [[0, ["https://shop.example/hydra"]], [1, []]]) {
    await inside(page, "[part=why]").nth(at).focus();
    await page.keyboard.press("Enter");
    const panel = page.getByRole("dialog");
    const summary = panel.locator("summary");
    assert.equal(await summary.textContent(), "Hydra");
    assert.equal(await panel.getByText(story).isVisible(), false);
    await summary.focus();
    await page.keyboard.press("Enter");
    assert.ok(await panel.getByText(story).isVisible());
    assert.deepEqual(await panel.locator("details a").evaluateAll((nodes) => nodes.map(({ href }) => href)), links);
    assert.equal(await panel.locator("details img").count(), 0);
    await assertAccessible(page, "the story");
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });
  }
  await leave(opened);
});

test("what the house stands for opens from \"Why this?\" of any suggestion, as a text and a link", async () => {
  const text = "<img src=x onerror=alert(1)> Every piece is mended for life.";
  for (const [link, links] of [["https://shop.example/values", ["https://shop.example/values"]], ["javascript:alert(1)", []], [null, []]]) {
    shop.first = (path) => {
      if (!path.includes("/translations/")) return undefined;
      const file = JSON.parse(readFileSync(join(folder, path), "utf8"));
      return { body: JSON.stringify({ ...file, values: { text, link } }), headers: { "Content-Type": "application/json" } };
    };
    const opened = await visit({ attributes: 'limit="1"' }, { reasons: [{ code: "season" }] });
    const { page } = opened;
    await untilShown(page);
    await inside(page, "[part=why]").first().click();
    const panel = page.getByRole("dialog");
    assert.equal(await panel.locator("summary").textContent(), "What the house stands for");
    assert.equal(await panel.getByText(text).isVisible(), false);
    await panel.locator("summary").press("Enter");
    assert.ok(await panel.getByText(text).isVisible());
    assert.deepEqual(await panel.locator("details a").evaluateAll((nodes) => nodes.map(({ href }) => href)), links);
    await assertAccessible(page, "the values");
    await leave(opened);
  }
});

test("what stands behind a reason is said in one of three ways", async () => {
  const reasons = [{ code: "completes-cart" }, { code: "season" }, { code: "completes-type", id: "Candle" }];
  const opened = await visit({ attributes: 'limit="3"' }, { reasons });
  await untilShown(opened.page);
  for (const [at, says] of [/goes with what this page shows/, /suits the moment, or it is the house’s own choice/, /Chosen on this device/].entries()) {
    await inside(opened.page, "[part=why]").nth(at).click();
    const panel = opened.page.getByRole("dialog");
    assert.match(await panel.innerText(), says);
    // A click beside the panel.
    await opened.page.mouse.click(5, 5);
    await panel.waitFor({ state: "detached" });
  }
  await leave(opened);
});

test("\"Not for me\" from the panel: taken away for a while, and back", async () => {
  const opened = await visit({});
  const { page } = opened;
  const { ids, height } = await untilShown(page);
  const away = async () => {
    await inside(page, "[part=why]").nth(1).click();
    await page.getByRole("dialog").getByRole("button", { name: "Not for me" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
  };
  await away();
  assert.equal(await focused(page), "undo Undo");
  assert.equal(await inside(page, "[part=undo]").evaluate((node) => node.getRootNode().getElementById(node.getAttribute("aria-describedby")).textContent), "Taken away for a while.");
  assert.deepEqual((await shown(page)).ids, ids.toSpliced(1, 1));
  assert.equal((await shown(page)).height, height, "its room stays");
  await assertAccessible(page, "taken away");
  await page.keyboard.press("Enter");
  assert.deepEqual((await shown(page)).ids, ids);
  assert.equal(await focused(page), "dismiss");
  // An item whose dismissal was undone is suggested again; the other is not.
  const again = async () => {
    await page.evaluate(() => (document.querySelector("passerelle-suggestions").request = {}));
    await page.waitForTimeout(LONG_MS);
    await page.mouse.move(5, 5);
    return (await shown(page)).ids;
  };
  assert.deepEqual(await again(), ids);
  await away();
  assert.ok(!(await again()).includes(ids[1]));
  await leave(opened);
});

test("\"This was a gift\" marks the item that the sentence names, and takes it back", async () => {
  const opened = await visit({ attributes: 'consent="granted"' }, { reasons: [{ code: "goes-with-session-item", id: "GIVEN", name: TITLE }] });
  const { page } = opened;
  await untilShown(page);
  // The stored event shows whether it was a gift; here the item of the sentence is the page's own.
  const gift = () => page.evaluate(async ([pack]) => {
    const { createPasserelle } = await import("/passerelle/index.js");
    const { events } = await (await createPasserelle({ pack, consent: true })).history.export();
    return events.map((event) => event.gift);
  }, ["/pack/"]);
  await page.evaluate((id) => {
    const replace = globalThis.replaceSlate;
    globalThis.replaceSlate = (slate) => {
      const value = replace(slate);
      value.suggestions.forEach((suggestion) => (suggestion.reason = { ...suggestion.reason, id }));
      return value;
    };
    document.querySelector("passerelle-suggestions").request = { limit: 3 };
  }, popular[0]);
  await page.waitForFunction(() => document.querySelector("passerelle-suggestions").shadowRoot.querySelectorAll("li").length === 3);
  assert.deepEqual(await gift(), [false]);
  await inside(page, "[part=why]").first().click();
  const panel = page.getByRole("dialog");
  await panel.getByRole("button", { name: "This was a gift" }).click();
  await panel.getByRole("status").getByText("Noted as a gift.").waitFor();
  assert.equal(await focused(page), "act Undo");
  await assertAccessible(page, "noted");
  assert.deepEqual(await gift(), [true]);
  await page.keyboard.press("Enter");
  assert.equal(await focused(page), "act This was a gift");
  assert.deepEqual(await gift(), [false]);
  await page.keyboard.press("Escape");
  await leave(opened);
});

test("what this shop remembers is one press away", async () => {
  const opened = await visit({});
  await untilShown(opened.page);
  await inside(opened.page, "[part=why]").first().click();
  await opened.page.getByRole("button", { name: "What this shop remembers" }).click();
  await opened.page.locator("passerelle-privacy dialog").waitFor();
  assert.equal(await inside(opened.page, "dialog").count(), 0, "one at a time");
  await leave(opened);
});

for (const [what, page, push] of [
  ["the page says it is a checkout", { attributes: 'page="checkout"' }],
  ["the page says that it is paid", { attributes: 'page="payment"' }],
  ["GA4 says that a checkout began", { says: "ga4" }, { event: "begin_checkout", ecommerce: { items: [] } }],
  ["GA4 says how it is delivered", { says: "ga4" }, { event: "add_shipping_info" }],
  ["gtag says how it is paid", { says: "ga4" }, ["event", "add_payment_info", {}]],
]) {
  test(`nothing is shown where ${what}`, async () => {
    const opened = await visit(page);
    if (push) {
      await untilShown(opened.page);
      await opened.page.mouse.move(5, 5);
      await opened.page.evaluate((said) => {
        const tag = function () { globalThis.dataLayer.push(arguments); };
        if (Array.isArray(said)) tag(...said);
        else globalThis.dataLayer.push(said);
      }, push);
      await until(opened.page, () => !document.querySelector("passerelle-suggestions").shadowRoot.querySelector("section:not(.spacer, .trial)"));
    }
    await opened.page.waitForTimeout(LONG_MS);
    assert.deepEqual([(await shown(opened.page)).state, (await shown(opened.page)).fallback], ["page", true]);
    if (push) {
      // The shopper is back in the shop.
      await opened.page.evaluate((id) => globalThis.dataLayer.push({ event: "view_item", ecommerce: { items: [{ item_id: id }] } }), popular[3]);
      await untilShown(opened.page);
    }
    await leave(opened);
  });
}

test("two elements share no item; the one that a router puts in their place shows what they did", async () => {
  const element = `<passerelle-suggestions src="/pack/" product-id="${popular[0]}"></passerelle-suggestions>`;
  const opened = await visit({ element: element.repeat(2), auto: "", body: 'class="room"' });
  const { page } = opened;
  const first = (await untilShown(page, 0)).ids;
  const second = (await untilShown(page, 1)).ids;
  assert.equal(new Set([...first, ...second]).size, first.length + second.length, `${first} and ${second}`);
  await page.evaluate(() => {
    const host = document.querySelector("passerelle-suggestions");
    host.replaceWith(host.cloneNode(true));
  });
  assert.deepEqual((await untilShown(page, 0)).ids, first);
  await opened.close();
});

test("an offer that no longer stands is asked for again, once", async () => {
  shop.first = changingShop(`(shop) => {
    globalThis.offers = 0;
    const { offer } = shop;
    shop.offer = (request) => ((globalThis.offers += 1), offer(request));
    shop.recordImpression = async () => globalThis.offers > 1;
  }`);
  const opened = await visit({});
  const { ids } = await untilShown(opened.page);
  await opened.page.waitForFunction(() => globalThis.offers === 2);
  await opened.page.waitForTimeout(2 * LONG_MS);
  assert.equal(await opened.page.evaluate(() => globalThis.offers), 2);
  assert.deepEqual((await shown(opened.page)).ids, ids);
  await leave(opened);
});
