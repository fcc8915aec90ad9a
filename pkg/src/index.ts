/** The public entry of the package. */

import init from "../glue/passerelle.js";

/** Fetches and starts the WebAssembly module that lies beside this file. */
export async function load(): Promise<void> {
  await init({ module_or_path: new URL("./passerelle.wasm", import.meta.url) });
}
