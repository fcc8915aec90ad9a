// The documents as text: short pages and lines, valid links, and no page without a link to it.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname, join, normalize } from "node:path";
import { before, test } from "node:test";
import { promisify } from "node:util";

const ROOT = new URL("../../", import.meta.url).pathname;
const README_LINES = 120;
const LINE_LENGTH = 120;
const PAGE_WORDS = 2_000;
/** Maximum number of words of most pages. */
const USUAL_WORDS = 900;
const RESEARCH = "docs/research/";
/** Names in capitals that readers look for. */
const CAPITALS = ["README.md", "PRIVACY-NOTICE.md"];

/** Runs git in the repository, and returns its output. */
const git = async (...argv) => (await promisify(execFile)("git", argv, { cwd: ROOT, maxBuffer: 16 << 20 })).stdout;

/** The text of each document, by its path in the repository. */
const documents = new Map();

before(async () => {
  const listed = await git("ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.md");
  const names = listed.split("\0").filter((name) => name !== "" && existsSync(join(ROOT, name)));
  for (const name of names) documents.set(name, await readFile(join(ROOT, name), "utf8"));
});

const pages = () => [...documents].filter(([name]) => name.startsWith("docs/"));
/** The number of words, numbers and names, without lone punctuation marks. */
const words = (text) => text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
/** The text without its code blocks. */
const prose = (text) => text.replaceAll(/^ *```[\s\S]*?^ *```$/gm, "");
/** A heading's anchor on GitHub and in VitePress. */
const anchor = (heading) => heading.trim().toLowerCase().replaceAll(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-");

/** The targets of a document's links within the repository: `{ link, file, hash }`. */
function links(name) {
  const found = [...prose(documents.get(name)).matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)];
  return found.map(([, link]) => {
    const [path, hash] = link.split("#");
    return { link, file: path === "" ? name : normalize(join(dirname(name), path)), hash };
  });
}

test("there are documents", () => {
  assert.ok(documents.size > 60 && pages().length > 50, `${documents.size} documents`);
});

test("no page outside research is longer than 2,000 words, most are shorter than 900", () => {
  const counted = pages().filter(([name]) => !name.startsWith(RESEARCH)).map(([name, text]) => ({ name, words: words(text) }));
  assert.deepEqual(counted.filter((page) => page.words > PAGE_WORDS), []);
  const long = counted.filter((page) => page.words > USUAL_WORDS);
  assert.ok(long.length * 2 < counted.length, `${long.length} of ${counted.length} pages have more than ${USUAL_WORDS} words`);
});

test("the README is short", () => {
  const lines = documents.get("README.md").trimEnd().split("\n").length;
  assert.ok(lines <= README_LINES, `README.md has ${lines} lines`);
});

