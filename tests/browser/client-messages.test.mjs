// `<passerelle-messages>`: one message at a time, chosen on the device. Its audience cannot be detected from the
// network.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";

import { violations } from "./axe.mjs";
import { ERASURES } from "./erasures.mjs";
import { launch, until, untilSaid } from "./harness.mjs";
import { backToLeftPage } from "./left-page.mjs";
import { buildPart, day, writePart } from "./part.mjs";
import { bought, leave, visitShop } from "./shopper.mjs";
import { passerelle, plainHouse } from "./store.mjs";
import { openShop, POLICY } from "./storefront.mjs";
import { record } from "./wire.mjs";

const SCRIPT = '<script type="module" src="/passerelle/client-messages.js"></script>';
const FALLBACK = '<a href="/help">Help and service</a>';
const element = (attributes = "") => `<passerelle-messages src="/pack/" ${attributes}>${FALLBACK}</passerelle-messages>`;
/** Longer than the element takes without disturbance. */
const LONG_MS = 1_500;
/** Longer than the second after which a message counts as seen. */
const SEEN_MS = 1_400;
/** Position of the sold-out item among the most ordered. */
const SOLD_OUT = 20;
/** Position of an item with a second variant, which is sold out, and the id of that variant. */
const VARIANTS = 21;
const SECOND = "SECOND-VARIANT";
const PICTURE = "https://img.example/care.webp";
const TEXTS = {
  care: { en: "Such a thing asks for a little care.", fr: "Un tel objet demande un peu de soin.", ar: "تحتاج هذه القطعة إلى قليل من العناية" },
  offer: { en: "A kindness for the table.", fr: "Une attention pour la table.", ar: "لفتة للمائدة" },
};

let folder;
let popular;
let shop;
let browser;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "passerelle-messages-"));
  ({ popular } = await writePart(folder, 400, (row, at, header) => {
    if (at === SOLD_OUT) row[header.indexOf("availability")] = "out_of_stock";
    if (at === VARIANTS) row[header.indexOf("item_group_id")] ||= row[0];
    return row;
  }));
  // A second variant of one item.
  const [header, ...rows] = (await readFile(join(folder, "feed.tsv"), "utf8")).split("\n").map((line) => line.split("\t"));
  const second = rows.find((row) => row[header.indexOf("item_group_id")] === popular[VARIANTS]);
  rows.push(second.map((value, at) => ({ id: SECOND, gtin: "", mpn: "", sku: "", availability: "out_of_stock" })[header[at]] ?? value));
  await writeFile(join(folder, "feed.tsv"), [header, ...rows].map((row) => row.join("\t")).join("\n"));
  const house = plainHouse()
    .replace(/^languages = .*$/m, 'languages = ["en", "fr", "ar"]')
    .replace(/^currency = .*$/m, '$&\noffers = "https://shop.example/offers"')
    .replaceAll(/^(names = \{.*)\}$/gm, '$1, ar = "أدوات" }');
  const division = /^id = "([^"]+)"/m.exec(house.split("[[division]]")[1])[1];
  const texts = (of) => Object.entries(TEXTS[of]).map(([tag, text]) => `texts.${tag} = "${text}"`).join("\n");
  const days = `from = "${day(-1)}"\nuntil = "${day(30)}"`;
  await writeFile(join(folder, "house.toml"), `${house}
[[care]]
id = "care"
${days}
${texts("care")}
items = ["${popular[0]}"]
ask = true
service = "https://shop.example/service"
picture = "${PICTURE}"
link = "https://shop.example/care"

[[offer]]
id = "offer"
${days}
${texts("offer")}
code = "TABLE10"
divisions = ["${division}"]
link = "https://shop.example/table"

[[offer]]
id = "another"
${days}
${texts("offer")}
code = "TABLE10"
items = ["${popular[7]}"]
divisions = ["${division}"]
`);
  await buildPart(folder, "--no-calibration");
  shop = await openShop({ "/pack/": join(folder, "pack"), "/other/": join(folder, "pack") });
  browser = await launch();
});

beforeEach(() => {
  shop.page = { head: SCRIPT, element: element(), before: "", after: "", auto: "" };
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
  const root = document.querySelector("passerelle-messages").shadowRoot;
  const article = root.querySelector("section:not(.spacer, .trial) article");
  return {
    parts: article ? [...article.part].sort() : [],
    text: article?.querySelector("p.text").textContent,
    chosen: article?.querySelector("p.chosen")?.textContent,
    fallback: !/spacer|gone|flat/.test(root.querySelector("slot").className),
  };
});

/** What the device has kept about messages. */
const logged = (page) => page.evaluate(async () => {
  const { invitations } = await (await import("/passerelle/auto.js")).passerelle.history.export();
  return invitations.flatMap(({ what, about }) => about.flatMap((one) => ("letter" in one ? [`${what} ${one.letter}`] : [])));
});

