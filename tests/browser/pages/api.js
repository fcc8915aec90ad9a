// Puts the public API within reach of a test, and says how a call ended in a form that can leave the page.

import * as passerelle from "/passerelle/index.js";

/** What `work` gave, or what it threw. */
async function outcome(work) {
  try {
    return { value: await work() };
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
