/**
 * Checks the arguments that the package reads itself: a value of a wrong kind is an error, and the call does nothing. A valid argument needs
 * no method of `Array`: a page's library may have replaced it, and a refusal must be heard. Not for the fields of events and requests: the
 * module checks those (src/request/fields.rs), with the same messages.
 */

import { PasserelleError } from "./error.js";
import type { Options } from "./types.js";

/** Returns the error for an argument or option of a wrong kind. `call` is written as in docs/javascript-api.md. */
function wrong(call: string, name: string, needed: string): PasserelleError {
  return new PasserelleError("invalid_option", `${call}: \`${name}\` must be ${needed}`);
}

/**
 * Returns an id as a text.
 *
 * @throws {PasserelleError} `invalid_option` unless it is a text that is not empty, or a finite number
 */
export function idOf(call: string, id: unknown, name = "itemId"): string {
  if ((typeof id === "string" && id !== "") || Number.isFinite(id)) return String(id);
  throw wrong(call, name, "an id: a text or a number");
}

/** Does the same for an id that may be missing. */
export function idIfAny(call: string, id: unknown, name: string): string | undefined {
  return id === undefined || id === null ? undefined : idOf(call, id, name);
}

/** Returns the name of an event; the empty text, which the module rejects, for any other value. */
export function eventOf(event: unknown): string {
  return typeof event === "string" ? event : "";
}

/**
 * Returns the arguments of `setConsent()`. Any value but `true` and `false` is an error: it must neither grant nor erase.
 *
 * @throws {PasserelleError} `invalid_option`
 */
export function answerOf(granted: unknown, options: unknown = {}): { granted: boolean; answer: boolean } {
  const call = "setConsent(granted, options)";
  if (typeof granted !== "boolean") throw wrong(call, "granted", "true or false");
  if (typeof options !== "object" || options === null) throw wrong(call, "options", "an object with `answer`");
  const { answer = false } = options as { answer?: unknown };
  if (typeof answer !== "boolean") throw wrong(call, "answer", "true or false");
  for (const name in options) if (Object.hasOwn(options, name) && name !== "answer") throw unknownField(call, name, "answer");
  return { granted, answer };
}

/** The error for a field that a call does not take. */
function unknownField(call: string, name: string, known: string): PasserelleError {
  return new PasserelleError("invalid_option", `${call}: \`${name}\` is not known; leave it out, or choose one of ${known}`);
}

const isText = (value: unknown): boolean => typeof value === "string";
const isAddress = (value: unknown): boolean => isText(value) || value instanceof URL;

/** Every option but `pack`: what it must be, and the check. */
const OPTIONS: Readonly<Record<Exclude<keyof Options, "pack">, readonly [needed: string, fits: (value: unknown) => boolean]>> = {
  wasmUrl: ["the address of passerelle.wasm", isAddress],
  locale: ["a BCP 47 tag", isText],
  consent: ["true or false", (value) => typeof value === "boolean"],
  season: ["an object, as setSeason() takes it", (value) => typeof value === "object"],
  hub: ["the address of hub.html", isAddress],
  onWarning: ["a function", (value) => typeof value === "function"],
};

/**
 * Returns the options of `createPasserelle()`, without those that are `undefined` or `null`. `pack` is checked elsewhere.
 *
 * @throws {PasserelleError} `invalid_option` for an option of a wrong kind, or one that does not exist
 */
export function optionsOf(options: Options): Options {
  const call = "createPasserelle(options)";
  const read: Record<string, unknown> = { pack: options.pack };
  for (const [name, [needed, fits]] of Object.entries(OPTIONS)) {
    const value = options[name as keyof Options];
    if (value === undefined || value === null) continue;
    if (!fits(value)) throw wrong(call, name, needed);
    read[name] = name === "hub" ? String(value) : value;
  }
  for (const name of Object.keys(options)) {
    if (name !== "pack" && !Object.hasOwn(OPTIONS, name)) throw unknownField(call, name, ["pack", ...Object.keys(OPTIONS)].join(", "));
  }
  return read as unknown as Options;
}
