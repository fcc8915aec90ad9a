/**
 * What is fetched before the module runs: three things whose addresses are constant, beside each other. The module, the
 * manifest of the pack, and the package's texts in the page's language. And the file of the weather that a page names. Everything
 * that the manifest names is fetched by the module; no other file of the package fetches.
 */

import { shared, VERSION } from "./registry.js";

/** A file that takes longer is given up: a hanging server must not hold up the page's later calls. */
const TIMEOUT_MS = 10_000;

/** A file; what went wrong as a text instead. */
export type Fetched = Uint8Array<ArrayBuffer> | string;

/** What has begun, for all copies of the package on a document. */
interface Begun {
  /** By address: each is fetched once. */
  readonly modules: Map<string, Promise<Fetched>>;
  readonly texts: Map<string, Promise<Fetched>>;
  /** By the pack's folder, until the pack is opened: the manifest is the one mutable file. */
  readonly manifests: Map<string, Promise<Fetched>>;
  /** By the package's version: where its first copy has the module. All of one version take that. */
  readonly homes: Map<string, string>;
  /** Where the page says that the module is. */
  said?: string;
}

const begun = (): Begun => shared("start", () => ({ modules: new Map(), texts: new Map(), manifests: new Map(), homes: new Map() }));

/** How a file is fetched. */
interface Manner {
  cache?: RequestCache;
  /** Whether the time is for the whole file, not only for the beginning of the answer. */
  isWhole?: boolean;
}

/**
 * Fetches one file. Browsers do not tell a page why a server does not answer.
 *
 * No credentials and no referrer. With `no-store` no conditional header is sent, because an ETag can mark a visitor. What the
 * page itself loads goes first.
 */
export async function fetchFile(address: string | URL, { cache = "default", isWhole = true }: Manner = {}): Promise<Fetched> {
  // `AbortSignal.timeout` is younger than the oldest browsers we promise.
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

/** Where the module is unless a page says so. */
export function moduleAddress(said: string | URL | undefined): string {
  if (said !== undefined) return new URL(said, document.baseURI).href;
  return begun().homes.get(VERSION) ?? new URL("./passerelle.wasm", import.meta.url).href;
}

/** Where a page says that the file of this name is, which lies beside the module; `undefined` where it says nothing. */
export function besideModule(name: string): string | undefined {
  const { said } = begun();
  return said === undefined ? undefined : new URL(name, said).href;
}

/**
 * Begins to fetch the module and the manifest of the pack whose folder is at `base`. What has begun is not begun again. A page that is only
 * prerendered asks for nothing.
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

/** Begins to fetch the texts of a language that the package has. */
export function beginTexts(language: string): void {
  try {
    if (!isPrerendered()) void fetchTexts(language);
  } catch {
    // A script that is no module does not know where it lies: who opens the pack says it.
  }
}

/** The module at this address: a large file, that may take its time. */
export function fetchModule(address: string): Promise<Fetched> {
  return once(begun().modules, address, { isWhole: false });
}

/** The manifest of the pack at `base`: each pack that is opened has its own, as it is then. */
export function fetchManifest(base: string): Promise<Fetched> {
  const file = manifestAt(base);
  begun().manifests.delete(base);
  return file;
}

/** The package's texts in one of its languages, as JSON. */
export function fetchTexts(language: string): Promise<Fetched> {
  return once(begun().texts, textsAddress(language));
}

/** Where they are: beside the module. */
export function textsAddress(language: string): string {
  const { said } = begun();
  return said === undefined ? TEXTS[language]!().href : new URL(`messages/${language}.json`, said).href;
}

/** Written out, so that bundlers see which files these are. */
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

/** The language, of those there are, that a tag such as `fr-CA` is served in; English for all others. */
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

/** The file at this address, fetched once; after a failure it may be fetched again. */
function once(files: Map<string, Promise<Fetched>>, address: string, manner?: Manner): Promise<Fetched> {
  let file = files.get(address);
  if (!file) {
    // Bundlers write a small file into its address: no policy need allow that, since nothing is fetched.
    const inlined = /^data:[^,]*;base64,(.*)$/.exec(address)?.[1];
    file = inlined === undefined ? fetchFile(address, manner) : Promise.resolve(Uint8Array.from(atob(inlined), (letter) => letter.charCodeAt(0)));
    files.set(address, file);
    void file.then((came) => typeof came === "string" && files.delete(address));
  }
  return file;
}

function isPrerendered(): boolean {
  return (document as { prerendering?: boolean }).prerendering === true;
}
