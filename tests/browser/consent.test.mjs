// The sources of consent: which of them decides, and that nothing begins before a grant.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";

import { startCdn } from "./cdn.mjs";
import { launch, ROOT, until, warningsOf } from "./harness.mjs";
import { databasesAre, PACK, rows, stored } from "./store.mjs";

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

/** The browser treats an evaluation from outside as a click; here only a test that says so clicks. */
const nobodyClicks = () => Object.defineProperty(Navigator.prototype, "userActivation", { configurable: true, get: () => ({ isActive: globalThis.clicks === true }) });

/** A page with the module open; `before` runs before its scripts, `then` after the module has opened. */
async function visit({ before, then, options = {} }, context) {
  const page = await (context ?? (await browser.newContext())).newPage();
  await page.addInitScript(nobodyClicks);
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

/** Whether events are remembered; checks that data is stored if and only if they are. */
async function remembers(page) {
  const { databases, local } = await stored(page);
  const remembered = (await events(page)) > 0;
  assert.deepEqual([databases.length > 0, local.length > 0], [remembered, remembered]);
  return remembered;
}

// Helpers of pages; each runs in the page.
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

/** The statements of a case, and whether the history may be kept afterwards. */
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
  "the page refuses, then TCF grants": [{ before: cmp, options: { consent: false }, then: tells("tcloaded", consents(1, 5, 6)) }, false],
  "Consent Mode's default denies, and TCF grants": [{ before: all(gtag, () => globalThis.gtag("consent", "default", { personalization_storage: "denied" }), cmp), then: tells("tcloaded", consents(1, 5, 6)) }, true],
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
    // A wipe that has begun ends before the next answer.
    await until(page, databasesAre, Number(expected));
    assert.equal(await remembers(page), expected);
  });
}

/** The shopper's answer, given now. */
const agrees = () => globalThis.shop.setConsent(true, { answer: true });

const gone = (page) => until(page, databasesAre, 0);

/** A profile with three remembered views. */
async function client() {
  const context = await browser.newContext();
  const page = await visit({ options: { consent: true } }, context);
  for (const itemId of ["22470", "20725"]) await page.evaluate((id) => globalThis.shop.track({ name: "view_item", itemId: id }), itemId);
  assert.equal(await events(page), 3);
  await page.close();
  return context;
}

const update = (storage) => `globalThis.gtag("consent", "update", { personalization_storage: "${storage}" })`;
const deniedByDefault = () => globalThis.gtag("consent", "default", { personalization_storage: "denied" });
const grantedByDefault = () => globalThis.gtag("consent", "default", { personalization_storage: "granted" });

/** Ways to refuse: the statements of the page before, and the refusal. */
const REFUSALS = {
  "the banner comes again, and everything is rejected": [all(gtag, deniedByDefault), update("denied")],
  "the platform repeats a stored refusal late": [all(gtag, deniedByDefault), `setTimeout(() => { ${update("denied")} }, 300)`],
  "the platform repeats a stored refusal before the module": [`${all(gtag, deniedByDefault)} ${update("denied")}`, "0"],
  "Shopify's banner is declined": [shopify(false, ""), collected(false)],
  "TCF is refused under Global Privacy Control": [all(gpc, cmp), tells("useractioncomplete", "{}")],
  "TCF is refused where the page grants by default": [all(gtag, grantedByDefault, cmp), tells("useractioncomplete", "{}")],
  "Shopify's banner is declined where the page grants by default": [`${all(gtag, grantedByDefault)} ${shopify(true, "")}`, collected(false)],
  "the page refuses while a default denies": [all(gtag, deniedByDefault), "globalThis.shop.setConsent(false)"],
};

for (const [name, [before, refuses]] of Object.entries(REFUSALS)) {
  test(`${name}: everything is erased at once, in every tab`, async () => {
    const context = await client();
    const other = await visit({ options: { consent: true } }, context);
    const page = await visit({ before, then: refuses }, context);
    await gone(page);
    assert.equal(await rows(page), 0);
    await until(other, async () => (await globalThis.shop.history.export()).events.length === 0);
    await other.evaluate(() => globalThis.shop.track({ name: "view_item", itemId: "21034" }));
    assert.deepEqual((await stored(other)).databases, []);
    // A later grant begins a new history.
    await page.close();
    const later = await visit({ then: agrees }, context);
    assert.equal(await events(later), 1);
  });
}

/** Ways to grant after a refusal, and whether each is an answer given now. */
const AGREEMENTS = {
  "setConsent(true)": [() => globalThis.shop.setConsent(true), false],
  "setConsent(true) that is said to be an answer": [agrees, true],
  "setConsent(true) during a click": [async () => {
    globalThis.clicks = true;
    await globalThis.shop.setConsent(true);
  }, true],
  "Consent Mode's update, which platforms repeat": [update("granted"), false],
  "Consent Mode's update shortly after a touch": [`globalThis.clicks = true; ${update("granted")}`, false],
  "Consent Mode's update that takes back what it said before": [`${update("denied")}; ${update("granted")}`, true],
  "TCF, loaded": [tells("tcloaded", consents(1, 5, 6)), false],
  "TCF, answered": [tells("useractioncomplete", consents(1, 5, 6)), true],
  "Shopify's banner": [collected(true), true],
  "Consent Mode's default": [`(${grantedByDefault})()`, false],
};

