/**
 * Loads the package's own texts, one file per language: a page loads only its own language. Not for the house's texts: see
 * `translations.ts`.
 */

import { PasserelleError } from "./error.js";
import type { Template } from "./sentence.js";
import { fetchTexts, languageOf, textsAddress } from "./start.js";

/** The package's texts in one language. */
export interface Messages {
  /**
   * Templates by reason code. Weather has codes such as `weather-cold`. The suffix `-plain` is for a reason without a name: the page's
   * item, or a type that the house did not name.
   */
  reasons: Readonly<Record<string, Template>>;
  /** Texts of the badges, by flag. */
  flags: Readonly<Record<string, Template>>;
  /** Labels of the element. */
  words: Readonly<Record<string, Template>>;
}

/**
 * Loads the texts in the language that serves the tag: see {@link languageOf}.
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
      // The error below reports it.
    }
    problem = "it holds no texts";
  }
  throw new PasserelleError("module_unreachable", `${textsAddress(language)}: ${String(problem)}; publish the package's folder messages beside passerelle.wasm`);
}
