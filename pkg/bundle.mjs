// Bundles what a page loads with a script tag: `auto.js`, one file with everything that every page needs, and for each file that is
// loaded when it is needed one file too. esbuild's own splitting would put what they share into chunks, which a page loads one after
// the other. So a file that is loaded later has a copy of what it shares with `auto.js`: state that both need lies in the document's
// registry (`src/registry.ts`). For bundlers the package is built with chunks: they make their own.
//
// node pkg/bundle.mjs FOLDER METAFILE TARGETS (release | debug)

import { writeFile } from "node:fs/promises";
import { basename, relative, resolve } from "node:path";
import { build } from "esbuild";

const [folder, metafile, targets, flavour] = process.argv.slice(2);
const outputs = {};
/** By source: the name of the file that it becomes. */
const later = new Map();

/** An `import()` loads another file, whose name tells its content. */
const apart = {
  name: "apart",
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, async ({ kind, path, resolveDir }) => {
      if (kind !== "dynamic-import") return undefined;
      const source = resolve(resolveDir, path.replace(/\.js$/, ".ts"));
      if (!later.has(source)) later.set(source, bundle(source, `auto-${basename(source, ".ts")}`, "[name]-[hash]"));
      return { path: `./${await later.get(source)}`, external: true };
    });
  },
};

/** Bundles one file with all that it imports; the name of what was written. */
async function bundle(source, name, entryNames) {
  const { metafile: meta } = await build({
    entryPoints: { [name]: source },
    outdir: folder,
    entryNames,
    bundle: true,
    format: "esm",
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
    target: targets.split(","),
    minify: flavour === "release",
    sourcemap: flavour === "release" ? false : "linked",
    metafile: true,
    plugins: [apart],
  });
  Object.assign(outputs, meta.outputs);
  return basename(Object.keys(meta.outputs).find((path) => path.endsWith(".js")));
}

await bundle(resolve("pkg/src/auto.ts"), "auto", "[name]");
const sorted = Object.fromEntries(Object.entries(outputs).map(([path, output]) => [relative(".", path), output]).sort(([one], [other]) => (one < other ? -1 : 1)));
await writeFile(metafile, JSON.stringify({ outputs: sorted }));
