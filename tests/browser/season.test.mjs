// The season on a page: in the demo by its controls, in the public API by its options. The requests for it depend on
// the page and the day alone.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, afterEach, before, beforeEach, test } from "node:test";

import { startCdn } from "./cdn.mjs";
import { launch, NARROW, open, ROOT, serve, unseen, WIDE } from "./harness.mjs";
import { drawn, shelf as shelfOf, watchRequests } from "./shelves.mjs";
import { ofHistory, PACK, RETAIL, shopItems } from "./store.mjs";

const SEASON_FILE = /^\/pack\/[0-9a-f]{32}\/season\/\d+\.psr$/;
/** Weather by country, by time zone and everywhere else; each has a different effect on umbrellas. */
const REGIONS = {
  GB: { temperatureC: 9, rainMm: 12, uvIndex: 0 },
  "Australia/Sydney": { temperatureC: 24, rainMm: 0, uvIndex: 9 },
  "*": { temperatureC: 15 },
};
/** Different histories without a common id. */
const HISTORIES = [["22423", "85123A", "84997"], ["20725", "21034", "22111", "22469"]];

let browser;
let server;
let cdn;

before(async () => {
  browser = await launch();
  server = await serve({ root: "www" });
  cdn = await startCdn({ "/": `${ROOT}tests/browser/pages`, "/passerelle/": `${ROOT}pkg/dist`, "/pack/": PACK });
});

after(async () => {
  await browser?.close();
  await server?.close();
  await cdn?.close();
});

beforeEach(() => {
  cdn.asked.length = 0;
  cdn.answer = (path) => weatherFile(path, JSON.stringify({ regions: REGIONS }));
});

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
});

function weatherFile(path, body) {
  return path === "/weather.json" ? { body, headers: { "Content-Type": "application/json" } } : undefined;
}

/** The next date with this month and day: the pack has the occasions of two years from its build. */
function next(monthAndDay) {
  const built = new Date(JSON.parse(readFileSync(`${PACK}/manifest.json`, "utf8")).time * 1000);
  const thisYear = `${built.getUTCFullYear()}-${monthAndDay}`;
  return thisYear > built.toISOString().slice(0, 10) ? thisYear : `${built.getUTCFullYear() + 1}-${monthAndDay}`;
}

// The demo.

/** The shelf of the season. */
const SEASONAL = "passerelle-suggestions:is([placement=home], [placement=category])";

/** Opens the demo's page at `path`, and waits for its shelf of the season. */
async function enter(path = RETAIL, contextOptions = WIDE) {
  const visit = await open(browser, contextOptions);
  watchRequests(visit.page);
  await visit.page.addInitScript(unseen);
  await visit.page.goto(server.url + path);
  await nearShelf(visit.page);
  return visit;
}

/** Scrolls near the shelf, and waits until it is drawn. */
async function nearShelf(page) {
  await page.locator(SEASONAL).evaluate((element) => element.scrollIntoView({ block: "center" }));
  await drawn(page);
}

/** Opens a department with the bar. */
async function department(page, id) {
  await page.locator(`[data-department="${id}"]`).click();
  await page.locator(".listing").waitFor();
  await nearShelf(page);
}

/**
 * Allowed layout shift. The parts of a date move within its control when a script sets it, less than any element of the
 * page would.
 */
const WITHIN_A_CONTROL = 0.0002;

/** Asserts that there were no problems and no layout shift. */
async function leave(visit) {
  assert.ok(await visit.layoutShift() < WITHIN_A_CONTROL);
  assert.deepEqual(visit.problems, []);
  await visit.close();
}

const items = new Map(shopItems().map((item) => [item.id, item]));

/**
 * The content of the shelf: `{ ids, divisions, titles, texts }`; `texts` has the badges and the sentence of each item.
 */
async function shelf(page) {
  const { state, ids, titles, says } = await shelfOf(page, SEASONAL);
  assert.equal(state, "shown");
  return { ids, titles, texts: says, divisions: ids.map((id) => items.get(id)?.division) };
}

