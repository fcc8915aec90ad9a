// The packed tarball in Chromium: plain modules without a bundler, and Vite.

import { join } from "node:path";
import { spawn } from "node:child_process";
import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { createServer } from "node:http";
import { after, before, test } from "node:test";

import { launch } from "../browser/harness.mjs";
import { startCdn } from "../browser/cdn.mjs";
import { PACK } from "../browser/store.mjs";
import { project, runsAt, runsInBrowser } from "./project.mjs";

let browser;

before(async () => {
  browser = await launch();
});

after(() => browser?.close());

test("plain modules, where copy-assets has put them", async () => {
  const { command, folder } = await project("plain");
  await command(["copy-assets", "passerelle", "--modules"]);
  const { module } = await runsInBrowser(browser, folder);
  assert.equal(module, "/passerelle/passerelle.wasm");
});

test("Vite builds", async () => {
  const vite = await project("vite");
  await vite.run("vite", ["build", "--logLevel", "warn"]);
  const { module } = await runsInBrowser(browser, join(vite.folder, "dist"));
  assert.match(module, /^\/assets\/passerelle-[\w-]+\.wasm$/, "emitted by Vite itself");
  const files = await readdir(join(vite.folder, "dist/assets"));
  assert.ok(files.some((name) => name.startsWith("privacy-")), "the panel stays a chunk of its own");
});

test("Vite serves while developing", async () => {
  const { folder } = await project("vite");
  const packs = await startCdn({ "/pack/": PACK });
  const port = await freePort();
  // In a separate process, which can be ended.
  const script = `import { createServer } from ${JSON.stringify(new URL("../../node_modules/vite/dist/node/index.js", import.meta.url).href)};
    const server = await createServer({ root: process.cwd(), logLevel: "error", server: { port: ${port}, strictPort: true, proxy: { "/pack": ${JSON.stringify(packs.url)} } } });
    await server.listen();
    console.log("ready");`;
  const server = spawn(process.execPath, ["--input-type=module", "--eval", script], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  try {
    await new Promise((done, failed) => {
      server.stdout.once("data", done);
      server.once("exit", () => failed(new Error("vite ended")));
    });
    const { module } = await runsAt(browser, `http://localhost:${port}/`);
    assert.match(module, /node_modules\/passerelle\/dist\/passerelle\.wasm$/);
  } finally {
    server.kill();
    await packs.close();
  }
});

async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}
