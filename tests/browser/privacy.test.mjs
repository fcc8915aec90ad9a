// The privacy panel: its content and its actions, by keyboard and for screen readers, in nine languages; it is loaded
// when opened.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { after, before, test } from "node:test";

import { violations } from "./axe.mjs";
import { startCdn } from "./cdn.mjs";
import { launch, open, ROOT } from "./harness.mjs";
import { databasesAre, PACK } from "./store.mjs";

let cdn;
let browser;

before(async () => {
  cdn = await startCdn({ "/": `${ROOT}tests/browser/pages`, "/passerelle/": `${ROOT}pkg/dist`, "/pack/": PACK });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await cdn?.close();
});

async function visit(locale, events = ["22423", "22470", "20725"]) {
  const shopper = await open(browser);
  const { page } = shopper;
  await page.goto(`${cdn.url}/api.html`);
  await page.waitForSelector("html[data-ready]");
  await page.evaluate(async ([ids, language]) => {
    globalThis.shop = await globalThis.passerelle.createPasserelle({ pack: "/pack", consent: ids.length > 0, locale: language });
    for (const itemId of ids) await globalThis.shop.track({ name: "view_item", itemId });
  }, [events, locale]);
  return shopper;
}

const remembered = (page) => page.evaluate(async () => (await globalThis.shop.history.export()).events.map(({ itemId, gift }) => itemId + (gift ? "*" : "")));

test("everything can be done by keyboard, and is said aloud", async () => {
  const from = cdn.asked.length;
  const { page, problems, close } = await visit("en");
  assert.ok(!cdn.asked.slice(from).some(({ path }) => path.endsWith("/privacy.js")), "not loaded before it is opened");
  await page.evaluate(() => {
    const button = document.createElement("button");
    button.textContent = "Privacy";
    button.onclick = () => globalThis.shop.openPrivacy();
    document.body.append(button);
    button.focus();
  });
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "What this shop remembers" });
  await dialog.waitFor();
  assert.deepEqual(await dialog.getByRole("listitem").count(), 3);
  assert.match(await dialog.getByRole("listitem").first().innerText(), /^Lunch Bag Red Retrospot: looked at/, "the last one first, by its title");
  const focused = () => page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active?.getAttribute("aria-label") ?? active?.textContent;
  });
  const press = async (name) => {
    for (let tabs = 0; (await focused()) !== name; tabs += 1) {
      assert.ok(tabs < 40, `${name} cannot be reached`);
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
  };
  const says = (text) => dialog.getByRole("status").filter({ hasText: text }).waitFor();
  await press("It was a gift: Heart of Wicker Large");
  await says("A gift: Heart of Wicker Large. It says nothing about you.");
  assert.deepEqual(await remembered(page), ["22423", "22470*", "20725"]);
  assert.equal(await focused(), "It was a gift: Heart of Wicker Large", "the focus stays");
  await press("Forget: Regency Cakestand 3 Tier");
  await says("Forgotten: Regency Cakestand 3 Tier.");
  assert.deepEqual(await remembered(page), ["22470*", "20725"]);
  assert.equal(await focused(), "What this shop remembers", "or goes to the heading");
  await press("Pause");
  await says("Paused.");
  assert.equal(await focused(), "Remember again");
  await press("Remember again");
  // Without waiting: the panel is redrawn while a quick shopper is already at the next button.
  const download = page.waitForEvent("download");
  await press("Save a copy");
  assert.equal((await download).suggestedFilename(), "passerelle.json");
  await press("Erase everything");
  await says("Everything is erased.");
  assert.deepEqual(await remembered(page), []);
  await press("Erase everything and stop remembering");
  await says("nothing is remembered any more");
  assert.ok(await page.evaluate(databasesAre, 0));
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  assert.equal(await focused(), "Privacy", "the focus goes back to where it was");
  assert.deepEqual(problems, []);
  await close();
});

test("what was shown and refused is told, and a refusal can be taken back", async () => {
  const { page, problems, close } = await visit("en");
  const refused = await page.evaluate(async () => {
    const { suggestions } = await globalThis.shop.offer({ placement: "home", limit: 4 });
    for (const { itemId } of suggestions) await globalThis.shop.recordImpression(itemId);
    for (const { itemId } of suggestions.slice(0, 2)) await globalThis.shop.dismiss(itemId);
    await globalThis.shop.openPrivacy();
    return suggestions.slice(0, 2).map(({ itemId, title }) => ({ itemId, title }));
  });
  const dialog = page.getByRole("dialog");
  await dialog.getByText("which suggestions were shown here, 4 items").waitFor();
  const notForMe = dialog.getByRole("listitem").filter({ hasText: "not for me" });
  // The items have their titles, because this page has drawn them.
  assert.deepEqual(await notForMe.allTextContents(), [...refused].reverse().map(({ title }) => `${title}: not for me Suggest again`));
  await dialog.getByRole("button", { name: `Suggest again: ${refused[0].title}` }).click();
  await dialog.getByText(`May be suggested again: ${refused[0].title}.`).waitFor();
  assert.equal(await notForMe.count(), 1);
  const { suggestions } = await page.evaluate(() => globalThis.shop.suggest({ placement: "home", limit: 24 }));
  const ids = suggestions.map(({ itemId }) => itemId);
  assert.deepEqual(refused.map(({ itemId }) => ids.includes(itemId)), [true, false]);
  assert.deepEqual(problems, []);
  await close();
});

