// The workbench: every persona's journey has the expected result, no request reveals the persona, and the panel is
// accessible.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { violations } from "./axe.mjs";
import { launch, NARROW, open, serve, until, WIDE } from "./harness.mjs";
import { goTo, house } from "./house.mjs";
import { drawn, shelf, watchRequests } from "./shelves.mjs";
import { stored } from "./store.mjs";
import { record } from "./wire.mjs";
import { inside, onPage, openWorkbench, walk } from "./workbench.mjs";


let server;
let browser;
/** Type (by its name in the feed) and division of each item. */
let facts;

before(async () => {
  server = await serve({ root: "www" });
  browser = await launch();
  const { items, types, divisions } = house();
  facts = new Map(items.map(([id, , , at]) => [id, { type: types[at][1], division: divisions[types[at][0]][0] }]));
});

after(async () => {
  await browser?.close();
  await server?.close();
});

/** Opens the demo with its workbench, with reduced motion, so that journeys do not pause. */
async function enter({ query = "?lang=en", ...options } = {}) {
  const visit = await open(browser, { ...WIDE, reducedMotion: "reduce", ...options });
  watchRequests(visit.page);
  await visit.page.goto(`${server.url}/${query}`);
  await visit.page.locator("[data-open-workbench]").waitFor();
  await drawn(visit.page);
  await openWorkbench(visit.page);
  return visit;
}

async function leave(visit) {
  assert.deepEqual(visit.problems, []);
  await visit.close();
}

const hashOf = (page) => page.evaluate(() => location.hash);
const idsOf = (events, name) => events.filter((event) => event.includes(` ${name} `)).map((event) => event.split(" ")[3]);
const divisionOf = (id) => facts.get(id).division;
const typesOf = (ids) => ids.map((id) => facts.get(id).type);

/**
 * The inspector's view of the house's messages: ids of those that may be shown, in order, and the reasons for leaving
 * out the others.
 */
const messagesOf = (page) => page.evaluate(() => {
  const root = document.querySelector("passerelle-inspector").shadowRoot;
  const all = (kind) => [...root.querySelectorAll(`.messages .${kind}`)];
  return {
    coming: all("coming").map(({ dataset }) => dataset.message),
    absent: Object.fromEntries(all("absent").map((node) => [node.dataset.message, node.textContent.split("): ")[1]])),
  };
});

/** Lets the message on a collection's page be seen for more than a second. */
async function readMessage(page) {
  const [{ id }] = house().collections;
  await goTo(page, `/collection/${id}`);
  await page.locator("passerelle-messages").evaluate((element) => element.scrollIntoView());
  await page.locator("passerelle-messages").locator("article").waitFor();
  await page.waitForTimeout(1_500);
}

test("the inspector says which message each client would see, and why not the others", async () => {
  const seen = {};
  for (const who of ["watches", "faithful", "first-visit"]) {
    const visit = await enter();
    await walk(visit.page, who);
    await inside(visit.page);
    seen[who] = await messagesOf(visit.page);
    await leave(visit);
  }
  assert.equal(seen.watches.coming[0], "watch-care", "care before invitations before offers");
  assert.match(seen.watches.absent["leather-care"], /^unmet: .*bought_types/);
  assert.deepEqual([seen.faithful.coming[0], seen.faithful.coming.includes("next-season")], ["leather-care", true]);
  assert.match(seen.faithful.absent["scent"], /not_yet/, "the perfume is known");
  const { coming, absent } = seen["first-visit"];
  assert.ok(coming.includes("windows") && !coming.includes("next-season"), coming.join());
  assert.match(absent["watch-care"], /^no-history/);
  for (const { coming: one } of Object.values(seen)) assert.ok(one.filter((id) => ["shoe-care", "candles", "evening-case"].includes(id)).length <= 1, "one offer");
});

