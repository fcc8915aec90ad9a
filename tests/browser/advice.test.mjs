// `<passerelle-advice>`: a questionnaire by mouse and by keyboard, its routine, and answers that cannot be detected
// from outside.

import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";

import { violations } from "./axe.mjs";
import { ERASURES, otherTab } from "./erasures.mjs";
import { launch, NARROW, open, until, untilSaid } from "./harness.mjs";
import { backToLeftPage } from "./left-page.mjs";
import { olderManifest } from "./older-pack.mjs";
import { buildPart, writePart } from "./part.mjs";
import { plainHouse } from "./store.mjs";
import { openShop, POLICY } from "./storefront.mjs";

const WIDE = { viewport: { width: 1280, height: 900 } };
const SCRIPT = '<script type="module" src="/passerelle/advice.js"></script>';
const FALLBACK = '<a href="/help">Ask us</a>';
const element = (attributes = 'questionnaire="table"') => `<passerelle-advice src="/pack/" ${attributes}>${FALLBACK}</passerelle-advice>`;
/** The style from docs/advice.md that reserves space. */
const STYLE = `:root { color-scheme: light dark } body { font: 1rem/1.5 system-ui, sans-serif } passerelle-advice { display: flow-root; min-block-size: 20rem }`;
const answering = (other) => (path) => other(path) ?? (path === "/style.css" ? { body: STYLE, headers: { "Content-Type": "text/css" } } : undefined);
/** Longer than the element takes without disturbance. */
const LONG_MS = 1_500;
const HOSTILE = "<img src=x onerror=alert(1)>{type}";
const SOLD_OUT = 3;

let folder;
let popular;
/** Ids of items by the addresses of their pages. */
let idOf;
let shop;
let browser;

/** The tags of an item by its position among the most ordered: every second one is bright, every third one large. */
const tagsAt = (at) => [at % 2 ? "bright" : "calm", at % 3 ? "small" : "large"];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "passerelle-advice-"));
  ({ popular } = await writePart(folder, 400, (row, at, header) => {
    if (at === SOLD_OUT) row[header.indexOf("availability")] = "out_of_stock";
    if (at === 0) row[header.indexOf("title")] = HOSTILE;
    const tags = at < 24 ? tagsAt(at) : ["", ""];
    return [...row, ...tags];
  }, ["custom_label_3", "custom_label_4"]));
  const house = plainHouse()
    .replace(/^languages = .*$/m, 'languages = ["en", "fr", "ar"]')
    .replaceAll(/^(names = \{.*)\}$/gm, '$1, ar = "أدوات" }');
  const texts = (en, fr, ar) => `{ en = ${JSON.stringify(en)}, fr = ${JSON.stringify(fr)}, ar = ${JSON.stringify(ar)} }`;
  await writeFile(join(folder, "house.toml"), `${house}
${["table", "private"].map((id) => `
[[questionnaire]]
id = "${id}"
titles = ${texts("Lay the table", "Dresser la table", "تجهيز المائدة")}
intro = ${texts(`Two questions. ${HOSTILE.replace("{type}", "")}`, "Deux questions.", "سؤالان.")}
${id === "private" ? `sensitive = ${texts("The answers stay here.", "Les réponses restent ici.", "تبقى الإجابات هنا.")}` : ""}

[[questionnaire.question]]
id = "mood"
texts = ${texts("Which mood?", "Quelle humeur ?", "أي مزاج؟")}
answers = [
  { id = "bright", texts = ${texts("Bright", "Vif", "زاهٍ")}, tags = { bright = 2 } },
  { id = "calm", texts = ${texts("Calm", "Calme", "هادئ")}, tags = { calm = 2 } },
]

[[questionnaire.question]]
id = "room"
texts = ${texts("What about the room?", "Et la pièce ?", "وماذا عن الغرفة؟")}
several = true
answers = [
  { id = "small", texts = ${texts("It is small", "Elle est petite", "صغيرة")}, exclude = ["large"] },
  { id = "guests", texts = ${texts("There are guests", "Il y a des invités", "هناك ضيوف")} },
]

[[questionnaire.step]]
id = "first"
names = ${texts("First", "D’abord", "أولاً")}
items = { custom_label_3 = ["bright", "calm"] }

[[questionnaire.step]]
id = "guests"
names = ${texts("For the guests", "Pour les invités", "للضيوف")}
items = { custom_label_4 = ["large", "small"] }
when = { room = ["guests"] }
`).join("")}`);
  await buildPart(folder, "--no-calibration", "--force");
  const { build } = JSON.parse(await readFile(join(folder, "pack/manifest.json"), "utf8"));
  const { items } = JSON.parse(await readFile(join(folder, "pack", build, "advice/table.en.json"), "utf8"));
  idOf = new Map(items.map(({ id, url }) => [url, id]));
  shop = await openShop({ "/pack/": join(folder, "pack") });
  browser = await launch();
});

