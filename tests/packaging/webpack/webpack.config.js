import { fileURLToPath } from "node:url";

/** @type {import("webpack").Configuration} */
export default {
  mode: "production",
  entry: "./app.js",
  output: { path: fileURLToPath(new URL("dist", import.meta.url)), filename: "app.js", publicPath: "/" },
};
