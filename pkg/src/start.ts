/**
 * What is fetched before the module runs: the module and the manifest, beside each other; and the file of the weather that
 * a page names. Everything that the manifest names is fetched by the module. No other file of the package fetches.
 */

/** A file that takes longer is given up: a hanging server must not hold up the page's later calls. */
const TIMEOUT_MS = 10_000;

/**
 * Fetches one file; what went wrong as a text instead. Browsers do not tell a page why a server does not answer.
 *
 * No credentials and no referrer. With `no-store` no conditional header is sent, because an ETag can mark a visitor.
 *
 * @param whole Whether the time is for the whole file, not only for the beginning of the answer.
 */
export async function fetchFile(address: string | URL, cache: RequestCache, whole: boolean): Promise<Uint8Array<ArrayBuffer> | string> {
  // `AbortSignal.timeout` is younger than the oldest browsers we promise.
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), TIMEOUT_MS);
  let problem = "no answer";
  try {
    const { signal } = controller;
    // What the page itself loads goes first.
    const priority = "low";
    const response = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer", cache, signal, priority });
    if (!whole) {
      clearTimeout(timer);
    }
    problem = `status ${response.status}`;
    if (response.ok) {
      problem = "the answer was cut";
      return new Uint8Array(await response.arrayBuffer());
    }
  } catch {
    const { origin } = new URL(address, document.baseURI);
    if (problem === "no answer" && origin !== location.origin) {
      problem += ` that this page may read; ${origin} must send "Access-Control-Allow-Origin: *", and the page's connect-src must allow it`;
    }
  } finally {
    clearTimeout(timer);
  }
  return problem;
}

/** A file, or what went wrong. */
type Fetched = Promise<Uint8Array<ArrayBuffer> | string>;

const modules = new Map<string, Fetched>();
const manifests = new Map<string, Fetched>();

/** Where the module is unless a page says so. */
export function moduleAddress(said: string | URL | undefined): string {
  return new URL(said ?? new URL("./passerelle.wasm", import.meta.url), document.baseURI).href;
}

/** Begins to fetch the module and the manifest of the pack whose folder is at `base`. What has begun already is not begun again. */
export function begin(base: string, wasmUrl: string | URL | undefined): void {
  const address = moduleAddress(wasmUrl);
  if (!modules.has(address)) modules.set(address, fetchFile(address, "default", false));
  // The manifest is the one mutable file.
  if (!manifests.has(base)) manifests.set(base, fetchFile(`${base}manifest.json`, "no-store", true));
}

/** The module at this address; after a failure another call fetches it again. */
export async function fetchModule(address: string): Fetched {
  const file = await modules.get(address)!;
  if (typeof file === "string") modules.delete(address);
  return file;
}

/** The manifest of the pack at `base`: each pack that is opened has its own, as it is then. */
export function fetchManifest(base: string): Fetched {
  const file = manifests.get(base)!;
  manifests.delete(base);
  return file;
}
