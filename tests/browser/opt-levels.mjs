// Measures the module at several optimisation levels, in parallel on one page. Not a test: `cargo xtask bench --opt-levels` runs it, with a
// synthetic pack in PASSERELLE_PACK. PASSERELLE_LEVELS has one folder per level, with its glue and its module, and with `brotli` in a file
// `size`.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { startCdn } from "./cdn.mjs";
import { launch, open, ROOT, seeded } from "./harness.mjs";
import { openInside } from "./inside.mjs";

const HISTORY = 50;
const BATCHES = 400;
const BATCH = 50;
const STARTS = 40;

const { PASSERELLE_PACK: pack, PASSERELLE_LEVELS: levels } = process.env;
if (!pack || !levels) throw new Error("PASSERELLE_PACK or PASSERELLE_LEVELS is not set: run `cargo xtask bench --opt-levels`");
const names = readdirSync(levels).sort().reverse();
const { items } = JSON.parse(readFileSync(join(pack, "manifest.json"), "utf8"));
const random = seeded(1);
const history = Array.from({ length: HISTORY }, () => `P${String(Math.floor(random() * items)).padStart(7, "0")}`);

const percentile = (values, share) => [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * share)];

const cdn = await startCdn({ "/": `${ROOT}tests/browser/pages`, "/passerelle/": `${ROOT}pkg/dist`, "/levels/": levels, "/pack/": pack });
cdn.headers = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };
cdn.policy = cdn.policy.replace("'wasm-unsafe-eval'", "'unsafe-eval'");
const browser = await launch();
try {
  const visit = await open(browser);
  await visit.page.goto(`${cdn.url}/blank.html`);
  const address = (name) => ({ glue: `/levels/${name}/passerelle.js`, wasm: `/levels/${name}/passerelle.wasm`, pack: "/pack" });
  await openInside(visit.page, names.map(address), history);
  const measured = await visit.page.evaluate(async ([addresses, batches, batch, starts]) => {
    const { fills } = globalThis;
    const slates = fills.map((fill) => JSON.stringify(fill()));
    for (let call = 0; call < 2_000; call += 1) for (const fill of fills) fill();
    const times = fills.map(() => []);
    for (let number = 0; number < batches; number += 1) {
      // The order rotates.
      for (let turn = 0; turn < fills.length; turn += 1) {
        const at = (number + turn) % fills.length;
        const from = performance.now();
        for (let call = 0; call < batch; call += 1) fills[at]();
        times[at].push(((performance.now() - from) * 1_000) / batch);
      }
    }
    const bytes = await Promise.all(addresses.map(async ({ wasm }) => (await fetch(wasm)).arrayBuffer()));
    const compiled = addresses.map(() => []);
    for (let number = 0; number < starts; number += 1) {
      for (let turn = 0; turn < bytes.length; turn += 1) {
        const at = (number + turn) % bytes.length;
        const from = performance.now();
        await WebAssembly.compile(bytes[at]);
        compiled[at].push(performance.now() - from);
      }
    }
    return { slates, times, compiled };
  }, [names.map(address), BATCHES, BATCH, STARTS]);
  if (visit.problems.length > 0) throw new Error(visit.problems.join("\n"));
  if (new Set(measured.slates).size !== 1 || measured.slates[0].length < 100) throw new Error("the levels do not answer alike");
  console.log(`${items.toLocaleString("en")} items, a history of ${HISTORY}, ${BATCHES} batches of ${BATCH} slates in turns\n`);
  console.log(`${"opt-level".padEnd(12)}${"module, brotli".padStart(16)}${"slate p50".padStart(14)}${"of the first's".padStart(18)}${"compiled in".padStart(14)}`);
  names.forEach((name, at) => {
    const size = Number(readFileSync(join(levels, name, "size"), "utf8"));
    const ratios = measured.times[at].map((time, batch) => time / measured.times[0][batch]);
    const row = [
      `${(size / 1_000).toFixed(1)} kB`.padStart(16),
      `${percentile(measured.times[at], 0.5).toFixed(1)} µs`.padStart(14),
      `${percentile(ratios, 0.5).toFixed(2)} (${percentile(ratios, 0.1).toFixed(2)}–${percentile(ratios, 0.9).toFixed(2)})`.padStart(18),
      `${percentile(measured.compiled[at], 0.5).toFixed(1)} ms`.padStart(14),
    ];
    console.log(name.padEnd(12) + row.join(""));
  });
} finally {
  await browser.close();
  await cdn.close();
}