const COLD = /For (the cold|cold days)/;
const RAIN = /For (the rain|rainy days)/;
const SUN = /For (the sun|days in the sun)/;

/** Whether a text matches. */
const says = (texts, what) => texts.some((text) => text.match(what));

/** Sets controls, and returns the resulting shelf. */
async function pretend(page, { date, country, temperature, sky }) {
  if (date !== undefined) await page.locator("[data-season-date]").fill(date);
  if (country !== undefined) await page.locator("[data-season-country]").selectOption(country);
  if (temperature !== undefined) await page.locator("[data-season-temperature]").fill(String(temperature));
  if (sky !== undefined) await page.locator("[data-season-sky]").selectOption(sky);
  await told(page);
  return shelf(page);
}

/** Waits until the shelf has followed the controls. */
async function told(page) {
  await page.waitForSelector("[data-season-bar=told]");
  await page.mouse.move(0, 0);
  await drawn(page);
}

for (const [name, size] of [["wide", WIDE], ["narrow", NARROW]]) {
  test(`the shelf follows the controls (${name})`, async () => {
    const visit = await enter(RETAIL, size);
    const { page } = visit;
    const december = await pretend(page, { date: next("12-15"), country: "GB" });
    const july = await pretend(page, { date: next("07-15") });
    assert.equal(december.ids.length, 8);
    assert.equal(july.ids.length, 8);
    const both = december.ids.filter((id) => july.ids.includes(id));
    assert.ok(both.length <= 2, `${both} in December and in July`);
    const christmas = ({ divisions }) => divisions.filter((division) => division === "christmas-seasonal").length;
    assert.ok(says(december.texts, "Christmas"), `${december.texts} in December`);
    assert.ok(!says(july.texts, "Christmas"), `${july.texts} in July`);
    assert.ok(christmas(december) > 0 && christmas(july) === 0, `${december.divisions}; ${july.divisions}`);
    // And back again: the earlier settings leave no effect.
    assert.deepEqual(await pretend(page, { date: next("12-15") }), december);
    await leave(visit);
  });
}

test("garden party is shown in its own summer, north and south", async () => {
  const visit = await enter();
  const { page } = visit;
  await department(page, "garden-outdoor");
  const isShown = async (date, country) => says((await pretend(page, { date, country })).texts, /Garden party/i);
  assert.ok(await isShown("2027-05-20", "GB"), "May in Britain");
  assert.ok(!await isShown("2027-05-20", "AU"), "May in Australia");
  assert.ok(!await isShown("2027-11-20", "GB"), "November in Britain");
  assert.ok(await isShown("2027-11-20", "AU"), "November in Australia");
  await leave(visit);
});

test("the story of a collection of the house opens from \"Why this?\", by keyboard", async () => {
  const visit = await enter();
  const { page } = visit;
  await department(page, "bath-beauty");
  await pretend(page, { date: "2027-01-10", country: "GB" });
  const element = page.locator(SEASONAL).first();
  const panel = element.getByRole("dialog");
  const story = panel.getByText("Candlelight, and something warm to hold.");
  let told = false;
  for (const why of await element.locator(".item .why").all()) {
    await why.focus();
    await page.keyboard.press("Enter");
    await panel.waitFor();
    const name = panel.locator("summary", { hasText: "Winter evenings" });
    if ((await name.count()) > 0) {
      assert.equal(await story.isVisible(), false);
      await name.focus();
      await page.keyboard.press("Enter");
      assert.ok(await story.isVisible());
      told = true;
    }
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });
  }
  assert.ok(told, "no suggestion belongs to the collection");
  await leave(visit);
});