for (const [name, [then, reopens]] of Object.entries(AGREEMENTS)) {
  test(`${name} ${reopens ? "begins a new history after" : "does not reopen"} a refusal of an earlier page`, async () => {
    const context = await client();
    const refusing = await visit({ options: { consent: false } }, context);
    await gone(refusing);
    await refusing.close();
    const page = await visit({ before: all(gtag, cmp), then }, context);
    await until(page, databasesAre, Number(reopens));
    await page.evaluate(() => globalThis.shop.track({ name: "view_item", itemId: "22470" }));
    const items = await page.evaluate(async () => (await globalThis.shop.history.export()).events.map(({ itemId }) => itemId));
    assert.deepEqual([items.includes("22470"), items.includes("20725")], [reopens, false]);
  });
}

test("two sources that repeat different answers: the refusal counts, and it is said", async () => {
  const page = await visit({ before: `${all(gtag, cmp)} ${update("granted")}` });
  const said = warningsOf(page);
  await page.evaluate(tells("tcloaded", "{}"));
  await until(page, databasesAre, 0);
  assert.equal(await events(page), 0);
  assert.match(said.join("\n"), /consent_conflict: tcf repeats a refusal, consent-mode an agreement /);
});

test("Global Privacy Control erases what only a default had granted, and keeps what was answered", async () => {
  for (const [name, granted, left] of [["a default", { before: all(gtag, grantedByDefault) }, 0], ["an answer", { options: { consent: true } }, 1]]) {
    const context = await browser.newContext();
    const page = await visit(granted, context);
    assert.equal(await events(page), 1, name);
    await page.close();
    const next = await visit({ before: gpc }, context);
    await until(next, databasesAre, left);
    assert.equal((await rows(next)) > 0, left > 0, name);
    await context.close();
  }
});

test("two refusals, then an agreement: nothing of the time before is used", async () => {
  const context = await client();
  for (const _ of [1, 2]) {
    const page = await visit({ before: all(gtag, deniedByDefault), then: update("denied") }, context);
    await gone(page);
    await page.close();
  }
  const repeated = await visit({ before: `${all(gtag, deniedByDefault)}\n${update("granted")}` }, context);
  assert.equal(await events(repeated), 0, "what is repeated reopens no refusal");
  const page = await visit({ before: all(gtag, deniedByDefault), then: agrees }, context);
  await until(page, async () => (await globalThis.shop.history.export()).events.length > 0);
  assert.equal(await events(page), 1);
});

test("a refusal after another tab has agreed anew erases again", async () => {
  const context = await client();
  const page = await visit({ before: all(gtag, deniedByDefault), then: update("denied") }, context);
  await gone(page);
  const other = await visit({ then: agrees }, context);
  assert.equal(await events(other), 1);
  await page.evaluate(update("denied"));
  await gone(page);
  await until(other, async () => (await globalThis.shop.history.export()).events.length === 0);
});

test("what is said after a refusal by anybody but the shopper erases nothing of what another tab was granted since", async () => {
  for (const said of [`(${deniedByDefault})()`, `(${grantedByDefault})()`, `${shopify(true, "")} dispatchEvent(new Event("load"))`, update("granted")]) {
    const context = await browser.newContext();
    const page = await visit({ before: gtag, options: { consent: false } }, context);
    const other = await visit({ then: agrees }, context);
    await page.evaluate(said);
    await page.evaluate(() => globalThis.shop.suggest({ placement: "home" }));
    assert.deepEqual([await events(other), await rows(other) > 0], [1, true], said);
    await context.close();
  }
});

/** Creates another instance on the page, as `globalThis[name]`. */
const another = (page, options, name = "another") => page.evaluate(async ([given, as]) => {
  globalThis[as] = await globalThis.passerelle.createPasserelle({ pack: "/pack", ...given });
}, [options, name]);

test("an option that grants does not overrule a refusal, whoever opens first", async () => {
  for (const order of [[{ consent: true }, {}], [{}, { consent: true }]]) {
    const context = await browser.newContext();
    const page = await visit({ before: `${all(gtag)} ${update("denied")}`, options: order[0] }, context);
    await another(page, order[1]);
    await page.evaluate(() => globalThis.another.track({ name: "view_item", itemId: "22470" }));
    assert.deepEqual((await stored(page)).databases, [], JSON.stringify(order));
    await context.close();
  }
});

test("an instance that was opening when the shopper refused does not begin anew", async () => {
  const context = await client();
  const page = await visit({ options: { consent: true } }, context);
  await page.evaluate(async () => {
    const opening = globalThis.passerelle.createPasserelle({ pack: "/pack", consent: true });
    await globalThis.shop.setConsent(false);
    globalThis.another = await opening;
    for (const shop of [globalThis.another, globalThis.shop]) await shop.track({ name: "view_item", itemId: "22470" });
  });
  assert.deepEqual((await stored(page)).databases, []);
});

