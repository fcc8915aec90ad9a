/** The values of `error.code`. Codes are stable; messages may change. */
export type ErrorCode =
  /** An option, argument, event or request is wrong: the message names the field. */
  | "invalid_option"
  /** `passerelle.wasm` could not be fetched. */
  | "module_unreachable"
  /** The browser refused the module: usually the page's Content-Security-Policy. */
  | "module_blocked"
  /** The pack could not be fetched. */
  | "pack_unreachable"
  /** There is no pack at this address. */
  | "pack_not_found"
  /** The pack was written for another version of the module. */
  | "pack_version"
  /** A file of the pack differs from the one that the tool wrote. */
  | "pack_damaged"
  /** After erasing, the store could not be read back empty: the message says why. */
  | "not_erased"
  /** The data on the device cannot be read or changed: the message gives the reason. */
  | "storage_unreachable"
  /** Another version of the package runs on the page already: this copy does nothing. */
  | "version_conflict"
  /** A fault of Passerelle itself. */
  | "internal";

/** Codes of errors thrown by the module and by files that load later and do not import this class. */
const THROWN = ["invalid_option", "not_erased", "storage_unreachable", "pack_unreachable", "pack_not_found", "pack_version", "pack_damaged"] as const;

function isCode(code: unknown): code is (typeof THROWN)[number] {
  return (THROWN as readonly unknown[]).includes(code);
}

/** An error with a stable `code` and a message that names the remedy. */
export class PasserelleError extends Error {
  override readonly name = "PasserelleError";

  constructor(
    readonly code: ErrorCode,
    message: string,
  ) {
    super(message);
  }

  /** Returns any thrown value as a `PasserelleError`; an unknown code becomes `internal`. */
  static from(error: unknown): PasserelleError {
    if (error instanceof PasserelleError) {
      return error;
    }
    const { code, message } = (error ?? {}) as { code?: unknown; message?: string };
    return new PasserelleError(isCode(code) ? code : "internal", message ?? String(error));
  }
}