test("the client of watches meets the shoes on the shoe page, first those that go with a watch, never a watch bought yesterday", async () => {
  const visit = await enter();
  const { page } = visit;
  await walk(page, "watches");
  assert.equal(await hashOf(page), "#/division/shoes");
  const shoes = await onPage(page);
  assert.ok(shoes.length > 0 && shoes.every((id) => divisionOf(id) === "shoes"), JSON.stringify(shoes));
  const { spots: [spot], events } = await inside(page);
  assert.deepEqual(spot.shown.map(({ id }) => id), shoes);
  assert.equal((await shelf(page)).reasons[0], "To wear with a watch", "the sentence stands below the title");
  assert.equal(spot.shown[0].code, "completes-type");
  assert.equal(spot.shown[0].spoken, "To wear with a watch");
  assert.ok(spot.shown[0].parts.some(({ words }) => facts.get(words.split(" ").at(-2))?.type === "Watches"), "a watch of the history leads to it");
  const [bought] = idsOf(events, "purchase");
  assert.equal(facts.get(bought).type, "Watches");

  const loafer = [...facts].find(([, { type }]) => type === "Loafers")[0];
  for (const path of [`/product/${loafer}`, "/division/watches", "/"]) {
    await goTo(page, path);
    const shown = await onPage(page);
    assert.ok(shown.length > 0 && shown.every((id) => id !== bought && facts.get(id).type !== "Watches"), `${path}: ${JSON.stringify(shown)}`);
    if (path.startsWith("/product")) {
      assert.ok(shown.every((id) => divisionOf(id) !== "shoes"));
      const { absent } = (await inside(page)).spots[0];
      const missing = (id) => absent.find((item) => item.id === id);
      assert.equal(missing(bought).absence, "forbidden");
      assert.match(missing(bought).words, /it was bought lately/);
      assert.ok(absent.some(({ id, absence }) => absence === "resting" && facts.get(id).type === "Watches"), "no other watch is pressed on anybody");
    }
  }
  await leave(visit);
});

test("who knows the perfumes only meets several other departments below a scent, and no perfume", async () => {
  const visit = await enter();
  const { page } = visit;
  await walk(page, "perfume");
  const { spots: [spot], potential, events } = await inside(page);
  assert.ok(new Set(events.map((event) => facts.get(event.split(" ")[3]).division)).size === 1, "only perfumes in the history");
  const shown = await onPage(page);
  const divisions = new Set(shown.map(divisionOf));
  assert.ok(divisions.size >= 2 && !divisions.has("perfume"), [...divisions].join());
  assert.deepEqual(spot.shown.map(({ id }) => id), shown);
  assert.ok(potential > 0.6, `potential ${potential}`);
  await leave(visit);
});

test("gifts say nothing of the giver's own taste: the bags' page shows what it would have shown without them", async () => {
  const visit = await enter({ reducedMotion: "no-preference" });
  const { page } = visit;
  // The journey visits the same page twice, first before the gifts.
  await page.evaluate(() => {
    globalThis.seen = [];
    const look = () => {
      const region = document.querySelector("passerelle-suggestions[product-id]")?.shadowRoot?.querySelector("[part=region]");
      const ids = [...(region?.querySelectorAll("a.link") ?? [])].map((link) => link.href.split("/").at(-1));
      if (ids.length > 0) globalThis.seen.push({ hash: location.hash, ids });
    };
    setInterval(look, 20);
  });
  await walk(page, "gifts");
  const { spots: [spot], events } = await inside(page);
  const gifts = events.filter((event) => event.includes("a gift"));
  assert.deepEqual(new Set(gifts.map((event) => facts.get(event.split(" ")[3]).type)), new Set(["Lipsticks", "Earrings"]));
  const given = new Set(gifts.map((event) => event.split(" ")[3]));
  assert.equal(given.size, 2);
  for (const { parts } of [...spot.shown, ...spot.absent]) {
    assert.deepEqual(parts.map(({ words }) => words).filter((words) => [...given].some((id) => words.includes(id))), []);
  }
  const hash = await hashOf(page);
  const [first, ...later] = (await page.evaluate(() => globalThis.seen)).filter((one) => one.hash === hash);
  assert.ok(later.length > 0 && first.ids.length > 0);
  const gone = first.ids.filter((id) => !later.at(-1).ids.includes(id) && !given.has(id));
  // Items seen too often are left out, as they would be without the gifts; everything else is unchanged.
  assert.deepEqual(gone.map((id) => spot.absent.find((item) => item.id === id)?.absence), gone.map(() => "capped"));
  assert.ok(gone.length < first.ids.length, first.ids.join());
  const rest = first.ids.filter((id) => !gone.includes(id) && !given.has(id));
  assert.deepEqual(later.at(-1).ids.filter((id) => rest.includes(id)), rest);
  await leave(visit);
});

