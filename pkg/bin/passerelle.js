#!/usr/bin/env node
// The command of the npm package: puts files where a page can load them. Packs are built by the native tool of the same
// name, which is no part of this package.

import { copyFile, mkdir, readdir, readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const DIST = fileURLToPath(new URL("../dist/", import.meta.url));
const MODULE = "passerelle.wasm";
/** Of the elements of advice. */
const ADVICE = "advice.wasm";
const HUB = ["hub.html", "hub.js"];
const SHEET = "suggestions.css";
const TEXTS = "messages";

const USAGE = `Usage: passerelle copy-assets DIR [--modules] [--hub]

Copies into DIR what a bundler does not:
  (always)    ${MODULE} and ${ADVICE}, and the folder ${TEXTS}: what the elements say, one file for each language
  --modules   every JavaScript file and ${SHEET} too, for pages without a bundler
  --hub       ${HUB.join(" and ")} too, for sub-domains that share one history; a hub.html that is there stays as it is
`;

/** What is wrong with the command, and what to do. */
class Refusal extends Error {}

async function copyAssets(given) {
  const options = given.filter((argument) => argument.startsWith("-"));
  const folders = given.filter((argument) => !argument.startsWith("-"));
  const unknown = options.find((option) => !["--modules", "--hub"].includes(option));
  if (unknown) throw new Refusal(`copy-assets has no option ${unknown}`);
  if (folders.length !== 1) throw new Refusal(`copy-assets takes one folder, ${folders.length} were given`);
  const [folder] = folders;
  const built = await readdir(DIST).catch(() => []);
  if (!built.includes(MODULE)) throw new Refusal(`${DIST}${MODULE} is not there: install the package again`);
  const texts = await readdir(join(DIST, TEXTS)).catch(() => []);
  if (texts.length === 0) throw new Refusal(`${DIST}${TEXTS} is not there: install the package again`);
  const names = [MODULE, ADVICE, ...texts.map((name) => join(TEXTS, name))];
  if (options.includes("--modules")) names.push(...built.filter((name) => name.endsWith(".js") && !HUB.includes(name)), SHEET);
  if (options.includes("--hub")) names.push(...HUB);
  try {
    await mkdir(folder, { recursive: true });
    for (const name of names) {
      const target = join(folder, name);
      // A house writes its origins into it.
      if (name === "hub.html" && (await isAnother(join(DIST, name), target))) {
        process.stderr.write(`${target} is there and was left as it is\n`);
        continue;
      }
      await mkdir(dirname(target), { recursive: true });
      await copyFile(join(DIST, name), target);
      process.stdout.write(`${target}\n`);
    }
  } catch (error) {
    throw new Refusal(`${folder} cannot be written to (${error.code ?? error.message}): name a folder, and check its permissions`);
  }
}

/** Whether `target` is a file with another content than `source`. */
async function isAnother(source, target) {
  const there = await stat(target).catch(() => undefined);
  return there?.isFile() === true && !(await readFile(source)).equals(await readFile(target));
}

const [command, ...given] = process.argv.slice(2);
try {
  if (command === "copy-assets" && !given.includes("--help")) {
    await copyAssets(given);
  } else if (command === undefined || command === "--help" || command === "help" || given.includes("--help")) {
    process.stdout.write(USAGE);
  } else {
    throw new Refusal(`there is no command ${command} here; packs are built by the native tool, see the README`);
  }
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  process.stderr.write(`passerelle: ${error.message}\n\n${USAGE}`);
  process.exitCode = 1;
}