test("the weather brings forward what it asks for, and nothing warm in the heat", async () => {
  const visit = await enter();
  const { page } = visit;
  const isWarm = /Hot Water Bottle|Hand Warmer|Scarf/;
  // The items of the season alone, the same for everybody, with the page's settings.
  const ofSeason = () => page.evaluate(async () => {
    const { passerelle } = await import("/passerelle/auto.js");
    const { suggestions } = await passerelle.seasonal({ placement: "home", limit: 8 });
    return { titles: suggestions.map(({ title }) => title), badges: suggestions.flatMap(({ flags }) => flags.map(({ code }) => code)) };
  });
  const warm = ({ titles }) => titles.filter((title) => isWarm.test(title));
  // The garden collection is current from February on, and there may be frost in March.
  for (const date of [next("01-15"), next("03-20")]) {
    const { texts } = await pretend(page, { date, country: "GB", temperature: -5, sky: "" });
    if (date === next("01-15")) assert.ok(says(texts, COLD), `${texts} on ${date} in frost`);
    const frost = await ofSeason();
    assert.ok(frost.badges.includes("cold-snap") && warm(frost).length > 0, `${frost.badges} on ${date} in frost`);
    const { texts: later } = await pretend(page, { temperature: 30, sky: "sun" });
    assert.ok(!says(later, COLD), `${later} on ${date} in the heat`);
    const heat = await ofSeason();
    assert.ok(!heat.badges.includes("cold-snap"), `${heat.badges} on ${date} in the heat`);
    assert.ok(heat.badges.includes("sun"), `${heat.badges} on ${date} in the sun`);
    assert.deepEqual(warm(heat), [], `on ${date} in the heat`);
  }
  const july = { date: next("07-15"), sky: "" };
  await department(page, "bath-beauty");
  assert.ok(says((await pretend(page, { ...july, temperature: -5 })).texts, COLD), "of last winter's collection");
  assert.ok(!says((await pretend(page, { temperature: 30 })).texts, COLD));
  await department(page, "jewellery-fashion");
  const rain = await pretend(page, { temperature: 12, sky: "rain" });
  assert.ok(says(rain.texts, RAIN), rain.texts.join());
  const dry = await pretend(page, { sky: "dry" });
  const sunny = await pretend(page, { temperature: 30, sky: "sun" });
  assert.ok(says(sunny.texts, SUN), `${sunny.texts} in the sun`);
  assert.ok(!says(dry.texts, RAIN) && !says(dry.texts, SUN), `${dry.texts} when it is dry`);
  await leave(visit);
});

test("what is pretended stays from page to page, until it is taken back", async () => {
  const visit = await enter();
  const { page } = visit;
  const today = await shelf(page);
  const december = await pretend(page, { date: next("12-15"), country: "AU", temperature: 30, sky: "sun" });
  await department(page, "garden-outdoor");
  assert.equal(await page.locator("[data-season-country]").inputValue(), "AU");
  await page.goBack();
  await page.locator(".hero").waitFor();
  await nearShelf(page);
  assert.deepEqual(await shelf(page), december);
  await page.locator("[data-season-reset]").click();
  await told(page);
  assert.deepEqual(await shelf(page), today);
  assert.equal(await page.locator("[data-season-temperature]").inputValue(), "");
  assert.ok(await page.locator("[data-season-reset]").isDisabled());
  await leave(visit);
});

test("the controls are reached and named without a mouse", async () => {
  const visit = await enter();
  const { page } = visit;
  await page.locator("[data-season-date]").focus();
  for (const label of ["Day", "Country", "°C outside", "Sky"]) {
    assert.equal(await page.getByLabel(label, { exact: true }).count(), 1, label);
  }
  // The parts of a date are separate tab stops.
  const order = [];
  for (let stop = 0; stop < 12; stop += 1) {
    order.push(await page.evaluate(() => Object.keys(document.activeElement.dataset)[0] ?? "card"));
    await page.keyboard.press("Tab");
  }
  const controls = order.filter((name, at) => name.startsWith("season") && name !== order[at - 1]);
  assert.deepEqual(controls, ["seasonDate", "seasonCountry", "seasonTemperature", "seasonSky"]);
  const before = await shelf(page);
  await page.locator("[data-season-country]").focus();
  await page.keyboard.type("Austr");
  await told(page);
  assert.equal(await page.locator("[data-status]").textContent(), "The season has changed");
  assert.equal(await page.locator("[data-season-country]").inputValue(), "AU");
  assert.notDeepEqual(await shelf(page), before);
  assert.equal(await page.evaluate(() => Object.keys(document.activeElement.dataset)[0]), "seasonCountry", "the focus stays");
  await leave(visit);
});

