// The package's part of the network gate: only one file fetches, and every import names a constant.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

const SOURCES = new URL("../../pkg/src/", import.meta.url).pathname;
const FETCHES = "start.ts";
const SENDS = /(?<![.\w$])fetch\s*\(|\.fetch\b|XMLHttpRequest|sendBeacon|WebSocket|EventSource|importScripts/;
/** `import()` as an expression; a method of that name has a type after its arguments, or an object before it. */
const LOADS = /(?<![.\w$])import\s*\(([^)]*)\)(?!\s*:)/g;
const CONSTANT = /^\s*"\.[^"]*"\s*$/;

/** Returns the operations in a source that only the gate may perform. */
export function faults(name, text) {
  const code = text.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, "");
  const found = [...code.matchAll(LOADS)].filter(([, what]) => !CONSTANT.test(what)).map(([call]) => `${name}: ${call}`);
  if (name !== FETCHES && SENDS.test(code)) found.push(`${name}: ${SENDS.exec(code)[0]}`);
  return found;
}

test("one file of the package fetches, and import() names constants", async () => {
  const names = (await readdir(SOURCES, { recursive: true })).filter((name) => name.endsWith(".ts"));
  assert.ok(names.length > 30 && names.includes(FETCHES));
  const all = await Promise.all(names.map(async (name) => faults(name, await readFile(join(SOURCES, name), "utf8"))));
  assert.deepEqual(all.flat(), []);
});

test("the lint sees every way out", () => {
  for (const leak of [
    "fetch(address)", "void window.fetch(address)", "new XMLHttpRequest()", "navigator.sendBeacon(to, what)",
    "new WebSocket(to)", "import(name)", "import(`./messages/${tag}.json`)", "await import(base + file)", 'import("https://x.example/a.js")',
  ]) assert.equal(faults("other.ts", leak).length, 1, leak);
  for (const fine of ['import("./controller.js")', "  import(told: Told): Promise<number>;", "shop.history.import(told)", "// fetch(all)"]) {
    assert.deepEqual(faults("other.ts", fine), [], fine);
  }
  assert.deepEqual(faults(FETCHES, "fetch(address)"), []);
});