async function untilShown(page) {
  await page.waitForFunction(() => document.querySelector("passerelle-messages")?.shadowRoot.querySelector("article"));
  return shown(page);
}

test("care comes to whom it concerns; the answer stays on the device until the shopper tells the house", async () => {
  const opened = await visit({ past: bought(popular[0]) });
  const { page } = opened;
  assert.deepEqual(await untilShown(page), { parts: ["care", "first", "message"], text: TEXTS.care.en, chosen: undefined, fallback: false });
  await page.evaluate(() => {
    window.told = [];
    document.addEventListener("passerelle-feedback", ({ detail }) => window.told.push(detail));
  });
  const asked = shop.asked.length;
  const host = page.locator("passerelle-messages");
  await host.getByRole("button", { name: "No", exact: true }).focus();
  await page.keyboard.press("Enter");
  assert.equal(await host.getByRole("link", { name: "Our service" }).getAttribute("href"), "https://shop.example/service");
  assert.deepEqual(await page.evaluate(() => window.told), [], "nobody is told by itself");
  assert.equal(shop.asked.length, asked, "nothing is sent");
  await host.getByRole("button", { name: "Tell the house" }).click();
  assert.deepEqual(await page.evaluate(() => window.told), [{ messageId: "care", answer: "dissatisfied" }]);
  const kept = (await logged(page)).filter((line) => line !== "seen care:care");
  assert.deepEqual([...new Set(kept)], ["drawn care:care", "dissatisfied care:care", "settled care:care"]);
  await leave(opened);
});

test("an offer that the history chose says so, and links to all of them", async () => {
  // The history chose one of two messages with the same text.
  const opened = await visit({ past: [...bought(popular[5]), ...bought(popular[7])] });
  const { page } = opened;
  const { parts, text, chosen } = await untilShown(page);
  assert.deepEqual([parts.includes("offer"), text, chosen], [true, TEXTS.offer.en, "Chosen on this device from what you looked at here"]);
  const host = page.locator("passerelle-messages");
  assert.match(await host.getByRole("link", { name: "All offers" }).getAttribute("href"), /\/offers$/);
  assert.equal(await host.locator("code").textContent(), "TABLE10");
  await leave(opened);
});

test("of two places on a page one has the message", async () => {
  // Below the viewport, so that both have space.
  const places = element('id="one"') + element('id="two"');
  const opened = await visit({ past: bought(popular[5]), page: { before: '<div class="hero"></div>', element: places } });
  const { page } = opened;
  const articles = () => page.evaluate(() => [...document.querySelectorAll("passerelle-messages")].filter(({ shadowRoot }) => shadowRoot.querySelector("article")).length);
  await page.waitForFunction(() => [...document.querySelectorAll("passerelle-messages")].some(({ shadowRoot }) => shadowRoot.querySelector("article")));
  await page.waitForTimeout(LONG_MS);
  assert.equal(await articles(), 1);
  await leave(opened);
});

test("of two packs on a page one has the message, and a page view counts once", async () => {
  const places = element('id="one"') + element('id="two"').replace("/pack/", "/other/");
  const opened = await visit({ past: bought(popular[5]), page: { before: '<div class="hero"></div>', element: places } });
  const { page } = opened;
  const texts = () => page.evaluate(() => [...document.querySelectorAll("passerelle-messages")].map(({ shadowRoot }) => shadowRoot.querySelector("article p.text")?.textContent ?? null));
  for (const at of [1, 2, 3]) {
    await page.waitForFunction(() => [...document.querySelectorAll("passerelle-messages")].some(({ shadowRoot }) => shadowRoot.querySelector("article")));
    await page.waitForTimeout(LONG_MS);
    assert.deepEqual((await texts()).filter(Boolean), [TEXTS.offer.en], `page view ${at}`);
    assert.equal((await logged(page)).filter((line) => line === "drawn offer:offer").length, at);
    await page.goto(`${shop.url}/p/${popular[10 + at]}`);
  }
  await page.waitForTimeout(LONG_MS);
  assert.deepEqual(await texts(), [null, null], "three page views over the whole house");
  await leave(opened);
});

test("before consent the same offer is an open letter that nobody chose", async () => {
  const opened = await visit();
  const { parts, chosen } = await untilShown(opened.page);
  assert.deepEqual([parts.includes("letter"), chosen], [true, undefined]);
  await leave(opened);
});

