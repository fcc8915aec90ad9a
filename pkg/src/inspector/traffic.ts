/** Lists the requests for files of the pack and the package, from the browser's resource timing. Not for drawing them: see `draw.ts`. */

/** One request. */
export interface Asked {
  /** The address, relative to the pack's or the package's folder. */
  path: string;
  isPack: boolean;
  /** Compressed bytes of the response body; 0 if another origin does not report them. */
  bytes: number;
  /** Whether the browser's cache answered it. */
  isCached: boolean;
  /** The duration in milliseconds. */
  took: number;
}

const entries: PerformanceResourceTiming[] = [];
const listeners = new Set<() => void>();
let observer: PerformanceObserver | undefined;

function take(list: readonly PerformanceEntry[]): void {
  entries.push(...(list as PerformanceResourceTiming[]).filter(({ initiatorType }) => initiatorType !== "img"));
}

/**
 * Records all requests, earlier ones included, and calls `listener` after new ones. The browser's own list ends at 250 entries and is
 * delayed. Returns a function that removes the listener.
 */
export function watchTraffic(listener: () => void): () => void {
  listeners.add(listener);
  if (!observer) {
    observer = new PerformanceObserver((list) => {
      take(list.getEntries());
      listeners.forEach((hear) => hear());
    });
    observer.observe({ type: "resource", buffered: true });
  }
  return () => listeners.delete(listener);
}

/**
 * Returns the requests for the pack and the package, in order.
 *
 * @param pack Address of the pack's folder.
 * @param own Address of the package's folder.
 */
export function trafficOf(pack: string, own: string): Asked[] {
  if (observer) take(observer.takeRecords());
  return entries
    // If a bundle is at the top level of a site, all files of the shop are below its folder.
    .filter(({ name }) => name.startsWith(pack) || (name.startsWith(own) && /\.(js|wasm)$/.test(name)))
    .sort((one, other) => one.startTime - other.startTime)
    .map(({ name, encodedBodySize, transferSize, duration }) => {
      const isPack = name.startsWith(pack);
      return { path: name.slice((isPack ? pack : own).length), isPack, bytes: encodedBodySize, isCached: transferSize === 0 && encodedBodySize > 0, took: duration };
    });
}

/** Returns eight hexadecimal digits that are equal for equal requests, in whatever order parallel ones come (FNV-1a over code points). */
export function digestOf(paths: readonly string[]): string {
  let value = 0x811c9dc5;
  for (const letter of [...paths].sort().join("\n")) value = Math.imul(value ^ letter.codePointAt(0)!, 0x01000193) >>> 0;
  return value.toString(16).padStart(8, "0");
}
