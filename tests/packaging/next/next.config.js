import { fileURLToPath } from "node:url";

/** @type {import("next").NextConfig} */
export default {
  output: "export",
  outputFileTracingRoot: fileURLToPath(new URL(".", import.meta.url)),
};