test("what is put away does not come back, and the focus goes to the page's own content", async () => {
  const opened = await visit({ past: bought(popular[5]) });
  const { page } = opened;
  await untilShown(page);
  const close = page.locator("passerelle-messages").getByRole("button", { name: "Close" });
  const { width, height } = await close.boundingBox();
  assert.ok(width >= 24 && height >= 24);
  await close.focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.textContent === "Help and service");
  assert.equal((await shown(page)).fallback, true);
  // The page stays open until the dismissal is written.
  await until(page, async () => {
    const { invitations } = await (await import("/passerelle/auto.js")).passerelle.history.export();
    return invitations.some(({ what }) => what === "refused");
  });
  await page.goto(`${shop.url}/p/${popular[8]}`);
  await page.waitForTimeout(LONG_MS);
  assert.deepEqual((await shown(page)).parts, []);
  await leave(opened);
});

test("it stands on three page views and no more", async () => {
  const opened = await visit({ past: bought(popular[5]) });
  const { page } = opened;
  for (const at of [1, 2, 3]) {
    assert.equal((await untilShown(page)).text, TEXTS.offer.en, `page view ${at}`);
    await page.waitForTimeout(SEEN_MS);
    await page.goto(`${shop.url}/p/${popular[10 + at]}`);
  }
  await page.waitForTimeout(LONG_MS);
  assert.deepEqual((await shown(page)).parts, []);
  await leave(opened);
});

test("an element that is not rendered uses no message up", async () => {
  const opened = await visit({ past: bought(popular[5]), page: { element: element("hidden") } });
  const { page } = opened;
  for (const at of [1, 2, 3]) {
    await page.waitForTimeout(LONG_MS);
    await page.goto(`${shop.url}/p/${popular[10 + at]}`);
  }
  await page.waitForTimeout(LONG_MS);
  assert.deepEqual((await shown(page)).parts, []);
  await page.evaluate(() => (document.querySelector("passerelle-messages").hidden = false));
  assert.equal((await untilShown(page)).text, TEXTS.offer.en);
  await opened.close();
});

/** Opens a page where the element is in sight and has no room. `lacks` waits until the element says so. */
async function withoutRoom() {
  const opened = await visit({ past: bought(popular[5]), page: { after: "<footer><p>The end of the page.</p></footer>" } });
  const { page, said } = opened;
  const lacks = async () => {
    await untilSaid(opened, "no_room");
    said.length = 0;
  };
  return { opened, page, lacks };
}

test("a message that has no room is not used up", async () => {
  const { opened, page, lacks } = await withoutRoom();
  for (const at of [1, 2, 3, 4]) {
    await lacks();
    assert.equal((await shown(page)).fallback, true);
    await page.goto(`${shop.url}/p/${popular[10 + at]}`);
  }
  await lacks();
  assert.deepEqual(await logged(page), []);
  shop.page = { ...shop.page, before: '<div class="hero"></div>' };
  await page.goto(`${shop.url}/p/${popular[8]}`);
  await untilText(page, TEXTS.offer.en);
  assert.deepEqual((await logged(page)).filter((line) => line !== "seen offer:offer"), ["drawn offer:offer"]);
  await opened.close();
});

test("a message that waits for room counts when it finds it", async () => {
  const { opened, page, lacks } = await withoutRoom();
  await lacks();
  await page.evaluate(() => Object.assign(document.querySelector("passerelle-messages").style, { display: "flow-root", minBlockSize: "40rem" }));
  assert.deepEqual(await logged(page), []);
  await page.locator("passerelle-messages").hover();
  await page.locator("h1").hover();
  await untilText(page, TEXTS.offer.en);
  await until(page, async () => {
    const { invitations } = await (await import("/passerelle/auto.js")).passerelle.history.export();
    return ["drawn", "seen"].every((what) => invitations.some((one) => one.what === what && one.about.some(({ letter }) => letter === "offer:offer")));
  });
  assert.equal((await logged(page)).filter((line) => line === "drawn offer:offer").length, 1);
  await opened.close();
});

test("an element that is inserted before another does not take its message", async () => {
  const opened = await visit({ past: bought(popular[5]), page: { before: '<div class="hero"></div>' } });
  const { page } = opened;
  await untilShown(page);
  await page.evaluate(() => {
    const old = document.querySelector("passerelle-messages");
    const added = old.cloneNode(true);
    old.before(added);
    old.setAttribute("locale", "fr");
  });
  const isFrench = (text) => document.querySelectorAll("passerelle-messages")[1].shadowRoot.querySelector("article p.text")?.textContent === text;
  await page.waitForFunction(isFrench, TEXTS.offer.fr);
  await page.waitForTimeout(LONG_MS);
  const texts = await page.evaluate(() => [...document.querySelectorAll("passerelle-messages")].map(({ shadowRoot }) => shadowRoot.querySelector("article p.text")?.textContent));
  assert.deepEqual(texts, [undefined, TEXTS.offer.fr]);
  await opened.close();
});

