// `<passerelle-loyalty>`: a client's tier, and the adviser of a link; neither can be detected from the network.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";

import { violations } from "./axe.mjs";
import { launch, ROOT, until, untilSaid } from "./harness.mjs";
import { buildPart, day, writePart } from "./part.mjs";
import { bought, leave, visitShop } from "./shopper.mjs";
import { plainHouse } from "./store.mjs";
import { openShop, POLICY } from "./storefront.mjs";
import { record } from "./wire.mjs";

const SCRIPT = '<script type="module" src="/passerelle/loyalty.js"></script>';
const FALLBACK = '<a href="/friends">Our programme</a>';
const element = (attributes = "") => `<passerelle-loyalty src="/pack/" ${attributes}>${FALLBACK}</passerelle-loyalty>`;
/** Longer than the element takes without disturbance. */
const LONG_MS = 1_500;
/** The time that the element waits for a confirmation page to state its order. */
const ORDER_MS = 3_000;
const LANGUAGES = ["en", "fr", "ar"];
const TEXTS = {
  programme: { en: "The house knows its friends by their faith.", fr: "La maison reconnaît ses amis.", ar: "تعرف الدار أصدقاءها." },
  guest: { en: "Guest", fr: "Hôte", ar: "ضيف" },
  tea: { en: "A cup of tea in every shop.", fr: "Une tasse de thé en boutique.", ar: "كوب شاي في كل متجر." },
  visit: { en: "A visit from time to time.", fr: "Une visite de temps en temps.", ar: "زيارة من حين إلى آخر." },
  friend: { en: "Friend of the house", fr: "Ami de la maison", ar: "صديق الدار" },
  early: { en: "Seasons before they open.", fr: "Les saisons avant leur ouverture.", ar: "المواسم قبل افتتاحها." },
  care: { en: "Such a thing asks for a little care.", fr: "Un tel objet demande un peu de soin.", ar: "تحتاج هذه القطعة إلى قليل من العناية" },
};
const PICTURE = "https://img.example/care.webp";

let folder;
let popular;
let faithful;
let shop;
let browser;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "passerelle-loyalty-"));
  ({ popular } = await writePart(folder, 400));
  const house = plainHouse()
    .replace(/^languages = .*$/m, 'languages = ["en", "fr", "ar"]')
    .replaceAll(/^(names = \{.*)\}$/gm, '$1, ar = "أدوات" }');
  const table = (of) => `{ ${LANGUAGES.map((tag) => `${tag} = ${JSON.stringify(TEXTS[of][tag])}`).join(", ")} }`;
  await writeFile(join(folder, "house.toml"), `${house}
[[care]]
id = "care"
from = "${day(-1)}"
until = "${day(30)}"
texts = ${table("care")}
items = ["${popular[0]}"]
picture = "${PICTURE}"

[loyalty]
adviser_parameter = "adviser"
link = "https://shop.example/friends"
texts = ${table("programme")}
[[loyalty.tier]]
id = "guest"
attachment = 0
names = ${table("guest")}
benefits = ${table("tea")}
deepen = ${table("visit")}
[[loyalty.tier]]
id = "friend"
attachment = 0.2
names = ${table("friend")}
benefits = ${table("early")}
`);
  await buildPart(folder, "--no-calibration");
  faithful = ordersOfAYear();
  shop = await openShop({ "/pack/": join(folder, "pack") });
  browser = await launch();
});

beforeEach(() => {
  shop.page = { head: SCRIPT, element: element(), before: "", after: "", auto: 'data-pack="/pack/"' };
  shop.policy = POLICY;
  shop.first = () => undefined;
  shop.asked.length = 0;
});

