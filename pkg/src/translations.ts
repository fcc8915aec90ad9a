/**
 * Loads the house's texts in the page's language: a file of the build, the same for every shopper. Loaded when it is used. Not for the
 * package's own texts: see `messages.ts`.
 */

import type { HouseValues, Notice, Translations } from "./types.js";
import type { Warn } from "./warning.js";

/** The methods of the module that this file calls: it fetches the file. */
interface TranslationFile {
  translations(): Promise<Uint8Array>;
  translationsAddress(): string;
  language(): string;
}

const files = new WeakMap<TranslationFile, Promise<Translations>>();

/** Returns the translations of the module's pack, loaded once; empty ones, with a warning, if they cannot be read. */
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
    // The warning below reports it.
  }
  warn("translations_unreachable", problem);
  return { language, types: {}, messages: {}, notices: [], values: null };
}

/** Returns the entries whose values are strings. */
function texts(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(value as object).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

function isValues(value: unknown): value is HouseValues {
  const { text, link } = (value ?? {}) as Record<string, unknown>;
  return typeof text === "string" && (typeof link === "string" || link === null);
}

/** Returns whether a notice can be passed on by `translations()`. The module reads again what it decides on: see src/request/notice.rs. */
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
