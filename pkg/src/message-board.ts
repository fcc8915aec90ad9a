/**
 * What the house says to its clients in the page's language: a file of the build, the same for everybody, and the notices of its
 * translations. Loaded when messages are asked for.
 */

import type { Translations } from "./types.js";
import type { Warn } from "./warning.js";

/** The module, which fetches the file and decides what is shown. */
interface Board {
  messagesFile(): Promise<Uint8Array | undefined>;
  readMessages(board: { perDay: number; messages: readonly object[] }): void;
}

/** What was read of a file, for who draws it. */
export interface MessageFile {
  /** Addresses of all pictures, each once: who shows one asks for all of them. */
  pictures: readonly string[];
}

const files = new WeakMap<Board, Promise<MessageFile>>();

/** Tells the module what the house says. Asked for once; what cannot be had is left out, with a warning. */
export function loadBoard(module: Board, translations: () => Promise<Translations>, warn: Warn): Promise<MessageFile> {
  let file = files.get(module);
  if (!file) {
    files.set(module, (file = read(module, translations, warn)));
    file.catch(() => files.delete(module));
  }
  return file;
}

async function read(module: Board, translations: () => Promise<Translations>, warn: Warn): Promise<MessageFile> {
  const [file, { notices }] = await Promise.all([module.messagesFile().catch((error: Error) => error), translations()]);
  let perDay = 0;
  let messages: object[] = [];
  try {
    if (file instanceof Uint8Array) {
      const told = JSON.parse(new TextDecoder().decode(file)) as { per_day: number; messages: object[] };
      perDay = Number(told.per_day);
      messages = [...told.messages];
    } else if (file) {
      warn("messages_unreachable", file.message);
    }
  } catch (error) {
    warn("messages_unreachable", String(error));
  }
  const all = [...notices.map((notice) => ({ ...notice, kind: "notice" })), ...messages];
  module.readMessages({ perDay, messages: all });
  const pictures = all.map((message) => (message as { picture?: unknown }).picture);
  return { pictures: [...new Set(pictures.filter((picture) => typeof picture === "string"))] };
}
