// The published package: complete, well described, and without side effects on import.

import assert from "node:assert/strict";
import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { before, test } from "node:test";

import { ROOT } from "../browser/harness.mjs";
import { pack, project, run, tool, WORK } from "./project.mjs";

const json = async (path) => JSON.parse(await readFile(path, "utf8"));

let tarball;

before(async () => {
  tarball = await pack();
});

test("the tarball holds what it must and nothing else", () => {
  const { names } = tarball;
  const needed = [
    "package.json", "README.md", "LICENSE-MIT", "LICENSE-APACHE", "custom-elements.json", "jsx.d.ts", "bin/passerelle.js",
    ...["index", "element", "auto", "notices", "client-messages", "loyalty", "advice", "compare", "inspector"].flatMap((name) => [`dist/${name}.js`, `dist/${name}.d.ts`]),
    ...["passerelle.wasm", "advice.wasm", "privacy.js", "hub.html", "hub.js", "suggestions.css", "errors-and-warnings.md"].map((name) => `dist/${name}`),
  ];
  assert.deepEqual(needed.filter((name) => !names.includes(name)), []);
  const other = names.filter((name) => !needed.includes(name));
  assert.deepEqual(other.filter((name) => !/^(dist\/([\w-]+\.js|[\w/-]+\.d\.ts|messages\/\w\w\.json)|docs\/([\w-]+\.md|images\/\w+\.svg))$/.test(name)), []);
});

test("every document that a file of the package names is in the package", async () => {
  const { names } = tarball;
  const dead = [];
  const named = new Set();
  for (const name of names.filter((name) => /\.(d\.ts|js|json|html|css|md)$/.test(name))) {
    const text = await readFile(join(ROOT, "pkg", name), "utf8");
    const said = [...text.matchAll(/(?<![\w./-])docs\/[\w/-]+\.md\b/g)].map(([path]) => path);
    const isPage = name.startsWith("docs/");
    // A page's links to what was measured, and to other files of the repository, lead out of the package.
    const linked = isPage ? [...text.matchAll(/\]\(((?!https?:|\.\.\/|research\/)[\w/-]+\.(?:md|svg))/g)].map(([, path]) => `docs/${path}`) : [];
    if (!isPage) said.forEach((path) => named.add(path));
    for (const path of [...said, ...linked]) if (!names.includes(path)) dead.push(`${name}: ${path}`);
  }
  assert.deepEqual(dead, []);
  for (const path of ["docs/README.md", "docs/discretion.md", "docs/element.md"]) assert.ok(named.has(path), path);
});

test("the licences are the repository's", async () => {
  for (const name of ["LICENSE-MIT", "LICENSE-APACHE"]) {
    assert.equal(await readFile(join(ROOT, "pkg", name), "utf8"), await readFile(join(ROOT, name), "utf8"));
  }
});

test("publint finds nothing", async () => {
  const { stdout } = await run(tool("publint"), ["run", tarball.file, "--strict"], WORK);
  assert.match(stdout, /All good!/);
});

test("are-the-types-wrong finds nothing", async () => {
  const files = ["./passerelle.wasm", "./advice.wasm", "./hub.html", "./messages/*.json", "./suggestions.css", "./custom-elements.json"];
  const argv = [tarball.file, "--profile", "esm-only", "--format", "json", "--exclude-entrypoints", ...files];
  const { stdout } = await run(tool("attw"), argv, WORK);
  const { analysis, problems } = JSON.parse(stdout);
  assert.deepEqual(Object.keys(analysis.entrypoints).sort(), [".", "./advice", "./auto", "./client-messages", "./compare", "./element", "./inspector", "./jsx", "./loyalty", "./notices", "./package.json"]);
  // Everything is an ES module; CommonJS code must use import(), as the profile states.
  const counted = Object.values(problems ?? {}).flat().filter(({ resolutionKind }) => !["node10", "node16-cjs"].includes(resolutionKind));
  assert.deepEqual(counted, []);
});

test("everything can be imported in Node, where nothing happens", async () => {
  const { folder } = await project("node");
  const { stdout, stderr } = await run(process.execPath, ["--no-warnings", "import.mjs"], folder);
  assert.equal(stderr, "");
  assert.deepEqual(JSON.parse(stdout), {
    added: [], create: "function", error: true, name: "passerelle", elements: "1.0.0", wasm: true, hub: true,
  });
});

test("the types are what they promise, however they are resolved", async () => {
  const types = await project("types");
  await types.run("tsc", ["--project", "."]);
  await types.run("tsc", ["--project", ".", "--module", "esnext", "--moduleResolution", "bundler"]);
});

