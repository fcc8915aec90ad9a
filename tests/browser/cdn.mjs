// A web server with faults that a test sets, which records every request as sent over the wire. Not for tests that only need files: `serve`
// in harness.mjs is the server of the demo.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";

import { initScriptAt, withInitScripts } from "./webkit.mjs";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

/** As on the demo's server. */
export const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'";

const NOT_FOUND = { status: 404, body: "not found\n" };
const FOREVER = "public, max-age=31536000, immutable";
/** Files of a build never change. */
const OF_BUILD = /\.psr$|\/translations\/[\w-]+\.json$/;

/**
 * Starts a server on a free port.
 *
 * - `folders`: the folder of each path prefix; the longest prefix counts, and a test may change them at any time
 * - `asked`: every request so far, except for the tab's icon: `{ method, path, rawHeaders, body }`
 * - `answer`: a test sets it to a function of the path that returns `{ status, body, headers }` in place of the file, or
 *   `"hang up"`, or nothing for the file itself
 * - `headers`: sent with every response
 * - `policy`: the Content-Security-Policy of pages
 *
 * @param {Record<string, string>} folders
 */
export async function startCdn(folders) {
  const cdn = { url: "", folders, asked: [], answer: () => undefined, headers: {}, policy: POLICY, close };
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString("latin1");
    const initScript = initScriptAt(request.url);
    if (initScript !== undefined) {
      response.writeHead(200, { "Content-Type": TYPES[".js"], "Cache-Control": "no-store" }).end(initScript);
      return;
    }
    // The browser requests a tab's icon by itself, at any time.
    if (request.url !== "/favicon.ico") cdn.asked.push({ method: request.method, path: request.url, rawHeaders: request.rawHeaders, body });
    const path = decodeURIComponent(request.url.split("?")[0]);
    const special = await cdn.answer(path);
    if (special === "hang up") {
      request.socket.destroy();
      return;
    }
    const { status = 200, body: content, headers = {} } = special ?? (await fileAt(cdn.folders, path));
    const type = TYPES[extname(path)] ?? "application/octet-stream";
    const html = /^text\/html/.test(headers["Content-Type"] ?? type);
    response.writeHead(status, {
      "Content-Type": status === 200 ? type : "text/plain; charset=utf-8",
      "Cache-Control": OF_BUILD.test(path) && status === 200 ? FOREVER : "no-cache",
      ...(type.startsWith("text/html") && { "Content-Security-Policy": cdn.policy }),
      ...cdn.headers,
      ...headers,
    });
    response.end(html ? withInitScripts(content, request.headers["user-agent"]) : content);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  cdn.url = `http://localhost:${server.address().port}`;

  /** Closes the server and all its connections. */
  function close() {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  }
  return cdn;
}

async function fileAt(folders, path) {
  const prefixes = Object.keys(folders).sort((a, b) => b.length - a.length);
  const prefix = prefixes.find((candidate) => path.startsWith(candidate));
  if (prefix === undefined || path.includes("..")) return NOT_FOUND;
  try {
    return { status: 200, body: await readFile(join(folders[prefix], path.slice(prefix.length))) };
  } catch {
    return NOT_FOUND;
  }
}