test("lines can be read in any editor", () => {
  const long = [];
  for (const [name, text] of documents) {
    let isCode = false;
    for (const [at, line] of text.split("\n").entries()) {
      const isFence = /^\s*```/.test(line);
      // Tables and code may be wide; so may a command or a link in a sentence.
      const isWhole = isCode || isFence || line.startsWith("|") || /`[^`]{80,}|\]\([^)]{80,}/.test(line);
      if (!isWhole && line.length > LINE_LENGTH) long.push(`${name}:${at + 1}`);
      if (isFence) isCode = !isCode;
    }
  }
  assert.deepEqual(long, [], `lines of more than ${LINE_LENGTH} characters`);
});

test("names of pages are in small letters", () => {
  const names = pages().map(([name]) => basename(name)).filter((name) => !CAPITALS.includes(name));
  assert.deepEqual(names.filter((name) => !/^[a-z0-9-]+\.md$/.test(name)), []);
});

test("links lead to files that are there, and to headings that are in them", () => {
  const dead = [];
  for (const name of documents.keys()) {
    for (const { link, file, hash } of links(name)) {
      const headings = [...prose(documents.get(file) ?? "").matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchor(heading));
      if (!existsSync(join(ROOT, file)) || (hash !== undefined && !headings.includes(hash))) dead.push(`${name}: ${link}`);
    }
  }
  assert.deepEqual(dead, []);
});

test("every page can be reached from the README", () => {
  const reached = new Set(["README.md"]);
  for (const name of reached) {
    for (const { file } of links(name)) if (documents.has(file)) reached.add(file);
  }
  assert.deepEqual(pages().map(([name]) => name).filter((name) => !reached.has(name)), []);
});

test("every document that code, tests or another document names is there", async () => {
  const found = await git("grep", "--untracked", "-hoE", "\\bdocs/[A-Za-z0-9/_-]+\\.md\\b");
  const named = [...new Set(found.split("\n").filter(Boolean))];
  assert.ok(named.length > 20, `${named.length} documents are named`);
  assert.deepEqual(named.filter((name) => !existsSync(join(ROOT, name))), []);
});

test("every error and every warning has its cause, its effect and its remedy", async () => {
  const page = documents.get("docs/errors-and-warnings.md");
  for (const [heading, file, type] of [["Errors", "error", "ErrorCode"], ["Warnings", "warning", "WarningCode"]]) {
    const source = await readFile(join(ROOT, `pkg/src/${file}.ts`), "utf8");
    const codes = [...source.split(`export type ${type} =`)[1].split(";\n")[0].matchAll(/\| "(\w+)"/g)].map(([, code]) => code);
    assert.ok(codes.length > 5, type);
    const section = page.split(`\n## ${heading}\n`)[1].split("\n## ")[0];
    const rows = section.split("\n").filter((line) => line.startsWith("| `")).map((line) => line.slice(1, -1).split("|").map((cell) => cell.trim()));
    assert.deepEqual(rows.map(([code]) => code.slice(1, -1)).sort(), codes.sort());
    assert.deepEqual(rows.filter((row) => row.length !== 4 || row.some((cell) => cell === "")), []);
  }
});

test("the message of a warning names its subject, unless it is about the store of the device", async () => {
  const store = await readFile(join(ROOT, "src/store/host.rs"), "utf8");
  const ofStore = [...store.matchAll(/Self::\w+ => "(\w+)"/g)].map(([, code]) => code);
  assert.ok(ofStore.includes("storage_denied") && ofStore.includes("history_lost"), ofStore.join(", "));
  const bare = [];
  let calls = 0;
  for (const name of (await git("ls-files", "pkg/src/*.ts")).trim().split("\n")) {
    const text = await readFile(join(ROOT, name), "utf8");
    for (const [, code, next] of text.matchAll(/\bwarn\??\.?\("(\w+_\w+)"(.)/g)) {
      calls += 1;
      if (next !== "," && !ofStore.includes(code)) bare.push(`${name}: ${code}`);
    }
  }
  assert.ok(calls > 30, `${calls} calls`);
  assert.deepEqual(bare, []);
  // A message that names nothing must not be what the remedy refers to.
  const rows = documents.get("docs/errors-and-warnings.md").split("\n").filter((line) => ofStore.some((code) => line.startsWith(`| \`${code}\``)));
  assert.equal(rows.length, ofStore.length);
  assert.deepEqual(rows.filter((row) => row.includes("message")), []);
});

test("the page of the JavaScript API lists every option, field and call, and no other", async () => {
  const page = documents.get("docs/javascript-api.md");
  const declarations = await Promise.all(["index", "types", "api-types"].map((name) => readFile(join(ROOT, `pkg/src/${name}.ts`), "utf8")));
  const body = (type) => declarations.join("\n").split(new RegExp(`export (?:interface ${type} |type ${type} = )\\{`))[1].split(/\n\}|, \};|, \}/)[0];
  for (const [heading, type] of [["## `createPasserelle(options)`", "Options"], ["## Requests", "SuggestRequest"], ["## Calls", "Passerelle"], ["### `history`", "History"]]) {
    const members = [...body(type).matchAll(/^ *(?:readonly )?(\w+)(?:\?|\(|:)/gm)].map(([, name]) => name);
    const table = page.split(`\n${heading}\n`)[1].split("\n#")[0].split("\n").filter((line) => line.startsWith("| `"));
    const listed = table.flatMap((line) => [...line.split("|")[1].matchAll(/`(\w+)/g)].map(([, name]) => name));
    assert.ok(members.length > 5, type);
    assert.deepEqual(listed.sort(), [...new Set(members)].sort(), type);
  }
});

test("every file of the repository that a page names is there", () => {
  const dead = [];
  let named = 0;
  for (const [name, text] of pages()) {
    for (const [, path] of prose(text).matchAll(/`((?:benches|crates|engines|examples|fuzz|pkg|serve|src|tests|www|xtask)\/[\w./-]+)`/g)) {
      named += 1;
      // Build outputs, and files named in messages of the tool, need not be in a checkout.
      if (!path.startsWith("pkg/dist") && !existsSync(join(ROOT, path))) dead.push(`${name}: ${path}`);
    }
  }
  assert.ok(named > 60, `${named} files are named`);
  assert.deepEqual(dead, []);
});
