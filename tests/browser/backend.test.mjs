// The package's store on IndexedDB, on a page and behind the hub's frame, passes the cases for every store in
// src/store/conformance.rs. The tested module is built with these cases.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { after, afterEach, before, test } from "node:test";
import { buildSync } from "esbuild";

import { startCdn } from "./cdn.mjs";
import { launch, ROOT } from "./harness.mjs";

const PAGE = "<!doctype html><html lang=en><title>Store</title><p>Store";

let cdn;
let browser;
let cases;
const at = (host) => `http://${host}:${new URL(cdn.url).port}`;

/** A module of the package, bundled with its imports. */
const bundled = (path) => buildSync({ entryPoints: [`${ROOT}pkg/src/${path}`], bundle: true, format: "esm", write: false }).outputFiles[0].text;

before(async () => {
  execFileSync(process.env.PASSERELLE_XTASK, ["conformance"], { cwd: ROOT, stdio: "ignore" });
  cdn = await startCdn({ "/module/": `${ROOT}target/conformance`, "/passerelle/": `${ROOT}pkg/dist` });
  const hub = await readFile(`${ROOT}pkg/dist/hub.html`, "utf8");
  const files = {
    "/": PAGE,
    "/device.js": bundled("store/device.ts"),
    "/passerelle/hub.html": hub.replace('name="passerelle-origins" content=""', `name="passerelle-origins" content="${at("shop.maison.localhost")}"`),
  };
  const types = { "/": "text/html", "/device.js": "text/javascript", "/passerelle/hub.html": "text/html" };
  cdn.answer = (path) => (files[path] ? { status: 200, body: files[path], headers: { "Content-Type": types[path] } } : undefined);
  browser = await launch();
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${cdn.url}/`);
  cases = await page.evaluate(async () => {
    const module = await import("/module/passerelle.js");
    await module.default({ module_or_path: "/module/passerelle_bg.wasm" });
    return module.backendCases();
  });
});

after(async () => {
  await browser?.close();
  await cdn?.close();
});

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
});

for (const [where, host, hub] of [["on the page", "shop.maison.localhost", false], ["behind the hub", "shop.maison.localhost", true]]) {
  test(`the store ${where} passes every case`, async () => {
    assert.ok(cases.length > 10, "the cases are there");
    const problems = [];
    for (const name of cases) {
      // Each case begins with an empty store.
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(`${at(host)}/`);
      const problem = await page.evaluate(async ([which, frame]) => {
        const [module, { openDevice }] = await Promise.all([import("/module/passerelle.js"), import("/device.js")]);
        await module.default({ module_or_path: "/module/passerelle_bg.wasm" });
        const device = openDevice(frame, () => undefined, () => undefined, () => undefined);
        return module.checkBackend(which, device).then(() => "", (error) => String(error));
      }, [name, hub ? `${at("hub.maison.localhost")}/passerelle/hub.html` : undefined]);
      if (problem) problems.push(`${name}: ${problem}`);
      await context.close();
    }
    assert.deepEqual(problems, []);
  });
}

test("a case that nobody knows is a failure", async () => {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${cdn.url}/`);
  const problem = await page.evaluate(async () => {
    const [module, { openDevice }] = await Promise.all([import("/module/passerelle.js"), import("/device.js")]);
    await module.default({ module_or_path: "/module/passerelle_bg.wasm" });
    return module.checkBackend("another", openDevice(undefined, () => undefined, () => undefined, () => undefined)).then(() => "", String);
  });
  assert.match(problem, /there is no case "another"/);
});