test("it looks like the page: its font, its corners, its own rules for the parts", async () => {
  const { page, close } = await visit("en");
  await page.evaluate(async () => {
    document.documentElement.style.setProperty("--passerelle-radius", "7px");
    document.body.style.font = "20px Georgia";
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("passerelle-privacy::part(act) { text-transform: uppercase }");
    document.adoptedStyleSheets = [sheet];
    await globalThis.shop.openPrivacy();
  });
  const dialog = page.getByRole("dialog");
  const look = (locator) => locator.evaluate((node) => {
    const { fontFamily, fontSize, borderRadius, textTransform } = getComputedStyle(node);
    return { fontFamily, fontSize, borderRadius, textTransform };
  });
  assert.deepEqual(await look(dialog), { fontFamily: "Georgia", fontSize: "20px", borderRadius: "7px", textTransform: "none" });
  const button = await look(dialog.getByRole("button", { name: "Pause" }));
  assert.deepEqual(button, { fontFamily: "Georgia", fontSize: "17.5px", borderRadius: "7px", textTransform: "uppercase" });
  await dialog.getByRole("button", { name: "Close" }).click();
  await page.locator("passerelle-privacy").waitFor({ state: "detached" });
  await close();
});

/**
 * For each language: the page's language tag, the heading, the number of items, and the message after an item is
 * forgotten.
 */
const LANGUAGES = {
  ar: ["ar-EG", "ما يتذكره هذا المتجر", /عدد المنتجات: \u2068?[1١]\u2069?\./, /^نُسي: \u2068?Lunch Bag/],
  de: ["de_AT", "Was dieser Shop sich merkt", /^Ein Artikel\.$/, /^Vergessen: Lunch Bag/],
  en: ["nl", "What this shop remembers", /^One item\.$/, /^Forgotten: Lunch Bag/],
  es: ["es-MX", "Lo que recuerda esta tienda", /^Un artículo\.$/, /^Olvidado: Lunch Bag/],
  fr: ["fr-FR", "Ce que cette boutique retient", /^Un article\.$/, /^Oublié : Lunch Bag/],
  it: ["it", "Che cosa ricorda questo negozio", /^Un articolo\.$/, /^Dimenticato: Lunch Bag/],
  ja: ["ja-JP", "このショップが記憶していること", /^商品1点。$/, /^忘れました：Lunch Bag/],
  pt: ["pt-BR", "O que esta loja recorda", /^Um artigo\.$/, /^Esquecido: Lunch Bag/],
  zh: ["zh-Hant", "本店记住的内容", /^1 件商品。$/, /^已忘记：Lunch Bag/],
};

test("in nine languages, each in its own direction; another language is English", async () => {
  assert.deepEqual(Object.keys(LANGUAGES), readdirSync(`${ROOT}pkg/src/messages`).map((file) => file.replace(".json", "")).sort());
  const english = new Set();
  for (const [language, [tag, title, count, forgotten]] of Object.entries(LANGUAGES).sort(([one], [other]) => (one === "en" ? -1 : other === "en" ? 1 : 0))) {
    const { page, problems, close } = await visit(tag, ["20725"]);
    await page.evaluate(() => globalThis.shop.openPrivacy());
    const dialog = page.getByRole("dialog", { name: title });
    await dialog.getByRole("heading", { level: 2, name: title }).waitFor();
    assert.deepEqual([await dialog.getAttribute("lang"), await dialog.getAttribute("dir")], [language, language === "ar" ? "rtl" : "ltr"]);
    await dialog.getByText(count).waitFor();
    const labels = await dialog.getByRole("button").allTextContents();
    assert.equal(labels.length, 8);
    assert.ok(labels.every((label) => label !== ""), labels.join());
    if (language === "en") labels.forEach((label) => english.add(label));
    else assert.deepEqual(labels.filter((label) => english.has(label)), [], language);
    assert.deepEqual(await violations(page, "passerelle-privacy"), [], language);
    await dialog.locator("[data-do=forget]").click();
    await dialog.getByRole("status").filter({ hasText: forgotten }).waitFor();
    assert.deepEqual(problems, []);
    await close();
  }
});

test("with nothing to show, it says so", async () => {
  const { page, problems, close } = await visit("fr", []);
  await page.evaluate(() => globalThis.shop.openPrivacy());
  await page.getByRole("dialog").getByText(/ne retient rien/).waitFor();
  assert.equal(await page.getByRole("dialog").getByRole("listitem").count(), 0);
  assert.deepEqual(problems, []);
  await close();
});

test("what the feed or a copy says is text, never markup", async () => {
  const { page, problems, close } = await visit("en");
  await page.evaluate(async () => {
    const [{ division, type }] = (await globalThis.shop.history.export()).events;
    await globalThis.shop.history.import([{ itemId: "<img src=x onerror=alert(1)>", time: Math.floor(Date.now() / 1_000), division, type }]);
    await globalThis.shop.openPrivacy();
  });
  await page.getByText("<img src=x").first().waitFor();
  assert.equal(await page.evaluate(() => document.querySelector("passerelle-privacy").shadowRoot.querySelectorAll("img").length), 0);
  assert.deepEqual(problems, []);
  await close();
});
