// The packed tarball, installed in a small project as a shop installs it from the registry.
//
//   const vite = await project("vite");          // tests/packaging/vite, with passerelle in its node_modules
//   await vite.run("vite", ["build"]);
//   await runsInBrowser(browser, join(vite.folder, "dist"));

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdir, readFile, rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { POLICY, startCdn } from "../browser/cdn.mjs";
import { open, ROOT } from "../browser/harness.mjs";
import { PACK } from "../browser/store.mjs";

const HERE = fileURLToPath(new URL(".", import.meta.url));
/** Folder of the test projects; its content is not kept. */
export const WORK = `${HERE}work/`;

const execute = promisify(execFile);
const npm = process.platform === "win32" ? "npm.cmd" : "npm";

/** Runs a program; if it fails, the error has its output. */
export async function run(program, argv, folder, environment = {}) {
  const env = { ...process.env, ...environment };
  try {
    const { stdout, stderr } = await execute(program, argv, { cwd: folder, env, maxBuffer: 64 << 20 });
    return { stdout, stderr };
  } catch (error) {
    throw new Error(`${program} ${argv.join(" ")} in ${folder} failed:\n${error.stdout ?? ""}${error.stderr ?? error.message}`);
  }
}

let packed;

/** Packs `pkg` like `npm publish`; returns the file and the names in it. */
export function pack() {
  packed ??= (async () => {
    await mkdir(WORK, { recursive: true });
    const { stdout } = await run(npm, ["pack", `${ROOT}pkg`, "--pack-destination", WORK, "--json"], HERE);
    // npm 12 returns an object by name, earlier versions an array.
    const told = JSON.parse(stdout);
    const [{ filename, files }] = Array.isArray(told) ? told : Object.values(told);
    return { file: join(WORK, filename), names: files.map(({ path }) => path) };
  })();
  return packed;
}

/** Returns a tool that npm installed for the tests: of the project's bundlers, or of the repository. */
export function tool(name) {
  const found = [`${WORK}node_modules/.bin/${name}`, `${ROOT}node_modules/.bin/${name}`].find((path) => existsSync(path));
  assert.ok(found, `${name} is not installed: run these tests with \`cargo xtask test\` or \`cargo xtask accept\``);
  return found;
}

/** Copies `tests/packaging/NAME` and installs the tarball in it. */
export async function project(name) {
  const { file } = await pack();
  const folder = join(WORK, name);
  await rm(folder, { recursive: true, force: true });
  await cp(join(HERE, name), folder, { recursive: true });
  for (const name of ["shop.js", "drawn.js"]) await cp(join(HERE, name), join(folder, name));
  const quiet = ["--offline", "--no-save", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund"];
  await run(npm, ["install", ...quiet, file], folder);
  return {
    folder,
    run: (program, argv, environment) => run(tool(program), argv, folder, environment),
    /** Runs the package's own command, as `npx passerelle` does. */
    command: (argv) => run(join(folder, "node_modules/.bin/passerelle"), argv, folder),
  };
}

/** Installs the bundlers that are too large for every run of the tests. */
export const installBundlers = () => install(HERE, WORK);

/** Installs the packages of the lock file in `from` into `folder`, unless they are there. */
export async function install(from, folder) {
  await mkdir(folder, { recursive: true });
  const stamp = join(folder, "node_modules/.package-lock.json");
  const wanted = await readFile(join(from, "package-lock.json"), "utf8");
  const installed = await readFile(join(folder, "package-lock.json"), "utf8").catch(() => "");
  if (wanted === installed && existsSync(stamp)) return;
  for (const name of ["package.json", "package-lock.json"]) await cp(join(from, name), join(folder, name));
  await run(npm, ["ci", "--no-audit", "--no-fund"], folder);
}

/**
 * Serves a bundler's output together with the demo's pack. Asserts that its page starts the module, requests
 * suggestions, opens the privacy panel (a chunk loaded on demand), defines the element and draws it.
 */
export async function runsInBrowser(browser, folder, { policy = POLICY, path = "/" } = {}) {
  const cdn = await startCdn({ "/": folder, "/pack/": PACK });
  cdn.policy = policy;
  cdn.answer = async (asked) =>
    asked === "/" ? { status: 200, body: await readFile(join(folder, "index.html")), headers: page(policy) } : undefined;
  try {
    return await runsAt(browser, `${cdn.url}${path}`);
  } finally {
    await cdn.close();
  }
}

const page = (policy) => ({ "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy });

/** Like `runsInBrowser`, for a page on another server. */
export async function runsAt(browser, address) {
  const visit = await open(browser);
  try {
    await visit.page.goto(address);
    await visit.page.waitForSelector("html[data-done]", { timeout: 30_000 }).catch(() => undefined);
    const said = await visit.page.evaluate(() => ({ ...document.documentElement.dataset }));
    assert.equal(said.error, undefined, `${said.error}\n${visit.problems.join("\n")}`);
    assert.equal(said.done, "true", visit.problems.join("\n"));
    assert.ok(Number(said.suggestions) > 0, "suggestions of other divisions");
    assert.ok(Number(said.drawn) > 0, "an element draws");
    assert.equal(said.panel, "passerelle-privacy");
    assert.equal(said.element, "passerelle-suggestions");
    assert.deepEqual(visit.problems, []);
    const module = visit.requests.filter(({ url }) => url.includes(".wasm"));
    assert.equal(module.length, 1, "the module is fetched once");
    return { module: new URL(module[0].url).pathname };
  } finally {
    await visit.close();
  }
}