test("a first visit without consent is shown what goes with the page alone, and leaves nothing on the device", async () => {
  const visit = await enter();
  const { page } = visit;
  await walk(page, "first-visit");
  const { spots: [spot], events, attachment } = await inside(page);
  const item = decodeURIComponent((await hashOf(page)).split("/").pop());
  assert.equal(facts.get(item).type, "Coats");
  assert.ok(spot.shown.length > 0);
  for (const { code, parts } of spot.shown) {
    assert.equal(code, "goes-with-page-item");
    assert.ok(parts.every(({ name, words }) => !["neighbour", "back-off"].includes(name) || words.includes(item)), JSON.stringify(parts));
  }
  assert.deepEqual(events, []);
  assert.equal(attachment, 0);
  assert.deepEqual(await stored(page).then(({ databases, local, session, cookies }) => ({ databases, local, session, cookies })), { databases: [], local: [], session: [], cookies: "" });
  await leave(visit);
});

test("a faithful client meets something new first, and never what was bought lately", async () => {
  const visit = await enter();
  const { page } = visit;
  await walk(page, "faithful");
  const { spots, attachment, events } = await inside(page);
  assert.ok(attachment > 0.5, `attachment ${attachment}`);
  const spot = spots.find(({ placement }) => placement === "home");
  const shown = await onPage(page);
  assert.deepEqual(spot.shown.map(({ id }) => id), shown);
  assert.ok(spot.shown.some(({ parts }) => parts.some(({ name, value }) => name === "attachment" && value > 0)), "something new comes forward");
  const lately = events.filter((event) => event.includes(" purchase ") && Date.now() - Date.parse(event.split(" ")[0]) < 30 * 864e5).map((event) => event.split(" ")[3]);
  assert.ok(lately.length >= 3);
  const bought = new Set(typesOf(lately));
  assert.ok(shown.every((id) => !lately.includes(id) && !bought.has(facts.get(id).type)), JSON.stringify(typesOf(shown)));
  await leave(visit);
});

test("at the end of the first page the house says where each client stands, and the inspector lists its tiers", async () => {
  for (const [who, tier] of [["faithful", "family"], ["gifts", "guest"]]) {
    const visit = await enter();
    const { page } = visit;
    await walk(page, who);
    await goTo(page, "/");
    await page.locator("passerelle-loyalty").evaluate((element) => element.scrollIntoView());
    const standing = page.locator("passerelle-loyalty").locator("p.tier");
    await standing.waitFor();
    assert.equal(await standing.getAttribute("data-tier"), tier, who);
    await inside(page);
    await page.waitForFunction(() => document.querySelector("passerelle-inspector").shadowRoot.querySelector(".loyalty .standing"));
    assert.equal(await page.evaluate(() => document.querySelector("passerelle-inspector").shadowRoot.querySelector(".loyalty .standing").dataset.tier), tier);
    await leave(visit);
  }
});

