/**
 * Starts the WebAssembly module of advice, once per page. Only the elements for advice and comparisons load it. Not for the recommendation
 * module: see `../module.ts`.
 */

import startModule, { Advice, compare } from "../../glue-advice/advice.js";
import { besideModule } from "../start.js";
import { starterOf } from "../wasm-module.js";

/** The module's functions for one questionnaire. */
export interface Advisor {
  /** Returns the positions of the questions to ask, given these answers. */
  asked(answers: unknown): ArrayLike<number>;
  /** Returns the routine for these answers. */
  routine(answers: unknown, circumstances: unknown): unknown;
}

const start = starterOf({ name: "the module of advice", remedy: "publish advice.wasm beside passerelle.wasm", instantiate: startModule });

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

function started(): Promise<void> {
  return start(besideModule("advice.wasm") ?? new URL("./advice.wasm", import.meta.url).href);
}