test("badges are in the page's language", async () => {
  for (const [path, country, christmas, cold] of [[`${RETAIL}&lang=fr`, "FR", /Noël/, /Grand froid|grand froid/], ["/?lang=ar", "AE", /أعياد نهاية السنة/, /للبرد|للأيام الباردة/]]) {
    const visit = await enter(path);
    const { page } = visit;
    const { texts } = await pretend(page, { date: next("12-15"), country, temperature: -5 });
    for (const what of [christmas, cold]) assert.ok(says(texts, what), `${what}: ${texts}`);
    assert.ok(!says(texts, /Christmas|For /), texts.join());
    await leave(visit);
  }
});

test("a shop without Passerelle has a shelf all the same", async () => {
  const visit = await open(browser, WIDE);
  const { page } = visit;
  watchRequests(page);
  await page.route("**/pack/manifest.json", (route) => route.fulfill({ status: 404, body: "" }));
  await page.goto(`${server.url}${RETAIL}`);
  await page.locator(SEASONAL).evaluate((element) => element.scrollIntoView());
  await drawn(page, { fallback: true });
  const { state, ids } = await shelfOf(page, SEASONAL);
  assert.deepEqual([state, ids.length], ["fallback", 10], "one of each department");
  assert.ok(ids.every((id) => items.get(id).available));
  assert.equal(await visit.layoutShift(), 0);
  await visit.close();
});

// The public API.

/** Opens a page with a shop: `shop` and the codes of its `warnings` are globals. */
async function openShop(options = {}, contextOptions = {}) {
  const visit = await open(browser, { timezoneId: "Europe/London", ...contextOptions });
  await visit.context.addCookies([{ name: "shopper", value: "canary-cookie", url: cdn.url }]);
  await visit.page.goto(`${cdn.url}/api.html?canary-referrer`);
  await visit.page.waitForSelector("html[data-ready]");
  await visit.page.evaluate(async (given) => {
    globalThis.warnings = [];
    globalThis.messages = [];
    const onWarning = ({ code, message }) => (globalThis.warnings.push(code), globalThis.messages.push(message));
    globalThis.shop = await globalThis.passerelle.createPasserelle({ pack: "/pack", onWarning, ...given });
  }, options);
  return visit;
}

/** The items of the fashion division, umbrellas included, as `{ itemId, flags, season }`. */
function fashion(page) {
  return page.evaluate(async () => {
    const slate = await globalThis.shop.seasonal({ placement: "category", division: "jewellery-fashion", limit: 24 });
    return slate.suggestions.map(({ itemId, flags, season }) => ({ itemId, flags: flags.map(({ code }) => code), season }));
  });
}

/** The key in REGIONS of the weather in effect. */
async function regionOf(page) {
  const items = await fashion(page);
  assert.ok(items.length > 0);
  const flags = items.flatMap((item) => item.flags);
  if (flags.includes("rain")) return "GB";
  if (flags.includes("sun")) return "Australia/Sydney";
  return items.some(({ season }) => season.weather !== 0) ? "*" : "none";
}

const asked = (pattern) => cdn.asked.filter(({ path }) => pattern.test(path)).map(({ path }) => path);

for (const [name, country, timezoneId, region] of [
  ["the page's country, before the time zone", "GB", "Australia/Sydney", "GB"],
  ["the time zone", undefined, "Australia/Sydney", "Australia/Sydney"],
  ["the country of the time zone", undefined, "Europe/London", "GB"],
  ["* for all others, by country", "FR", "Europe/London", "*"],
  ["* for all others, by time zone", undefined, "America/Lima", "*"],
]) {
  test(`the weather file: its region by ${name}`, async () => {
    const { page, problems } = await openShop({ season: { country, weather: "/weather.json" } }, { timezoneId });
    assert.equal(await regionOf(page), region);
    assert.deepEqual(asked(/weather\.json/), ["/weather.json"]);
    assert.deepEqual(await page.evaluate(() => globalThis.warnings), []);
    assert.deepEqual(problems, []);
  });
}

