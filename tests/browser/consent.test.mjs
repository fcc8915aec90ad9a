// Where consent comes from: which source decides, and that nothing begins before one of them grants.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";

import { startCdn } from "./cdn.mjs";
import { launch, ROOT, until } from "./harness.mjs";
import { PACK, stored } from "./store.mjs";

let cdn;
let browser;

before(async () => {
  cdn = await startCdn({ "/": `${ROOT}tests/browser/pages`, "/passerelle/": `${ROOT}pkg/dist`, "/pack/": PACK });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await cdn?.close();
});

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
});

/** A page with the module open; `before` ran ahead of its scripts, `then` after the module opened. */
async function visit({ before, then, options = {} }, context) {
  const page = await (context ?? (await browser.newContext())).newPage();
  if (before) await page.addInitScript(before);
  await page.goto(`${cdn.url}/api.html`);
  await page.waitForSelector("html[data-ready]");
  await page.evaluate(async (given) => {
    globalThis.shop = await globalThis.passerelle.createPasserelle({ pack: "/pack", ...given });
  }, options);
  if (then) await page.evaluate(then);
  await page.evaluate(() => globalThis.shop.track({ name: "view_item", itemId: "22423" }));
  return page;
}

const events = (page) => page.evaluate(async () => (await globalThis.shop.history.export()).events.length);

/** Whether something is remembered, and whether anything is stored: both or neither. */
async function remembers(page) {
  const { databases, local } = await stored(page);
  const remembered = (await events(page)) > 0;
  assert.deepEqual([databases.length > 0, local.length > 0], [remembered, remembered]);
  return remembered;
}

// Helpers as pages have them; each runs in the page.
const gtag = () => {
  globalThis.dataLayer = globalThis.dataLayer || [];
  globalThis.gtag = function () {
    // eslint-disable-next-line prefer-rest-params
    globalThis.dataLayer.push(arguments);
  };
};
const gpc = () => Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { get: () => true });
const cmp = () => {
  const listeners = [];
  globalThis.tell = (data) => listeners.forEach((listener) => listener(data, true));
  globalThis.__tcfapi = (command, version, listener) => {
    if (command !== "addEventListener" || version !== 2) throw new Error(`${command} ${version}`);
    listeners.push(listener);
    listener({ eventStatus: "cmpuishown", gdprApplies: true, purpose: { consents: {} } }, true);
  };
};
const all = (...scripts) => `${scripts.map((script) => `(${script})();`).join("\n")}`;
const consents = (...numbers) => JSON.stringify(Object.fromEntries(numbers.map((number) => [number, true])));
const tells = (status, given, more = "") => `globalThis.tell({ eventStatus: "${status}", purpose: { consents: ${given} } ${more} })`;
const shopify = (allowed, answer) => `globalThis.Shopify = { customerPrivacy: {
  preferencesProcessingAllowed: () => ${allowed}, currentVisitorConsent: () => ({ preferences: "${answer}" }) } };`;
const collected = (allowed) => `document.dispatchEvent(new CustomEvent("visitorConsentCollected", { detail: { preferencesAllowed: ${allowed} } }))`;

