// Every catalogue renders every reason, for the demo's house and for any other, and no sentence contains a forbidden
// name. Without a browser, because the renderer is a function.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { build } from "esbuild";

const root = new URL("../../", import.meta.url);
const read = (path) => readFileSync(new URL(path, root), "utf8");
const bundled = await build({
  entryPoints: [new URL("pkg/src/sentence.ts", root).pathname],
  bundle: true,
  format: "esm",
  write: false,
});
const { sentence } = await import(`data:text/javascript,${encodeURIComponent(bundled.outputFiles[0].text)}`);

const folder = "pkg/src/messages/";
const catalogues = Object.fromEntries(
  readdirSync(new URL(folder, root)).map((file) => [file.replace(".json", ""), JSON.parse(read(folder + file))]),
);
const languages = Object.keys(catalogues);
const templates = (template) => (typeof template === "string" ? [template] : Object.values(template));

/** The name that each reason may contain. */
const NAMES = {
  "goes-with-page-item": ["item"],
  "goes-with-page-item-plain": [],
  "completes-cart": [],
  "completes-type": ["type"],
  "completes-type-plain": ["type"],
  division: ["division"],
  collection: ["collection"],
  "weather-cold": [],
  "weather-rain": [],
  "weather-sun": [],
  season: [],
  occasion: ["occasion"],
  "new-in-division": ["division"],
  appreciated: [],
  house: [],
  trending: [],
};

/** Patterns of the second person, in each language. */
const SECOND = {
  ar: /أنت|لديك|كنت/u,
  de: /\b(du|dich|dir|dein\w*|euch|eu(er|re\w*)|Sie|Ihnen|Ihr\w*)\b/u,
  en: /\b(you|your\w*)\b/iu,
  es: /(?<!\p{L})(tú|tus?|te|ti|usted\w*|vosotr\w*|vuestr\w*|os|has)(?!\p{L})/iu,
  fr: /(?<!\p{L})(tu|te|t’|toi|ta|tes|vous|votre|vos)(?!\p{L})|(?!chez|assez)(?<!\p{L})\p{L}+ez(?!\p{L})/iu,
  it: /(?<!\p{L})(tu|te|ti|tuo\w*|tua|tue|vi|voi|vostr\w*|hai)(?!\p{L})/iu,
  ja: /あなた|お客様/u,
  pt: /(?<!\p{L})(tu|te|ti|teus?|tuas?|vocês?|vos\w*)(?!\p{L})/iu,
  zh: /[你您]/u,
};

/** The divisions of a house.toml, by language; parses enough of TOML for the demo's file. */
function divisionsOf(house) {
  return [...house.matchAll(/\[\[division\]\]\s+id = "([^"]+)"\s+names = \{([^}]*)\}/g)].map(([, id, names]) => ({
    id,
    names: Object.fromEntries([...names.matchAll(/(\S+) = "([^"]*)"/g)].map(([, tag, name]) => [tag, name])),
  }));
}

test("every catalogue has the same keys", () => {
  assert.equal(languages.length, 9);
  for (const part of ["reasons", "flags", "words"]) {
    for (const language of languages) {
      assert.deepEqual(Object.keys(catalogues[language][part]), Object.keys(catalogues.en[part]), `${language} ${part}`);
    }
  }
  assert.deepEqual(Object.keys(catalogues.en.reasons), Object.keys(NAMES));
});