test("in checkout it is silent", async () => {
  const opened = await visit({ past: bought(popular[0]), page: { element: element('page="checkout"') } });
  await opened.page.waitForTimeout(LONG_MS);
  assert.deepEqual([(await shown(opened.page)).parts, (await shown(opened.page)).fallback], [[], true]);
  await leave(opened);
});

/**
 * A page where the element has the space from docs/messages.md, with visible content after it: the message covers the
 * fallback.
 */
function inSight(places = element()) {
  const [, css] = /```css\n([^`]+)```/.exec(readFileSync(new URL("../../docs/messages.md", import.meta.url), "utf8"));
  shop.first = (path) => (path === "/style.css" ? { body: css, headers: { "Content-Type": "text/css" } } : undefined);
  return { element: places, after: "<footer><p>The end of the page.</p></footer>" };
}

/** Pushes an event into the page's data layer. */
const say = (page, event) => page.evaluate((name) => (window.dataLayer ??= []).push({ event: name, ecommerce: { items: [{ item_id: "1" }] } }), event);
const untilText = (page, text) => page.waitForFunction((wanted) => {
  const root = document.querySelector("passerelle-messages").shadowRoot;
  return root.querySelector("section:not(.spacer, .trial) article p.text")?.textContent === wanted;
}, text ?? undefined);

test("it is silent in the checkout that the data layer tells of, though the pointer is on it, and speaks again on the next page", async () => {
  const opened = await visit({ past: bought(popular[0]), page: inSight() });
  const { page } = opened;
  await untilText(page, TEXTS.care.en);
  await page.locator("passerelle-messages").hover();
  await say(page, "begin_checkout");
  await untilText(page, null);
  assert.equal((await shown(page)).fallback, true);
  await page.waitForTimeout(2_100);
  await page.evaluate((to) => history.pushState({}, "", to), `/p/${popular[8]}`);
  await untilText(page, TEXTS.care.en);
  await leave(opened);
});

test("it never stands on a page whose data layer has told of the checkout before", async () => {
  const opened = await visit({ past: bought(popular[0]), watch: ({ page }) => page.addInitScript(() => {
    window.dataLayer = [{ event: "begin_checkout", ecommerce: { items: [{ item_id: "1" }] } }];
  }) });
  await opened.page.waitForTimeout(LONG_MS);
  assert.deepEqual([(await shown(opened.page)).parts, (await shown(opened.page)).fallback], [[], true]);
  await leave(opened);
});

for (const [what, act, stays] of [
  ["what was looked at meanwhile changes nothing", `passerelle.track({ name: "view_item", itemId: "85123A" })`, true],
  ["what was put away meanwhile is gone", `passerelle.recordMessage("care", "closed")`, false],
  ["what was chosen from a history that was refused meanwhile is gone", "passerelle.setConsent(false)", false],
  ["what was chosen from a history that was erased meanwhile is gone", "passerelle.history.clear()", false],
]) {
  test(`back from the cache of left pages ${what}`, async () => {
    const text = await backToLeftPage({
      shop, act, next: `/p/${popular[8]}`, expected: (said) => (said === TEXTS.care.en) === stays,
      report: 'document.querySelector("passerelle-messages").shadowRoot.querySelector("section:not(.spacer, .trial) p.text")?.textContent ?? ""',
      async visit(keeping, script) {
        const { page } = await visitShop(shop, keeping, { script: SCRIPT, path: `/p/${popular[9]}`, past: bought(popular[0]), watch: () => (shop.page.head += script) });
        await untilText(page, TEXTS.care.en);
        return page;
      },
    });
    assert.equal(text === TEXTS.care.en, stays);
  });
}

test("after a refusal what the history chose goes, though the pointer is on it", async () => {
  const opened = await visit({ past: bought(popular[0]), page: inSight() });
  const { page } = opened;
  await untilText(page, TEXTS.care.en);
  await page.locator("passerelle-messages").hover();
  await page.evaluate(async () => (await import("/passerelle/auto.js")).passerelle.setConsent(false));
  await page.waitForFunction((text) => document.querySelector("passerelle-messages").shadowRoot.querySelector("section:not(.spacer, .trial) p.text")?.textContent !== text, TEXTS.care.en);
  await leave(opened);
});

test("a key that is held answers, and tells nobody: the focus is on the status, which stays the same node", async () => {
  const opened = await visit({ past: bought(popular[0]) });
  const { page } = opened;
  await untilText(page, TEXTS.care.en);
  await page.evaluate(() => {
    window.told = [];
    document.addEventListener("passerelle-feedback", ({ detail }) => window.told.push(detail));
    window.status0 = document.querySelector("passerelle-messages").shadowRoot.querySelector(".question");
    window.removed = 0;
    new MutationObserver((records) => records.forEach(({ removedNodes }) => removedNodes.forEach((node) => (window.removed += Number(node === window.status0)))))
      .observe(window.status0.parentNode, { childList: true });
  });
  const focus = () => page.evaluate(() => {
    const { activeElement } = document.querySelector("passerelle-messages").shadowRoot;
    return [activeElement === window.status0, activeElement?.textContent, window.removed];
  });
  await page.locator("passerelle-messages").getByRole("button", { name: "No", exact: true }).focus();
  for (let at = 0; at < 5; at += 1) await page.keyboard.down("Enter");
  await page.keyboard.up("Enter");
  assert.deepEqual(await focus(), [true, "Thank you. The answer stays on this device.", 0]);
  assert.deepEqual(await page.evaluate(() => window.told), []);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.deepEqual(await focus(), [true, "The house was told.", 0]);
  assert.deepEqual(await page.evaluate(() => window.told), [{ messageId: "care", answer: "dissatisfied" }]);
  await leave(opened);
});

test("the element that a framework puts in its place says the same", async () => {
  const opened = await visit({ past: bought(popular[0]) });
  const { page } = opened;
  await untilText(page, TEXTS.care.en);
  await page.evaluate(() => {
    const host = document.querySelector("passerelle-messages");
    host.replaceWith(host.cloneNode(true));
  });
  await untilText(page, TEXTS.care.en);
  await leave(opened);
});

test("the inspector asks what the element asks: the same place, the same page", async () => {
  const opened = await visit({ past: bought(popular[0]) });
  const { page } = opened;
  const inspect = async () => {
    await page.evaluate(async () => {
      await import("/passerelle/inspector.js");
      document.querySelector("passerelle-inspector")?.remove();
      document.body.append(Object.assign(document.createElement("passerelle-inspector"), { id: "inspector" }));
    });
    await page.waitForFunction(() => document.querySelector("passerelle-inspector").shadowRoot?.querySelector(".messages"));
    return page.evaluate(() => {
      const messages = document.querySelector("passerelle-inspector").shadowRoot.querySelector(".messages");
      return [...messages.querySelectorAll(".coming")].map(({ dataset }) => dataset.message);
    });
  };
  await untilText(page, TEXTS.care.en);
  assert.equal((await inspect())[0], "care");
  await say(page, "begin_checkout");
  await untilText(page, null);
  assert.deepEqual(await inspect(), []);
  await leave(opened);
});

for (const [what, change, says, comes] of [
  ["the limit of a day missing", ({ per_day, ...rest }) => rest, /`per_day` is not a whole number/, false],
  ["a word for the limit of a day", (board) => ({ ...board, per_day: "three" }), /`per_day` is not a whole number/, false],
  ["a word for the list", (board) => ({ ...board, messages: "none" }), /`messages` is not a list/, false],
  ["nothing at all", () => null, /`per_day` is not a whole number/, false],
  ["an entry that is none", (board) => ({ ...board, messages: [null, "care", ...board.messages] }), /2 of 5 messages cannot be read/, true],
]) {
  test(`what cannot be read of a board is left out, with a warning: ${what}`, async () => {
    const { build } = JSON.parse(readFileSync(join(folder, "pack/manifest.json"), "utf8"));
    const board = JSON.parse(readFileSync(join(folder, "pack", build, "messages/en.json"), "utf8"));
    shop.first = (path) => (path.endsWith("/messages/en.json") && path.startsWith("/pack/")
      ? { body: JSON.stringify(change(board)), headers: { "Content-Type": "application/json" } } : undefined);
    const warned = [];
    const opened = await visit({ past: bought(popular[0]), watch: ({ page }) => page.on("console", (message) => warned.push(message.text())) });
    const { page } = opened;
    if (comes) await untilText(page, TEXTS.care.en);
    else await page.waitForTimeout(LONG_MS);
    const ids = await page.evaluate(async () => (await (await import("/passerelle/auto.js")).passerelle.explainMessages()).map(({ id }) => id));
    assert.deepEqual(ids, comes ? ["care", "offer", "another"] : []);
    assert.match(warned.join("\n"), /messages_unreachable/);
    assert.match(warned.join("\n"), says);
    assert.doesNotMatch(warned.join("\n"), /shows nothing/);
    await leave(opened);
  });
}

test("revoking erases the answer", async () => {
  const opened = await visit({ past: bought(popular[0]) });
  const { page } = opened;
  await untilShown(page);
  await page.locator("passerelle-messages").getByRole("button", { name: "No", exact: true }).click();
  const invitations = () => page.evaluate(async () => {
    const { passerelle } = await import("/passerelle/auto.js");
    return (await passerelle.history.export()).invitations.length;
  });
  await page.waitForTimeout(300);
  assert.ok((await invitations()) > 0);
  await page.evaluate(async () => {
    const { passerelle } = await import("/passerelle/auto.js");
    await passerelle.setConsent(false);
  });
  assert.equal(await invitations(), 0);
  await leave(opened);
});

for (const [language, direction, colorScheme, kind, item] of [
  ["fr", "ltr", "light", "care", 0], ["ar", "rtl", "light", "care", 0],
  ["fr", "ltr", "dark", "care", 0], ["ar", "rtl", "dark", "care", 0], ["en", "ltr", "dark", "offer", 5],
]) {
  test(`in the page's language, and axe finds nothing: ${language}, ${colorScheme}, ${kind}`, async () => {
    const opened = await visit({
      past: bought(popular[item]), page: { html: `lang="${language}" dir="${direction}"` }, watch: ({ page }) => page.emulateMedia({ colorScheme }),
    });
    assert.equal((await untilShown(opened.page)).text, TEXTS[kind][language]);
    assert.deepEqual(await violations(opened.page), []);
    await leave(opened);
  });
}

