/**
 * What the house says in the page's language beside the package's catalogue: a file of the build, the same for everybody.
 * Loaded when it is used.
 */

import type { fetchFile } from "./network.js";
import type { Notice, Words } from "./types.js";
import type { Warn } from "./warning.js";

const files = new Map<string, Promise<Words>>();

/**
 * The words of the build whose folder is at `folder`; none, with a warning, when they cannot be read. Asked for once. The
 * caller lends what every page has loaded to fetch files: an import would make every page load it apart.
 */
export function loadWords(folder: string, language: string, fetch: typeof fetchFile, warn: Warn): Promise<Words> {
  const address = `${folder}/translations/${language}.json`;
  let file = files.get(address);
  if (!file) files.set(address, (file = read(address, language, fetch, warn)));
  return file;
}

async function read(address: string, language: string, fetch: typeof fetchFile, warn: Warn): Promise<Words> {
  let problem = "it holds no words";
  try {
    const file = await fetch(address, "default", true);
    if (typeof file !== "string") {
      const { types, messages, notices } = JSON.parse(new TextDecoder().decode(file)) as Record<string, unknown>;
      return { language, types: texts(types), messages: texts(messages), notices: (notices as unknown[]).filter(isNotice) };
    }
    problem = file;
  } catch {
    // Said below.
  }
  warn("words_unreachable", `${address}: ${problem}`);
  return { language, types: {}, messages: {}, notices: [] };
}

/** Those of the values that are texts. */
function texts(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(value as object).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

function isNotice(value: unknown): value is Notice {
  const { id, from, until, items, ordered, text, link } = (value ?? {}) as Record<string, unknown>;
  const days = [from, until, ...(Array.isArray(ordered) ? ordered : [])];
  return (
    [id, text, link ?? ""].every((said) => typeof said === "string") &&
    (items === null || Array.isArray(items)) &&
    days.length === 4 &&
    days.every(Number.isInteger)
  );
}
