/** JSON as it stands in pages: whole JSON first, else what search engines read all the same. */

/** Before the JSON: a byte order mark, comments that hide it from old browsers or XML. */
const BEFORE = /^(?:[\s\uFEFF\u200B]|<!--|(?:\/\/|\/\*)?\s*<!\[CDATA\[(?:\s*\*\/)?|\/\/[^\n]*\n)+/;
/** Behind it: white space, a semicolon. */
const BLANK = /[\s\uFEFF\u200B;]/;
/** Behind it too: the end of a comment or of a CDATA section, and what hides that from a script. No JSON ends with any of them. */
const CLOSINGS = ["-->", "]]>", "//", "/*", "*/"];

/**
 * The value of a script's text.
 *
 * @throws {SyntaxError} when it is no JSON, even with raw line breaks in strings and commas before a closing bracket
 */
export function parseJsonLd(text: string): unknown {
  const body = withoutClosings(text.replace(BEFORE, ""));
  try {
    return JSON.parse(body);
  } catch {
    return JSON.parse(mend(body));
  }
}

/** Walks from the end: a pattern that ends there is tried at every place, and takes the cube of the page's white space. */
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

/** A string, whole or without an end; or a comma that nothing follows. The first keeps the second out of strings. */
const STRINGS_AND_COMMAS = /"(?:[^"\\]|\\[\s\S])*"?|,(?=\s*[}\]])/g;

/** Line breaks and other control characters in strings are escaped; commas before a closing bracket go. */
function mend(json: string): string {
  return json.replace(STRINGS_AND_COMMAS, (part) => (part === "," ? "" : part.replace(/[\u0000-\u001F]/g, escape)));
}

function escape(control: string): string {
  return `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
