// Runs the code of the documents: scripts in Chromium, types with tsc, house.toml with the tool; and checks that every
// command exists.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { readFile, rm, writeFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { startCdn } from "../browser/cdn.mjs";
import { launch, open, ROOT, tool as nativeTool } from "../browser/harness.mjs";
import { PACK } from "../browser/store.mjs";
import { project, run, WORK } from "./project.mjs";

const DOCUMENTS = ["README.md", "pkg/README.md", ...readdirSync(join(ROOT, "docs")).filter((name) => name.endsWith(".md")).map((name) => `docs/${name}`)];

/** Documents whose house.toml is incomplete, or needs orders of many shoppers. */
const PARTIAL = ["docs/messages.md", "docs/loyalty.md"];
/** A division for the products outside the divisions of docs/house.md. */
const REST = '[[division]]\nid = "rest"\nnames = { en = "the rest", fr = "le reste" }\nproduct_types = ["*"]';

/** The page around a document's code. */
const PAGE = '<!doctype html><html lang="en"><meta charset="utf-8"><title>x</title><link rel="icon" href="data:,"><div id="other-departments"></div>';
/** Definitions that the documents presuppose. */
const GIVEN = `const hears = (heard) => heard({ personalisation: true });\nconst consentPlatform = { onReady: hears, onChange: hears };\n`;

/** Returns `{ document, line, language, text }` of every code block. */
async function blocks() {
  const found = [];
  for (const document of DOCUMENTS) {
    const lines = (await readFile(join(ROOT, document), "utf8")).split("\n");
    for (let at = 0; at < lines.length; at += 1) {
      const [, indent, language] = /^( *)```(\w+)$/.exec(lines[at]) ?? [];
      if (language === undefined) continue;
      const end = lines.findIndex((line, number) => number > at && line.trim() === "```");
      const text = lines.slice(at + 1, end).map((line) => line.slice(indent.length)).join("\n");
      found.push({ document, line: at + 1, language, text });
      at = end;
    }
  }
  return found;
}

let all;
let browser;
let cdn;

before(async () => {
  all = await blocks();
  browser = await launch();
  const folders = { "/passerelle/": `${ROOT}pkg/dist`, "/public/": `${ROOT}pkg/dist`, "/pack/": PACK, "/packs/fr/": PACK };
  cdn = await startCdn(folders);
});

after(async () => {
  await browser?.close();
  await cdn?.close();
});

const name = ({ document, line }) => `${document}:${line}`;
const of = (...languages) => all.filter(({ language }) => languages.includes(language));

/** The scripts in a block of HTML or JavaScript. */
function scripts({ language, text }) {
  if (language === "js") return [text];
  return [...text.matchAll(/<script type="module">\n?([\s\S]*?)<\/script>/g)].map(([, script]) => script);
}

/** Whether a script presupposes an open pack. */
const takesForGiven = (code) => /\bpasserelle\b\./.test(code) && !/const passerelle\b/.test(code) && !takesPages(code);

/** Whether it imports the page's instance from the script tag's file. */
const takesPages = (code) => /import \{ passerelle \}/.test(code);

/** The weather file from the documents. */
const weatherOfAll = () => of("json").find(({ text }) => /"regions"/.test(text)).text;

