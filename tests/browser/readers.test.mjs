// For any input of a page or a host, readers return valid data or report the fault: JSON-LD, the data layer, Segment, a
// house's translations and sentences. fast-check generates the inputs, from those of pages/ and from scratch.
// PASSERELLE_RUNS sets their number for each property.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { runInNewContext } from "node:vm";
import { buildSync } from "esbuild";
import fc from "fast-check";

import { ROOT } from "./harness.mjs";

const RUNS = { numRuns: Number(process.env.PASSERELLE_RUNS ?? 2_000) };
const PAGES = `${ROOT}tests/browser/pages`;
const EVENTS = ["view_item", "select_item", "add_to_cart", "remove_from_cart", "add_to_wishlist", "purchase"];
const KINDS = ["checkout", "payment", "confirmation", "other"];

const { outputFiles: [{ text: source }] } = buildSync({
  stdin: {
    contents: ["page/json-ld", "page/ga4", "page/segment", "translations", "sentence"].map((name) => `export * from "./${name}.ts";`).join("\n"),
    resolveDir: `${ROOT}pkg/src`,
  },
  bundle: true, write: false, format: "esm",
});
const { readJsonLd, createGa4Reader, readSegment, loadTranslations, sentence } = await import(`data:text/javascript;base64,${Buffer.from(source).toString("base64")}`);

// The data on the pages.

const pages = readdirSync(PAGES, { recursive: true }).filter((name) => name.endsWith(".html")).map((name) => readFileSync(`${PAGES}/${name}`, "utf8"));
const scripts = pages.flatMap((html) => [...html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/gi)].map(([, attributes, text]) => ({ attributes, text })));
const ldSeeds = scripts.filter(({ attributes, text }) => /ld\+json/i.test(attributes) && text.trim() !== "").map(({ text }) => text);
const valueSeeds = ldSeeds.flatMap((text) => {
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
});
/** The entries that a page's scripts push, as far as they run without a browser; `arguments` as a list. */
const entrySeeds = scripts.filter(({ attributes }) => !/\b(src|type)=/.test(attributes)).flatMap(({ text }) => {
  const page = { dataLayer: [] };
  page.window = page;
  try {
    runInNewContext(text, page, { timeout: 1_000 });
  } catch {
    // The rest of the script needs a document.
  }
  const entries = Array.isArray(page.dataLayer) ? page.dataLayer.filter((entry) => typeof entry === "object" && entry !== null) : [];
  return JSON.parse(JSON.stringify(entries.map((entry) => ("length" in entry ? Array.prototype.slice.call(entry) : entry))));
});

// Generated inputs.

/** Names and values of properties that readers know, so that generated values reach a reader. */
const KEYS = [
  "@type", "@graph", "@id", "mainEntity", "mainEntityOfPage", "sku", "productID", "gtin", "gtin13", "mpn", "offers", "hasVariant", "isVariantOf", "productGroupID", "url",
  "event", "ecommerce", "eventModel", "items", "item_id", "id", "item_list_id", "item_list_name", "transaction_id", "detail", "add", "purchase", "products", "actionField", "list",
  "product_id", "order_id", "types", "messages", "notices", "from", "until", "ordered", "text", "link", "length", "toString", "valueOf", "constructor", "__proto__", "0", "1",
];
const WORDS = ["Product", "ProductGroup", "schema:Product", "https://schema.org/Product", "isbn:978", "passerelle-home", "event", "gtm.js", ...EVENTS, "begin_checkout", ""];
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: "small", withCrossShrink: true },
    fc.constantFrom(...WORDS), fc.string(), fc.double(), fc.integer(), fc.constantFrom(null, true, false, 2 ** 32, -1, "x".repeat(201)),
    fc.array(tie("value"), { maxLength: 4 }), fc.dictionary(fc.oneof(fc.constantFrom(...KEYS), fc.string()), tie("value"), { maxKeys: 6 })),
}));

/** A seed with some of its parts, at any depth, replaced by generated ones. */
const changed = (seeds) => fc.tuple(fc.constantFrom(...seeds), fc.infiniteStream(value), fc.infiniteStream(fc.integer({ min: 0, max: 9 }))).map(([seed, values, chances]) => {
  const walk = (part) => {
    if (chances.next().value === 0) return values.next().value;
    if (Array.isArray(part)) return part.map(walk);
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, walk(inner)]));
  };
  return walk(seed);
});

