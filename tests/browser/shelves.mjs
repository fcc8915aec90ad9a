// Reads the shelves of a page of the demo, for tests and screenshots: the suggestions that `<passerelle-suggestions>` shows.

import { readFileSync } from "node:fs";

import { ROOT } from "./harness.mjs";

/** Selector of the element on a product page, in the basket, on the home page and on a department's page. */
export const MAIN = "passerelle-suggestions:is([product-id], [placement=cart], [placement=home], [placement=category])";

const QUIET_MS = 150;
const STEP_MS = 30;
const PATIENCE_MS = 15_000;

/** The number of requests in flight, by page. */
const underWay = new WeakMap();

/** Counts a page's requests, so that `drawn` knows when none is in flight. Call it before the page is opened. */
export function watchRequests(page) {
  const count = (by) => () => underWay.set(page, (underWay.get(page) ?? 0) + by);
  page.on("request", count(1));
  page.on("requestfinished", count(-1));
  page.on("requestfailed", count(-1));
}

/**
 * Returns the content of a shelf, `{ state, heading, ids, links, titles, reasons, says }`. `says` has each item's badges and reason.
 * `state` is `shown` if there are suggestions, `fallback` if the shelf shows its fallback.
 */
export async function shelf(page, selector = MAIN) {
  const { links, ...shown } = await page.locator(selector).first().evaluate((element) => {
    const region = [...element.shadowRoot.querySelectorAll("[part=region]")].find((one) => !/spacer|trial/.test(one.className));
    const texts = (part) => [...(region?.querySelectorAll(`.item .${part}`) ?? [])].map((node) => node.textContent);
    if (!region) {
      const links = [...element.querySelectorAll("a.card")].map((link) => link.href);
      return { state: "fallback", heading: element.querySelector("h2")?.textContent ?? "", links };
    }
    const links = [...region.querySelectorAll(".item a.link")].map((link) => link.href);
    return { state: "shown", heading: region.querySelector(".heading").textContent, links, titles: texts("title"), reasons: texts("reason"),
      says: [...region.querySelectorAll(".item")].map((item) => [...item.querySelectorAll(".badge, .reason")].map((node) => node.textContent).join(" · ")) };
  });
  return { ...shown, links, ids: links.map(idOf) };
}

/** Ids by the addresses of the retail shop's pages, which are named after variants; the house's addresses contain the item's id. */
let ids;

/** Returns the id of the item that an address belongs to, in either shop. */
export function idOf(address) {
  ids ??= new Map(JSON.parse(readFileSync(`${ROOT}www/retail/shop.json`, "utf8")).items.map((item) => [item[9], item[0]]));
  return ids.get(address) ?? decodeURIComponent(address.split("/").at(-1));
}

/** Returns everything that the page's elements show: it stays the same once they are done. */
const looks = (page) => page.evaluate(() =>
  [...document.querySelectorAll("passerelle-suggestions, passerelle-messages, passerelle-loyalty, passerelle-advice, passerelle-compare")].map((element) => element.shadowRoot?.innerHTML ?? "").join("\n"));

/** Returns whether a shelf that is near the viewport, and always has suggestions, shows none yet. */
const waits = (page) => page.evaluate((main) =>
  [...document.querySelectorAll(`${main}:not([together]), passerelle-suggestions[data-example]`)].some((element) =>
    element.getBoundingClientRect().top < 1.9 * innerHeight && element.getBoundingClientRect().bottom > 0 && !element.shadowRoot?.querySelector("[part=region]")), MAIN);

/** Waits until all elements have drawn: no request is in flight, and nothing changes any more. */
export async function drawn(page, { fallback = false } = {}) {
  let still = 0;
  let last = "";
  for (let waited = 0; still < QUIET_MS; waited += STEP_MS) {
    if (waited > PATIENCE_MS) throw new Error(`the page does not come to rest: ${page.url()}, ${underWay.get(page)} requests under way, a shelf waits: ${await waits(page)}`);
    await page.waitForTimeout(STEP_MS);
    const now = await looks(page);
    const rests = (underWay.get(page) ?? 0) === 0 && now === last && (fallback || !(await waits(page)));
    still = rests ? still + STEP_MS : 0;
    last = now;
  }
}
