/** Starts a WebAssembly module of the package from its file, with errors that say what to do. Not for fetching the file: see `start.ts`. */

import { PasserelleError } from "./error.js";
import { fetchModule } from "./start.js";

/** The first bytes of a WebAssembly module. */
const MAGIC = [0x00, 0x61, 0x73, 0x6d];

/** A module of the package. */
export interface WasmModule {
  /** What error messages call it. */
  name: string;
  /** What to do if its file cannot be fetched. */
  remedy: string;
  /** Instantiates it from the content of its file: the glue of wasm-bindgen. */
  instantiate(file: { module_or_path: BufferSource }): Promise<unknown>;
}

/**
 * Returns a function that starts a module from the file at an address, once for all callers. After a failure the next call tries again.
 * The returned function throws `module_unreachable` and `module_blocked`.
 */
export function starterOf(module: WasmModule): (address: string) => Promise<void> {
  let starting: Promise<void> | undefined;
  return (address) =>
    (starting ??= start(module, address).catch((error: unknown) => {
      starting = undefined;
      throw error;
    }));
}

/** Fetches and instantiates a module: the same file for every shopper. */
async function start({ name, remedy, instantiate }: WasmModule, address: string): Promise<void> {
  const file = await fetchModule(address);
  if (typeof file === "string") throw new PasserelleError("module_unreachable", `${address}: ${file}; ${remedy}`);
  if (!MAGIC.every((byte, at) => file[at] === byte)) {
    const problem = "this is no WebAssembly, perhaps a page that the server sends for every address";
    throw new PasserelleError("module_unreachable", `${address}: ${problem}; ${remedy}`);
  }
  try {
    await instantiate({ module_or_path: file });
  } catch (error) {
    if (error instanceof WebAssembly.CompileError) {
      const advice = "add 'wasm-unsafe-eval' to script-src of the Content-Security-Policy";
      throw new PasserelleError("module_blocked", `the browser refused ${name}: ${advice} (${error.message})`);
    }
    throw new PasserelleError("module_unreachable", `${name} did not start: ${String(error)}`);
  }
}