beforeEach(() => {
  shop.page = { head: SCRIPT, element: element(), before: "", after: "", auto: "" };
  shop.policy = POLICY;
  shop.first = answering(() => undefined);
  shop.asked.length = 0;
});

after(async () => {
  await browser?.close();
  await shop?.close();
  await rm(folder, { recursive: true, force: true });
});

async function visit(page = {}, options = WIDE) {
  const opened = await open(browser, options);
  shop.page = { ...shop.page, ...page };
  await opened.page.goto(`${shop.url}/p/${popular[9]}`);
  return opened;
}

const host = (page) => page.locator("passerelle-advice");
const begin = (page) => host(page).getByRole("button", { name: "Begin" });

/** The routine that is shown: for each step its name, the ids of its links, and its texts. */
const routine = async (page) => (await drawnRoutine(page)).map(({ links, ...step }) => ({ ...step, ids: links.map((link) => idOf.get(link)) }));
const drawnRoutine = (page) => page.evaluate(() => [...document.querySelector("passerelle-advice").shadowRoot.querySelectorAll("li")].map((step) => ({
  step: step.querySelector("h3").textContent,
  links: [...step.querySelectorAll("a")].map(({ href }) => href),
  because: step.querySelector(".because bdi")?.textContent,
  owned: step.querySelector(".owned bdi")?.textContent,
})));

/** Asserts that there were no problems and no layout shift. */
async function leave(opened) {
  assert.equal(await opened.layoutShift(), 0);
  assert.deepEqual(opened.problems, []);
  await opened.close();
}

/** Answers the questions with the mouse. */
async function answer(page, mood, ...room) {
  await begin(page).click();
  await host(page).getByRole("radio", { name: mood }).click();
  await host(page).getByRole("button", { name: "Next" }).click();
  for (const name of room) await host(page).getByRole("checkbox", { name }).click();
  await host(page).getByRole("button", { name: "Show the result" }).click();
  await host(page).getByRole("heading", { name: "Your routine" }).waitFor();
}

const titles = (ids) => ids.map((id) => popular.indexOf(id));

test("with the mouse: one question at a time, and a routine that rests on the answers", async () => {
  const opened = await visit();
  const { page } = opened;
  await answer(page, "Bright", "It is small", "There are guests");
  const [first, guests] = await routine(page);
  assert.deepEqual([first.step, guests.step], ["First", "For the guests"]);
  const picked = [...first.ids, ...guests.ids].map((id) => popular.indexOf(id));
  for (const at of picked) assert.ok(tagsAt(at)[1] === "small" && at !== SOLD_OUT, `item ${at} is small and can be bought`);
  assert.deepEqual(titles(first.ids).map((at) => tagsAt(at)[0]), ["bright", "bright"]);
  assert.equal(first.because, "Bright");
  assert.equal(guests.because, "Bright · There are guests", "a step rests on what it asks for, too");
  assert.notEqual(first.ids[0], guests.ids[0], "no item fills two steps");
  await leave(opened);
});