for (const pictures of ["", 'pictures="everyone"']) {
  test(`the concerned and the unconcerned ask for the same, to the byte: ${pictures || "without pictures"}`, async () => {
    const walks = [];
    for (const past of [bought(popular[0]), bought(popular[5])]) {
      shop.first = () => undefined;
      shop.page = { head: SCRIPT, before: "", after: "", auto: "", element: element(pictures) };
      let browserSays;
      let from;
      const opened = await visit({ past, watch: async ({ context, page }) => {
        browserSays = await record(await context.newCDPSession(page), { cache: false });
        from = shop.asked.length;
      } });
      const { text } = await untilShown(opened.page);
      await opened.page.waitForTimeout(SEEN_MS);
      // The browser decides which of two scripts first imports a third, so only the addresses of scripts are compared.
      const same = (request) => {
        const address = request.path ?? request.url;
        return /\.js$/.test(address) ? `${request.method} ${address}` : JSON.stringify(request);
      };
      const picture = await opened.page.evaluate(() => document.querySelector("passerelle-messages").shadowRoot.querySelector("article img")?.currentSrc);
      walks.push({ text, picture, cdp: (await browserSays()).map(same).sort(), wire: shop.asked.slice(from).map(same).sort() });
      await opened.close();
    }
    const [concerned, unconcerned] = walks;
    assert.deepEqual([concerned.text, unconcerned.text], [TEXTS.care.en, TEXTS.offer.en]);
    assert.equal(concerned.picture, pictures ? PICTURE : undefined);
    assert.deepEqual(unconcerned.cdp, concerned.cdp);
    assert.deepEqual(unconcerned.wire, concerned.wire);
    assert.ok(concerned.wire.some((request) => /messages\/en\.json/.test(request)));
    assert.equal(concerned.cdp.filter((request) => request.includes(PICTURE)).length, pictures ? 1 : 0, "by everybody or by nobody, and once");
  });
}