/** Texts around and in JSON on pages, and texts that hide it from old browsers. */
const BITS = ["<!--", "-->", "//", "/*", "*/", "<![CDATA[", "]]>", ";", "\uFEFF", "\u200B", " ", "\n", "\t", " ]]>", '"', "\\", ",", "}", "]", "{", "[", " ".repeat(3_000), '\\"'.repeat(50), "\u0000"];
/** A text with parts removed, repeated or inserted. */
const torn = (texts) => fc.tuple(texts, fc.array(fc.tuple(fc.nat(), fc.nat({ max: 30 }), fc.constantFrom("", ...BITS), fc.nat({ max: 12 })), { maxLength: 4 })).map(([text, tears]) =>
  tears.reduce((whole, [at, gone, bit, times]) => {
    const place = whole.length === 0 ? 0 : at % whole.length;
    return whole.slice(0, place) + bit.repeat(times) + whole.slice(place + gone);
  }, text));

// Properties that must hold.

const isIds = (ids, most) => {
  assert.ok(Array.isArray(ids) && ids.length <= most && new Set(ids).size === ids.length, JSON.stringify(ids));
  for (const id of ids) assert.ok(typeof id === "string" && id.trim() !== "" && id.length <= 205, JSON.stringify(id));
};

function isDescribed(products) {
  for (const { ids, addresses, isMain, isGroup } of products) {
    isIds(ids, 4);
    assert.ok(addresses.every((address) => typeof address === "string"));
    assert.deepEqual([typeof isMain, typeof isGroup], ["boolean", "boolean"]);
  }
}

/** Checks that a reader of the data layer reports only valid events, and never throws. */
function heardOf(entries) {
  const heard = [];
  const read = createGa4Reader({
    hear(said) {
      assert.ok(EVENTS.includes(said.name) && said.items.length > 0);
      for (const ids of said.items) isIds(ids, 4);
      assert.ok(said.items.every((ids) => ids.length > 0));
      assert.ok(said.order === undefined || (typeof said.order === "string" && said.order !== ""));
      heard.push(said);
    },
    turn: (kind) => assert.ok(KINDS.includes(kind), kind),
    unreadable: (place) => assert.equal(typeof place, "string"),
  });
  for (const entry of entries) read(entry);
  return heard;
}

/** An entry as `gtag` pushes it. */
function argumentsOf(...list) {
  return (function () {
    // eslint-disable-next-line prefer-rest-params
    return arguments;
  })(...list);
}

async function translationsOf(bytes) {
  const warnings = [];
  const module = { translations: async () => bytes, translationsAddress: () => "https://shop.example/translations/en.json", language: () => "en" };
  const read = await loadTranslations(module, (code, about) => warnings.push([code, about]));
  assert.equal(read.language, "en");
  for (const texts of [read.types, read.messages]) assert.ok(Object.values(texts).every((text) => typeof text === "string"));
  for (const { id, from, until, items, ordered, text, link } of read.notices) {
    assert.ok([id, text].every((said) => typeof said === "string") && (link === null || link === undefined || typeof link === "string"));
    assert.ok([from, until, ...ordered].every(Number.isInteger) && ordered.length === 2);
    assert.ok(items === null || items.every((item) => typeof item === "string"), JSON.stringify(items));
  }
  assert.ok(warnings.length <= 1);
  if (warnings.length > 0) {
    assert.match(warnings[0][1], /^https:\/\/shop\.example\/translations\/en\.json: /);
    assert.deepEqual(read, { language: "en", types: {}, messages: {}, notices: [], values: null });
  }
  return { read, warnings };
}

test("there is something to begin with", () => {
  for (const seeds of [ldSeeds, valueSeeds, entrySeeds]) assert.ok(seeds.length >= 8, `${ldSeeds.length} JSON-LD, ${valueSeeds.length} of them valid, ${entrySeeds.length} entries`);
});

