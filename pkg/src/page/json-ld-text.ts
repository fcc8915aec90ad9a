/** JSON as it stands in pages: whole JSON first, else what search engines read all the same. */

/** Around the JSON: a byte order mark, comments that hide it from old browsers or XML, a semicolon. */
const BEFORE = /^(?:[\s\uFEFF\u200B]|<!--|(?:\/\/|\/\*)?\s*<!\[CDATA\[(?:\s*\*\/)?|\/\/[^\n]*\n)+/;
const AFTER = /(?:[\s\uFEFF\u200B;]|(?:\/\/\s*)?-->|(?:\/\/|\/\*)?\s*\]\]>(?:\s*\*\/)?)+$/;

/**
 * The value of a script's text.
 *
 * @throws {SyntaxError} when it is no JSON, even with raw line breaks in strings and commas before a closing bracket
 */
export function parseJsonLd(text: string): unknown {
  const body = text.replace(BEFORE, "").replace(AFTER, "");
  try {
    return JSON.parse(body);
  } catch {
    return JSON.parse(mend(body));
  }
}

/** A string, whole; or a comma that nothing follows. The first keeps the second out of strings. */
const STRINGS_AND_COMMAS = /"(?:[^"\\]|\\[\s\S])*"|,(?=\s*[}\]])/g;

/** Line breaks and other control characters in strings are escaped; commas before a closing bracket go. */
function mend(json: string): string {
  return json.replace(STRINGS_AND_COMMAS, (part) => (part === "," ? "" : part.replace(/[\u0000-\u001F]/g, escape)));
}

function escape(control: string): string {
  return `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
