/**
 * One instance's part in the document's consent. It waits for no module: what is said before that has started is kept for it, and what
 * is refused is erased at once. What statements come to is decided by the module.
 */

import type { Member, Statement } from "./consent.js";
import { consentHeard } from "./sharing.js";
import type { TabEvent } from "./store/request.js";
import { type EarlyDevice, openDevice } from "./store/device.js";
import type { Warn } from "./warning.js";

/** A store that has not answered a refusal by then is left to the module, which says so. */
const PATIENCE_MS = 3_000;
/** What has grown old is deleted when the page has come to rest. */
const REST_MS = 1_000;

/** What it needs of the WebAssembly module. */
interface Decider {
  hear(source: string, weight: string, granted: boolean, time: number, acted: boolean): void;
  decide(): Promise<unknown>;
  told(event: TabEvent, epoch?: number): void;
  tidy(): Promise<unknown>;
}

/** A module that has started; `inOrder` does its work one after the other. */
export interface Started {
  module: Decider;
  inOrder(work: () => Promise<unknown>): Promise<unknown>;
}

/** What was said before the module has started. */
interface Early {
  statement: Statement;
  /** It is a refusal, and everything is erased. */
  isActed: boolean;
}

export interface InstanceConsent extends Member {
  /** What the module is given of the device. */
  readonly device: EarlyDevice;
  /** The module has started. */
  begin(started: Started): void;
}

/** `hub` is where the instance keeps its history; `ready` resolves once the pack is open. */
export function createMember(hub: string | undefined, warn: Warn, ready: () => Promise<unknown>): InstanceConsent {
  const early = new Set<Early>();
  let started: Started | undefined;
  let isGranted = false;
  let tidying = false;
  /** What was said before the module has started is acted on. */
  let begun: Promise<void> = Promise.resolve();

  const device = openDevice(hub, warn, (event, epoch) => {
    started?.module.told(event, epoch);
    if (started || event !== "erased") return;
    // What was granted before another tab refused is no answer of now any more.
    for (const one of early) if (one.statement.granted && one.statement.weight === "new") one.statement = { ...one.statement, weight: "replayed" };
  }, (granted) => {
    isGranted = granted;
    consentHeard();
  });
  // What another tab did while this page was put aside.
  addEventListener("pageshow", ({ persisted }) => persisted && started?.module.told("changed"));

  const tell = ({ module }: Started, { source, weight, granted, time }: Statement, isActed: boolean): void =>
    module.hear(source, weight, granted, time, isActed);

  /** Acts on what was heard: a grant waits for its turn, a refusal does not. */
  const decide = async ({ module, inOrder }: Started, granted: boolean): Promise<void> => {
    await (granted ? inOrder(() => module.decide()) : module.decide());
    if (!tidying) setTimeout(() => void module.tidy(), REST_MS);
    tidying = true;
  };

  const hearEarly = async (statement: Statement): Promise<void> => {
    const one: Early = { statement, isActed: false };
    early.add(one);
    if (statement.granted) {
      let isDenied = false;
      for (const other of early) isDenied ||= !other.statement.granted;
      if (!isDenied) device.readAhead();
      // What does not start remembers nothing.
      await ready().catch(() => undefined);
      await begun;
      return;
    }
    device.dropAhead();
    consentHeard();
    if (statement.weight === "default") return;
    const refusing = device.refuse().then((isDone) => {
      one.isActed = isDone;
    });
    await Promise.race([refusing, device.sleep(PATIENCE_MS)]);
    if (!one.isActed) warn("storage_denied");
  };

  return {
    hub,
    device,
    isGranted: () => isGranted,
    async hear(statement) {
      if (!started) return hearEarly(statement);
      tell(started, statement, false);
      if (!statement.granted) consentHeard();
      return decide(started, statement.granted);
    },
    begin(now) {
      started = now;
      for (const { statement, isActed } of early) tell(now, statement, isActed);
      if (early.size > 0) begun = decide(now, true).catch(() => undefined);
    },
  };
}