describe("JSON-LD", () => {
  test("any text is products or a SyntaxError", () => {
    const texts = fc.oneof(fc.constantFrom(...ldSeeds), changed(valueSeeds).map((one) => JSON.stringify(one)), value.map((one) => JSON.stringify(one)), fc.string());
    fc.assert(fc.property(torn(texts), (text) => {
      let products;
      try {
        products = readJsonLd(text);
      } catch (error) {
        assert.ok(error instanceof SyntaxError, error.stack);
        return;
      }
      isDescribed(products);
    }), RUNS);
  });

  test("what hides it, spaces it or breaks its lines changes nothing of what it says", () => {
    const before = fc.array(fc.constantFrom(" ", "\n", "\uFEFF", "<!--", "//<![CDATA[\n", "/*<![CDATA[*/", "<![CDATA[", "// a comment\n"), { maxLength: 3 });
    const after = fc.array(fc.constantFrom(" ", "\n", ";", "-->", "\n// -->", "//]]>", "/*]]>*/", "]]>", " ".repeat(3_000)), { maxLength: 3 });
    fc.assert(fc.property(fc.oneof(changed(valueSeeds), value), before, after, fc.nat({ max: 4 }), (one, head, tail, indent) => {
      const json = JSON.stringify(one);
      const told = readJsonLd(json);
      assert.deepEqual(readJsonLd(head.join("") + JSON.stringify(one, null, indent) + tail.join("")), told);
      assert.deepEqual(readJsonLd(json.replace(/\\\\|\\n/g, (escaped) => (escaped === "\\n" ? "\n" : escaped))), told);
    }), RUNS);
  });
});

describe("the data layer", () => {
  const fields = fc.oneof(changed(entrySeeds), value);
  const entry = fc.oneof(fields, fc.array(value, { maxLength: 4 }).map((list) => argumentsOf(...list)),
    fc.tuple(fc.constantFrom(...EVENTS, "begin_checkout"), value).map(([name, parameters]) => argumentsOf("event", name, parameters)), fc.anything({ withNullPrototype: true, withSparseArray: true }));

  test("any entries are read without an error, and left as they were", () => {
    fc.assert(fc.property(fc.array(entry, { maxLength: 6 }), (entries) => {
      const before = fc.stringify(entries);
      heardOf(entries);
      assert.equal(fc.stringify(entries), before);
    }), RUNS);
  });

  test("an event that brings its items has those and no other, whatever came before", () => {
    const whole = fc.record({ event: fc.constantFrom(...EVENTS), ecommerce: fc.record({ items: fc.array(fc.record({ item_id: fc.oneof(value, fc.string({ minLength: 1 })) }), { maxLength: 3 }) }) });
    fc.assert(fc.property(fc.array(entry, { maxLength: 4 }), whole, (earlier, event) => {
      const alone = heardOf([event]);
      const after = heardOf([...earlier, event]);
      assert.deepEqual(alone.length === 0 ? [] : after.slice(-alone.length), alone);
      assert.equal(after.length, heardOf(earlier).length + alone.length);
    }), RUNS);
  });

  test("Segment: whatever is tracked is told soundly or not at all, and the page hears of no error", () => {
    fc.assert(fc.property(fc.oneof(fc.constantFrom("Product Viewed", "Order Completed", "constructor"), fc.anything({ withNullPrototype: true })), fc.oneof(value, fc.anything({ withNullPrototype: true })), (event, properties) => {
      let track;
      const analytics = { on: (_, hear) => (track = hear) };
      assert.ok(readSegment(analytics, {
        hear({ name, items }) {
          assert.ok(EVENTS.includes(name) && items.length > 0);
          for (const ids of items) isIds(ids, 4);
        },
        unreadable: (place) => assert.equal(typeof place, "string"),
      }));
      track(event, properties);
    }), RUNS);
  });
});

