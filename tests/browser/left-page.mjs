// A page that lies in the browser's back/forward cache while the shopper is on another page. For the tests of elements.

import assert from "node:assert/strict";

import { launchWithCacheOfPages } from "./harness.mjs";

/** Playwright cannot look into a restored page, so the page reports by itself, again and again. */
const REPORT = `addEventListener("pageshow", ({ persisted }) => {
  if (persisted) setInterval(() => void fetch("/report?" + new URLSearchParams({ text: REPORTED })), 200);
});`;
/** Longer than a restored page takes without disturbance, and the longest that it may take, in milliseconds. */
const [LONG_MS, LONGEST_MS] = [1_500, 20_000];

/**
 * Opens a page, leaves it, runs `act` on the page at `next` (a call of the instance, such as `passerelle.history.clear()`), and goes back.
 * Returns `report`, an expression, as the restored page evaluates it once it is what is `expected`, or in the end. `visit` opens the page in the browser that it gets, and waits for
 * its content; `head` belongs to the other page.
 */
export async function backToLeftPage({ shop, visit, next, act, report, expected, head = '<script src="/agree.js"></script>' }) {
  const keeping = await launchWithCacheOfPages();
  try {
    const answer = shop.first;
    shop.first = (path) => {
      const body = {
        "/report.js": REPORT.replace("REPORTED", report),
        "/act.js": `import { passerelle } from "/passerelle/auto.js"; await ${act}; document.title = "done";`,
      }[path];
      return body ? { body, headers: { "Content-Type": "text/javascript" } } : answer(path);
    };
    const page = await visit(keeping, '<script type="module" src="/report.js"></script>');
    shop.page = { ...shop.page, head: `${head}<script type="module" src="/act.js"></script>`, element: "<p></p>" };
    await page.goto(`${shop.url}${next}`);
    await page.waitForFunction(() => document.title === "done");
    const from = shop.asked.length;
    await page.goBack({ waitUntil: "commit" });
    const reports = () => shop.asked.slice(from).filter(({ path }) => path.startsWith("/report?"));
    const last = () => new URL(reports().at(-1)?.path ?? "/", shop.url).searchParams.get("text");
    const isThere = () => reports().length > 0 && expected(last());
    for (const start = Date.now(); Date.now() - start < LONG_MS || (!isThere() && Date.now() - start < LONGEST_MS); ) await new Promise((done) => setTimeout(done, 100));
    assert.ok(reports().length > 0, "the browser kept the page");
    return last();
  } finally {
    await keeping.close();
  }
}
