// The pack or the module on another origin than the page: the headers that its server must send, and the errors without
// them.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, afterEach, before, test } from "node:test";

import { POLICY, startCdn } from "./cdn.mjs";
import { launch, open, ROOT } from "./harness.mjs";
import { PACK } from "./store.mjs";

const BAG = "22423";
const ANYBODY = { "Access-Control-Allow-Origin": "*" };

let shop;
let other;
let browser;

before(async () => {
  shop = await startCdn({ "/": `${ROOT}tests/browser/pages`, "/passerelle/": `${ROOT}pkg/dist` });
  other = await startCdn({ "/pack/": PACK, "/passerelle/": `${ROOT}pkg/dist` });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await Promise.all([shop?.close(), other?.close()]);
});

afterEach(() => {
  shop.policy = POLICY;
  Object.assign(other, { headers: {}, asked: [], answer: () => undefined });
});

/**
 * Requests suggestions on a page of the shop, with the pack on the other origin; returns an error as `{ code, message
 * }`.
 */
async function suggest(options = {}, connect = other.url) {
  shop.policy = POLICY.replace("connect-src 'self'", `connect-src 'self' ${connect}`);
  const visit = await open(browser);
  await visit.page.goto(`${shop.url}/blank.html`);
  const result = await visit.page.evaluate(
    async ([pack, more, itemId]) => {
      const { createPasserelle } = await import("/passerelle/index.js");
      try {
        document.cookie = "visitor=1; SameSite=None; Secure";
        const passerelle = await createPasserelle({ pack, ...more });
        return { slate: await passerelle.suggest({ placement: "product", itemId }) };
      } catch ({ code, message }) {
        return { code, message };
      }
    },
    [`${other.url}/pack/`, options, BAG],
  );
  await visit.close();
  return result;
}

const header = ({ rawHeaders }, name) => rawHeaders[rawHeaders.findIndex((text) => text.toLowerCase() === name) + 1];

test("a pack that anybody may read is read, without a preflight and without cookies", async () => {
  other.headers = ANYBODY;
  const { slate, message } = await suggest();
  assert.equal(slate?.status, "ok", message);
  assert.ok(slate.suggestions.length > 0);
  assert.deepEqual([...new Set(other.asked.map(({ method }) => method))], ["GET"]);
  for (const request of other.asked) {
    assert.equal(header(request, "origin"), shop.url);
    assert.ok(!request.rawHeaders.some((name) => /^(cookie|referer)$/i.test(name)), request.path);
  }
});

test("a pack that only this shop may read is read", async () => {
  other.headers = { "Access-Control-Allow-Origin": shop.url, Vary: "Origin" };
  assert.equal((await suggest()).slate?.status, "ok");
});

test("without the header the error has a code and says what to add", async () => {
  const { code, message } = await suggest();
  assert.equal(code, "pack_unreachable");
  assert.ok(message.startsWith(`${other.url}/pack/manifest.json: `), message);
  assert.ok(message.includes(`${other.url} must send "Access-Control-Allow-Origin: *"`), message);
  assert.equal(other.asked.length, 1, "it is asked once");
});

test("a header on the manifest alone is not enough", async () => {
  const body = await readFile(`${PACK}/manifest.json`);
  other.answer = (path) => (path.endsWith("/manifest.json") ? { status: 200, body, headers: ANYBODY } : undefined);
  const { code, message } = await suggest();
  assert.equal(code, "pack_unreachable");
  assert.match(message, /core\.psr: .*Access-Control-Allow-Origin/);
});

test("a policy that does not let the page connect gives the same advice", async () => {
  other.headers = ANYBODY;
  const { code, message } = await suggest({}, "");
  assert.equal(code, "pack_unreachable");
  assert.match(message, /connect-src must allow it/);
  assert.deepEqual(other.asked, [], "nothing left the page");
});

test("the module may lie on the other origin too", async () => {
  const wasmUrl = `${other.url}/passerelle/passerelle.wasm`;
  const { code, message } = await suggest({ wasmUrl });
  assert.equal(code, "module_unreachable");
  assert.match(message, /Access-Control-Allow-Origin/);
  other.headers = ANYBODY;
  assert.equal((await suggest({ wasmUrl })).slate?.status, "ok");
});

test("on the page's own origin nothing is said of other origins", async () => {
  shop.answer = (path) => (path.startsWith("/pack/") ? "hang up" : undefined);
  const visit = await open(browser);
  await visit.page.goto(`${shop.url}/blank.html`);
  const error = await visit.page.evaluate(async () => {
    const { createPasserelle } = await import("/passerelle/index.js");
    return createPasserelle({ pack: "/pack/" }).catch(({ code, message }) => ({ code, message }));
  });
  await visit.close();
  shop.answer = () => undefined;
  assert.equal(error.code, "pack_unreachable");
  assert.doesNotMatch(error.message, /Access-Control/);
});