describe("translations", () => {
  const notice = { id: "a", from: 20_000, until: 20_100, items: ["1"], ordered: [19_000, 20_000], text: "Hello", link: null };
  const seed = { types: { Boots: "boots" }, messages: { division: "From {name}" }, notices: [notice, { ...notice, items: null, link: "https://shop.example/" }] };
  const encode = (text) => new TextEncoder().encode(text);

  test("a sound file is read whole", async () => {
    assert.deepEqual(await translationsOf(encode(JSON.stringify(seed))), { read: { language: "en", values: null, ...seed }, warnings: [] });
  });

  test("values that are none are left out, and sound ones are read", async () => {
    for (const [values, read] of [[{ text: "For life.", link: null }, true], [{ text: "For life.", link: "https://shop.example/values" }, true], [{ text: 1, link: null }, false], ["For life.", false]]) {
      const { read: given, warnings } = await translationsOf(encode(JSON.stringify({ ...seed, values })));
      assert.deepEqual([given.values, warnings], [read ? values : null, []]);
    }
  });

  test("any bytes are translations, or none and a warning", async () => {
    const files = fc.oneof(fc.uint8Array(), torn(fc.oneof(fc.constant(JSON.stringify(seed)), changed([seed]).map((one) => JSON.stringify(one)), value.map((one) => JSON.stringify(one)))).map(encode));
    await fc.assert(fc.asyncProperty(files, async (bytes) => void (await translationsOf(bytes))), RUNS);
  });

  test("any sentence of a house is text, or nothing where a name is missing", () => {
    const templates = fc.array(fc.oneof(fc.string(), fc.constantFrom("{name}", "{count}", "{", "}", "{{name}}", "{constructor}", "{__proto__}", "{toString}")), { maxLength: 5 }).map((parts) => parts.join(""));
    const names = fc.record({ name: fc.oneof(fc.string(), fc.array(fc.string(), { maxLength: 3 })), count: fc.nat() }, { requiredKeys: [] });
    fc.assert(fc.property(templates, names, fc.constantFrom("en", "fr", "ar", "ja"), (template, given, language) => {
      const said = sentence(template, given, language);
      assert.equal(typeof said, "string");
      const missing = [...template.matchAll(/\{(\w+)\}/g)].some(([, key]) => !Object.hasOwn(given, key));
      if (missing) assert.equal(said, "");
    }), RUNS);
  });
});

describe("what was misread once", () => {
  const product = { "@type": "Product", sku: "22423" };
  /** A value from JSON that cannot be converted to a string. */
  const noText = { toString: null };
  const view = { event: "view_item", ecommerce: { items: [{ item_id: "22423" }] } };

  // Once the page was blocked for a time that is cubic in the white space, or forever.
  for (const [what, text] of Object.entries({
    "white space within": `{"@type":"Product",${" ".repeat(200_000)}"sku":"22423"}`,
    "the ends of sections in a text": `{"@type":"Product","sku":"22423","name":"${" ]]>".repeat(20_000)}"}`,
    "white space behind": `${JSON.stringify(product)}${" ".repeat(200_000)}`,
  })) test(`JSON-LD with a lot of it: ${what}`, () => assert.deepEqual(readJsonLd(text).map(({ ids }) => ids), [["22423"]]));

  test("JSON-LD of escaped quotes without an end", () => assert.throws(() => readJsonLd(`{${'\\"'.repeat(200_000)}`), SyntaxError));

  test("a thing whose type is no text, beside a product", () => {
    assert.deepEqual(readJsonLd(JSON.stringify([{ "@type": noText }, product])).map(({ ids }) => ids), [["22423"]]);
  });

  test("a push whose event or list is no text", () => {
    assert.deepEqual(heardOf([{ event: noText }, { event: Object.create(null) }, view]).map(({ name }) => name), ["view_item"]);
    const { items } = view.ecommerce;
    const odd = { event: "view_item", ecommerce: { item_list_id: noText, items: [{ ...items[0], item_list_name: noText }] } };
    assert.deepEqual(heardOf([odd]).map(({ name }) => name), ["view_item"]);
    const universal = { ecommerce: { detail: { actionField: { list: noText }, products: [{ id: "22423" }] } } };
    assert.deepEqual(heardOf([universal]).map(({ name }) => name), ["view_item"]);
  });

  test("a push with a `length` of four thousand millions, or one that is no number", () => {
    for (const length of [2 ** 32 - 1, noText]) assert.deepEqual(heardOf([{ ...view, length }]).map(({ name }) => name), ["view_item"]);
  });

  test("an event of Segment's that is no text", () => {
    let track;
    readSegment({ on: (_, hear) => (track = hear) }, { hear: assert.fail, unreadable: assert.fail });
    track(Object.create(null), { product_id: "22423" });
  });

  test("a message to clients about items that are no ids", async () => {
    const notice = { id: "a", from: 1, until: 2, items: [7], ordered: [1, 2], text: "Hello", link: null };
    const { read } = await translationsOf(new TextEncoder().encode(JSON.stringify({ types: {}, messages: {}, notices: [notice, { ...notice, items: ["7"] }] })));
    assert.deepEqual(read.notices.map(({ items }) => items), [["7"]]);
  });

  test("a sentence that names what every object has", () => assert.equal(sentence("From {constructor}", {}, "en"), ""));
});