test("a sentence names what its reason may name, no digit, and nobody", () => {
  for (const language of languages) {
    const { reasons, flags, words } = catalogues[language];
    for (const [reason, template] of Object.entries(reasons)) {
      const named = [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      assert.deepEqual(named, NAMES[reason], `${language} ${reason}`);
    }
    for (const template of [reasons, flags, words].flatMap(Object.values).flatMap(templates)) {
      assert.doesNotMatch(template, /\p{N}/u, language);
      assert.doesNotMatch(template, SECOND[language], language);
      assert.doesNotMatch(template, /[€$£¥%]/u, language);
      assert.equal(template, template.trim());
    }
  }
  // The patterns match the second person.
  const found = { ar: "لديك", de: "Für Sie", en: "For you", es: "Para ti", fr: "Découvrez", it: "Per te", ja: "あなたに", pt: "Para você", zh: "为您" };
  for (const language of languages) assert.match(found[language], SECOND[language]);
});

test("every catalogue renders every reason for every division of the demo", () => {
  const divisions = divisionsOf(read("tests/data/online-retail-ii/house.toml"));
  assert.equal(divisions.length, 10);
  let rendered = 0;
  for (const language of languages) {
    for (const { names } of divisions) {
      const name = names[language] ?? names.en;
      for (const [reason, template] of Object.entries(catalogues[language].reasons)) {
        const said = sentence(template, { division: name, item: name, type: name, collection: name, occasion: name }, language);
        assert.ok(said.length > 1 && !/[{}]|undefined|null/.test(said), `${language} ${reason}: ${said}`);
        assert.equal(said.includes(name), NAMES[reason].length > 0, `${language} ${reason}: ${said}`);
        rendered += 1;
      }
    }
  }
  assert.equal(rendered, 9 * 10 * 16);
});

test("the demo's types have names that make sentences", () => {
  const house = read("tests/data/online-retail-ii/house.toml");
  const types = [...house.matchAll(/\[\[type\]\]\nname = "[^"]+"\nnames = \{ en = "([^"]+)", fr = "([^"]+)" \}/g)];
  assert.ok(types.length > 30);
  for (const [, en, fr] of types) {
    assert.match(fr, /^(un |une |des |du |de l’|la |le )\p{L}/u, fr);
    assert.equal(sentence(catalogues.fr.reasons["completes-type"], { type: fr }, "fr"), `Pour accompagner ${fr}`);
    assert.equal(sentence(catalogues.en.reasons["completes-type"], { type: en }, "en"), `To go with ${en}`);
  }
});

test("in French and English, as they are read", () => {
  const say = (language, reason, names) => sentence(catalogues[language].reasons[reason], names, language);
  assert.equal(say("fr", "new-in-division", { division: "la maroquinerie" }), "Du nouveau dans la maroquinerie");
  assert.equal(say("fr", "completes-type", { type: "un sac" }), "Pour accompagner un sac");
  assert.equal(say("fr", "division", { division: "les bijoux et la mode" }), "En harmonie avec les bijoux et la mode");
  assert.equal(say("fr", "occasion", { occasion: "la fête des Mères" }), "Pour la fête des Mères");
  assert.equal(say("en", "completes-type", { type: "a handbag" }), "To go with a handbag");
  assert.equal(say("en", "division", { division: "leather goods" }), "Chosen to go with leather goods");
  assert.equal(say("de", "completes-type", { type: "einen Gürtel" }), "Ergänzt einen Gürtel");
  assert.equal(say("it", "new-in-division", { division: "la pelletteria" }), "Novità per la pelletteria");
  assert.equal(say("es", "new-in-division", { division: "el calzado" }), "Novedad en el calzado");
});

test("random houses: what is not a name of the house is the catalogue's, word for word", () => {
  let seed = 7;
  const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
  const pieces = ["11.11", "FW26", "{item}", "$&", "$1", "la ", "Ô", "مجوهرات", "手袋", "<b>", "\u2069", "you", "vous", " ", "'", "{", "}"];
  const name = () => `N${Array.from({ length: 1 + random(4) }, () => pieces[random(pieces.length)]).join("")}`;
  for (let run = 0; run < 5_000; run += 1) {
    const language = languages[random(languages.length)];
    const reasons = Object.keys(NAMES);
    const reason = reasons[random(reasons.length)];
    const template = catalogues[language].reasons[reason];
    const names = { item: name(), type: name(), division: name(), collection: name(), occasion: name() };
    const said = sentence(template, names, language);
    const [before, after] = template.split(/\{\w+\}/);
    const [key] = NAMES[reason];
    const marks = language === "ar" ? ["\u2068", "\u2069"] : ["", ""];
    assert.equal(said, key ? before + marks[0] + names[key] + marks[1] + after : template);
    // The sentence has no names except the allowed ones.
    if (key) assert.equal(sentence(template, { ...names, [key]: undefined }, language), "", "nothing is said without its name");
    assert.doesNotMatch(before + (after ?? ""), /\p{N}/u);
    assert.doesNotMatch(before, SECOND[language]);
  }
});

test("numbers, lists and plurals are the language's", () => {
  const { en, fr, ar } = catalogues;
  assert.equal(sentence(en.words.shown, { count: 1 }, "en"), "1 suggestion");
  assert.equal(sentence(en.words.shown, { count: 1200 }, "en"), "1,200 suggestions");
  assert.equal(sentence(fr.words.shown, { count: 0 }, "fr"), "0 suggestion");
  assert.equal(sentence(fr.words.shown, { count: 1200 }, "fr"), "1\u202f200 suggestions");
  assert.equal(sentence(ar.words.shown, { count: 2 }, "ar"), "اقتراحان");
  assert.equal(sentence("{list}", { list: ["a", "b", "c"] }, "en"), "a, b, and c");
  assert.equal(sentence("{list}", { list: ["a", "b", "c"] }, "fr"), "a, b et c");
  assert.equal(sentence("{list}", { list: [] }, "fr"), "", "an empty list has nothing to say");
  assert.equal(sentence(undefined, {}, "fr"), "");
  for (const language of languages) {
    for (let count = 0; count < 130; count += 1) {
      assert.ok(sentence(catalogues[language].words.shown, { count }, language), `${language} ${count}`);
    }
  }
});
