/**
 * What the house says in the page's language beside the package's catalogue: a file of the build, the same for everybody.
 * Loaded when it is used.
 */

import type { HouseValues, Notice, Translations } from "./types.js";
import type { Warn } from "./warning.js";

/** The module, which fetches the file. */
interface TranslationFile {
  translations(): Promise<Uint8Array>;
  translationsAddress(): string;
  language(): string;
}

const files = new WeakMap<TranslationFile, Promise<Translations>>();

/** The translations of the module's pack; none, with a warning, when they cannot be read. Asked for once. */
export function loadTranslations(module: TranslationFile, warn: Warn): Promise<Translations> {
  let file = files.get(module);
  if (!file) files.set(module, (file = read(module, warn)));
  return file;
}

async function read(module: TranslationFile, warn: Warn): Promise<Translations> {
  const language = module.language();
  let problem = `${module.translationsAddress()}: it holds no translations`;
  try {
    const file = await module.translations().catch((error: Error) => error);
    if (file instanceof Uint8Array) {
      const { types, messages, notices, values } = JSON.parse(new TextDecoder().decode(file)) as Record<string, unknown>;
      return { language, types: texts(types), messages: texts(messages), notices: (notices as unknown[]).filter(isNotice), values: isValues(values) ? values : null };
    }
    problem = file.message;
  } catch {
    // Said below.
  }
  warn("translations_unreachable", problem);
  return { language, types: {}, messages: {}, notices: [], values: null };
}

/** Those of the values that are texts. */
function texts(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(value as object).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

function isValues(value: unknown): value is HouseValues {
  const { text, link } = (value ?? {}) as Record<string, unknown>;
  return typeof text === "string" && (typeof link === "string" || link === null);
}

function isNotice(value: unknown): value is Notice {
  const { id, from, until, items, ordered, text, link } = (value ?? {}) as Record<string, unknown>;
  const days = [from, until, ...(Array.isArray(ordered) ? ordered : [])];
  return (
    [id, text, link ?? ""].every((said) => typeof said === "string") &&
    (items === null || (Array.isArray(items) && items.every((item) => typeof item === "string"))) &&
    days.length === 4 &&
    days.every(Number.isInteger)
  );
}
