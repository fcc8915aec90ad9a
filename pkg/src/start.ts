/**
 * Fetches the three files needed before the module runs, whose addresses are constant, in parallel: the module, the pack's manifest, and
 * the package's texts in the page's language. It also fetches the weather file that a page names. No other file of the package fetches. Not
 * for the files that the manifest names: src/browser/network.rs fetches those once the module runs, with the same options.
 */

import { shared, VERSION } from "./registry.js";

/** The timeout of a fetch: a server that hangs must not block the page's later calls. */
const TIMEOUT_MS = 10_000;

/** The bytes of a file, or a text that names the problem. */
export type Fetched = Uint8Array<ArrayBuffer> | string;

/** The fetches begun, for all copies of the package on a document. */
interface Begun {
  /** Modules by address: each is fetched once. */
  readonly modules: Map<string, Promise<Fetched>>;
  readonly texts: Map<string, Promise<Fetched>>;
  /** Manifests by the pack's folder, until the pack is opened: the manifest is the one mutable file. */
  readonly manifests: Map<string, Promise<Fetched>>;
  /** The address of the module by the package's version: all copies of one version use the address of the first. */
  readonly homes: Map<string, string>;
  /** The address of the module, if the page sets it. */
  said?: string;
}

const begun = (): Begun => shared("start", () => ({ modules: new Map(), texts: new Map(), manifests: new Map(), homes: new Map() }));

/** Options of a fetch. */
interface Manner {
  cache?: RequestCache;
  /** Whether the timeout covers the whole file, not only the response headers. */
  isWhole?: boolean;
}

/**
 * Fetches one file, or returns a text that names the problem. Browsers do not tell a page why a server does not answer.
 *
 * The request has no credentials and no referrer. With `no-store` it has no conditional header, because an ETag can identify a visitor. Its
 * priority is low, so that the page's own files come first.
 */
export async function fetchFile(address: string | URL, { cache = "default", isWhole = true }: Manner = {}): Promise<Fetched> {
  // `AbortSignal.timeout` is newer than the oldest supported browsers.
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), TIMEOUT_MS);
  let problem = "no answer";
  let encoding: string | null = null;
  try {
    const { signal } = controller;
    const response = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer", cache, signal, priority: "low" });
    if (!isWhole) clearTimeout(timer);
    problem = `status ${response.status}`;
    if (response.ok) {
      problem = "the answer was cut";
      encoding = response.headers.get("Content-Encoding");
      return new Uint8Array(await response.arrayBuffer());
    }
  } catch {
    const { origin } = new URL(address, document.baseURI);
    if (problem === "no answer" && origin !== location.origin) {
      problem += ` that this page may read; ${origin} must send "Access-Control-Allow-Origin: *", and the page's connect-src must allow it`;
    }
    if (encoding) problem += `; its header says "Content-Encoding: ${encoding}": if the server has not compressed it, take that header off`;
  } finally {
    clearTimeout(timer);
  }
  return problem;
}

/**
 * Returns the address of the module: the one that the page sets, or else the one that the first copy of this version uses, or else the one
 * beside this file.
 */
export function moduleAddress(said: string | URL | undefined): string {
  if (said !== undefined) return new URL(said, document.baseURI).href;
  return begun().homes.get(VERSION) ?? new URL("./passerelle.wasm", import.meta.url).href;
}

/** Returns the address of a file beside the module that the page names; `undefined` if the page sets no address for the module. */
export function besideModule(name: string): string | undefined {
  const { said } = begun();
  return said === undefined ? undefined : new URL(name, said).href;
}

/**
 * Begins to fetch the module and the manifest of the pack whose folder is at `base`. It does not repeat a fetch. It fetches nothing while
 * the page is prerendered.
 */
export function begin(base: string, wasmUrl: string | URL | undefined): void {
  if (isPrerendered()) return;
  const all = begun();
  const address = moduleAddress(wasmUrl);
  if (wasmUrl !== undefined) all.said ??= address;
  if (!all.homes.has(VERSION)) all.homes.set(VERSION, address);
  void fetchModule(address).then((file) => typeof file === "string" && all.homes.get(VERSION) === address && all.homes.delete(VERSION));
  void manifestAt(base);
}

/** Begins to fetch the package's texts in a language. */
export function beginTexts(language: string): void {
  try {
    if (!isPrerendered()) void fetchTexts(language);
  } catch {
    // A classic script has no address of its own here: the caller that opens the pack gets the error.
  }
}

/** Fetches the module: a large file, so the timeout ends with the response headers. */
export function fetchModule(address: string): Promise<Fetched> {
  return once(begun().modules, address, { isWhole: false });
}

/** Fetches the manifest of the pack at `base`, anew for each pack that is opened. */
export function fetchManifest(base: string): Promise<Fetched> {
  const file = manifestAt(base);
  begun().manifests.delete(base);
  return file;
}

/** Fetches the package's texts in one of its languages, as JSON. */
export function fetchTexts(language: string): Promise<Fetched> {
  return once(begun().texts, textsAddress(language));
}

/** Returns their address: beside the module. */
export function textsAddress(language: string): string {
  const { said } = begun();
  return said === undefined ? TEXTS[language]!().href : new URL(`messages/${language}.json`, said).href;
}

/** Written out in full, so that bundlers find these files. */
const TEXTS: Readonly<Record<string, () => URL>> = {
  ar: () => new URL("./messages/ar.json", import.meta.url),
  de: () => new URL("./messages/de.json", import.meta.url),
  en: () => new URL("./messages/en.json", import.meta.url),
  es: () => new URL("./messages/es.json", import.meta.url),
  fr: () => new URL("./messages/fr.json", import.meta.url),
  it: () => new URL("./messages/it.json", import.meta.url),
  ja: () => new URL("./messages/ja.json", import.meta.url),
  pt: () => new URL("./messages/pt.json", import.meta.url),
  zh: () => new URL("./messages/zh.json", import.meta.url),
};

/** Returns the language of the package that serves a tag such as `fr-CA`; English for a tag it does not have. */
export function languageOf(tag: string): string {
  const primary = tag.toLowerCase().split(/[-_]/)[0] ?? "";
  return Object.hasOwn(TEXTS, primary) ? primary : "en";
}

function manifestAt(base: string): Promise<Fetched> {
  const { manifests } = begun();
  let file = manifests.get(base);
  if (!file) manifests.set(base, (file = fetchFile(`${base}manifest.json`, { cache: "no-store" })));
  return file;
}

/** Fetches the file at this address once; a failed fetch can be repeated. */
function once(files: Map<string, Promise<Fetched>>, address: string, manner?: Manner): Promise<Fetched> {
  let file = files.get(address);
  if (!file) {
    // Bundlers inline a small file as a `data:` address. Decoding it here needs no Content-Security-Policy, since nothing is fetched.
    const inlined = /^data:[^,]*;base64,(.*)$/.exec(address)?.[1];
    file = inlined === undefined ? fetchFile(address, manner) : Promise.resolve(Uint8Array.from(atob(inlined), (letter) => letter.charCodeAt(0)));
    files.set(address, file);
    void file.then((came) => typeof came === "string" && files.delete(address));
  }
  return file;
}

/** Resolves once the page is shown; at once, unless it is prerendered. */
export async function pageShown(): Promise<void> {
  if (isPrerendered()) await new Promise((done) => document.addEventListener("prerenderingchange", done, { once: true }));
}

function isPrerendered(): boolean {
  return (document as { prerendering?: boolean }).prerendering === true;
}
