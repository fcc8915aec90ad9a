// The site of the documents: `cargo xtask docs` builds it into target/site. Pages and their order come from docs/README.md.

import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const DOCS = join(import.meta.dirname, "..");
/** Written from the package's types by typedoc. */
const API = "api/index.md";

/** A group of the sidebar for each heading of docs/README.md, with the pages that it links to, in their order. */
function sidebar() {
  const [, ...groups] = readFileSync(join(DOCS, "README.md"), "utf8").split(/^## /m);
  return groups.map((group) => {
    const links = [...group.matchAll(/\[([^\]]+)\]\(([\w/-]+\.md)(?:#[^)]*)?\)/g)];
    const items = links.map(([, text, page]) => ({ text, link: `/${page.replace(/\.md$/, "")}` }));
    return { text: group.slice(0, group.indexOf("\n")), items, collapsed: group.startsWith("Research") };
  });
}

/** Links to files of the repository that are no pages become plain text: a site without the repository has nothing to show. */
function keepWithinTheSite(md) {
  md.core.ruler.push("outside", ({ tokens, env }) => {
    for (const token of tokens) {
      let isOutside = false;
      token.children = token.children?.filter((child) => {
        if (child.type === "link_open") {
          const href = child.attrGet("href") ?? "";
          const file = relative(DOCS, join(dirname(env.path ?? join(DOCS, "x")), href.split("#")[0]));
          isOutside = href.startsWith("../") && file.startsWith("..");
          return !isOutside;
        }
        return child.type !== "link_close" || !isOutside;
      }) ?? null;
    }
  });
}

/** Code is text, also where it has the braces of a template. */
function keepBraces(md) {
  md.renderer.rules.code_inline = (tokens, at) => `<code v-pre>${md.utils.escapeHtml(tokens[at].content)}</code>`;
}

if (!existsSync(join(DOCS, API))) throw new Error(`docs/${API} is missing: build the site by \`cargo xtask docs\``);

export default {
  title: "Passerelle",
  description: "Suggestions from a shop's other departments, computed on the shopper's own device",
  base: process.env.PASSERELLE_SITE_BASE ?? "/",
  outDir: "../target/site",
  cacheDir: "../target/site-cache",
  srcExclude: ["node_modules/**"],
  rewrites: { "README.md": "index.md" },
  markdown: { config: (md) => [keepWithinTheSite, keepBraces].forEach((change) => change(md)), languageAlias: { mjs: "js" } },
  // The demo is copied there when the pages are written.
  ignoreDeadLinks: [/^\/demo\//],
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    nav: [
      { text: "Documents", link: "/" },
      { text: "API", link: "/api/" },
      { text: "Demo", link: "/demo/", target: "_self" },
    ],
    sidebar: [...sidebar(), { text: "Types", items: [{ text: "API of the package", link: "/api/" }, { text: "Elements", link: "/api/modules" }] }],
  },
};
