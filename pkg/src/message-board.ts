/**
 * Loads the house's messages in the page's language: a file of the build, the same for every shopper, and the notices of its translations.
 * Loaded when messages are requested. Not for choosing among them: the module does that.
 */

import { type Programme, programmeIn } from "./loyalty/standing.js";
import type { Translations } from "./types.js";
import type { Warn } from "./warning.js";

/** The methods of the module that this file calls: it fetches the file and decides which messages appear. */
interface Board {
  messagesFile(): Promise<Uint8Array | undefined>;
  readMessages(board: { perDay: number; messages: readonly object[] }): void;
}

/** The parts of the file that the elements draw from. */
export interface MessageFile {
  /** Addresses of all pictures, without duplicates: a page that shows one requests them all. */
  pictures: readonly string[];
  /** Address of the page with all current offers, if the house has one. */
  offers: string | undefined;
  /** The loyalty programme, if the house has one. */
  loyalty: Programme | undefined;
}

const files = new WeakMap<Board, Promise<MessageFile>>();

/** Passes the house's messages to the module, once. Parts that cannot be loaded are left out, with a warning. */
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
  const told = file instanceof Uint8Array ? boardIn(file, warn) : NOTHING;
  if (file instanceof Error) warn("messages_unreachable", file.message);
  const all = [...notices.map((notice) => ({ ...notice, kind: "notice" })), ...told.messages];
  module.readMessages({ perDay: told.perDay, messages: all });
  const pictures = all.map((message) => (message as { picture?: unknown }).picture);
  return { pictures: [...new Set(pictures.filter((picture) => typeof picture === "string"))], offers: told.offers, loyalty: told.loyalty };
}

interface Told extends Pick<MessageFile, "offers" | "loyalty"> {
  perDay: number;
  messages: readonly object[];
}

const NOTHING: Told = { perDay: 0, messages: [], offers: undefined, loyalty: undefined };

/** Parses the file. An unreadable message is left out; without a readable `per_day`, every message of the file is. */
function boardIn(file: Uint8Array, warn: Warn): Told {
  try {
    const told = JSON.parse(new TextDecoder().decode(file)) as { per_day?: unknown; messages?: unknown; offers?: unknown; loyalty?: unknown } | null;
    const { per_day: perDay, messages, offers, loyalty } = told ?? {};
    if (typeof perDay !== "number" || !Number.isInteger(perDay) || perDay < 0) throw new Error("`per_day` is not a whole number");
    if (!Array.isArray(messages)) throw new Error("`messages` is not a list");
    const readable = messages.filter((message): message is object => typeof message === "object" && message !== null);
    const lost = messages.length - readable.length;
    if (lost > 0) warn("messages_unreachable", `${lost} of ${messages.length} messages cannot be read`);
    return { perDay, messages: readable, offers: typeof offers === "string" ? offers : undefined, loyalty: loyalty === undefined ? undefined : programmeOf(loyalty, warn) };
  } catch (error) {
    warn("messages_unreachable", `the file of messages: ${(error as Error).message}`);
    return NOTHING;
  }
}

/** Parses the programme. An unreadable programme is left out, with a warning; the messages stay. */
function programmeOf(told: unknown, warn: Warn): Programme | undefined {
  try {
    return programmeIn(told);
  } catch (error) {
    warn("messages_unreachable", `the file of messages: ${(error as Error).message}`);
    return undefined;
  }
}