test("a page that draws messages itself gets a picture only where it asks for the pictures of all", async () => {
  for (const past of [bought(popular[0]), bought(popular[5])]) {
    const asked = [];
    const opened = await visit({ past, page: { element: "<p></p>" }, watch: ({ page }) => page.on("request", (request) => asked.push(request.url())) });
    const { page } = opened;
    const pictures = (request) => page.evaluate(async (of) => {
      const { passerelle } = await import("/passerelle/auto.js");
      return [await passerelle.messages(of), await passerelle.explainMessages(of)].map((messages) => messages.map(({ picture }) => picture).filter(Boolean));
    }, request);
    assert.deepEqual(await pictures(), [[], []]);
    assert.ok(!asked.includes(PICTURE));
    const requested = page.waitForRequest(PICTURE);
    const [coming, all] = await pictures({ pictures: "everyone" });
    assert.deepEqual([coming, all], [past[0].itemId === popular[0] ? [PICTURE] : [], [PICTURE]]);
    await requested;
    await page.waitForTimeout(300);
    assert.equal(asked.filter((url) => url === PICTURE).length, 1, "whoever it concerns");
    await assert.rejects(page.evaluate(async () => (await import("/passerelle/auto.js")).passerelle.messages({ pictures: "all" })), /`pictures` must be one of "everyone"/);
    await leave(opened);
  }
});