test("a page of a collection shows a message of the house", async () => {
  const visit = await enter();
  const { page } = visit;
  await readMessage(page);
  await leave(visit);
});

test("once a client has seen the open letter, the next page has an invitation", async () => {
  const visit = await enter();
  const { page } = visit;
  await walk(page, "perfume");
  await readMessage(page);
  await until(page, async () => {
    const { passerelle } = await import("/passerelle/auto.js");
    return (await passerelle.history.export()).invitations.some(({ what, about }) => what === "seen" && about.some(({ letter }) => letter));
  });
  const message = page.locator("passerelle-messages");
  assert.match(await message.locator("article").getAttribute("class"), /notice letter/);
  await goTo(page, `/collection/${house().collections[1].id}`);
  await message.evaluate((element) => element.scrollIntoView());
  await message.locator("article.invitation").waitFor();
  await leave(visit);
});

test("after a purchase the house speaks of care before it offers anything", async () => {
  const visit = await enter();
  const { page } = visit;
  await walk(page, "care");
  assert.match(await hashOf(page), /^#\/collection\//);
  const article = page.locator("passerelle-messages").locator("article");
  await article.waitFor();
  assert.match(await article.textContent(), /Good leather likes to rest/);
  await inside(page);
  assert.equal((await messagesOf(page)).coming[0], "leather-care");
  await leave(visit);
});

test("after the news one offer comes: it fits, and says where it was chosen", async () => {
  const visit = await enter();
  const { page } = visit;
  await walk(page, "offer");
  const offer = page.locator("passerelle-messages").locator("article.offer");
  await offer.waitFor();
  assert.match(await offer.textContent(), /chosen on this device/i);
  await inside(page);
  const { coming, absent } = await messagesOf(page);
  assert.equal(coming.length, 1);
  const offers = ["shoe-care", "candles", "evening-case"];
  assert.deepEqual(offers.filter((id) => !coming.includes(id)).map((id) => absent[id].split(":")[0]), ["another-offer", "another-offer"]);
  assert.deepEqual(["gloves-lining", "windows"].map((id) => absent[id].split(":")[0]), ["done", "done"]);
  await leave(visit);
});

test("who comes back finds what was looked at, the last one first, and may forget it", async () => {
  const visit = await enter();
  const { page } = visit;
  await walk(page, "back");
  const recent = 'passerelle-suggestions[placement="recent"]';
  const ids = await onPage(page, recent);
  assert.deepEqual(typesOf(ids), ["Lipsticks", "Scarves", "Coats"]);
  await page.locator(`${recent} .item`).first().locator(".dismiss").click();
  await page.locator(`${recent} .refused`).waitFor();
  const { events } = await inside(page);
  assert.ok(events.length > 0 && events.every((event) => !event.includes(ids[0])), events.join("; "));
  await leave(visit);
});

test("the basket is completed all together, with the sum of what is taken", async () => {
  const visit = await enter();
  const { page } = visit;
  await walk(page, "basket");
  const set = "passerelle-suggestions[together]";
  const [own, ...others] = await onPage(page, set);
  assert.equal(facts.get(own).type, "Coats");
  assert.ok(others.length >= 2 && others.length <= 3 && others.every((id) => divisionOf(id) !== divisionOf(own)), others.join());
  const sum = () => page.locator(`${set} .sum`).textContent();
  const whole = await sum();
  assert.match(whole, /€/);
  await page.locator(`${set} .pick input`).first().uncheck();
  assert.notEqual(await sum(), whole);
  await page.locator(`${set} .total .add`).click();
  await page.waitForFunction((count) => document.querySelector("[data-cart-count]").textContent === count, String(others.length));
  assert.equal(await page.locator("[data-cart] .basket-line").count(), others.length, "the basket shows them");
  await leave(visit);
});

test("an undecided client sees three watches side by side", async () => {
  const visit = await enter();
  const { page } = visit;
  await walk(page, "undecided");
  const compare = page.locator("passerelle-compare");
  await compare.evaluate((element) => element.scrollIntoView());
  await compare.locator("table").waitFor();
  assert.equal(await compare.locator("th.item").count(), 3);
  const links = await compare.locator("th.item a").evaluateAll((all) => all.map(({ href }) => href.split("/").at(-1)));
  assert.ok(links.every((id) => divisionOf(id) === "watches"), links.join());
  await compare.locator("th.item a").first().click();
  await page.waitForSelector(`[data-product="${links[0]}"]`);
  await leave(visit);
});

test("what is in season in a department is chosen and compared in a dialog", async () => {
  const visit = await enter();
  const { page } = visit;
  await page.locator('[data-department="watches"]').click();
  const shelf = page.locator("passerelle-suggestions[placement=category]");
  await shelf.locator(".choose input").nth(1).waitFor();
  for (const at of [0, 1]) await shelf.locator(".choose input").nth(at).check();
  await shelf.locator("button.compare").click();
  await shelf.getByRole("dialog").getByRole("table").waitFor();
  assert.equal(await shelf.getByRole("dialog").getByRole("columnheader").count(), 2);
  await page.keyboard.press("Escape");
  await leave(visit);
});

test("the first page shows what is in demand now, and \"Why this?\" says what the house stands for", async () => {
  const visit = await enter();
  const { page } = visit;
  const trending = page.locator("passerelle-suggestions[placement=trending]");
  await trending.evaluate((element) => element.scrollIntoView());
  await trending.locator(".reason").first().waitFor();
  assert.deepEqual(new Set(await trending.locator(".reason").allTextContents()), new Set(["Much sought after these days"]));
  await trending.locator(".why").first().click();
  const dialog = trending.getByRole("dialog");
  await dialog.locator("summary", { hasText: "What the house stands for" }).click();
  await dialog.getByText("the house mends it for life").waitFor();
  await page.keyboard.press("Escape");
  await leave(visit);
});

test("who asks the perfumer is advised, and nothing of the answers is asked of the network", async () => {
  const visit = await enter();
  const { page } = visit;
  await walk(page, "advised");
  const advice = page.locator("passerelle-advice");
  await advice.evaluate((element) => element.scrollIntoView());
  await advice.locator("button.main").waitFor();
  const before = visit.requests.length;
  await advice.locator("button.main").click();
  for (let question = 0; question < 3; question += 1) {
    await advice.locator("form input").first().check();
    await advice.locator("form button.main").click();
  }
  const step = advice.locator("li.step");
  await step.first().waitFor();
  const ids = await advice.locator("li.step a.link").evaluateAll((all) => all.map(({ href }) => href.split("/").at(-1)));
  assert.ok(ids.length > 0 && ids.every((id) => facts.has(id)), ids.join());
  assert.deepEqual(visit.requests.slice(before).map(({ url }) => url).filter((url) => !url.includes("/pictures/")), []);
  // The shop answers the button of the whole routine.
  await advice.getByRole("button", { name: "Put all into the cart" }).click();
  await advice.getByText("All of it is in the cart.").waitFor();
  assert.ok(Number(await page.locator("[data-cart-count]").textContent()) > 0);
  await leave(visit);
});

test("over the wire nothing tells who walked about: the same page as two clients, byte for byte", async () => {
  const asked = [];
  for (const persona of ["faithful", "gifts"]) {
    const visit = await enter();
    const { page } = visit;
    await walk(page, persona);
    await goTo(page, "/product/HAN101");
    await inside(page);
    const session = await visit.context.newCDPSession(page);
    const sent = await record(session, { cache: false });
    await page.locator("[data-load-anew]").click();
    await page.waitForSelector("[data-notes] li");
    const { events } = await inside(page);
    assert.ok(events.length > 3, "it is still the same client");
    asked.push({
      digest: await page.locator("[data-notes] code").textContent(),
      sent: (await sent()).filter(({ url }) => /\/(pack|passerelle)\//.test(url))
        .map(({ method, url, headers, postData, referrerPolicy, overTheWire }) => ({ method, url, headers, postData, referrerPolicy, wire: overTheWire })),
    });
    await leave(visit);
  }
  const [one, other] = asked;
  assert.equal(one.digest, other.digest);
  assert.ok(one.sent.some(({ url }) => url.endsWith("manifest.json")) && one.sent.some(({ url }) => url.endsWith("passerelle.wasm")));
  // Parallel requests may come in any order.
  const sorted = ({ sent }) => sent.map((request) => JSON.stringify(request)).sort();
  assert.deepEqual(sorted(one), sorted(other));
});

test("loaded anew as another client, the workbench itself says that the requests are the same", async () => {
  const visit = await enter();
  const { page } = visit;
  for (const persona of ["gifts", "first-visit"]) {
    await walk(page, persona);
    await goTo(page, "/division/shoes");
    await page.locator("[data-load-anew]").click();
    await page.waitForFunction((count) => document.querySelectorAll("[data-notes] li").length === count, persona === "gifts" ? 1 : 2);
  }
  assert.match(await page.locator("[data-verdict]").textContent(), /The same requests in the same order/);
  assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  await leave(visit);
});

test("a journey walks before one's eyes, step by step, and can be stopped", async () => {
  const visit = await enter({ reducedMotion: "no-preference" });
  const { page } = visit;
  await page.locator("[data-persona=watches]").click();
  const status = page.locator("[data-journey]");
  await status.filter({ hasText: "2 of 7" }).waitFor();
  assert.match(await hashOf(page), /^#\/product\//);
  assert.match(await status.textContent(), /Looks at: /);
  await page.getByRole("button", { name: "Stop" }).click();
  assert.equal(await status.textContent(), "Stopped.");
  await page.locator("[data-forget]").click();
  await status.filter({ hasText: "Nobody has been here" }).waitFor();
  assert.equal(await hashOf(page), "#/");
  assert.deepEqual((await inside(page)).events, []);
  assert.ok(!(await page.locator("[data-consent]").isChecked()));
  await leave(visit);
});

test("what is sold out is said to be", async () => {
  const visit = await enter();
  const { page } = visit;
  // Finds a page whose item has a companion that cannot be bought.
  const found = await page.evaluate(async () => {
    const { items } = await (await fetch("./shop.json")).json();
    const { createPasserelle } = await import("/passerelle/index.js");
    const shop = await createPasserelle({ pack: "/pack/" });
    const gone = items.filter((item) => item[7] === 0).map(([id]) => id);
    for (const [itemId] of items) {
      for (const id of gone) {
        const { absence } = (await shop.explain({ placement: "product", itemId }, id)) ?? {};
        if (absence === "unavailable") return { itemId, id };
      }
    }
    return null;
  });
  assert.ok(found, "something is sold out");
  await goTo(page, `/product/${found.itemId}`);
  const { spots: [spot] } = await inside(page);
  const item = spot.absent.find(({ id }) => id === found.id);
  assert.equal(item.absence, "unavailable");
  assert.match(item.words, /cannot be bought now/);
  await leave(visit);
});

test("the panel is closed by default, opens and closes by keyboard, and moves nothing before", async () => {
  const visit = await open(browser, WIDE);
  const { page } = visit;
  watchRequests(page);
  await page.goto(`${server.url}/?lang=en`);
  await page.locator("[data-open-workbench]").waitFor();
  await drawn(page);
  assert.equal(await page.locator("[data-workbench]").count(), 0);
  assert.ok(!visit.requests.some(({ url }) => /workbench|inspector/.test(url)), "nothing of it is loaded");
  assert.equal(await visit.layoutShift(), 0);
  const opener = page.locator("[data-open-workbench]");
  await opener.focus();
  await page.keyboard.press("Enter");
  await page.locator("[data-workbench]").waitFor();
  assert.equal(await opener.getAttribute("aria-expanded"), "true");
  assert.ok(await page.evaluate(() => document.activeElement.closest("[data-workbench]") !== null));
  await page.keyboard.press("Escape");
  assert.ok(await page.locator("[data-workbench]").isHidden());
  assert.equal(await opener.getAttribute("aria-expanded"), "false");
  assert.ok(await opener.evaluate((button) => button === document.activeElement));
  await leave(visit);
});

test("date, place and weather, consent and language are set here, and the shop follows", async () => {
  const visit = await enter();
  const { page } = visit;
  const bench = page.locator("[data-workbench]");
  await goTo(page, "/division/ready-to-wear");
  const before = await onPage(page);
  await bench.locator("[data-season-temperature]").fill("33");
  await bench.locator("[data-season-sky]").selectOption("sun");
  await bench.locator("[data-season-bar=told]").waitFor();
  await drawn(page);
  assert.equal(await page.locator("main [data-season-temperature]").inputValue(), "33", "both bars say the same");
  assert.notDeepEqual(await onPage(page), before);
  await bench.getByRole("switch").check();
  assert.ok(await page.locator("[data-consent]").isChecked());
  assert.match(await bench.locator("[data-discretion]").textContent(), /speaks openly/);
  await bench.locator('.languages a[hreflang="fr"]').click();
  await page.waitForURL(/lang=fr/);
  await page.locator("[data-workbench]").waitFor();
  await inside(page);
  assert.match(await bench.locator("[data-discretion]").textContent(), /discrète/);
  assert.equal(await bench.locator("[data-season-temperature]").inputValue(), "33");
  assert.ok(await page.locator("[data-consent]").isChecked());
  await leave(visit);
});

test("the three lines are copied as they stand", async () => {
  const visit = await enter({ permissions: ["clipboard-read", "clipboard-write"] });
  const { page } = visit;
  for (const [name, says] of [["page", /auto\.js" data-pack="\/pack\/"[^]*<passerelle-suggestions product-id="/], ["bench", /<passerelle-suggestions /], ["preview", /^passerelle preview --feed /]]) {
    await page.locator(`[data-copy=${name}]`).click();
    await page.locator(`[data-copy=${name}]`, { hasText: "Copied" }).waitFor();
    const lines = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(lines, await page.locator(`[data-lines=${name}]`).textContent());
    assert.equal(lines.split("\n").length, name === "preview" ? 1 : 3);
    assert.match(lines, says);
  }
  await leave(visit);
});

test("in a shop that these clients do not know, there are clients of its own divisions, and the inspector works", async () => {
  const visit = await enter({ query: "?shop=retail&lang=en" });
  const { page } = visit;
  await walk(page, "client-home-decor");
  assert.match(page.url(), /#\/division\/kitchen-dining$/);
  const { events } = await page.evaluate(async () => (await import("./passerelle/auto.js")).passerelle.history.export());
  assert.equal(events.filter(({ name }) => name === "purchase").length, 1);
  await goTo(page, "/product/22423");
  const { spots: [spot] } = await inside(page);
  assert.equal(spot.placement, "product");
  assert.ok(spot.shown.length > 0);
  await leave(visit);
});

for (const [lang, size, colorScheme] of [["en", WIDE, "light"], ["fr", NARROW, "dark"], ["ar", NARROW, "light"], ["ar", WIDE, "dark"]]) {
  test(`everybody can use the open panel: ${lang} at ${size.viewport.width} px, ${colorScheme}`, async () => {
    const visit = await enter({ query: `?lang=${lang}`, ...size, colorScheme });
    const { page } = visit;
    await walk(page, "watches");
    await inside(page);
    assert.deepEqual(await violations(page), []);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${wide} px too wide`);
    await leave(visit);
  });
}