test("importing the API costs a bundle nothing, importing the element stays", async () => {
  const { folder } = await project("node");
  const bundled = async (source) => {
    await writeFile(join(folder, "entry.js"), source);
    const argv = ["entry.js", "--bundle", "--format=esm", "--outfile=out.js", "--log-level=error"];
    await run(tool("esbuild"), argv, folder);
    return readFile(join(folder, "out.js"), "utf8");
  };
  assert.equal((await bundled('import "passerelle";')).trim(), "");
  assert.equal((await bundled('import { createPasserelle, PasserelleError } from "passerelle";')).trim(), "");
  for (const entry of ["element", "auto", "notices", "client-messages", "loyalty", "advice", "compare", "inspector"]) {
    assert.match(await bundled(`import "passerelle/${entry}";`), /customElements\.define\(/, entry);
  }
});

test("the manifest of elements, the types for JSX and the code speak of the same things", async () => {
  const manifest = await json(`${ROOT}pkg/custom-elements.json`);
  // The privacy panel is opened by a call, so it has no attributes and no entry.
  const elements = manifest.modules
    .flatMap(({ path, declarations }) => declarations.map((one) => ({ ...one, entry: path.replace(/^dist\/|\.js$/g, "") })))
    .filter(({ attributes }) => attributes);
  assert.equal(elements.length, 7);
  const attributesOf = ({ attributes }) => attributes.map(({ name }) => name).sort();
  const { folder } = await project("node");
  const script = `const all = [];
    for (const [entry, name] of ${JSON.stringify(elements.map(({ entry, name }) => [entry, name]))}) all.push([...(await import("passerelle/" + entry))[name].observedAttributes].sort());
    console.log(JSON.stringify(all));`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", script], folder);
  assert.deepEqual(JSON.parse(stdout), elements.map(attributesOf));

  const jsx = await readFile(`${ROOT}pkg/jsx.d.ts`, "utf8");
  const members = (name) => {
    const body = jsx.split(`interface ${name} {`)[1].split("\n}")[0];
    return [...body.matchAll(/^ {2}"?([\w-]+)"?\?:/gm)].map(([, member]) => member).sort();
  };
  for (const one of elements) assert.deepEqual(members(`${one.name}Attributes`), attributesOf(one), one.name);
  const element = elements.find(({ tagName }) => tagName === "passerelle-suggestions");
  const events = element.events.map(({ name }) => name).sort();
  assert.deepEqual(members("PasserelleSuggestionsEvents"), events.map((name) => `on${name}`));

  const known = new Set(elements.flatMap(({ cssProperties = [] }) => cssProperties.map(({ name }) => name)));
  for (const name of tarball.names.filter((name) => name.endsWith(".js"))) {
    const text = await readFile(join(`${ROOT}pkg`, name), "utf8");
    const unknown = (text.match(/--passerelle-[a-z-]+/g) ?? []).filter((property) => !known.has(property));
    assert.deepEqual(unknown, [], `${name} has properties that the manifest does not tell of`);
  }
  for (const { path, declarations } of manifest.modules) {
    assert.ok(tarball.names.includes(path), path);
    assert.ok(declarations.every(({ tagName }) => tagName.startsWith("passerelle-")));
  }
});

test("the code knows the package's version, and the package has the list of its codes", async () => {
  assert.equal(await readFile(`${ROOT}pkg/dist/errors-and-warnings.md`, "utf8"), await readFile(`${ROOT}docs/errors-and-warnings.md`, "utf8"));
  const { version } = await json(`${ROOT}pkg/package.json`);
  assert.ok((await readFile(`${ROOT}pkg/src/registry.ts`, "utf8")).includes(`VERSION = "${version}"`));
});

test("copy-assets copies the module, and on request the rest", async () => {
  const { command, folder } = await project("node");
  const { stdout } = await command(["copy-assets", "static/files"]);
  const texts = await readdir(`${ROOT}pkg/src/messages`);
  const copied = ["passerelle.wasm", "advice.wasm", ...texts.map((name) => join("messages", name))].map((name) => join("static/files", name));
  assert.deepEqual(stdout.trim().split("\n").sort(), copied.sort());
  const published = await readFile(`${ROOT}pkg/dist/passerelle.wasm`);
  assert.ok(published.equals(await readFile(join(folder, "static/files/passerelle.wasm"))));

  const all = await command(["copy-assets", "public", "--modules", "--hub"]);
  for (const name of ["passerelle.wasm", "messages/fr.json", "suggestions.css", "index.js", "auto.js", "privacy.js", "hub.html", "hub.js"]) {
    assert.ok(all.stdout.includes(join("public", name)), name);
    assert.ok((await stat(join(folder, "public", name))).isFile());
  }
});

test("copy-assets leaves a hub.html alone that a house has written into", async () => {
  const { command, folder } = await project("node");
  await command(["copy-assets", "public", "--hub"]);
  const page = join(folder, "public/hub.html");
  const mine = (await readFile(page, "utf8")).replace('content=""', 'content="https://shop.example"');
  await writeFile(page, mine);
  const { stderr } = await command(["copy-assets", "public", "--hub"]);
  assert.match(stderr, /hub\.html is there and was left as it is/);
  assert.equal(await readFile(page, "utf8"), mine);
});

test("copy-assets says what is wrong and what to do", async () => {
  const { command, folder } = await project("node");
  await writeFile(join(folder, "file"), "");
  for (const [argv, says] of [
    [["copy-assets"], /copy-assets takes one folder, 0 were given/],
    [["copy-assets", "a", "b"], /takes one folder, 2 were given/],
    [["copy-assets", "a", "--all"], /has no option --all/],
    [["copy-assets", "file"], /file cannot be written to \(EEXIST\): name a folder/],
    [["build"], /there is no command build here; packs are built by the native tool/],
  ]) {
    await assert.rejects(command(argv), (error) => says.test(error.message) && error.message.includes("Usage: passerelle"), argv.join(" "));
  }
  assert.match((await command(["--help"])).stdout, /^Usage: passerelle copy-assets DIR/);
  await rm(join(folder, "node_modules/passerelle/dist/passerelle.wasm"));
  await assert.rejects(command(["copy-assets", "a"]), /passerelle\.wasm is not there: install the package again/);
});