test("what the page reports of the message that the element shows counts once", async () => {
  const opened = await visit({ past: bought(popular[0]) });
  const { page } = opened;
  await untilText(page, TEXTS.care.en);
  await page.waitForTimeout(SEEN_MS);
  const counted = await page.evaluate(async () => {
    const { passerelle } = await import("/passerelle/auto.js");
    for (let at = 0; at < 2; at += 1) await passerelle.recordMessage("care", "impression");
    const { invitations } = await passerelle.history.export();
    return invitations.filter(({ about }) => about.some((one) => one.letter === "care:care")).map(({ what }) => what);
  });
  assert.deepEqual(counted.sort(), ["drawn", "seen"]);
  await leave(opened);
});

test("on a page of what is sold out it offers to tell, and keeps nothing without consent", async () => {
  const opened = await visit({ page: { element: `<passerelle-messages src="/pack/" kinds="back-in-stock" sold-out="${popular[9]}">${FALLBACK}</passerelle-messages>` } });
  const { page } = opened;
  await page.locator("passerelle-messages").getByRole("button", { name: "Tell me here" }).click();
  await page.locator("passerelle-messages").getByText("Nothing is kept on this device without consent.").waitFor();
  await leave(opened);
});

test("\"tell me here\" says why nothing is kept, and is pressed again after consent", async () => {
  const id = popular[SOLD_OUT];
  const opened = await visit({ page: { element: `<passerelle-messages src="/pack/" kinds="back-in-stock" sold-out="${id}">${FALLBACK}</passerelle-messages>` } });
  const { page } = opened;
  const host = page.locator("passerelle-messages");
  const pressed = async (says) => {
    await host.getByRole("button", { name: "Tell me here" }).click();
    await host.getByText(says).waitFor();
  };
  const call = (name, ...told) => page.evaluate(async ([method, args]) => (await import("/passerelle/auto.js")).passerelle[method](...args), [name, told]);
  await pressed("Nothing is kept on this device without consent.");
  await call("setConsent", true);
  // The earlier sentence disappears.
  await page.waitForFunction(() => document.querySelector("passerelle-messages").shadowRoot.querySelector("section:not(.spacer, .trial) .reminded")?.textContent === "");
  await call("pause");
  await pressed("Remembering is paused on this device.");
  await call("resume");
  await pressed("It will be here when it is back.");
  await page.evaluate((other) => document.querySelector("passerelle-messages").setAttribute("sold-out", other), popular[9]);
  await page.waitForFunction(() => document.querySelector("passerelle-messages").shadowRoot.querySelector("section:not(.spacer, .trial) .reminded")?.textContent === "");
  await pressed("For this item that is not possible at the moment.");
  await leave(opened);
});

for (const [how, erase] of Object.entries(ERASURES)) {
  test(`after ${how} "tell me here" no longer says that it will, and can be pressed again`, async () => {
    const element = `<passerelle-messages src="/pack/" kinds="back-in-stock" sold-out="${popular[SOLD_OUT]}">${FALLBACK}</passerelle-messages>`;
    const opened = await visit({ page: { element } });
    const { page } = opened;
    const host = page.locator("passerelle-messages");
    const wishes = () => page.evaluate(async () => {
      const { invitations } = await (await import("/passerelle/auto.js")).passerelle.history.export();
      return invitations.filter(({ what }) => what === "sold-out").length;
    });
    await page.evaluate(async () => (await import("/passerelle/auto.js")).passerelle.setConsent(true));
    const press = async () => {
      await host.getByRole("button", { name: "Tell me here" }).click();
      await host.getByText("It will be here when it is back.").waitFor();
    };
    await press();
    assert.equal(await wishes(), 1);
    await erase(opened, shop);
    await host.getByText("It will be here when it is back.").waitFor({ state: "detached" });
    assert.equal(await wishes(), 0);
    await press();
    assert.equal(await wishes(), 1);
    await leave(opened);
  });
}

test("a variant is back in stock only once that variant can be bought again", async () => {
  const feed = join(folder, "feed.tsv");
  const stocked = async (is) => {
    const text = await readFile(feed, "utf8");
    await writeFile(feed, text.replace(new RegExp(`^${SECOND}\\t.*$`, "m"), (row) => row.replace(/\b(in_stock|out_of_stock)\b/, is)));
    await passerelle(["availability", "--house", join(folder, "house.toml"), "--feed", feed, "--out", join(folder, "pack"), "--as-of", "2011-12-10"]);
  };
  const page = { element: element('kinds="back-in-stock"') };
  const wished = await visit({ past: [{ name: "view_item", itemId: SECOND }], page });
  const other = await visit({ past: [{ name: "view_item", itemId: popular[VARIANTS] }], page });
  for (const { page: opened } of [wished, other]) {
    await opened.waitForTimeout(LONG_MS);
    assert.deepEqual((await shown(opened)).parts, [], "the other variant has been in stock all the time");
  }
  await stocked("in_stock");
  await wished.page.reload();
  assert.ok((await untilShown(wished.page)).parts.includes("back-in-stock"));
  await other.page.reload();
  await other.page.waitForTimeout(LONG_MS);
  assert.deepEqual((await shown(other.page)).parts, [], "who viewed the item in stock waits for nothing");
  await stocked("out_of_stock");
  for (const opened of [wished, other]) await leave(opened);
});

