/** Brings the module the files of the pack that it wants. */

import { PasserelleError } from "./error.js";
import { fetchFile } from "./network.js";

/** Length of what precedes the content of a file: `docs/FORMAT.md`. */
const HEADER_LENGTH = 48;

/** The one mutable file. */
const MANIFEST = "manifest.json";

/** Who wants files: the WebAssembly module. */
interface Loader {
  /** Path of the file to fetch next. */
  wanted(): string | undefined;
  /** The file came. The answer, if any, is the size to which its content is to be decompressed. */
  arrived(file: Uint8Array): number | undefined;
  /** The decompressed content. */
  inflated(content: Uint8Array): void;
  /** The file cannot be had; `missing` when the server says that it is not there. */
  failed(missing: boolean): void;
}

/**
 * Fetches what the module wants of the pack whose folder is at `base`, until it wants nothing more.
 *
 * @returns What became of the last file that could not be had.
 */
export async function bring(module: Loader, base: string): Promise<PasserelleError | undefined> {
  let failure: PasserelleError | undefined;
  for (let path = module.wanted(); path !== undefined; path = module.wanted()) {
    const address = base + path;
    // Of everything but the manifest the browser's cache may answer.
    const file = await fetchFile(address, path === MANIFEST ? "no-store" : "default", true);
    if (typeof file === "string") {
      const missing = /^status 4(04|10)$/.test(file);
      failure = missing
        ? new PasserelleError("pack_not_found", `${address}: not there; publish the whole build before its manifest`)
        : new PasserelleError(
            "pack_unreachable",
            // What the server says wrongly of a file is named already.
            file.includes("Content-Encoding")
              ? `${address}: ${file}`
              : `${address}: ${file}; check that the pack is published there and that the page may load it (connect-src, CORS)`,
          );
      // After a missing file the module asks for the manifest once more; a missing manifest is missing.
      module.failed(missing && path !== MANIFEST);
      continue;
    }
    const length = module.arrived(file);
    if (length !== undefined) {
      module.inflated(await inflate(file.subarray(HEADER_LENGTH), length));
    }
  }
  return failure;
}

/** Decompression by the browser itself. Shorter than `length` when it fails, never longer. */
async function inflate(stored: Uint8Array<ArrayBuffer>, length: number): Promise<Uint8Array> {
  const raw = new Uint8Array(length);
  let filled = 0;
  try {
    // Not a Blob: that is told to another process first.
    const reader = new Response(stored).body!.pipeThrough(new DecompressionStream("gzip")).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return raw.subarray(0, filled);
      }
      // Throws beyond the end.
      raw.set(value, filled);
      filled += value.length;
    }
  } catch {
    return raw.subarray(0, 0);
  }
}
