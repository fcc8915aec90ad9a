// What a build of the module in JavaScript alone would weigh, and how fast it would be, for pages whose policy lacks
// 'wasm-unsafe-eval'. Not a test: `cargo xtask wasm2js` makes the folder that is its argument, and runs it.

import { execFileSync } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gunzipSync } from "node:zlib";

import { ROOT } from "./harness.mjs";
import { PACK, shopItems } from "./store.mjs";

const [folder] = process.argv.slice(2);
const file = (name) => join(folder, name);
const tool = (name, args) => execFileSync(join(ROOT, "node_modules/.bin", name), args, { stdio: ["ignore", "ignore", "inherit"] });
/** What wasm2js does not know is lowered first. */
const FEATURES = ["--mvp-features", "--enable-bulk-memory", "--enable-mutable-globals", "--enable-nontrapping-float-to-int", "--enable-sign-ext"];
const LOWERED = ["--llvm-nontrapping-fptoint-lowering", "--llvm-memory-copy-fill-lowering", "--signext-lowering"];
const VISITS = 20;
const SLATES = 2_000;
/** Length of what precedes the content of a file: docs/FORMAT.md. */
const HEADER_LENGTH = 48;

tool("wasm-opt", [file("passerelle_bg.wasm"), ...FEATURES, ...LOWERED, "-o", file("lowered.wasm")]);
tool("wasm2js", [file("lowered.wasm"), "--enable-mutable-globals", "-Oz", "-o", file("passerelle_bg_wasm.js")]);
// Where WebAssembly grows, views of the memory before become empty, which is how the glue notices.
const script = readFileSync(file("passerelle_bg_wasm.js"), "utf8");
const detaching = script.replace(/\bbuffer = newBuffer;/g, "structuredClone(buffer, { transfer: [buffer] }); buffer = newBuffer;");
if (detaching === script) throw new Error("wasm2js writes another function that grows the memory");
writeFileSync(file("passerelle_bg_wasm.js"), detaching);
tool("esbuild", [file("passerelle_bg_wasm.js"), "--minify", "--charset=utf8", "--log-level=warning", `--outfile=${file("passerelle.min.js")}`]);

/** The module, driven as pkg/src/loading.ts does it, with files instead of requests. */
function open(glue) {
  const module = new glue.Module("en", 1n);
  const bring = () => {
    for (let path = module.wanted(); path !== undefined; path = module.wanted()) {
      const bytes = readFileSync(join(PACK, path));
      const length = module.arrived(bytes);
      if (length !== undefined) module.inflated(gunzipSync(bytes.subarray(HEADER_LENGTH)));
    }
  };
  bring();
  const now = JSON.parse(readFileSync(join(PACK, "manifest.json"), "utf8")).time ?? 1_800_000_000;
  module.setConsent(true);
  const items = shopItems().slice(0, VISITS).map(({ id }) => id);
  for (const [at, id] of items.entries()) {
    module.beginTrack("view_item", id);
    bring();
    module.track(false, now + at);
  }
  const suggest = () => {
    module.beginSuggest("product", items[VISITS - 1], undefined, 8, undefined, undefined);
    module.place("other", "product", false);
    bring();
    return module.suggest(now + VISITS);
  };
  return suggest;
}

async function wasm() {
  const glue = await import(file("passerelle_bg.js?wasm"));
  const { instance } = await WebAssembly.instantiate(readFileSync(file("passerelle_bg.wasm")), { "./passerelle_bg.js": glue });
  glue.__wbg_set_wasm(instance.exports);
  return open(glue);
}

async function javascript() {
  const glue = await import(file("passerelle_bg.js"));
  const exports = await import(file("passerelle_bg_wasm.js"));
  // It has no numbers of 64 bits: the seed comes in halves.
  const module_new = (text, length, seed) => exports.module_new(text, length, Number(seed & 0xffff_ffffn), Number(seed >> 32n));
  glue.__wbg_set_wasm({ ...exports, module_new });
  return open(glue);
}

/** Microseconds of a slate: the median of many, after as many to warm up. */
function speed(suggest) {
  const times = [];
  for (let run = 0; run < 2 * SLATES; run += 1) {
    const start = process.hrtime.bigint();
    suggest();
    if (run >= SLATES) times.push(Number(process.hrtime.bigint() - start) / 1_000);
  }
  return times.sort((a, b) => a - b)[SLATES / 2];
}

const brotli = (path) => brotliCompressSync(readFileSync(path), { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 } }).length;
const kilobytes = (bytes) => `${(bytes / 1_000).toFixed(1)} kB`;
const variants = [
  ["WebAssembly, as published", join(ROOT, "pkg/dist/passerelle.wasm"), await wasm()],
  ["JavaScript by wasm2js", file("passerelle.min.js"), await javascript()],
];
const answers = new Set(variants.map(([, , suggest]) => suggest()));
if (answers.size !== 1 || !JSON.parse([...answers][0]).suggestions.length) throw new Error("the two do not suggest the same");
const first = speed(variants[0][2]);
for (const [name, path, suggest] of variants) {
  const took = suggest === variants[0][2] ? first : speed(suggest);
  console.log(name.padEnd(28), kilobytes(statSync(path).size).padStart(10), `${kilobytes(brotli(path))} brotli`.padStart(18), `suggest() ${took.toFixed(0)} µs`.padStart(20), `${(took / first).toFixed(1)} x`.padStart(8));
}
