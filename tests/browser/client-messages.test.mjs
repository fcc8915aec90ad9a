// `<passerelle-messages>`: one message at a time, chosen on the device; whom it concerns, the network cannot tell.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";

import { launch, open } from "./harness.mjs";
import { buildPart, day, writePart } from "./part.mjs";
import { plainHouse } from "./store.mjs";
import { openShop, POLICY } from "./storefront.mjs";
import { record } from "./wire.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WIDE = { viewport: { width: 1280, height: 800 } };
const SCRIPT = '<script type="module" src="/passerelle/client-messages.js"></script>';
const FALLBACK = '<a href="/help">Help and service</a>';
const element = (attributes = "") => `<passerelle-messages src="/pack/" offers="/offers" ${attributes}>${FALLBACK}</passerelle-messages>`;
/** Longer than the element takes when nothing hinders it. */
const LONG_MS = 1_500;
/** A message is seen after a second. */
const SEEN_MS = 1_400;
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
  ({ popular } = await writePart(folder, 400));
  const house = plainHouse()
    .replace(/^languages = .*$/m, 'languages = ["en", "fr", "ar"]')
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
`);
  await buildPart(folder, "--no-calibration");
  shop = await openShop({ "/pack/": join(folder, "pack") });
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

const AGREE = `window.dataLayer = window.dataLayer || [];
  function gtag() { dataLayer.push(arguments); }
  gtag("consent", "update", { personalization_storage: "granted" });`;

/** A shopper who agreed and did this before; without `past` one who has not agreed. */
async function visit({ past, page = {}, watch } = {}) {
  const opened = await open(browser, WIDE);
  await opened.page.route("https://img.example/**", (route) => route.fulfill({ status: 200, contentType: "image/svg+xml", body: '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="5"/>' }));
  if (past) {
    const own = shop.page;
    shop.page = { element: "<p></p>", auto: "", head: '<script type="module">import "/passerelle/element.js";</script>' };
    shop.policy = POLICY.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'");
    await opened.page.goto(`${shop.url}/p/past`);
    await opened.page.evaluate(async (events) => {
      const { createPasserelle } = await import("/passerelle/index.js");
      const passerelle = await createPasserelle({ pack: "/pack/", consent: true });
      for (const event of events) await passerelle.track(event);
    }, past);
    shop.policy = POLICY;
    shop.page = { ...own, head: `${SCRIPT}<script src="/agree.js"></script>`, auto: 'data-pack="/pack/"' };
    const answer = shop.first;
    shop.first = (path) => (path === "/agree.js" ? { body: AGREE, headers: { "Content-Type": "text/javascript" } } : answer(path));
  }
  shop.page = { ...shop.page, ...page };
  await watch?.(opened);
  await opened.page.goto(`${shop.url}/p/${popular[9]}`);
  return opened;
}

/** What the element shows. */
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

async function untilShown(page) {
  await page.waitForFunction(() => document.querySelector("passerelle-messages")?.shadowRoot.querySelector("article"));
  return shown(page);
}

/** Nothing went wrong, and nothing moved. */
async function leave(opened) {
  assert.equal(await opened.layoutShift(), 0);
  assert.deepEqual(opened.problems, []);
  await opened.close();
}

const bought = (...ids) => ids.flatMap((itemId) => [{ name: "view_item", itemId }, { name: "purchase", itemId }]);

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
  const kept = await page.evaluate(async () => {
    const { passerelle } = await import("/passerelle/auto.js");
    const { invitations } = await passerelle.history.export();
    return invitations.flatMap(({ what, about }) => about.flatMap((one) => ("letter" in one ? [`${what} ${one.letter}`] : [])));
  });
  assert.deepEqual([...new Set(kept)].filter((line) => line !== "seen care:care"), ["drawn care:care", "dissatisfied care:care"]);
  await leave(opened);
});

test("an offer that the history chose says so, and links to all of them", async () => {
  const opened = await visit({ past: bought(popular[5]) });
  const { page } = opened;
  const { parts, text, chosen } = await untilShown(page);
  assert.deepEqual([parts.includes("offer"), text, chosen], [true, TEXTS.offer.en, "Chosen on this device from what you looked at here"]);
  const host = page.locator("passerelle-messages");
  assert.match(await host.getByRole("link", { name: "All offers" }).getAttribute("href"), /\/offers$/);
  assert.equal(await host.locator("code").textContent(), "TABLE10");
  await leave(opened);
});

test("of two places on a page one has the message", async () => {
  // Below the screen, so that both have room.
  const places = element('id="one"') + element('id="two"');
  const opened = await visit({ past: bought(popular[5]), page: { before: '<div class="hero"></div>', element: places } });
  const { page } = opened;
  const articles = () => page.evaluate(() => [...document.querySelectorAll("passerelle-messages")].filter(({ shadowRoot }) => shadowRoot.querySelector("article")).length);
  await page.waitForFunction(() => [...document.querySelectorAll("passerelle-messages")].some(({ shadowRoot }) => shadowRoot.querySelector("article")));
  await page.waitForTimeout(LONG_MS);
  assert.equal(await articles(), 1);
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

test("in checkout it is silent", async () => {
  const opened = await visit({ past: bought(popular[0]), page: { element: element('page="checkout"') } });
  await opened.page.waitForTimeout(LONG_MS);
  assert.deepEqual([(await shown(opened.page)).parts, (await shown(opened.page)).fallback], [[], true]);
  await leave(opened);
});

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

for (const [language, direction] of [["fr", "ltr"], ["ar", "rtl"]]) {
  test(`in the page's language, and axe finds nothing: ${language}`, async () => {
    const opened = await visit({ past: bought(popular[0]), page: { html: `lang="${language}" dir="${direction}"` } });
    assert.equal((await untilShown(opened.page)).text, TEXTS.care[language]);
    await opened.page.evaluate(AXE);
    const { violations } = await opened.page.evaluate(() => globalThis.axe.run(document, { runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] } }));
    assert.deepEqual(violations.map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html).join(" ")}`), []);
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
      // Which of two scripts is the first to import a third is the browser's affair: of scripts the addresses are compared.
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

test("on a page of what is sold out it offers to tell, and keeps nothing without consent", async () => {
  const opened = await visit({ page: { element: `<passerelle-messages src="/pack/" kinds="back-in-stock" sold-out="${popular[9]}">${FALLBACK}</passerelle-messages>` } });
  const { page } = opened;
  await page.locator("passerelle-messages").getByRole("button", { name: "Tell me here" }).click();
  await page.locator("passerelle-messages").getByText("Nothing is kept on this device without consent.").waitFor();
  await leave(opened);
});

test("importing it in Node does nothing", async () => {
  const globals = Object.keys(globalThis).sort();
  await import(new URL("../../pkg/dist/client-messages.js", import.meta.url).href);
  assert.deepEqual(Object.keys(globalThis).sort(), globals);
});
