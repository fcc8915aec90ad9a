/** What the page has asked the network for on our behalf, by the browser's own account. */

/** One request. */
export interface Asked {
  /** Its address below the pack's or the package's folder. */
  path: string;
  isPack: boolean;
  /** Bytes of the answer as it came, compressed; 0 where another origin does not tell. */
  bytes: number;
  /** Whether the browser had it already. */
  isCached: boolean;
  /** Milliseconds. */
  took: number;
}

const entries: PerformanceResourceTiming[] = [];
const listeners = new Set<() => void>();
let observer: PerformanceObserver | undefined;

function take(list: readonly PerformanceEntry[]): void {
  entries.push(...(list as PerformanceResourceTiming[]).filter(({ initiatorType }) => initiatorType !== "img"));
}

/** Keeps the list from now on, what was asked before included: the browser's own ends at 250, and is a little late. */
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
 * What was asked of the pack and of the package, in order.
 *
 * @param pack The pack's folder.
 * @param own The package's.
 */
export function trafficOf(pack: string, own: string): Asked[] {
  if (observer) take(observer.takeRecords());
  return entries
    // Where a bundle lies at the top, everything of the shop lies beside it.
    .filter(({ name }) => name.startsWith(pack) || (name.startsWith(own) && /\.(js|wasm)$/.test(name)))
    .sort((one, other) => one.startTime - other.startTime)
    .map(({ name, encodedBodySize, transferSize, duration }) => {
      const isPack = name.startsWith(pack);
      return { path: name.slice((isPack ? pack : own).length), isPack, bytes: encodedBodySize, isCached: transferSize === 0 && encodedBodySize > 0, took: duration };
    });
}

/** Eight hexadecimal digits that are the same for the same requests in the same order (FNV-1a). */
export function digestOf(paths: readonly string[]): string {
  let value = 0x811c9dc5;
  for (const letter of paths.join("\n")) value = Math.imul(value ^ letter.codePointAt(0)!, 0x01000193) >>> 0;
  return value.toString(16).padStart(8, "0");
}
