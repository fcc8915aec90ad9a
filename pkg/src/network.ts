/** The only function of the package that touches the network. */

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
  let encoding: string | null = null;
  try {
    const { signal } = controller;
    const response = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer", cache, signal });
    if (!whole) {
      clearTimeout(timer);
    }
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
