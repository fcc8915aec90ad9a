/**
 * The shopper's memory as the page sees it. Its code is loaded when there is something to keep, or to wipe: a page on which
 * nobody has been asked goes without.
 */

import type { Warn } from "../warning.js";
import type { Keeper, Recorder } from "./keeper.js";
import type { Ask, Hint, Reply } from "./protocol.js";

/** What a {@link Keeper} does, and nothing of it before the first grant. */
export interface Memory {
  /** The page grants at once: what the device holds is read beside the module, not after it. */
  readAhead(): void;
  /** The module has started. True when another tab has revoked the grant meanwhile: what was said before counts no more. */
  begin(recorder: Recorder): boolean;
  grant(): Promise<void>;
  revoke(): Promise<void>;
  save(): Promise<void>;
  claim(): Promise<boolean | undefined>;
  refresh(): Promise<boolean | undefined>;
  read(): Promise<Uint8Array | undefined>;
  edit(change: (records: Uint8Array) => Uint8Array): Promise<boolean | undefined>;
}

/** `hub` is the address of the house's hub.html, if it has one; `revoked` hears that another tab has revoked the grant. */
export function createMemory(hub: string | undefined, warn: Warn, revoked: () => void): Memory {
  let recorder: Recorder;
  /** From the first grant on. */
  let keeper: Keeper | undefined;
  let loading: Promise<typeof import("./device.js")> | undefined;
  let opening: Promise<Ask> | undefined;
  let early: Promise<Reply> | undefined;
  let wiped = false;
  /** How often the shopper was heard: what was said last counts. */
  let heard = 0;

  /** A failure may be tried again. */
  const load = () =>
    (loading ??= import("./device.js").catch((error: unknown) => {
      loading = undefined;
      throw error;
    }));

  const hint = (what: Hint): void => {
    early = undefined;
    wiped ||= what === "wiped";
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

  return {
    readAhead() {
      early = store({ op: "load", create: Date.now() });
    },
    begin(module) {
      recorder = module;
      return wiped;
    },
    async grant() {
      const turn = (heard += 1);
      const device = await load().catch(() => undefined);
      if (turn !== heard) return;
      if (!device) {
        // The page stays as it was before the grant: nothing is remembered that could not be shown or erased.
        warn("storage_denied");
        return;
      }
      keeper ??= device.createKeeper(recorder, store, warn, revoked);
      await keeper.grant();
    },
    async revoke() {
      heard += 1;
      recorder.setConsent(false);
      await (keeper ? keeper.revoke() : store({ op: "wipe" }));
    },
    save: async () => keeper?.save(),
    claim: async () => keeper?.claim(),
    refresh: async () => keeper?.refresh(),
    read: async () => keeper?.read(),
    edit: async (change) => keeper?.edit(change),
  };
}