test("a weather file without the region says nothing of it", async () => {
  cdn.answer = (path) => weatherFile(path, JSON.stringify({ regions: { FR: { rainMm: 12 }, toString: { rainMm: 12 } } }));
  const { page } = await openShop({ season: { country: "GB", weather: "/weather.json" } });
  assert.equal(await regionOf(page), "none");
  assert.deepEqual(await page.evaluate(() => globalThis.warnings), []);
});

for (const [name, answer] of Object.entries({
  missing: { status: 404, body: "" },
  "of an ill server": { status: 500, body: "" },
  "cut off": "hang up",
  "no JSON": { body: "<!doctype html>" },
  "without regions": { body: "{}" },
  "null": { body: "null" },
  "with a word for a number": { body: JSON.stringify({ regions: { GB: { temperatureC: "n/a" } } }) },
})) {
  test(`a weather file that is ${name}: one warning, and the season goes on`, async () => {
    cdn.answer = (path) => (path === "/weather.json" ? answer : undefined);
    const season = { country: "GB", weather: "/weather.json", date: next("12-15") };
    const { page } = await openShop({ season });
    const items = await fashion(page);
    assert.ok(items.length > 0 && items.every((item) => item.season.weather === 0));
    assert.ok(items.some((item) => item.season.fit !== 0), "the season goes on");
    await page.evaluate((again) => globalThis.shop.setSeason(again), season);
    assert.deepEqual(await page.evaluate(() => globalThis.warnings), ["weather_unreachable"]);
    assert.match(await page.evaluate(() => globalThis.messages[0]), /weather_unreachable: \/weather\.json: \S/);
    // A later answer with the file counts.
    cdn.answer = (path) => weatherFile(path, JSON.stringify({ regions: REGIONS }));
    await page.evaluate((again) => globalThis.shop.setSeason(again), season);
    assert.equal(await regionOf(page), "GB");
  });
}

test("wrong options are named", async () => {
  const { page, problems } = await openShop();
  for (const [season, name] of [
    [{ country: "France" }, "country"],
    [{ country: "" }, "country"],
    [{ date: "soon" }, "date"],
    [{ date: "2026-13-01" }, "date"],
    [{ weather: { temperatureC: "warm" } }, "temperatureC"],
    [{ weather: { rainMm: Infinity } }, "rainMm"],
    [{ weather: { uvIndex: [3] } }, "uvIndex"],
    [{ weather: "" }, "weather"],
  ]) {
    const outcomes = await page.evaluate(async (wrong) => {
      const { createPasserelle } = globalThis.passerelle;
      return [
        await globalThis.outcome(() => createPasserelle({ pack: "/pack", season: wrong }).then(() => "opened")),
        await globalThis.outcome(() => globalThis.shop.setSeason(wrong).then(() => "set")),
      ];
    }, season);
    for (const outcome of outcomes) {
      assert.ok(outcome.isPasserelleError, JSON.stringify([season, outcome]));
      assert.equal(outcome.code, "invalid_option");
      assert.ok(outcome.message.includes(`\`${name}\``), outcome.message);
    }
  }
  // The shop still works after the refused setting.
  assert.ok((await fashion(page)).length > 0);
  assert.deepEqual(problems, []);
});

