/** What the package itself says, one file for each language: a page loads its own and no other. */

import { PasserelleError } from "./error.js";
import type { Template } from "./sentence.js";
import { fetchTexts, languageOf, textsAddress } from "./start.js";

/** Everything that is said in one language. */
export interface Messages {
  /** By reason code; weather as `weather-cold`; with `-plain` for what has no name: the page's item, a type that the house did not name. */
  reasons: Readonly<Record<string, Template>>;
  /** Badges, by flag. */
  flags: Readonly<Record<string, Template>>;
  /** The words of the element. */
  words: Readonly<Record<string, Template>>;
}

/**
 * Loads what is said in the language that a tag is served in.
 *
 * @throws {PasserelleError} `module_unreachable`
 */
export async function loadMessages(tag: string): Promise<Messages> {
  const language = languageOf(tag);
  const file = await fetchTexts(language);
  let problem = file;
  if (typeof file !== "string") {
    try {
      const messages = JSON.parse(new TextDecoder().decode(file)) as Partial<Messages>;
      if (messages.reasons && messages.flags && messages.words) return messages as Messages;
    } catch {
      // Said below.
    }
    problem = "it holds no texts";
  }
  throw new PasserelleError("module_unreachable", `${textsAddress(language)}: ${String(problem)}; publish the package's folder messages beside passerelle.wasm`);
}