after(async () => {
  await browser?.close();
  await shop?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Orders of the last weeks in several departments, as in the house's records. */
function ordersOfAYear() {
  const { items, types, divisions } = JSON.parse(readFileSync(`${ROOT}www/retail/shop.json`, "utf8"));
  const rows = popular.slice(20, 60).map((id) => items.find(([other]) => other === id));
  const now = Math.floor(Date.now() / 1000);
  return rows.map(([id, , , type], at) => ({ itemId: id, time: now - (at + 1) * 2 * 86_400, division: divisions[types[type][0]][0], type: types[type][1] }));
}

const visit = (wanted) => visitShop(shop, browser, { script: SCRIPT, path: `/p/${popular[9]}`, ...wanted });
const agreed = () => bought(popular[5]);

/** The content of the element. */
const shown = (page) => page.evaluate(() => {
  const root = document.querySelector("passerelle-loyalty").shadowRoot;
  const section = root.querySelector("section:not(.spacer, .trial)");
  const text = (part) => section?.querySelector(`.${part}`)?.textContent;
  return {
    heading: text("heading"), tier: text("tier"), device: text("device"), benefits: text("benefits"), deepen: text("deepen"), letter: text("text"),
    tiers: [...(section?.querySelectorAll("dt") ?? [])].map((node) => node.textContent), question: text("question"), all: section?.textContent ?? "",
    fallback: !/spacer|gone|flat/.test(root.querySelector("slot").className),
  };
});

async function untilShown(page, selector = "section:not(.spacer, .trial)") {
  await page.waitForFunction((wanted) => document.querySelector("passerelle-loyalty")?.shadowRoot.querySelector(wanted), selector);
  return shown(page);
}

const exported = (page) => page.evaluate(async () => (await (await import("/passerelle/auto.js")).passerelle.history.export()).adviser ?? null);
const buys = (page, orderId) => page.evaluate(async ([itemId, order]) => {
  const { passerelle } = await import("/passerelle/auto.js");
  await passerelle.track({ name: "purchase", itemId, ...(order && { orderId: order }) });
}, [popular[3], orderId]);
/** Records the page's events about advisers. */
const listen = (page) => page.evaluate(() => {
  window.told = [];
  document.addEventListener("passerelle-adviser", ({ detail }) => window.told.push(detail));
});
const told = (page) => page.evaluate(() => window.told);
const untilAsked = (page) => untilShown(page, "section:not(.spacer, .trial) .yes");

test("without consent it is an open letter with all tiers, and says nothing of the reader", async () => {
  const opened = await visit();
  const { tier, device, letter, tiers, fallback, heading } = await untilShown(opened.page);
  assert.deepEqual([heading, letter, tiers], ["For friends of the house", TEXTS.programme.en, [TEXTS.guest.en, TEXTS.friend.en]]);
  assert.deepEqual([tier, device, fallback], [TEXTS.guest.en, undefined, false], "of the list, the first");
  await leave(opened);
});

test("who is new stands where everybody does, and hears what would lead on", async () => {
  const opened = await visit({ past: agreed() });
  const { heading, tier, device, benefits, deepen, all } = await untilShown(opened.page);
  assert.deepEqual([heading, tier, benefits, deepen], ["Where you stand with the house", TEXTS.guest.en, TEXTS.tea.en, TEXTS.visit.en]);
  assert.equal(device, "This speaks only of what this device knows.");
  assert.doesNotMatch(all, /\d/, "no counts");
  await leave(opened);
});

test("who comes back stands higher; the last tier leads nowhere", async () => {
  const opened = await visit({ past: agreed(), told: faithful });
  const { tier, deepen, all } = await untilShown(opened.page);
  assert.deepEqual([tier, deepen], [TEXTS.friend.en, undefined]);
  assert.doesNotMatch(all, /\d/);
  assert.equal(await opened.page.locator("passerelle-loyalty").getByRole("link", { name: "Read more" }).getAttribute("href"), "https://shop.example/friends");
  await leave(opened);
});

test("the tier that the page states outweighs the device, and needs no consent", async () => {
  for (const past of [undefined, agreed()]) {
    const opened = await visit({ past, page: { element: element('tier="friend"') } });
    const { tier, device, benefits } = await untilShown(opened.page);
    assert.deepEqual([tier, device, benefits], [TEXTS.friend.en, undefined, TEXTS.early.en]);
    await opened.page.evaluate(() => document.querySelector("passerelle-loyalty").setAttribute("tier", "guest"));
    await opened.page.waitForFunction((name) => document.querySelector("passerelle-loyalty").shadowRoot.querySelector("section:not(.spacer, .trial) .tier")?.textContent === name, TEXTS.guest.en);
    await leave(opened);
  }
});

test("a tier that the house does not know is a warning that names those it has, and nothing is said of the reader", async () => {
  const opened = await visit({ past: agreed(), page: { element: element('tier="gold"') } });
  assert.deepEqual((await untilShown(opened.page)).tiers, [TEXTS.guest.en, TEXTS.friend.en]);
  assert.match(opened.said.join("\n"), /tier_unknown: "gold" is not a tier of the house; its tiers are "guest", "friend"/);
  await leave(opened);
});

test("after a refusal only the open letter is left, though the pointer is on it", async () => {
  const opened = await visit({ past: agreed() });
  const { page } = opened;
  await untilShown(page, ".device");
  await page.locator("passerelle-loyalty").hover();
  await page.evaluate(async () => (await import("/passerelle/auto.js")).passerelle.setConsent(false));
  await untilShown(page, "section:not(.spacer, .trial) .tiers");
  await opened.close();
});

test("in checkout and while paying it is silent", async () => {
  for (const kind of ["checkout", "payment"]) {
    const opened = await visit({ past: agreed(), page: { element: element(`page="${kind}"`) } });
    await opened.page.waitForTimeout(LONG_MS);
    assert.deepEqual([(await shown(opened.page)).heading, (await shown(opened.page)).fallback], [undefined, true]);
    await leave(opened);
  }
});

test("a yes tells the page of the adviser and the order, once; the page of thanks asks no more when it is opened again", async () => {
  const opened = await visit({ past: agreed(), link: "?adviser=LYON-07" });
  const { page } = opened;
  assert.equal((await untilShown(page)).question, undefined, "nothing was bought here");
  assert.equal((await exported(page)).code, "LYON-07");
  await listen(page);
  const asked = shop.asked.length;
  await buys(page, "T-1");
  assert.equal((await untilAsked(page)).question, "May we credit your adviser?");
  assert.deepEqual(await told(page), [], "nobody is told by itself");
  await page.locator("passerelle-loyalty").getByRole("button", { name: "Yes" }).focus();
  for (let at = 0; at < 3; at += 1) await page.keyboard.down("Enter");
  await page.keyboard.up("Enter");
  await page.locator("passerelle-loyalty").getByText("Thank you. The page was told.").waitFor();
  assert.deepEqual(await told(page), [{ adviser: "LYON-07", transactionId: "T-1" }]);
  assert.equal(await page.evaluate(() => document.querySelector("passerelle-loyalty").shadowRoot.activeElement.className), "question");
  assert.deepEqual(shop.asked.slice(asked).map(({ path }) => path).filter((path) => !/\.(js|psr)$/.test(path)), [], "no request tells");
  await page.reload();
  await buys(page, "T-1");
  await page.waitForTimeout(LONG_MS);
  assert.equal((await shown(page)).question, undefined);
  await buys(page, "T-2");
  await untilAsked(page);
  await leave(opened);
});

test("a no tells nobody, and the adviser is forgotten: also where the link is still in the address", async () => {
  const opened = await visit({ past: agreed(), path: `/p/${popular[9]}?adviser=PARIS-01` });
  const { page } = opened;
  await untilShown(page);
  await listen(page);
  await buys(page, "T-1");
  await untilAsked(page);
  await page.locator("passerelle-loyalty").getByRole("button", { name: "No" }).click();
  await page.locator("passerelle-loyalty").getByText("Nothing was passed on").waitFor();
  assert.deepEqual(await told(page), []);
  assert.equal(await exported(page), null);
  await page.evaluate((to) => history.pushState({}, "", to), `/p/${popular[8]}?adviser=PARIS-01`);
  await buys(page, "T-2");
  await page.waitForTimeout(LONG_MS);
  assert.deepEqual([(await shown(page)).question, await exported(page)], [undefined, null]);
  await leave(opened);
});

test("a page of thanks asks although it tells of no order", async () => {
  const opened = await visit({ past: agreed(), link: "?adviser=LYON-07", page: { element: element('page="confirmation"') } });
  const { page } = opened;
  await listen(page);
  await untilShown(page);
  await page.waitForTimeout(ORDER_MS);
  await untilAsked(page);
  await page.locator("passerelle-loyalty").getByRole("button", { name: "Yes" }).click();
  await page.locator("passerelle-loyalty").getByText("Thank you.").waitFor();
  assert.deepEqual(await told(page), [{ adviser: "LYON-07" }]);
  await leave(opened);
});

test("what is no code is not kept, and a warning shows it; the last link counts", async () => {
  const bad = encodeURIComponent("<img src=x onerror=alert(1)>");
  const opened = await visit({ past: agreed(), link: "?adviser=LYON-07", path: `/p/${popular[9]}?adviser=${bad}&adviser=PARIS-01&adviser=${"x".repeat(33)}` });
  await untilShown(opened.page);
  await until(opened.page, async () => (await (await import("/passerelle/auto.js")).passerelle.history.export()).adviser?.code === "PARIS-01");
  const warned = opened.said.filter((said) => said.includes("adviser_unreadable"));
  assert.equal(warned.length, 2, opened.said.join("\n"));
  assert.match(warned.join("\n"), /adviser="<img src=x onerror=alert\(1\)>" in the page's address is not an adviser's code/);
  await leave(opened);
});

test("without consent no adviser is kept, and nobody is asked", async () => {
  const opened = await visit({ path: `/p/${popular[9]}?adviser=LYON-07` });
  await untilShown(opened.page);
  await buys(opened.page, "T-1");
  await opened.page.waitForTimeout(LONG_MS);
  assert.equal((await shown(opened.page)).question, undefined);
  await opened.page.evaluate(async () => (await import("/passerelle/auto.js")).passerelle.setConsent(true));
  await untilAsked(opened.page);
  assert.equal((await exported(opened.page)).code, "LYON-07", "on the link's own page consent brings it");
  await leave(opened);
});

test("revoking erases the adviser at once, in every tab", async () => {
  const opened = await visit({ past: agreed(), link: "?adviser=LYON-07" });
  const { page, context } = opened;
  await untilShown(page);
  const other = await context.newPage();
  await other.goto(`${shop.url}/p/${popular[8]}`);
  assert.equal((await exported(other)).code, "LYON-07");
  await page.evaluate(async () => (await import("/passerelle/auto.js")).passerelle.setConsent(false));
  assert.equal(await exported(page), null);
  assert.equal(await exported(other), null);
  assert.equal(await other.evaluate(async () => (await import("/passerelle/auto.js")).passerelle.adviser()), null);
  await opened.close();
});

test("of two tabs with the same order one answer is enough; back from the cache of pages the other asks no more", async () => {
  const opened = await visit({ past: agreed(), link: "?adviser=LYON-07" });
  const { page, context } = opened;
  await untilShown(page);
  await buys(page, "T-1");
  await untilAsked(page);
  const other = await context.newPage();
  await other.goto(`${shop.url}/p/${popular[8]}`);
  await other.waitForFunction(() => document.querySelector("passerelle-loyalty")?.shadowRoot.querySelector("section"));
  await listen(other);
  await buys(other, "T-1");
  await untilAsked(other);
  await other.locator("passerelle-loyalty").getByRole("button", { name: "Yes" }).click();
  await other.locator("passerelle-loyalty").getByText("Thank you.").waitFor();
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
  await page.waitForFunction(() => !document.querySelector("passerelle-loyalty").shadowRoot.querySelector("section:not(.spacer, .trial) .yes"));
  assert.equal((await told(other)).length, 1);
  await opened.close();
});

test("of two elements one answer is enough, and a purchase of several lines is one question", async () => {
  const opened = await visit({ past: agreed(), link: "?adviser=LYON-07", page: { before: '<div class="hero"></div>', element: element() + element() } });
  const { page } = opened;
  await untilShown(page);
  await listen(page);
  await buys(page, "T-1");
  await buys(page, "T-1");
  const asking = () => page.evaluate(() => [...document.querySelectorAll("passerelle-loyalty")].filter(({ shadowRoot }) => shadowRoot.querySelector("section:not(.spacer, .trial) .yes")).length);
  await untilAsked(page);
  await page.locator("passerelle-loyalty").first().getByRole("button", { name: "Yes" }).click();
  await page.locator("passerelle-loyalty").first().getByText("Thank you.").waitFor();
  await page.waitForTimeout(LONG_MS);
  assert.deepEqual([await asking(), (await told(page)).length], [0, 1]);
  await leave(opened);
});

test("while the file of messages is slow the page's own content stands; without it nothing breaks", async () => {
  let answer;
  const slow = new Promise((done) => (answer = done));
  shop.first = (path) => (path.startsWith("/pack/") && path.endsWith("/messages/en.json") ? slow : undefined);
  const opened = await visit({ past: agreed() });
  const { page } = opened;
  await page.waitForTimeout(LONG_MS);
  assert.equal((await shown(page)).fallback, true);
  answer({ status: 404 });
  await untilSaid(opened, "no_programme");
  await page.waitForTimeout(LONG_MS);
  assert.deepEqual([(await shown(page)).heading, (await shown(page)).fallback], [undefined, true]);
  assert.match(opened.said.join("\n"), /messages_unreachable/);
  await opened.close();
});

for (const [what, change, says] of [
  ["tiers out of order", (loyalty) => ({ ...loyalty, tiers: [...loyalty.tiers].reverse() }), /is out of order/],
  ["a tier without a name", (loyalty) => ({ ...loyalty, tiers: [{ ...loyalty.tiers[0], name: 7 }] }), /a tier of `loyalty` cannot be read/],
  ["no tiers", (loyalty) => ({ ...loyalty, tiers: [] }), /`loyalty` has no text, or no tiers/],
  ["a text", () => "gold", /`loyalty` has no text, or no tiers/],
]) {
  test(`a programme that cannot be read is left out, with a warning, and the messages stay: ${what}`, async () => {
    await served(change);
    const opened = await visit({ past: agreed() });
    await untilSaid(opened, says);
    await opened.page.waitForTimeout(LONG_MS);
    assert.equal((await shown(opened.page)).fallback, true);
    const ids = await opened.page.evaluate(async () => (await (await import("/passerelle/auto.js")).passerelle.explainMessages()).map(({ id }) => id));
    assert.deepEqual(ids, ["care"]);
    await leave(opened);
  });
}

/** Serves the file of messages with another programme. */
async function served(change) {
  const { build } = JSON.parse(readFileSync(join(folder, "pack/manifest.json"), "utf8"));
  const board = JSON.parse(readFileSync(join(folder, "pack", build, "messages/en.json"), "utf8"));
  const body = JSON.stringify({ ...board, loyalty: change(board.loyalty) });
  shop.first = (path) => (path.startsWith("/pack/") && path.endsWith("/messages/en.json") ? { body, headers: { "Content-Type": "application/json" } } : undefined);
}

test("texts are texts and addresses are addresses, whatever they hold", async () => {
  const hostile = '<img src=x onerror="document.title=1">';
  await served((loyalty) => ({ text: hostile, link: "javascript:alert(1)", tiers: loyalty.tiers.map((tier) => ({ ...tier, name: hostile, benefits: hostile })) }));
  for (const past of [undefined, agreed()]) {
    const opened = await visit({ past });
    const { tier } = await untilShown(opened.page);
    assert.equal(tier, hostile);
    assert.equal(await opened.page.locator("passerelle-loyalty").locator("section img, section a").count(), 0);
    await leave(opened);
  }
});

for (const [language, direction] of [["en", "ltr"], ["fr", "ltr"], ["ar", "rtl"]]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`in the page's language, and axe finds nothing: ${language}, ${colorScheme}`, async () => {
      const opened = await visit({ past: agreed(), link: "?adviser=LYON-07", page: { html: `lang="${language}" dir="${direction}"` }, watch: ({ page }) => page.emulateMedia({ colorScheme }) });
      assert.equal((await untilShown(opened.page)).tier, TEXTS.guest[language]);
      await buys(opened.page, "T-1");
      await untilAsked(opened.page);
      assert.deepEqual(await violations(opened.page), []);
      const { width, height } = await opened.page.locator("passerelle-loyalty .yes").boundingBox();
      assert.ok(width >= 24 && height >= 24);
      await leave(opened);
    });
  }
}