test("with the keyboard: every step can be reached, one can go back, and start again", async () => {
  const opened = await visit();
  const { page } = opened;
  await begin(page).waitFor();
  const focused = () => page.evaluate(() => document.activeElement.shadowRoot?.activeElement?.textContent);
  await begin(page).focus();
  await page.keyboard.press("Enter");
  assert.equal(await focused(), "Which mood?");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.equal(await host(page).getByRole("status").textContent(), "Please choose an answer.");
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  assert.equal(await focused(), "What about the room?");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  assert.equal(await focused(), "Your routine");
  const [{ ids, because }] = await routine(page);
  assert.deepEqual([because, tagsAt(popular.indexOf(ids[0]))], ["Calm", ["calm", "small"]]);
  await host(page).getByRole("button", { name: "Back" }).focus();
  await page.keyboard.press("Enter");
  assert.equal(await focused(), "What about the room?");
  assert.ok(await host(page).getByRole("checkbox", { name: "It is small" }).isChecked(), "what was answered stands");
  await host(page).getByRole("button", { name: "Back" }).press("Enter");
  assert.ok(await host(page).getByRole("radio", { name: "Calm" }).isChecked());
  await host(page).getByRole("button", { name: "Back" }).press("Enter");
  assert.equal(await focused(), "Begin");
  await leave(opened);
});

test("no request tells what was answered, nor that anything was", async () => {
  const requests = async (...answers) => {
    shop.asked.length = 0;
    const opened = await visit({ element: element('questionnaire="table" pictures="everyone"') });
    await begin(opened.page).waitFor();
    await opened.page.waitForTimeout(LONG_MS);
    if (answers.length > 0) await answer(opened.page, ...answers);
    await opened.page.waitForTimeout(LONG_MS);
    await opened.close();
    return shop.asked.map(({ path }) => path).sort();
  };
  const quiet = await requests();
  assert.ok(quiet.some((path) => path.includes("/advice/table.en.json")) && quiet.some((path) => path.endsWith("/advice.wasm")));
  assert.deepEqual(await requests("Bright", "It is small"), quiet);
  assert.deepEqual(await requests("Calm", "There are guests"), quiet);
});

