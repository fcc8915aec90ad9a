/** Typed getters for what a page passes in: JavaScript may pass anything. */

import { PasserelleError } from "./error.js";

/** An object that the page passed in, and what it is called in messages. */
export class Given {
  constructor(
    private readonly object: unknown,
    private readonly called: string,
  ) {}

  /** `undefined` and `null` count as absent. */
  private get(name: string): unknown {
    return (this.object as Record<string, unknown> | null | undefined)?.[name] ?? undefined;
  }

  /** The error that an option is not as it must be. */
  wrong(name: string, needed: string): PasserelleError {
    return new PasserelleError("invalid_option", `${this.called}: \`${name}\` must be ${needed}`);
  }

  /** A text; numbers are taken too, since many shops have numeric ids. */
  text(name: string): string | undefined {
    const value = this.get(name);
    const text = asText(value);
    if (value !== undefined && text === "") {
      throw this.wrong(name, "a text that is not empty");
    }
    return text || undefined;
  }

  /** A text that must be there. */
  neededText(name: string): string {
    const text = this.text(name);
    if (text === undefined) {
      throw this.wrong(name, "given");
    }
    return text;
  }

  /** A whole number from 1 to `most`. */
  count(name: string, most: number): number | undefined {
    const value = this.get(name);
    if (value !== undefined && !(Number.isInteger(value) && (value as number) >= 1 && (value as number) <= most)) {
      throw this.wrong(name, `a whole number from 1 to ${most}`);
    }
    return value as number | undefined;
  }

  /** A number from 0 to 1. */
  share(name: string): number | undefined {
    const value = this.get(name);
    if (value !== undefined && !(typeof value === "number" && value >= 0 && value <= 1)) {
      throw this.wrong(name, "a number from 0 to 1");
    }
    return value as number | undefined;
  }

  /** A number. */
  number(name: string): number | undefined {
    const value = this.get(name);
    if (value !== undefined && !Number.isFinite(value)) {
      throw this.wrong(name, "a number");
    }
    return value as number | undefined;
  }

  /** An object in this one; absent is empty. */
  part(name: string): Given {
    return new Given(this.get(name), `${this.called}: ${name}`);
  }

  /** `true` or `false`; anything else counts as absent. */
  flag(name: string): boolean | undefined {
    const value = this.get(name);
    return typeof value === "boolean" ? value : undefined;
  }

  /** Whether it is a text, and not a list. */
  isText(name: string): boolean {
    return typeof this.get(name) === "string";
  }

  /** Whether it is a list with something in it. */
  isList(name: string): boolean {
    const value = this.get(name);
    return Array.isArray(value) && value.length > 0;
  }

  /** A list of texts; absent is empty. */
  texts(name: string): string[] {
    const value = this.get(name) ?? [];
    const texts = Array.isArray(value) ? value.map(asText) : [""];
    if (texts.includes("")) {
      throw this.wrong(name, "a list of texts");
    }
    return texts;
  }
}

/** Empty when it is neither a text nor a number. */
function asText(value: unknown): string {
  return typeof value === "string" ? value : Number.isFinite(value) ? String(value) : "";
}
