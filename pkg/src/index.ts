/** The public API: open a pack, say what happens on the page, ask for suggestions. Importing it does nothing. */

import init, { Module } from "../glue/passerelle.js";
import { PasserelleError } from "./error.js";
import type { Explanation, Options, PageEvent, Request, Slate } from "./types.js";

export { PasserelleError, type ErrorCode } from "./error.js";
export type {
  Division,
  EventName,
  Explanation,
  Options,
  PageEvent,
  Part,
  Placement,
  Price,
  Reason,
  Request,
  Slate,
  Status,
  Suggestion,
} from "./types.js";

/** A pack that is open on this page. */
export interface Passerelle {
  /**
   * Takes note of what the shopper did. Resolves to whether it was recorded: not when the pack does not know the
   * item, nor when the item's type is one that the house declared sensitive.
   *
   * @throws {PasserelleError} `invalid_option`
   */
  track(event: PageEvent): Promise<boolean>;
  /**
   * Fills a spot of the page. The slate is empty when nothing suits: keep the page's own content then.
   *
   * @throws {PasserelleError} `invalid_option`
   */
  suggest(request: Request): Promise<Slate>;
  /**
   * Why an item has its place in the answer to `request`, or why it is not there; `null` where nothing could be
   * suggested at all.
   *
   * @throws {PasserelleError} `invalid_option`
   */
  explain(request: Request, itemId: string | number): Promise<Explanation | null>;
  /** `true` after the shopper has agreed: the history begins. `false` forgets it at once. */
  setConsent(granted: boolean): void;
}

/** A server that does not begin to answer is given up after this time. */
const TIMEOUT_MS = 10_000;

let starting: Promise<unknown> | undefined;

/**
 * Starts the module, once for the page, and opens the pack.
 *
 * @throws {PasserelleError} `module_unreachable`, `module_blocked`, `pack_unreachable`, `pack_not_found`,
 * `pack_version`, `pack_damaged`, `invalid_option`
 */
export async function createPasserelle(options: Options): Promise<Passerelle> {
  // JavaScript may pass nothing, or a locale that is no text.
  const base = packAddress((options as Options | undefined)?.pack);
  await start(options.wasmUrl ?? new URL("./passerelle.wasm", import.meta.url));
  const locale = options.locale ?? (document.documentElement.lang || navigator.language);
  if (typeof locale !== "string") {
    throw new PasserelleError("invalid_option", "createPasserelle(options): `locale` must be a BCP 47 tag");
  }
  const module = await guarded(Module.open(base, locale));
  if (options.consent !== undefined) {
    module.setConsent(options.consent);
  }
  const inOrder = queue();
  return {
    track: (event) => inOrder(() => guarded(module.track(event))),
    suggest: (request) => inOrder(() => guarded(module.suggest(request) as Promise<Slate>)),
    explain: (request, itemId) =>
      inOrder(() => guarded(module.explain(request, String(itemId)) as Promise<Explanation | null>)),
    setConsent: (granted) => module.setConsent(granted === true),
  };
}

/** Runs one thing at a time, in the order of the calls, however long the network takes over each. */
function queue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
}

/** The pack's folder as an absolute address that ends with a slash. */
function packAddress(pack: unknown): string {
  if (typeof pack !== "string" || pack === "") {
    throw new PasserelleError("invalid_option", "createPasserelle(options): `pack` must be the address of the pack's folder");
  }
  let url: URL | undefined;
  try {
    url = new URL(pack.endsWith("/") ? pack : `${pack}/`, document.baseURI);
  } catch {
    // Said below.
  }
  if (url === undefined || url.search !== "" || url.hash !== "") {
    throw new PasserelleError(
      "invalid_option",
      `createPasserelle(options): \`pack\` must be the address of a folder, without ? and #: ${pack}`,
    );
  }
  return url.href;
}

/** Fetches and starts the WebAssembly module; a failure may be tried again. */
async function start(address: string | URL): Promise<void> {
  starting ??= init({ module_or_path: fetchModule(address) });
  try {
    await starting;
  } catch (error) {
    starting = undefined;
    if (error instanceof PasserelleError) {
      throw error;
    }
    if (error instanceof WebAssembly.CompileError) {
      throw new PasserelleError(
        "module_blocked",
        `the browser refused the WebAssembly module: add 'wasm-unsafe-eval' to script-src, and check that ${address} is passerelle.wasm (${error.message})`,
      );
    }
    throw new PasserelleError("module_unreachable", `the WebAssembly module did not start: ${String(error)}`);
  }
}

/** The module is the same file for everyone: no credentials, no referrer. */
async function fetchModule(address: string | URL): Promise<Response> {
  let status = "no answer";
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), TIMEOUT_MS);
  try {
    const { signal } = controller;
    const response = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer", signal });
    if (response.ok) {
      return response;
    }
    status = `status ${response.status}`;
  } catch {
    // Said below: browsers do not tell a page why.
  } finally {
    clearTimeout(timer);
  }
  throw new PasserelleError(
    "module_unreachable",
    `${address}: ${status}; check that passerelle.wasm is published there, or set \`wasmUrl\``,
  );
}

/** Errors of the module as instances of this package's class. */
async function guarded<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    throw PasserelleError.from(error);
  }
}