/** What is said, and whether anything may be remembered after it. */
const CASES = {
  "nobody says anything": [{}, false],
  "the page grants": [{ options: { consent: true } }, true],
  "the page refuses": [{ options: { consent: false } }, false],
  "Consent Mode grants by default": [{ before: all(gtag, () => globalThis.gtag("consent", "default", { personalization_storage: "granted" })) }, true],
  "Consent Mode refuses by default": [{ before: all(gtag, () => globalThis.gtag("consent", "default", { personalization_storage: "denied" })) }, false],
  "Consent Mode speaks of something else": [{ before: all(gtag, () => globalThis.gtag("consent", "default", { ad_storage: "granted" })) }, false],
  "Consent Mode grants for some regions": [{ before: all(gtag, () => globalThis.gtag("consent", "default", { personalization_storage: "granted", region: ["US"] })) }, false],
  "Consent Mode grants, and refuses for some regions": [{ before: all(gtag, () => {
    globalThis.gtag("consent", "default", { personalization_storage: "denied", region: ["FR"] });
    globalThis.gtag("consent", "default", { personalization_storage: "granted" });
  }) }, false],
  "Consent Mode is updated before the module": [{ before: all(gtag, () => {
    globalThis.gtag("consent", "default", { personalization_storage: "denied", wait_for_update: 500 });
    globalThis.gtag("consent", "update", { personalization_storage: "granted" });
  }) }, true],
  "Consent Mode is updated after the module": [{ before: gtag, then: () => globalThis.gtag("consent", "update", { personalization_storage: "granted" }) }, true],
  "Consent Mode is pushed as a list, to a dataLayer that came later": [{ then: () => globalThis.dataLayer.push(["consent", "update", { personalization_storage: "granted" }]) }, true],
  "Consent Mode takes it back": [{ before: gtag, then: async () => {
    globalThis.gtag("consent", "update", { personalization_storage: "granted" });
    await globalThis.shop.track({ name: "view_item", itemId: "22470" });
    globalThis.gtag("consent", "update", { personalization_storage: "denied" });
  } }, false],
  "TCF: the shopper has not answered": [{ before: cmp }, false],
  "TCF: loaded with consent": [{ before: cmp, then: tells("tcloaded", consents(1, 2, 3, 4, 5, 6)) }, true],
  "TCF: the shopper agrees": [{ before: cmp, then: tells("useractioncomplete", consents(1, 5, 6)) }, true],
  "TCF: no storage on the device": [{ before: cmp, then: tells("useractioncomplete", consents(5, 6)) }, false],
  "TCF: no profile for content": [{ before: cmp, then: tells("useractioncomplete", consents(1, 3, 4, 6)) }, false],
  "TCF: advertising only": [{ before: cmp, then: tells("useractioncomplete", consents(1, 2, 3, 4)) }, false],
  "TCF: the publisher's own consents count first": [{ before: cmp, then: tells("tcloaded", consents(1, 5, 6), `, publisher: { consents: ${consents(1)} }`) }, false],
  "TCF: granted to the publisher": [{ before: cmp, then: tells("tcloaded", "{}", `, publisher: { consents: ${consents(1, 5, 6)} }`) }, true],
  "TCF: the law does not apply": [{ before: cmp, then: tells("tcloaded", consents(1, 5, 6), ", gdprApplies: false") }, false],
  "TCF comes after the module": [{ then: `(${cmp})(); dispatchEvent(new Event("load")); ${tells("tcloaded", consents(1, 5, 6))}` }, true],
  "Shopify allows": [{ before: shopify(true, "yes") }, true],
  "Shopify does not": [{ before: shopify(false, "no") }, false],
  "Shopify's banner is answered": [{ before: shopify(false, ""), then: collected(true) }, true],
  "Shopify's banner is refused": [{ before: shopify(true, ""), then: collected(false) }, false],
  "GPC alone refuses": [{ before: gpc }, false],
  "GPC, and the shopper granted here": [{ before: gpc, options: { consent: true } }, true],
  "GPC, and Consent Mode grants by default": [{ before: all(gpc, gtag, () => globalThis.gtag("consent", "default", { personalization_storage: "granted" })) }, false],
  "GPC, and the shopper agreed in the banner": [{ before: all(gpc, gtag, () => globalThis.gtag("consent", "update", { personalization_storage: "granted" })) }, true],
  "GPC, and Shopify allows for the region": [{ before: `(${gpc})(); ${shopify(true, "")}` }, false],
  "GPC, and Shopify's shopper said yes": [{ before: `(${gpc})(); ${shopify(true, "yes")}` }, true],
  "the page goes before Consent Mode": [{ before: all(gtag, () => globalThis.gtag("consent", "update", { personalization_storage: "granted" })), options: { consent: false } }, false],
  "Consent Mode goes before TCF": [{ before: all(gtag, cmp, () => globalThis.gtag("consent", "update", { personalization_storage: "denied" })), then: tells("tcloaded", consents(1, 5, 6)) }, false],
  "TCF goes before Shopify": [{ before: `(${cmp})(); ${shopify(true, "yes")}`, then: tells("tcloaded", "{}") }, false],
};

for (const [name, [how, expected]] of Object.entries(CASES)) {
  test(`${name}: ${expected ? "remembered" : "not remembered"}`, async () => {
    const page = await visit(how);
    // A wipe that was begun ends before the next answer.
    await until(page, async (yes) => (await indexedDB.databases()).length === Number(yes), expected);
    assert.equal(await remembers(page), expected);
  });
}

test("a source that refuses on a later page wipes what an earlier page kept", async () => {
  for (const refuses of [{ before: gpc }, { options: { consent: false } }, { before: all(gtag, () => globalThis.gtag("consent", "default", { personalization_storage: "denied" })) }]) {
    const context = await browser.newContext();
    const page = await visit({ options: { consent: true } }, context);
    assert.equal(await remembers(page), true);
    await page.close();
    const next = await visit(refuses, context);
    await until(next, async () => (await indexedDB.databases()).length === 0);
    assert.equal(await remembers(next), false);
    await context.close();
  }
});

const agreesLater = () => setTimeout(() => globalThis.gtag("consent", "update", { personalization_storage: "granted" }), 200);
const deniedByDefault = () => globalThis.gtag("consent", "default", { personalization_storage: "denied" });

for (const [name, how] of Object.entries({
  "Consent Mode's default refuses, and its update grants before the module": { before: all(gtag, deniedByDefault, () => globalThis.gtag("consent", "update", { personalization_storage: "granted" })) },
  "Consent Mode's default refuses, and its update grants a moment later": { before: all(gtag, deniedByDefault), then: agreesLater },
  "GPC refuses, and the page grants": { before: gpc, options: { consent: true } },
  "GPC refuses, and the banner's answer grants a moment later": { before: all(gpc, gtag), then: agreesLater },
  "Consent Mode's default refuses, and the page grants": { before: all(gtag, deniedByDefault), options: { consent: true } },
})) {
  test(`${name}, on page after page: the history goes on`, async () => {
    const context = await browser.newContext();
    for (const count of [1, 2, 3]) {
      const page = await visit(how, context);
      await until(page, async () => (await globalThis.shop.history.export()).events.length > 0);
      assert.equal(await events(page), count);
      await page.close();
    }
  });
}

test("a source that has not spoken yet leaves everything as it is, and reads nothing", async () => {
  const context = await browser.newContext();
  await visit({ options: { consent: true } }, context);
  const next = await visit({ before: cmp }, context);
  assert.equal(await events(next), 0);
  await next.evaluate(tells("tcloaded", consents(1, 5, 6)));
  await until(next, async () => (await globalThis.shop.history.export()).events.length > 0);
});