for (const width of [1280, 360]) {
  test(`the room that docs/loyalty.md reserves is enough in sight, ${width} px wide`, async () => {
    const [, css] = /```css\n([^`]+)```/.exec(readFileSync(new URL("../../docs/loyalty.md", import.meta.url), "utf8"));
    shop.first = (path) => (path === "/style.css" ? { body: css, headers: { "Content-Type": "text/css" } } : undefined);
    for (const past of [undefined, agreed()]) {
      shop.page = { ...shop.page, head: SCRIPT };
      const opened = await visit({
        past, link: past ? "?adviser=LYON-07" : "", page: { after: "<footer><p>The end of the page.</p></footer>" }, watch: ({ page }) => page.setViewportSize({ width, height: 1_000 }),
      });
      await untilShown(opened.page);
      if (past) {
        await buys(opened.page, "T-1");
        await untilAsked(opened.page);
      }
      const [given, needed] = await opened.page.evaluate(() => {
        const host = document.querySelector("passerelle-loyalty");
        return [host.offsetHeight, host.shadowRoot.querySelector("section:not(.spacer, .trial)").offsetHeight];
      });
      assert.ok(needed <= given, `${needed} of ${given}`);
      assert.doesNotMatch(opened.said.join("\n"), /no_room/);
      await leave(opened);
    }
  });
}

test("the concerned and the unconcerned ask for the same, to the byte: with messages, pictures, loyalty and an adviser", async () => {
  const walks = [];
  const scripts = `${SCRIPT}<script type="module" src="/passerelle/client-messages.js"></script>`;
  const elements = `<passerelle-messages src="/pack/" pictures="everyone"></passerelle-messages>${element('page="confirmation"')}`;
  for (const wanted of [
    { past: bought(popular[0]), told: faithful, link: "?adviser=LYON-07" },
    { past: bought(popular[5]) },
  ]) {
    shop.first = () => undefined;
    shop.page = { head: scripts, before: "", after: "", auto: "", element: elements };
    let browserSays;
    let from;
    const opened = await visitShop(shop, browser, { script: scripts, path: `/p/${popular[9]}`, ...wanted, watch: async ({ context, page }) => {
      browserSays = await record(await context.newCDPSession(page), { cache: false });
      from = shop.asked.length;
    } });
    const { tier } = await untilShown(opened.page);
    await opened.page.waitForTimeout(ORDER_MS + LONG_MS);
    if (wanted.link) await untilAsked(opened.page);
    const { question } = await shown(opened.page);
    // The browser decides which of two scripts first imports a third, so only the addresses of scripts are compared.
    const same = (request) => {
      const address = request.path ?? request.url;
      return /\.js$/.test(address) ? `${request.method} ${address}` : JSON.stringify(request);
    };
    walks.push({ tier, question, cdp: (await browserSays()).map(same).sort(), wire: shop.asked.slice(from).map(same).sort() });
    await opened.close();
  }
  const [concerned, unconcerned] = walks;
  assert.deepEqual([concerned.tier, unconcerned.tier], [TEXTS.friend.en, TEXTS.guest.en]);
  assert.deepEqual([concerned.question, unconcerned.question], ["May we credit your adviser?", undefined]);
  assert.deepEqual(unconcerned.cdp, concerned.cdp);
  assert.deepEqual(unconcerned.wire, concerned.wire);
  assert.equal(concerned.cdp.filter((request) => request.includes(PICTURE)).length, 1);
});

test("where nothing can be stored the page goes on: a history as long as the page, and the adviser with it", async () => {
  const opened = await visit({
    path: `/p/${popular[9]}?adviser=LYON-07`,
    watch: ({ page }) => page.addInitScript(() => Object.defineProperty(window, "indexedDB", { get: () => { throw new DOMException("no", "SecurityError"); } })),
  });
  const { page } = opened;
  await untilShown(page);
  await page.evaluate(async () => (await import("/passerelle/auto.js")).passerelle.setConsent(true));
  await untilShown(page, "section:not(.spacer, .trial) .device");
  await buys(page, "T-1");
  await untilAsked(page);
  await opened.close();
});

test("the panel of what is remembered shows the adviser, and forgets it", async () => {
  const opened = await visit({ past: agreed(), link: "?adviser=LYON-07" });
  const { page } = opened;
  await untilShown(page);
  await page.evaluate(async () => (await import("/passerelle/auto.js")).passerelle.openPrivacy());
  const panel = page.locator("passerelle-privacy");
  const line = panel.getByRole("listitem").filter({ hasText: "LYON-07" });
  await line.getByRole("button", { name: "Forget" }).click();
  await panel.getByText("Forgotten: LYON-07.").waitFor();
  assert.equal(await exported(page), null);
  await opened.close();
});

test("the inspector lists the tiers and where the shopper stands, as the element asks", async () => {
  const opened = await visit({ past: agreed(), told: faithful });
  const { page } = opened;
  await untilShown(page);
  await page.evaluate(async () => {
    await import("/passerelle/inspector.js");
    document.body.append(document.createElement("passerelle-inspector"));
  });
  await page.waitForFunction(() => document.querySelector("passerelle-inspector").shadowRoot?.querySelector(".loyalty"));
  const tiers = await page.evaluate(() => [...document.querySelector("passerelle-inspector").shadowRoot.querySelectorAll(".loyalty li")].map(({ dataset, className }) => [dataset.tier, className]));
  assert.deepEqual(tiers, [["guest", ""], ["friend", "standing"]]);
  await opened.close();
});

test("importing it in Node does nothing", async () => {
  const globals = Object.keys(globalThis).sort();
  await import(new URL("../../pkg/dist/loyalty.js", import.meta.url).href);
  assert.deepEqual(Object.keys(globalThis).sort(), globals);
});