/** The script with its omitted import. */
const imported = (code, from) =>
  /createPasserelle\(/.test(code) && !/import .*createPasserelle/.test(code) ? `import { createPasserelle } from "${from}";\n${code}` : code;

test("there is something to run", () => {
  assert.ok(of("html").length >= 4 && of("js").length >= 5 && of("tsx").length >= 2 && of("toml").length >= 4);
  const known = ["html", "js", "mjs", "json", "css", "tsx", "toml", "sh", "text", "nginx", "python", "sql", "csv", "console", "twig", "django", "liquid"];
  assert.deepEqual(all.filter(({ language }) => !known.includes(language)).map(name), []);
});

test("every script runs", async () => {
  for (const block of of("html", "js")) {
    const served = new Map();
    const serve = (path, body, type) => served.set(path, { status: 200, body, headers: { "Content-Type": type } });
    let html = PAGE;
    let number = 0;
    for (const script of scripts(block)) {
      // The policy forbids inline scripts, and bare module names need a bundler.
      let code = script.replaceAll('from "passerelle"', 'from "/passerelle/index.js"').replace(/import "passerelle\/(\w+)"/g, 'import "/passerelle/$1.js"');
      if (takesForGiven(code)) code = `const passerelle = await createPasserelle({ pack: "/pack/" });\n${code}`;
      code = imported(code, "/passerelle/index.js");
      if (takesPages(code)) html += '<script type="module" src="/passerelle/auto.js" data-pack="/pack/"></script>';
      serve(`/script-${number}.js`, `${GIVEN}${code}\ndocument.documentElement.dataset.done = "true";`, "text/javascript");
      html += `<script type="module" src="/script-${number}.js"></script>`;
      number += 1;
    }
    const modules = number;
    if (/"\/weather\.json"/.test(block.text)) serve("/weather.json", weatherOfAll(), "application/json");
    if (block.language === "html") {
      html += block.text.replaceAll(/<script type="module">[\s\S]*?<\/script>/g, "").replaceAll(/<script>([\s\S]*?)<\/script>/g, (_, code) => {
        number += 1;
        serve(`/classic-${number}.js`, code, "text/javascript");
        return `<script src="/classic-${number}.js"></script>`;
      });
    }
    serve("/page.html", html, "text/html");
    cdn.answer = (path) => served.get(path);
    const visit = await open(browser);
    await visit.page.goto(`${cdn.url}/page.html`, { waitUntil: "load" });
    if (modules > 0) await visit.page.waitForSelector("html[data-done]", { timeout: 15_000 }).catch(() => undefined);
    const done = await visit.page.evaluate(() => document.documentElement.dataset.done);
    // The demo's pack has no details, so a page that requests them gets an error.
    const problems = visit.problems.filter((problem) => !(/\.details\(/.test(block.text) && /\/details\/|details_unreachable/.test(problem)));
    assert.deepEqual(problems, [], name(block));
    assert.equal(done, modules > 0 ? "true" : undefined, name(block));
    if (/#other-departments/.test(block.text)) {
      assert.ok(await visit.page.evaluate(() => document.querySelectorAll("#other-departments a[href]").length > 0), name(block));
    }
    await visit.close();
  }
  cdn.answer = () => undefined;
});

test("every program for Node is one, and every file in JSON too", async () => {
  for (const block of of("mjs")) {
    const file = join(WORK, "program.mjs");
    await mkdir(WORK, { recursive: true });
    await writeFile(file, block.text);
    await run(process.execPath, ["--check", file], WORK);
  }
  for (const block of of("json")) assert.ok(JSON.parse(block.text), name(block));
});

test("every script and every component has the right types", async () => {
  const { folder, run: tool } = await project("types");
  await Promise.all(["api.ts", "jsx.tsx", "shop.js"].map((file) => rm(join(folder, file))));
  await writeFile(join(folder, "events.d.ts"), "interface DocumentEventMap { [name: `passerelle-${string}`]: CustomEvent }\n");
  const from = new Map();
  for (const [number, block] of of("html", "js", "tsx").entries()) {
    for (const [part, script] of (block.language === "tsx" ? [block.text] : scripts(block)).entries()) {
      const file = `block-${number}-${part}.${block.language === "tsx" ? "tsx" : "ts"}`;
      from.set(file, name(block));
      let code = script.replaceAll('"/passerelle/index.js"', '"passerelle"').replaceAll('"/passerelle/auto.js"', '"passerelle/auto"').replaceAll('document.querySelector("', 'document.querySelector<HTMLElement>("');
      // On this page the element exists.
      code = code.replaceAll(/(querySelector<HTMLElement>\("[^"]*"\))\./g, "$1!.");
      const given = takesForGiven(code) ? "declare const passerelle: import('passerelle').Passerelle;\n" : "";
      // An event of a worker, which the types of a page do not know.
      code = code.replace('addEventListener("fetch", (event)', 'addEventListener("fetch", (event: any)');
      const platform = `type Choices = { personalisation: boolean };
        declare const consentPlatform: {
          onReady(heard: (choices: Choices | undefined) => void): void;
          onChange(heard: (choices: Choices) => void): void;
        };\n`;
      await writeFile(join(folder, file), imported(`${given}${platform}${code}\nexport {};\n`, "passerelle"));
    }
  }
  await tool("tsc", ["--project", "."]).catch((error) => {
    const said = error.message.replace(/^block-[\w-]+\.tsx?/gm, (file) => `${from.get(file)} (${file})`);
    assert.fail(said);
  });
});

test("every house.toml builds a pack", async () => {
  const folder = join(WORK, "docs");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const rows = ["id", "title", "link", "price", "availability", "product_type", "custom_label_1", "custom_label_2", "custom_label_0"].join("\t");
  const row = (id, type, ...labels) => [id, `Thing ${id}`, `https://shop.example/${id}`, "9.00 EUR", "in_stock", type, ...labels, type === "Sun care" ? "sun" : ""].join("\t");
  await writeFile(join(folder, "feed.tsv"), [rows, row("85123A", "Shoes > Boots", "CR27", ""), row("b", "Handbags", "", ""), row("c", "Shoes", "", "gift"), row("d", "Cleansers", "", ""), row("e", "Sun care", "", "")].join("\n"));
  // Blocks of a document belong together; without [house] they are appended to the first block of docs/house.md.
  const base = of("toml").find(({ document }) => document === "docs/house.md").text;
  const whole = new Map();
  for (const { document, text } of of("toml")) if (!PARTIAL.includes(document)) whole.set(document, `${whole.get(document) ?? ""}\n${text}`);
  for (const [document, text] of whole) {
    const house = `${/^\[house\]/m.test(text) ? "" : base}\n${text}\n${REST}`;
    await writeFile(join(folder, "house.toml"), house);
    const feed = document === "docs/divisions.md" ? `${ROOT}crates/catalogue/tests/data/shopify-new.csv` : "feed.tsv";
    const { stdout } = await run(nativeTool(), ["build", "--feed", feed, "--out", document.replaceAll(/\W/g, "-")], folder);
    assert.match(stdout, /^items +[1-9]/m, document);
  }
});

test("every command exists, with the options that are shown", async () => {
  const help = new Map();
  const helpOf = async (key, program, argv) => {
    if (!help.has(key)) help.set(key, run(program, argv, ROOT).then(({ stdout, stderr }) => stdout + stderr));
    return help.get(key);
  };
  let checked = 0;
  for (const document of DOCUMENTS) {
    const text = await readFile(join(ROOT, document), "utf8");
    const shown = [...text.matchAll(/`((?:npx )?(?:passerelle|cargo xtask)(?: [^`\n]+)?)`/g)].map(([, command]) => command);
    const typed = (await blocks()).filter((block) => block.document === document && block.language === "sh");
    shown.push(...typed.flatMap((block) => block.text.split("\n")).filter((line) => /^(npx )?(passerelle|cargo xtask) /.test(line)));
    for (const command of shown) {
      const [words] = command.split("  #");
      const xtask = /^cargo xtask ([a-z-]+(?: [a-z][a-z-]*)*)/.exec(words);
      const npm = /^npx passerelle (\S+)/.exec(words);
      const native = /^passerelle ([a-z-]+)/.exec(words);
      if (!xtask && !npm && !native) continue;
      const said = xtask
        ? await helpOf(words, process.env.PASSERELLE_XTASK, [...xtask[1].split(" "), "--help"])
        : npm
          ? await helpOf("npm", process.execPath, [`${ROOT}pkg/bin/passerelle.js`, "--help"])
          : await helpOf(native[1], nativeTool(), [native[1], "--help"]);
      if (npm) assert.ok(said.includes(` ${npm[1]} `), `${document}: ${command}`);
      for (const option of words.match(/--[a-z-]+/g) ?? []) {
        assert.ok(said.includes(option), `${document}: ${command}: there is no ${option}`);
      }
      checked += 1;
    }
  }
  assert.ok(checked > 25, `${checked} commands`);
});
