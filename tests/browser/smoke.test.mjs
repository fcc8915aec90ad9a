// The basics: the package is served, its module starts under the strict policy, and the harness detects problems.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { launch, open, ROOT, serve } from "./harness.mjs";

let server;
let browser;

before(async () => {
  server = await serve({
    root: "tests/browser/pages",
    mounts: { "/passerelle": "pkg/dist", "/pack": "www/retail/pack" },
  });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.close();
});

test("the package loads its module from beside itself", async () => {
  const visit = await open(browser);
  await visit.page.goto(`${server.url}/blank.html`);
  const module = visit.page.waitForResponse((response) => response.url().endsWith("/passerelle.wasm"));
  await visit.page.evaluate(async () => {
    const { createPasserelle } = await import("/passerelle/index.js");
    await createPasserelle({ pack: "/pack/" });
  });
  const response = await module;
  assert.equal(response.status(), 200);
  assert.equal(response.url(), `${server.url}/passerelle/passerelle.wasm`);
  assert.equal(response.headers()["content-type"], "application/wasm");
  assert.deepEqual(visit.problems, []);
  assert.equal(await visit.layoutShift(), 0);
  await visit.close();
});

test("the module reaches beyond itself by one fetch", async () => {
  const module = await WebAssembly.compile(await readFile(`${ROOT}pkg/dist/passerelle.wasm`));
  const names = WebAssembly.Module.imports(module).map(({ name }) => name.replace(/^__wbg_|_[0-9a-f]{16}$/g, ""));
  const harmless = [
    // Creates objects, strings and errors.
    "Error", "String", "new", "set", "push", "message", "instanceof_Error", "toString", "__wbindgen_throw", "__wbindgen_generic",
    // Reads the page's arguments.
    "entry", "field", "get", "get_unchecked", "isArray", "keys", "length", "__wbindgen_boolean_get", "__wbindgen_is_function",
    "__wbindgen_is_null", "__wbindgen_is_object", "__wbindgen_is_string", "__wbindgen_is_undefined", "__wbindgen_number_get",
    "__wbindgen_string_get",
    // The clock and the time zone.
    "call", "now", "resolvedOptions", "static_accessor_GLOBAL", "static_accessor_GLOBAL_THIS", "static_accessor_SELF",
    "static_accessor_WINDOW",
    // Fetches a file of the pack, with a time limit, and decompresses it.
    "fetch", "set_credentials", "set_referrer_policy", "set_cache", "signal", "set_signal", "abort", "setTimeout", "clearTimeout",
    "instanceof_Response", "status", "ok", "headers", "arrayBuffer", "instanceof_ArrayBuffer", "instanceof_Window", "location", "origin",
    "new_with_opt_buffer_source", "body", "pipeThrough", "getReader", "instanceof_ReadableStreamDefaultReader", "read",
    "instanceof_Uint8Array", "new_from_slice", "prototypesetcall", "__wbindgen_is_falsy",
    // Waits.
    "new_typed", "then", "resolve", "queueMicrotask", "_wbg_cb_unref",
    // Calls the package's store.
    "ask", "sleep", "random", "warn", "consentChanged", "historyEdited", "from",
    // Starts the module.
    "__wbindgen_init_externref_table",
  ];
  assert.deepEqual(names.filter((name) => !harmless.includes(name)), []);
  assert.equal(names.filter((name) => name === "fetch").length, 1);
});

for (const granted of [false, true]) {
  test(`an offer for a cart of two calls at most three of the module's exports, ${granted ? "with" : "without"} a history`, async (context) => {
    const visit = await open(browser);
    // Records every call of the module's exports for the package, by name. Exports for the glue, memory and callbacks
    // do not count.
    await visit.page.addInitScript(() => {
      globalThis.called = [];
      const { instantiate } = WebAssembly;
      WebAssembly.instantiate = async (...source) => {
        const { instance, module } = await instantiate(...source);
        const watched = ([name, value]) => [name, name.startsWith("module_") ? (...told) => (globalThis.called.push(name), value(...told)) : value];
        return { module, instance: { exports: Object.fromEntries(Object.entries(instance.exports).map(watched)) } };
      };
    });
    await visit.page.goto(`${server.url}/blank.html`);
    const called = await visit.page.evaluate(async ([consent, cart]) => {
      const { createPasserelle } = await import("/passerelle/index.js");
      const shop = await createPasserelle({ pack: "/pack/", consent });
      // The start, and the writing after it, are finished.
      await shop.track({ name: "view_item", itemId: cart[0] });
      await shop.suggest({ placement: "home" });
      globalThis.called.length = 0;
      const { status } = await shop.offer({ placement: "cart", cart });
      return { status, names: globalThis.called };
    }, [granted, ["22423", "85123A"]]);
    context.diagnostic(called.names.join(", "));
    assert.equal(called.status, "ok");
    assert.ok(called.names.includes("module_offer"), "calls are counted");
    assert.ok(called.names.length <= 3, called.names.join(", "));
    assert.deepEqual(visit.problems, []);
    await visit.close();
  });
}

test("a bad address gives 404", async () => {
  for (const path of ["/nothing.html", "/passerelle/nothing.js", "/%2e%2e/harness.mjs", "/..%2fharness.mjs"]) {
    const response = await fetch(server.url + path);
    assert.equal(response.status, 404, path);
    assert.equal(await response.text(), "not found\n");
  }
});

test("pages are served under a strict policy", async () => {
  const response = await fetch(`${server.url}/blank.html`);
  assert.match(response.headers.get("content-security-policy"), /^default-src 'none'; script-src 'self'/);
  assert.equal(response.headers.get("cache-control"), "no-cache");
});

test("the harness sees errors, requests and layout shifts", async () => {
  const visit = await open(browser);
  await visit.page.goto(`${server.url}/blank.html`);
  await visit.page.evaluate(async () => {
    await fetch("/nothing.psr");
    setTimeout(() => {
      throw new Error("on purpose");
    });
    const box = document.createElement("div");
    box.style.height = "200px";
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    document.body.prepend(box);
  });
  assert.ok((await visit.layoutShift()) > 0);
  assert.equal(visit.problems.length, 2, visit.problems.join("\n"));
  assert.ok(visit.problems.some((problem) => problem.startsWith("uncaught: Error: on purpose")));
  assert.deepEqual(visit.requests.map((request) => request.url), [`${server.url}/blank.html`, `${server.url}/nothing.psr`]);
  await visit.close();
});

test("a cancelled request is a problem, unless its page was left", async () => {
  const visit = await open(browser);
  // No answer comes.
  await visit.page.route("**/slow/*", () => {});
  await visit.page.goto(`${server.url}/blank.html`);
  await visit.page.evaluate(async () => {
    const stop = new AbortController();
    const stopped = fetch("/slow/stopped", { signal: stop.signal }).catch(() => {});
    fetch("/slow/left").catch(() => {});
    stop.abort();
    await stopped;
  });
  await visit.page.reload();
  const cancelled = visit.requests.map(({ url }) => url).filter((url) => url.includes("/slow/"));
  assert.deepEqual(cancelled, [`${server.url}/slow/stopped`, `${server.url}/slow/left`]);
  assert.deepEqual(visit.problems, [`failed: ${server.url}/slow/stopped net::ERR_ABORTED`]);
  await visit.close();
});
