import { nodeResolve } from "@rollup/plugin-node-resolve";

/** @type {import("rollup").RollupOptions} */
export default {
  input: "app.js",
  output: { dir: "dist/assets", format: "es" },
  plugins: [nodeResolve()],
};
