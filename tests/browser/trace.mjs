// Measures the module's time on the main thread of a product page, from a DevTools trace, at normal speed and on a processor slowed down
// four times. Not a test: `cargo xtask trace` runs it. It exits with code 1 if a target is missed.
//
// The page is loaded with the script tag and without it, in turn. The cost is the difference in the time of all tasks on the main thread,
// also of its parts: scripts (with WebAssembly), and style, layout and paint; the rest is the browser's own work, such as parsing and
// garbage collection. It is thread time, so that other programs on the machine count little. On a busy machine the slow-down is greater
// than its nominal factor. So the sums are measured at normal speed, and the slow-down is for the longest task: a task is the module's if
// a function of the package runs in it.

import { launch, open } from "./harness.mjs";
import { openShop, productPage, shown } from "./storefront.mjs";

const SLOW_DOWN = 4;
const ROUNDS = 11;
/** The most time in all, at normal speed, and the most outside style, layout and paint. */
const TARGET_MS = 30;
const TARGET_OUTSIDE_MS = 15;
/** The addresses of the package's files. */
const OURS = /\/passerelle\//;
/** The names of trace events of scripts, and of style, layout and paint. */
const SCRIPTS = new Set([
  "EvaluateScript", "FunctionCall", "RunMicrotasks", "TimerFire", "FireAnimationFrame", "FireIdleCallback", "EventDispatch", "XHRReadyStateChange",
  "v8.compile", "v8.compileModule", "v8.evaluateModule", "v8.wasm.moduleDecoded", "v8.wasm.compiledModule",
]);
const RENDERING = new Set([
  "ParseAuthorStyleSheet", "ScheduleStyleRecalculation", "UpdateLayoutTree", "RecalculateStyles", "Layout", "PrePaint", "UpdateLayer",
  "UpdateLayerTree", "Paint", "Layerize", "Commit", "CompositeLayers", "IntersectionObserverController::computeIntersections",
]);
/** After this time all work is done. */
const REST_MS = 3_000;
const WALK = ["22086", "85123A"];
const ITEM = "22423";

const PAGE = {
  says: "ga4",
  before: "<p>The product.</p>",
  after: "<footer>The end.</footer>",
  body: 'class="room"',
  attributes: 'consent="granted"',
};

/**
 * Returns the milliseconds on the page's main thread: of all tasks, and of their parts, where rendering that a script forces counts as
 * rendering; of the longest task since parsing began that is the module's, and of the longest that is not.
 */
function tasksOf(trace, url) {
  const { traceEvents: events } = JSON.parse(trace);
  const start = events.find(({ name, args }) => name === "navigationStart" && args.data?.documentLoaderURL === url);
  const main = events.find(({ name, pid, args }) => name === "thread_name" && args.name === "CrRendererMain" && pid === start.pid);
  const onMain = events.filter(({ pid, tid, ts }) => pid === main.pid && tid === main.tid && ts >= start.ts);
  const parsed = onMain.find(({ name }) => name === "ParseHTML");
  const scriptEvents = onMain.filter(({ name }) => SCRIPTS.has(name));
  const tasks = onMain.filter(({ name, tdur }) => name === "ThreadControllerImpl::RunTask" && tdur);
  const isWithin = (event, outer) => event !== outer && event.ts >= outer.ts && event.ts + event.dur <= outer.ts + outer.dur;
  const outermost = (names) => {
    const named = onMain.filter(({ name, tdur }) => names.has(name) && tdur).sort((a, b) => a.ts - b.ts || b.dur - a.dur);
    let last;
    return named.filter((event) => !(last && isWithin(event, last)) && (last = event));
  };
  const sum = (list) => list.reduce((all, { tdur }) => all + tdur / 1_000, 0);
  const [scripts, rendering] = [outermost(SCRIPTS), outermost(RENDERING)];
  const forced = rendering.filter((event) => scripts.some((script) => isWithin(event, script)));
  const ours = scriptEvents.filter(({ args }) => OURS.test(args.data?.url ?? args.fileName ?? ""));
  const isOurs = (task) => ours.some((event) => isWithin(event, task));
  const since = tasks.filter(({ ts }) => ts > parsed.ts);
  const longest = (list) => Math.max(0, ...list.map(({ tdur }) => tdur / 1_000));
  return {
    total: sum(tasks), scripts: sum(scripts) - sum(forced), rendering: sum(rendering), outside: sum(tasks) - sum(rendering),
    longestOurs: longest(since.filter(isOurs)), longestOfPage: longest(since.filter((task) => !isOurs(task))),
  };
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

async function load(browser, shop, withModule, rate) {
  const visit = await open(browser);
  const { page } = visit;
  for (const id of WALK) {
    shop.page = PAGE;
    await page.goto(`${shop.url}/p/${id}`);
    await page.waitForTimeout(600);
  }
  shop.page = withModule ? PAGE : (id) => productPage(id, PAGE).replace(/<script type="module".*<\/script>/, "");
  await page.goto(`${shop.url}/blank.html`);
  const session = await visit.context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate });
  await browser.startTracing(page, { categories: ["devtools.timeline", "toplevel", "blink.user_timing"] });
  const url = `${shop.url}/p/${ITEM}`;
  await page.goto(url);
  await page.waitForTimeout(REST_MS);
  const tasks = tasksOf(await browser.stopTracing(), url);
  const { ids } = await shown(page);
  if (ids.length > 0 !== withModule) throw new Error(`${ids.length} suggestions were shown`);
  await visit.close();
  return tasks;
}

const shop = await openShop();
const browser = await launch();

/** Returns the medians of loads with the module and without it. */
async function measure(rate) {
  const runs = { without: [], with: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    runs.without.push(await load(browser, shop, false, rate));
    runs.with.push(await load(browser, shop, true, rate));
  }
  const of = (loads, what) => median(loads.map((one) => one[what]));
  const added = (what) => of(runs.with, what) - of(runs.without, what);
  return {
    without: of(runs.without, "total"), with: of(runs.with, "total"),
    total: added("total"), scripts: added("scripts"), rendering: added("rendering"), outside: added("outside"),
    longestOurs: of(runs.with, "longestOurs"), longestOfPage: of(runs.with, "longestOfPage"),
  };
}

const normal = await measure(1);
const slow = await measure(SLOW_DOWN);
await browser.close();
await shop.close();

console.log(`main thread of a product page, with a history; medians of ${ROUNDS} loads, ms`);
const row = (name, ...values) => console.log(name.padEnd(48), ...values.map((value) => String(value).padStart(14)));
row("", "normal speed", `${SLOW_DOWN}x slow-down`);
for (const [name, key] of [
  ["all tasks without the module", "without"], ["all tasks with it", "with"],
  ["the module", "total"], ["of it scripts", "scripts"], ["of it style, layout and paint", "rendering"],
  ["of it outside style, layout and paint", "outside"],
  ["longest task of the module", "longestOurs"], ["longest other task", "longestOfPage"],
]) row(name, normal[key].toFixed(1), slow[key].toFixed(1));
const within = normal.total <= TARGET_MS && normal.outside <= TARGET_OUTSIDE_MS && slow.longestOurs <= slow.longestOfPage;
console.log(
  `targets: at normal speed at most ${TARGET_MS} ms, of which ${TARGET_OUTSIDE_MS} outside style, layout and paint; ` +
  `slowed down, the page's longest task is not the module's: ${within ? "met" : "MISSED"}`,
);
if (!within) process.exitCode = 1;
