// Gives a test access to the public API, and returns the result of a call in a form that can leave the page.

import * as passerelle from "/passerelle/index.js";

/** Longer than anything takes; a call that never settles is an outcome too. */
const PATIENCE_MS = 20_000;

/** Returns the result or the error of `work`. */
async function outcome(work) {
  const late = new Promise((_, reject) => setTimeout(reject, PATIENCE_MS, new Error("the call did not settle")));
  try {
    return { value: await Promise.race([work(), late]) };
  } catch (error) {
    return {
      isError: error instanceof Error,
      isPasserelleError: error instanceof passerelle.PasserelleError,
      name: error?.name,
      code: error?.code,
      message: error?.message ?? String(error),
    };
  }
}

globalThis.passerelle = passerelle;
globalThis.outcome = outcome;
document.documentElement.dataset.ready = "";
