// The packed tarball in Chromium, bundled with webpack, esbuild, Rollup and Next as docs/bundlers.md describes.

import assert from "node:assert/strict";
import { cp, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { POLICY } from "../../browser/cdn.mjs";
import { launch } from "../../browser/harness.mjs";
import { installBundlers, project, runsInBrowser } from "../project.mjs";

let browser;

before(async () => {
  await installBundlers();
  browser = await launch();
});

after(() => browser?.close());

test("webpack 5 emits the module itself", async () => {
  const { run, folder } = await project("webpack");
  await run("webpack", ["--no-stats"]);
  await cp(join(folder, "index.html"), join(folder, "dist/index.html"));
  const { module } = await runsInBrowser(browser, join(folder, "dist"));
  assert.match(module, /^\/[0-9a-f]+\.wasm$/);
});

test("esbuild, with the module copied beside the bundle", async () => {
  const { run, command, folder } = await project("esbuild");
  const argv = ["app.js", "--bundle", "--splitting", "--format=esm", "--minify", "--outdir=dist", "--log-level=warning"];
  await run("esbuild", argv);
  const emitted = await readdir(join(folder, "dist"));
  assert.ok(!emitted.some((name) => name.endsWith(".wasm")), "it emits none: that is why there is copy-assets");
  await cp(join(folder, "index.html"), join(folder, "dist/index.html"));
  await assert.rejects(runsInBrowser(browser, join(folder, "dist")), /module_unreachable .*set `wasmUrl`/);
  await command(["copy-assets", "dist"]);
  const { module } = await runsInBrowser(browser, join(folder, "dist"));
  assert.equal(module, "/passerelle.wasm");
});

test("esbuild, as one classic script with wasmUrl", async () => {
  const { run, command, folder } = await project("esbuild");
  const argv = ["classic.js", "--bundle", "--format=iife", "--minify", "--outdir=dist", "--log-level=error"];
  await run("esbuild", argv);
  await command(["copy-assets", "dist"]);
  await cp(join(folder, "classic.html"), join(folder, "dist/index.html"));
  const { module } = await runsInBrowser(browser, join(folder, "dist"));
  assert.equal(module, "/passerelle.wasm");
});

test("Rollup alone, with the module elsewhere and wasmUrl", async () => {
  const { run, command, folder } = await project("rollup");
  await run("rollup", ["--config", "--silent"]);
  await command(["copy-assets", "dist/static"]);
  await cp(join(folder, "index.html"), join(folder, "dist/index.html"));
  const { module } = await runsInBrowser(browser, join(folder, "dist"));
  assert.equal(module, "/static/passerelle.wasm");
});

test("Next with webpack, rendered on the server first", async () => {
  const { run, folder } = await project("next");
  await run("next", ["build", "--webpack"], { NEXT_TELEMETRY_DISABLED: "1", CI: "1" });
  const html = await readFile(join(folder, "out/index.html"), "utf8");
  assert.match(html, /<passerelle-suggestions [^>]*product-id="22423"[^>]*><p>What this page shows otherwise<\/p>/);
  // Next writes inline scripts into its pages.
  const policy = POLICY.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'").replace("style-src 'self'", "style-src 'self' 'unsafe-inline'");
  const { module } = await runsInBrowser(browser, join(folder, "out"), { policy });
  assert.match(module, /^\/_next\/static\/media\/passerelle\.[0-9a-f]+\.wasm$/);
});