test("the season's file is asked for where it is shown, once for each half of a month", async () => {
  const { page, problems } = await openShop({ season: { date: "2027-03-03" }, consent: true });
  const ask = async (call, request) => {
    const from = cdn.asked.length;
    await page.evaluate(([name, given]) => globalThis.shop[name](given), [call, request]);
    return cdn.asked.slice(from).filter(({ path }) => SEASON_FILE.test(path)).map(({ path }) => Number(path.match(/(\d+)\.psr/)[1]));
  };
  for (const placement of ["product", "cart", "confirmation"]) {
    assert.deepEqual(await ask("suggest", { placement, itemId: "22423", cart: ["85123A"] }), [], placement);
  }
  assert.deepEqual(await ask("suggest", { placement: "home" }), [4], "the first half of March");
  assert.deepEqual(await ask("suggest", { placement: "home" }), []);
  assert.deepEqual(await ask("suggest", { placement: "category", division: "garden-outdoor" }), []);
  assert.deepEqual(await ask("seasonal", { placement: "home" }), []);
  await page.evaluate(() => globalThis.shop.setSeason({ date: "2027-03-14", country: "AU", weather: { temperatureC: 30 } }));
  assert.deepEqual(await ask("seasonal", { placement: "home" }), [], "the same half");
  await page.evaluate(() => globalThis.shop.setSeason({ date: "2027-03-16" }));
  assert.deepEqual(await ask("suggest", { placement: "product", itemId: "22423" }), []);
  assert.deepEqual(await ask("suggest", { placement: "category", division: "garden-outdoor" }), [5], "the other half");
  assert.deepEqual(await ask("seasonal", { placement: "product", itemId: "22423" }), []);
  assert.deepEqual(problems, []);
  const { page: other } = await openShop({ season: { date: "2027-03-03" } });
  const from = cdn.asked.length;
  await other.evaluate(() => globalThis.shop.seasonal({ placement: "product" }));
  assert.equal(asked(SEASON_FILE).length - cdn.asked.slice(0, from).filter(({ path }) => SEASON_FILE.test(path)).length, 1);
});

test("without the season's file the history suggests as before", async () => {
  cdn.answer = (path) => (SEASON_FILE.test(path) ? { status: 404, body: "" } : undefined);
  const { page } = await openShop({ consent: true });
  const [home, seasonal] = await page.evaluate(async (ids) => {
    for (const itemId of ids) await globalThis.shop.track({ name: "view_item", itemId });
    return [await globalThis.shop.suggest({ placement: "home" }), await globalThis.shop.seasonal({ placement: "home" })];
  }, HISTORIES[0]);
  assert.equal(home.status, "ok");
  assert.ok(home.suggestions.length > 0);
  assert.ok(home.suggestions.every(ofHistory));
  assert.deepEqual(seasonal.suggestions, []);
  assert.ok(asked(SEASON_FILE).length > 0);
});

/** The requests for the season's shelf, for the weather and for the pack of a shopper with `history`, to the byte. */
async function sent(history) {
  const { page, problems } = await openShop({ consent: true });
  await page.evaluate(async (ids) => {
    for (const itemId of ids) await globalThis.shop.track({ name: "view_item", itemId });
  }, history);
  const from = cdn.asked.length;
  const home = await page.evaluate(async () => {
    await globalThis.shop.setSeason({ weather: "/weather.json" });
    const { suggestions } = await globalThis.shop.suggest({ placement: "home", limit: 8 });
    await globalThis.shop.seasonal({ placement: "category", division: "garden-outdoor" });
    return suggestions.map(({ itemId }) => itemId);
  });
  assert.deepEqual(problems, []);
  // The code for it is a file of the package, and is loaded by the page.
  return { home, asked: cdn.asked.slice(from).filter(({ path }) => !path.startsWith("/passerelle/")) };
}

test("two shoppers with different histories send the same bytes for season and weather", async () => {
  const [one, other] = [await sent(HISTORIES[0]), await sent(HISTORIES[1])];
  const none = await sent([]);
  assert.notDeepEqual(one.home, other.home, "the histories count");
  assert.deepEqual(one.asked, other.asked);
  assert.deepEqual(one.asked, none.asked);
  assert.deepEqual(one.asked.map(({ path }) => path.replace(/^.*\/(season\/)\d+/, "$1")), ["/weather.json", "season/.psr"]);
  for (const { path, method, rawHeaders, body } of one.asked) {
    const names = rawHeaders.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase());
    assert.deepEqual([method, body], ["GET", ""]);
    for (const name of ["cookie", "referer", "authorization", "origin"]) assert.ok(!names.includes(name), `${path} has ${name}`);
    assert.ok(!JSON.stringify(rawHeaders).includes("canary"));
  }
});
