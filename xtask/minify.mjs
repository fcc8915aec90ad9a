// Makes JavaScript that esbuild has bundled smaller still, in place: `node xtask/minify.mjs FILE...`. Nothing that terser
// calls unsafe.

import { readFile, writeFile } from "node:fs/promises";
import { minify } from "terser";

const OPTIONS = { module: true, ecma: 2020, compress: { passes: 3 }, mangle: true };

for (const file of process.argv.slice(2)) {
  const { code } = await minify(await readFile(file, "utf8"), OPTIONS);
  await writeFile(file, `${code}\n`);
}