test("a refusal waits for no pack, and for no module", async () => {
  const context = await client();
  const page = await context.newPage();
  await page.addInitScript(gtag);
  await page.goto(`${cdn.url}/api.html`);
  await page.waitForSelector("html[data-ready]");
  let release;
  cdn.answer = (path) => (path === "/pack/manifest.json" ? new Promise((resolve) => (release = resolve)) : undefined);
  await page.evaluate(() => void globalThis.passerelle.createPasserelle({ pack: "/pack" }));
  await until(page, () => performance.getEntriesByType("resource").some(({ name }) => name.endsWith(".wasm")));
  await page.evaluate(update("denied"));
  await gone(page);
  release?.();
  cdn.answer = () => undefined;
});

test("a refusal erases where the pack cannot be had, and a grant writes nothing there once it is refused", async () => {
  for (const [before, options] of [[gtag, { consent: false }], [`(${gtag})(); ${update("denied")}`, {}], [`(${gtag})(); ${update("denied")}`, { consent: true }]]) {
    const context = await client();
    const page = await context.newPage();
    await page.addInitScript(before);
    await page.goto(`${cdn.url}/api.html`);
    await page.waitForSelector("html[data-ready]");
    const code = await page.evaluate((given) => globalThis.passerelle.createPasserelle({ pack: "/nowhere", ...given }).then(() => "", (error) => error.code), options);
    assert.equal(code, "pack_not_found");
    await gone(page);
    const { databases, local } = await stored(page);
    assert.deepEqual([databases, local], [[], []]);
    await context.close();
  }
});

test("after another tab's refusal no default reopens the history, and no instance keeps its own", async () => {
  const context = await client();
  const page = await visit({ before: gtag, then: update("granted") }, context);
  await another(page, {});
  const other = await visit({ options: { consent: true } }, context);
  await other.evaluate(() => globalThis.shop.setConsent(false));
  await until(page, async () => (await globalThis.shop.history.export()).events.length === 0);
  await page.evaluate(`${shopify(true, "")} dispatchEvent(new Event("load"))`);
  for (const name of ["shop", "another"]) {
    await page.evaluate((which) => globalThis[which].track({ name: "view_item", itemId: "21034" }), name);
  }
  assert.deepEqual((await stored(page)).databases, []);
  // Answers from here on apply to all instances.
  await page.evaluate(agrees);
  await page.evaluate(() => globalThis.another.track({ name: "add_to_cart", itemId: "21034" }));
  const names = await page.evaluate(async () => (await globalThis.shop.history.export()).events.map(({ name }) => name));
  assert.ok(names.includes("add_to_cart"), names.join());
});

/** Defaults without an answer: they deny, and erase nothing. */
const DEFAULTS = {
  "Consent Mode's default": all(gtag, deniedByDefault),
  "a default for some regions": all(gtag, () => globalThis.gtag("consent", "default", { personalization_storage: "denied", region: ["FR"] })),
  "Global Privacy Control": `(${gpc})()`,
  "Shopify's banner that waits for an answer": shopify(false, ""),
};

test("a default keeps what lies there for good, unread, and writes nothing", async () => {
  const suggestions = (page) => page.evaluate(async () => (await globalThis.shop.suggest({ placement: "home", limit: 8 })).suggestions);
  const clients = await Promise.all(Object.entries(DEFAULTS).map(async ([name, before]) => {
    const context = await client();
    const page = await visit({ before }, context);
    const nobody = await visit({ before }, await browser.newContext());
    assert.deepEqual(await suggestions(page), await suggestions(nobody), `${name}: nothing of it is used`);
    return { name, context, page, kept: await rows(page) };
  }));
  // Longer than ten seconds, after which a default once erased the history.
  await new Promise((done) => setTimeout(done, 11_000));
  for (const { name, context, page, kept } of clients) {
    assert.ok(kept > 0, name);
    assert.equal(await rows(page), kept, name);
    await page.close();
    assert.equal(await events(await visit({ options: { consent: true } }, context)), 4, name);
  }
});

test("a default that denies after one that grants stops the writing, and keeps what is stored", async () => {
  const context = await client();
  const page = await visit({ before: all(gtag, grantedByDefault) }, context);
  assert.equal(await events(page), 4);
  await page.evaluate(`(${deniedByDefault})()`);
  await page.evaluate(() => globalThis.shop.track({ name: "view_item", itemId: "21034" }));
  await page.close();
  assert.equal(await events(await visit({ options: { consent: true } }, context)), 5);
});

const agreesLater = () => setTimeout(() => globalThis.gtag("consent", "update", { personalization_storage: "granted" }), 200);

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
      await until(page, async (wanted) => (await globalThis.shop.history.export()).events.length === wanted, count);
      await page.close();
    }
  });
}

test("a source that has not spoken yet leaves everything as it is, and reads nothing", async () => {
  const context = await browser.newContext();
  await visit({ options: { consent: true } }, context);
  const next = await visit({ before: cmp }, context);
  assert.equal(await events(next), 1, "as it was");
  await next.evaluate(tells("tcloaded", consents(1, 5, 6)));
  await until(next, async () => (await globalThis.shop.history.export()).events.length === 2);
});
