/** Starts the WebAssembly module, once per page, and passes it a pack's manifest. Not for calls to it: see `create.ts`. */

import startModule, { Module } from "../glue/passerelle.js";
import { PasserelleError } from "./error.js";
import { begin, fetchManifest, moduleAddress, pageShown } from "./start.js";
import type { Device } from "./store/device.js";
import { starterOf } from "./wasm-module.js";

const start = starterOf({ name: "the module", remedy: "publish passerelle.wasm there, or set `wasmUrl`", instantiate: startModule });

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