test("an unknown item to tell of is a warning for the house", async () => {
  const warned = [];
  const opened = await visit({
    page: { element: `<passerelle-messages src="/pack/" kinds="back-in-stock" sold-out="nothing-of-ours">${FALLBACK}</passerelle-messages>` },
    watch: ({ page }) => page.on("console", (message) => warned.push(message.text())),
  });
  await opened.page.evaluate(async () => (await import("/passerelle/auto.js")).passerelle.setConsent(true));
  await opened.page.locator("passerelle-messages").getByRole("button", { name: "Tell me here" }).click();
  await opened.page.locator("passerelle-messages").getByText("For this item that is not possible at the moment.").waitFor();
  assert.match(warned.join("\n"), /item_unknown: nothing-of-ours/);
  await leave(opened);
});

test("the pictures are made once for the shop, however many elements ask and however often", async () => {
  const opened = await visit({
    past: bought(popular[0]),
    page: { before: '<div class="hero"></div>', element: element('pictures="everyone" id="one"') + element('pictures="everyone" id="two"') },
    watch: ({ page }) => page.addInitScript(() => {
      window.made = 0;
      const create = document.createElement;
      document.createElement = function (tag, ...more) {
        window.made += Number(tag === "img");
        return create.call(this, tag, ...more);
      };
    }),
  });
  const { page } = opened;
  await page.waitForFunction(() => document.querySelector("passerelle-messages").shadowRoot.querySelector("article img"));
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
  await page.waitForTimeout(LONG_MS);
  assert.equal(await page.evaluate(() => window.made), 1);
  await leave(opened);
});

test("a picture that cannot be had goes", async () => {
  const opened = await visit({ past: bought(popular[0]), page: { element: element('pictures="everyone"') }, watch: async ({ page }) => {
    await page.unroute("https://img.example/**");
    await page.route("https://img.example/**", (route) => route.fulfill({ status: 404 }));
  } });
  await untilText(opened.page, TEXTS.care.en);
  await opened.page.waitForFunction(() => !document.querySelector("passerelle-messages").shadowRoot.querySelector("img"));
  await opened.close();
});

for (const [attributes, width] of [["", 1280], ["", 360], ['pictures="everyone"', 1280], ['pictures="everyone"', 360]]) {
  test(`the room that docs/messages.md reserves is enough in sight, ${width} px wide, ${attributes || "without pictures"}`, async () => {
    const opened = await visit({
      past: bought(popular[0]), page: inSight(element(attributes)), watch: ({ page }) => page.setViewportSize({ width, height: 1_000 }),
    });
    await untilText(opened.page, TEXTS.care.en);
    assert.equal(await opened.page.locator("passerelle-messages").locator("article img").count(), attributes ? 1 : 0);
    await opened.page.locator("passerelle-messages").getByRole("button", { name: "No", exact: true }).click();
    const [given, needed] = await opened.page.evaluate(() => {
      const host = document.querySelector("passerelle-messages");
      return [host.offsetHeight, host.shadowRoot.querySelector("section").offsetHeight];
    });
    assert.ok(needed <= given, `after an answer: ${needed} of ${given}`);
    await leave(opened);
  });
}

test("the house's text has its own direction, and a code is read from left to right", async () => {
  const opened = await visit({ past: bought(popular[5]), page: { html: 'lang="ar" dir="rtl"' } });
  await untilShown(opened.page);
  const host = opened.page.locator("passerelle-messages");
  assert.deepEqual([await host.locator("p.text").getAttribute("dir"), await host.locator("code").evaluate((node) => getComputedStyle(node).direction)], ["auto", "ltr"]);
  await leave(opened);
});

test("put away where the page has nothing of its own, the focus stays where the message was", async () => {
  const opened = await visit({ past: bought(popular[5]), page: { element: '<passerelle-messages src="/pack/"></passerelle-messages>' } });
  const { page } = opened;
  await untilShown(page);
  await page.locator("passerelle-messages").getByRole("button", { name: "Close" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.localName === "passerelle-messages" && document.activeElement.shadowRoot.activeElement === null);
  await leave(opened);
});

test("importing it in Node does nothing", async () => {
  const globals = Object.keys(globalThis).sort();
  await import(new URL("../../pkg/dist/client-messages.js", import.meta.url).href);
  assert.deepEqual(Object.keys(globalThis).sort(), globals);
});
