/** Starts the WebAssembly module, once per page, and passes it a pack's manifest. Not for calls to it: see `create.ts`. */

import startModule, { Module } from "../glue/passerelle.js";
import { PasserelleError } from "./error.js";
import { begin, fetchManifest, fetchModule, moduleAddress, pageShown } from "./start.js";
import type { Device } from "./store/device.js";

/** The first bytes of a WebAssembly module. */
const MAGIC = [0x00, 0x61, 0x73, 0x6d];

let starting: Promise<unknown> | undefined;

/**
 * Creates the module for the pack in the folder at `base`; the pack is not open yet. The WebAssembly file and the manifest are fetched in
 * parallel, once the page is shown: a prerendered page may never be.
 *
 * @throws {PasserelleError} `module_unreachable`, `module_blocked`, `pack_unreachable`, `pack_not_found`, `pack_version`, `pack_damaged`
 * @internal
 */
export async function makeModule(base: string, locale: string, device: Device, wasmUrl: string | URL | undefined): Promise<Module> {
  await pageShown();
  begin(base, wasmUrl);
  const manifest = fetchManifest(base);
  await start(moduleAddress(wasmUrl));
  const file = await manifest;
  if (typeof file === "string") throw unreachable(`${base}manifest.json`, file);
  try {
    return new Module(locale, crypto.getRandomValues(new BigUint64Array(1))[0]!, base, file, device);
  } catch (error) {
    throw PasserelleError.from(error);
  }
}

/** Returns the error for a manifest that could not be fetched; `problem` gives the reason. */
function unreachable(address: string, problem: string): PasserelleError {
  if (/^status 4(04|10)$/.test(problem)) {
    return new PasserelleError("pack_not_found", `${address}: not there; publish the whole build before its manifest`);
  }
  // A wrong Content-Encoding header already has its own advice.
  const advice = problem.includes("Content-Encoding") ? "" : "; check that the pack is published there and that the page may load it (connect-src, CORS)";
  return new PasserelleError("pack_unreachable", `${address}: ${problem}${advice}`);
}

/** Starts the module once. After a failure the next call tries again. */
async function start(address: string): Promise<void> {
  starting ??= instantiate(address);
  try {
    await starting;
  } catch (error) {
    starting = undefined;
    throw error;
  }
}

/** Fetches and instantiates the module: the same file for every shopper. */
async function instantiate(address: string): Promise<void> {
  const file = await fetchModule(address);
  if (typeof file === "string") {
    throw new PasserelleError(
      "module_unreachable",
      `${address}: ${file}; publish passerelle.wasm there, or set \`wasmUrl\``,
    );
  }
  if (!MAGIC.every((byte, at) => file[at] === byte)) {
    throw new PasserelleError(
      "module_unreachable",
      `${address}: this is no WebAssembly, perhaps a page that the server sends for every address; publish passerelle.wasm there, or set \`wasmUrl\``,
    );
  }
  try {
    await startModule({ module_or_path: file });
  } catch (error) {
    if (error instanceof WebAssembly.CompileError) {
      throw new PasserelleError(
        "module_blocked",
        `the browser refused the module: add 'wasm-unsafe-eval' to script-src of the Content-Security-Policy (${error.message})`,
      );
    }
    throw new PasserelleError("module_unreachable", `the module did not start: ${String(error)}`);
  }
}
