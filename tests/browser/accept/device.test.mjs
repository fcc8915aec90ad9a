// The data on the device after the shopper has erased everything: the files of the profile are searched.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { startCdn } from "../cdn.mjs";
import { ROOT } from "../harness.mjs";
import { startOn, withProfile } from "../profile.mjs";
import { PACK } from "../store.mjs";

const CANARY = "canary-3f9c1e77";

let cdn;

before(async () => {
  cdn = await startCdn({ "/": `${ROOT}tests/browser/pages`, "/passerelle/": `${ROOT}pkg/dist`, "/pack/": PACK });
});

after(() => cdn?.close());

/** The files of the profile that contain the canary, as text with one or two bytes a letter. */
async function traces(profile) {
  const needles = [Buffer.from(CANARY), Buffer.from(CANARY, "utf16le")];
  const found = [];
  for (const entry of await readdir(profile, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    if (needles.some((needle) => bytes.includes(needle))) found.push(path.slice(profile.length + 1));
  }
  return found.sort();
}

test("erased, and the browser closed: what the profile directory still holds", { timeout: 120_000 }, () =>
  withProfile(async (profile) => {
    let { page, close } = await startOn(profile, cdn.url);
    await page.evaluate(() => globalThis.shop.track({ name: "view_item", itemId: "22423" }));
    await page.evaluate(async (canary) => {
      const [{ division, type }] = (await globalThis.shop.history.export()).events;
      await globalThis.shop.history.import([{ itemId: canary, time: Math.floor(Date.now() / 1_000), division, type }]);
    }, CANARY);
    await close();
    const kept = await traces(profile);
    assert.ok(kept.length > 0, "what is looked for would be found");
    ({ page, close } = await startOn(profile, cdn.url));
    await page.evaluate(() => globalThis.shop.setConsent(false));
    await close();
    const left = await traces(profile);
    console.log(`# before: ${kept.join(", ")}\n# after erasing: ${left.join(", ") || "nothing"}`);
    ({ page, close } = await startOn(profile, cdn.url));
    assert.deepEqual(await page.evaluate(async () => (await globalThis.shop.history.export()).events), []);
    await close();
    const later = await traces(profile);
    console.log(`# after one more start: ${later.join(", ") || "nothing"}`);
    assert.deepEqual(later.filter((path) => !/IndexedDB/.test(path)), []);
  }));