test("hostile texts are texts, and everybody can use it, dark, on a phone and from right to left", async () => {
  for (const [options, html] of [[WIDE, 'lang="en"'], [{ ...NARROW, colorScheme: "dark" }, 'lang="ar" dir="rtl"']]) {
    const opened = await visit({ html }, options);
    const { page } = opened;
    const check = async (where) => {
      assert.deepEqual(await violations(page), [], where);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${where} is not too wide`);
    };
    await host(page).getByRole("button").first().waitFor();
    await check("the start");
    await host(page).getByRole("button").first().click();
    await check("a question");
    await host(page).getByRole("radio").nth(1).click();
    await host(page).getByRole("button").first().click();
    await host(page).getByRole("button").first().click();
    await host(page).locator("ol").waitFor();
    await check("the routine");
    assert.equal(await host(page).locator("img[src=x]").count(), 0);
    await leave(opened);
  }
});

test("the page is told what to put into the cart, and says what became of it", async () => {
  const opened = await visit({ element: element('questionnaire="table" cart-button') });
  const { page } = opened;
  await page.evaluate(() => {
    window.told = [];
    const answers = [() => Promise.reject(new Error("no stock")), () => Promise.resolve(new Response("", { status: 500 })), () => Promise.resolve(false), () => Promise.resolve()];
    document.addEventListener("passerelle-add-routine", ({ detail }) => {
      window.told.push({ questionnaire: detail.questionnaire, itemIds: detail.itemIds });
      detail.respondWith(answers.shift()());
    });
  });
  await answer(page, "Bright", "There are guests");
  const add = host(page).getByRole("button", { name: "Put all into the cart" });
  const status = host(page).getByRole("status");
  const says = (words) => page.waitForFunction((start) => document.querySelector("passerelle-advice").shadowRoot.querySelector("[role=status]").textContent.startsWith(start), words);
  for (let failure = 1; failure <= 3; failure += 1) {
    await add.click();
    await says("That did not");
    await page.evaluate(() => (document.querySelector("passerelle-advice").shadowRoot.querySelector("[role=status]").textContent = ""));
  }
  await add.press("Enter");
  await says("All of it");
  assert.equal(await status.textContent(), "All of it is in the cart.");
  const picked = (await routine(page)).map(({ ids }) => ids[0]);
  assert.deepEqual(await page.evaluate(() => window.told), Array(4).fill({ questionnaire: "table", itemIds: picked }));
  await leave(opened);
});

/** The answers in the history, read through an instance that the test creates. */
const kept = (page) => page.evaluate(async () => {
  const { createPasserelle } = await import("/passerelle/index.js");
  const { history } = await createPasserelle({ pack: "/pack/" });
  return (await history.export()).invitations.flatMap(({ what, about }) => (what === "answered" ? about.map(({ answer }) => answer) : []));
});
const consent = (page, granted) => page.evaluate(async (given) => {
  const { createPasserelle } = await import("/passerelle/index.js");
  const passerelle = await createPasserelle({ pack: "/pack/" });
  await passerelle.setConsent(given, { answer: true });
}, granted);

test("with consent answers are kept, found again on the next page, and go with the history; without it they are the page's alone", async () => {
  const opened = await visit();
  const { page } = opened;
  await answer(page, "Bright");
  assert.deepEqual(await kept(page), [], "without consent nothing is kept");
  await page.reload();
  await begin(page).waitFor();
  await consent(page, true);
  await answer(page, "Calm", "It is small");
  await page.waitForFunction(() => document.querySelector("passerelle-advice").shadowRoot.querySelector("[role=status]").textContent.includes("kept"));
  assert.deepEqual(await kept(page), ["table/mood/calm", "table/room/small"]);
  await page.reload();
  await begin(page).waitFor();
  assert.equal(await host(page).getByRole("button", { name: "Show my routine" }).count(), 0, "before consent nothing is read");
  await consent(page, true);
  await host(page).getByRole("button", { name: "Show my routine" }).click();
  await host(page).getByRole("heading", { name: "Your routine" }).waitFor();
  assert.equal((await routine(page))[0].because, "Calm");
  await host(page).getByRole("button", { name: "Forget the answers" }).click();
  await page.waitForFunction(() => document.querySelector("passerelle-advice").shadowRoot.querySelector("[role=status]").textContent.includes("forgotten"));
  assert.deepEqual(await kept(page), []);
  await host(page).getByRole("button", { name: "Keep the answers on this device" }).click();
  await page.waitForFunction(() => document.querySelector("passerelle-advice").shadowRoot.querySelector("[role=status]").textContent.includes("kept"));
  await consent(page, false);
  await consent(page, true);
  assert.deepEqual(await kept(page), [], "a refusal erases them");
  await leave(opened);
});

for (const [how, erase] of Object.entries({ ...ERASURES, "a refusal": ({ page }) => consent(page, false) })) {
  test(`after ${how} a routine from stored answers goes, and nothing writes them back`, async () => {
    const opened = await visit();
    const { page } = opened;
    await consent(page, true);
    await answer(page, "Calm", "It is small");
    await until(page, () => document.querySelector("passerelle-advice").shadowRoot.querySelector("[role=status]").textContent.includes("kept"));
    await erase(opened, shop);
    await begin(page).waitFor();
    assert.doesNotMatch(await page.evaluate(() => document.querySelector("passerelle-advice").shadowRoot.textContent), /Calm|Your routine/);
    assert.equal(await host(page).getByRole("button", { name: "Show my routine" }).count(), 0);
    assert.deepEqual(await kept(page), []);
    await leave(opened);
  });
}

for (const [how, act, offers] of [["erased meanwhile", "passerelle.history.clear()", false], ["left alone", 'passerelle.track({ name: "view_item", itemId: "85123A" })', true]]) {
  test(`back from the cache of left pages, a start page offers ${offers ? "the" : "no"} routine from answers that were ${how}`, async () => {
    const offered = await backToLeftPage({
      shop, head: "", next: `/p/${popular[8]}`, expected: (said) => said === (offers ? "1" : "0"), act: `passerelle.setConsent(true); await ${act}`,
      report: 'document.querySelector("passerelle-advice").shadowRoot.querySelectorAll("[part~=mine]").length',
      async visit(keeping, script) {
        shop.page = { ...shop.page, head: SCRIPT, auto: 'data-pack="/pack/"' };
        const { page } = await open(keeping, WIDE);
        await page.goto(`${shop.url}/p/${popular[9]}`);
        await consent(page, true);
        await answer(page, "Calm");
        await until(page, () => document.querySelector("passerelle-advice").shadowRoot.querySelector("[role=status]").textContent.includes("kept"));
        shop.page.head += script;
        await page.reload();
        await consent(page, true);
        await host(page).getByRole("button", { name: "Show my routine" }).waitFor();
        return page;
      },
    });
    assert.equal(offered, offers ? "1" : "0");
  });
}

test("the panel's \"Forget\" for a questionnaire ends its routine, and a start page no longer offers it", async () => {
  const opened = await visit();
  const { page } = opened;
  await consent(page, true);
  await answer(page, "Calm");
  await until(page, () => document.querySelector("passerelle-advice").shadowRoot.querySelector("[role=status]").textContent.includes("kept"));
  const other = await otherTab(opened, shop);
  await other.goto(`${shop.url}/p/${popular[9]}`);
  await consent(other, true);
  await host(other).getByRole("button", { name: "Show my routine" }).waitFor();
  await page.evaluate(async () => {
    const { createPasserelle } = await import("/passerelle/index.js");
    await (await createPasserelle({ pack: "/pack/" })).openPrivacy();
  });
  await page.locator("passerelle-privacy [data-do=forget-answers]").click();
  await begin(page).waitFor();
  await host(other).getByRole("button", { name: "Show my routine" }).waitFor({ state: "detached" });
  await leave(opened);
});

test("consent while a routine is open brings the button that keeps the answers, and moves nothing", async () => {
  const opened = await visit();
  const { page } = opened;
  await answer(page, "Calm");
  const keep = host(page).getByRole("button", { name: "Keep the answers on this device" });
  assert.equal(await keep.count(), 0);
  await consent(page, true);
  await keep.waitFor();
  assert.deepEqual(await kept(page), [], "answers given before are kept by the shopper's own hand alone");
  await keep.click();
  await host(page).getByRole("button", { name: "Forget the answers" }).waitFor();
  assert.deepEqual(await kept(page), ["table/mood/calm"]);
  await leave(opened);
});

test("with storage denied a routine says nothing of storage by itself", async () => {
  const opened = await open(browser, WIDE);
  const { page } = opened;
  await page.addInitScript(() => (IDBFactory.prototype.open = () => { throw new DOMException("no", "SecurityError"); }));
  await page.goto(`${shop.url}/p/${popular[9]}`);
  await consent(page, true);
  await answer(page, "Calm");
  await host(page).getByRole("button", { name: "Forget the answers" }).waitFor();
  assert.equal(await page.evaluate(() => document.querySelector("passerelle-advice").shadowRoot.querySelector("[role=status]").textContent), "");
  await opened.close();
});

test("what was bought is said and not put into the cart; a refusal or \"Forget\" takes the sentence away", async () => {
  // Answers to a sensitive questionnaire are not stored by themselves, so its routine outlives a refusal.
  const opened = await visit({ element: element('questionnaire="private" cart-button') });
  const { page } = opened;
  await consent(page, true);
  const bought = popular.findIndex((_, at) => at < 24 && tagsAt(at)[0] === "calm");
  const buy = () => page.evaluate(async (itemId) => {
    const { createPasserelle } = await import("/passerelle/index.js");
    const passerelle = await createPasserelle({ pack: "/pack/" });
    await passerelle.track({ name: "view_item", itemId });
    await passerelle.track({ name: "purchase", itemId });
  }, popular[bought]);
  await buy();
  await answer(page, "Calm");
  assert.equal((await routine(page))[0].owned, bought === 0 ? HOSTILE : await page.evaluate(() => document.querySelector("passerelle-advice").shadowRoot.querySelector(".owned bdi").textContent));
  assert.equal(await host(page).getByRole("button", { name: "Put all into the cart" }).count(), 0, "of the one step something is owned");
  assert.ok(await host(page).locator(".owned").isVisible());
  const hidden = () => document.querySelector("passerelle-advice").shadowRoot.querySelector(".owned").textContent === "";
  await (await otherTab(opened, shop)).evaluate(async (itemId) => {
    const { createPasserelle } = await import("/passerelle/index.js");
    await (await createPasserelle({ pack: "/pack/" })).history.forget(itemId);
  }, popular[bought]);
  await until(page, hidden);
  await buy();
  await host(page).getByRole("button", { name: "Start again" }).click();
  await answer(page, "Calm");
  assert.ok(await host(page).locator(".owned").isVisible());
  await consent(page, false);
  await until(page, hidden);
  await leave(opened);
});

test("sensitive answers are asked after a plain sentence, and kept by the shopper's own hand alone", async () => {
  const opened = await visit({ element: element('questionnaire="private"') });
  const { page } = opened;
  await consent(page, true);
  await begin(page).waitFor();
  assert.equal(await host(page).locator(".sensitive").textContent(), "The answers stay here.");
  await answer(page, "Bright");
  await page.waitForTimeout(LONG_MS);
  assert.deepEqual(await kept(page), []);
  await host(page).getByRole("button", { name: "Keep the answers on this device" }).press("Enter");
  await page.waitForFunction(() => document.querySelector("passerelle-advice").shadowRoot.querySelector("[role=status]").textContent.includes("kept"));
  assert.deepEqual(await kept(page), ["private/mood/bright"]);
  await leave(opened);
});

test("without its files, with a name that nobody knows, and with an older pack the page's own content stays, with one warning", async () => {
  const older = olderManifest(await readFile(join(folder, "pack/manifest.json"), "utf8"), 1);
  for (const [what, attributes, first, says = /Passerelle/] of [
    ["no such questionnaire", 'questionnaire="nothing"', () => undefined],
    ["a name that is none", 'questionnaire="../x"', () => undefined],
    ["no file", 'questionnaire="table"', (path) => (path.includes("/advice/") ? { status: 404, body: "" } : undefined)],
    ["a file that is none", 'questionnaire="table"', (path) => (path.includes("/advice/table") ? { body: '{"id":"table","questions":[{}]}', headers: { "Content-Type": "application/json" } } : undefined)],
    ["a file that holds nothing", 'questionnaire="table"', (path) => (path.includes("/advice/table") ? { body: "null", headers: { "Content-Type": "application/json" } } : undefined), /cannot be read \(it holds no questionnaire\); build/],
    ["no module of advice", 'questionnaire="table"', (path) => (path.endsWith("/advice.wasm") ? { status: 404, body: "" } : undefined)],
    ["no name", "", () => undefined],
    ["an older pack", 'questionnaire="table"', (path) => (path === "/pack/manifest.json" ? { body: older, headers: { "Content-Type": "application/json" } } : undefined), /this build has no questionnaires/],
  ]) {
    shop.first = answering(first);
    const opened = await open(browser, WIDE);
    const { page, said } = opened;
    shop.page = { ...shop.page, element: element(attributes) };
    await page.goto(`${shop.url}/p/${popular[9]}`);
    await untilSaid(opened, /^Passerelle/);
    await page.waitForTimeout(LONG_MS);
    assert.equal(said.filter((text) => text.startsWith("Passerelle")).length, 1, `${what}: ${said}`);
    assert.match(said.join(), says, what);
    assert.ok(await page.getByRole("link", { name: "Ask us" }).isVisible(), what);
    assert.equal(await opened.layoutShift(), 0);
    await opened.close();
  }
});

test("a page without the element asks for nothing of advice", async () => {
  const opened = await visit({ head: '<script type="module">import "/passerelle/element.js";</script>', element: undefined, auto: 'data-pack="/pack/"' });
  const isStarted = () => shop.asked.some(({ path }) => path.endsWith("/passerelle.wasm"));
  for (const end = Date.now() + 20_000; !isStarted() && Date.now() < end; ) await opened.page.waitForTimeout(50);
  await opened.page.waitForTimeout(LONG_MS);
  const asked = shop.asked.map(({ path }) => path);
  assert.deepEqual(asked.filter((path) => path.includes("advice")), []);
  assert.ok(isStarted());
  await opened.close();
});

test("the files of a questionnaire are the same in every build of the same input", async () => {
  const { build } = JSON.parse(await readFile(join(folder, "pack/manifest.json"), "utf8"));
  const names = await readdir(join(folder, "pack", build, "advice"));
  assert.deepEqual(names.sort(), ["private", "table"].flatMap((id) => ["ar", "en", "fr"].map((tag) => `${id}.${tag}.json`)));
});
