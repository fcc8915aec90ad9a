/**
 * Parses JSON as pages write it: as valid JSON first, then with the repairs that search engines make too. Not for its meaning: see
 * `json-ld.ts`.
 */

/** Matches text before the JSON: a byte order mark, or comments that hide the JSON from old browsers or XML. */
const BEFORE = /^(?:[\s\uFEFF\u200B]|<!--|(?:\/\/|\/\*)?\s*<!\[CDATA\[(?:\s*\*\/)?|\/\/[^\n]*\n)+/;
/** Matches a character to drop after the JSON: white space or a semicolon. */
const BLANK = /[\s\uFEFF\u200B;]/;
/**
 * Texts to drop after the JSON: the end of a comment or of a CDATA section, and the comment marks around it. No JSON ends with one of them.
 */
const CLOSINGS = ["-->", "]]>", "//", "/*", "*/"];

/**
 * Returns the value of a script's text.
 *
 * @throws {SyntaxError} if it is no JSON, even after escaping raw line breaks in strings and removing commas before a closing bracket
 */
export function parseJsonLd(text: string): unknown {
  const body = withoutClosings(text.replace(BEFORE, ""));
  try {
    return JSON.parse(body);
  } catch {
    return JSON.parse(mend(body));
  }
}

/**
 * Removes the closings from the end of a text. It walks backwards, since a regular expression anchored at the end takes cubic time on long
 * white space.
 */
function withoutClosings(text: string): string {
  let rest = trimmed(text);
  for (;;) {
    const closing = CLOSINGS.find((one) => rest.endsWith(one));
    if (closing === undefined) return rest;
    rest = trimmed(rest.slice(0, -closing.length));
  }
}

function trimmed(text: string): string {
  let end = text.length;
  while (end > 0 && BLANK.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** Matches a string, terminated or not, or a comma before a closing bracket. Matching strings first keeps commas inside them. */
const STRINGS_AND_COMMAS = /"(?:[^"\\]|\\[\s\S])*"?|,(?=\s*[}\]])/g;

/** Escapes line breaks and other control characters in strings, and removes commas before a closing bracket. */
function mend(json: string): string {
  return json.replace(STRINGS_AND_COMMAS, (part) => (part === "," ? "" : part.replace(/[\u0000-\u001F]/g, escape)));
}

function escape(control: string): string {
  return `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
