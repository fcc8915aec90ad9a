/**
 * Starts the WebAssembly module of advice, once per page. Only the elements for advice and comparisons load it. Not for the recommendation
 * module: see `../module.ts`.
 */

import startModule, { Advice, compare } from "../../glue-advice/advice.js";
import { PasserelleError } from "../error.js";
import { besideModule, fetchModule } from "../start.js";

/** The module's functions for one questionnaire. */
export interface Advisor {
  /** Returns the positions of the questions to ask, given these answers. */
  asked(answers: unknown): ArrayLike<number>;
  /** Returns the routine for these answers. */
  routine(answers: unknown, circumstances: unknown): unknown;
}

/** The first bytes of a WebAssembly module. */
const MAGIC = [0x00, 0x61, 0x73, 0x6d];

let starting: Promise<unknown> | undefined;

/**
 * Returns the function that opens a questionnaire.
 *
 * @throws {PasserelleError} `module_unreachable`, `module_blocked`
 */
export async function adviceModule(): Promise<(file: unknown) => Advisor> {
  await started();
  return (file) => new Advice(file);
}

/**
 * Returns the function that compares the details of items.
 *
 * @throws {PasserelleError} as {@link adviceModule}
 */
export async function comparing(): Promise<(items: unknown) => unknown> {
  await started();
  return compare;
}

/** Starts the module once. After a failure the next call tries again. */
function started(): Promise<unknown> {
  return (starting ??= start().catch((error: unknown) => {
    starting = undefined;
    throw error;
  }));
}

async function start(): Promise<void> {
  const address = besideModule("advice.wasm") ?? new URL("./advice.wasm", import.meta.url).href;
  const file = await fetchModule(address);
  if (typeof file === "string" || !MAGIC.every((byte, at) => file[at] === byte)) {
    const problem = typeof file === "string" ? file : "this is no WebAssembly";
    throw new PasserelleError("module_unreachable", `${address}: ${problem}; publish advice.wasm beside passerelle.wasm`);
  }
  try {
    await startModule({ module_or_path: file });
  } catch (error) {
    if (error instanceof WebAssembly.CompileError) {
      throw new PasserelleError(
        "module_blocked",
        `the browser refused the module of advice: add 'wasm-unsafe-eval' to script-src of the Content-Security-Policy (${error.message})`,
      );
    }
    throw new PasserelleError("module_unreachable", `the module of advice did not start: ${String(error)}`);
  }
}
