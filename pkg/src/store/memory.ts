/**
 * The shopper's memory as the page sees it. Its code is loaded when there is something to keep, or to wipe: a page on which
 * nobody has been asked goes without.
 */

import type { Warn } from "../warning.js";
import { PasserelleError } from "../error.js";
import type { Keeper, Recorder } from "./keeper.js";
import type { Ask, Hint, Reply } from "./protocol.js";

/** What a {@link Keeper} does, and nothing of it before the first grant. */
export interface Memory {
  /** What is granted before the module has started is read beside it, not after it. */
  readAhead(): void;
  /** The module has started; no grant before. */
  begin(recorder: Recorder): void;
  grant(): Promise<void>;
  /** Nothing is read or written from here on; what is stored stays. */
  withhold(): void;
  /** The shopper refuses, or takes back what was granted: nothing remains, here or in any other tab. */
  revoke(): Promise<void>;
  save(): Promise<void>;
  claim(): Promise<boolean | undefined>;
  refresh(): Promise<boolean | undefined>;
  /**
   * For what is done with a history by hand: it acts on what is stored, whatever this page knows of consent.
   *
   * @throws {PasserelleError} `module_unreachable` where the code for it cannot be loaded
   */
  byHand(): Promise<Keeper>;
}

/** `hub` is the address of the house's hub.html, if it has one; `revoked` hears that another tab has revoked the grant. */
export function createMemory(hub: string | undefined, warn: Warn, revoked: () => void): Memory {
  /** From the module's start on. */
  let recorder: Recorder | undefined;
  /** From the first grant on. */
  let keeper: Keeper | undefined;
  let loading: Promise<typeof import("./device.js")> | undefined;
  let opening: Promise<Ask> | undefined;
  let early: Promise<Reply> | undefined;
  /** How often the shopper was heard: what was said last counts. */
  let heard = 0;

  /** A failure may be tried again. */
  const load = () =>
    (loading ??= import("./device.js").catch((error: unknown) => {
      loading = undefined;
      throw error;
    }));

  const hint = (what: Hint): void => {
    const reading = early !== undefined;
    early = undefined;
    // What was granted before another tab refused counts no more, also while this page starts.
    if (reading && what === "wiped") revoked();
    keeper?.hear(what);
  };

  const store: Ask = async (request) => {
    const reply = early;
    early = undefined;
    if (reply && request.op === "load") return reply;
    try {
      opening ??= load().then(({ openStore }) => openStore(hub, hint, warn));
      return (await opening)(request);
    } catch {
      opening = undefined;
      return { ok: false, code: "storage_denied" };
    }
  };

  // What another tab did while this page was put aside.
  addEventListener("pageshow", ({ persisted }) => persisted && hint("changed"));

  const keep = (device: typeof import("./device.js"), module: Recorder): Keeper =>
    (keeper ??= device.createKeeper(module, store, warn, revoked));

  const withhold = (): void => {
    heard += 1;
    early = undefined;
    recorder?.setConsent(false);
    keeper?.withhold();
  };

  return {
    readAhead() {
      if (!recorder) early ??= store({ op: "load", create: Date.now() });
    },
    begin(module) {
      recorder = module;
    },
    async grant() {
      const turn = (heard += 1);
      const device = await load().catch(() => undefined);
      if (turn !== heard || !recorder) return;
      if (!device) {
        // The page stays as it was before the grant: nothing is remembered that could not be shown or erased.
        warn("storage_denied");
        return;
      }
      await keep(device, recorder).grant();
    },
    withhold,
    async revoke() {
      withhold();
      const reply = await store({ op: "wipe" });
      if (!reply.ok && reply.code !== "revoked" && reply.code !== "conflict") warn(reply.code);
    },
    save: async () => keeper?.save(),
    claim: async () => keeper?.claim(),
    refresh: async () => keeper?.refresh(),
    async byHand() {
      const device = await load().catch((error: unknown) => {
        throw new PasserelleError("module_unreachable", `the package's file device-*.js could not be loaded: publish it beside index.js (${String(error)})`);
      });
      if (!recorder) throw new PasserelleError("internal", "the module has not started");
      return keep(device, recorder);
    },
  };
}
