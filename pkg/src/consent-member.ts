/**
 * One instance's link to the document's consent. It does not wait for the module: it queues statements made before the module starts, and
 * erases the store at once on a refusal. Not for deciding what the statements mean: the module does that.
 */

import type { Member } from "./consent.js";
import type { Source, Statement, TabEvent, Weight } from "./module-types.js";
import { consentHeard, historyEdited } from "./sharing.js";
import { type EarlyDevice, openDevice } from "./store/device.js";
import type { Warn } from "./warning.js";

/** If the store has not answered a refusal within this time, the module takes over and warns. */
const PATIENCE_MS = 3_000;
/** The delay between the first decision and the deletion of expired records. */
const REST_MS = 1_000;

/** The methods of the WebAssembly module that this file calls: see src/browser/store.rs. */
interface Decider {
  hear(source: Source, weight: Weight, granted: boolean, time: number, acted: boolean): void;
  decide(): Promise<unknown>;
  told(event: TabEvent, epoch?: number): void;
  tidy(): Promise<unknown>;
}

/** A module that has started. `inOrder` runs its tasks one at a time. */
export interface Started {
  module: Decider;
  inOrder(work: () => Promise<unknown>): Promise<unknown>;
}

/** A statement made before the module started. */
interface Early {
  statement: Statement;
  /** The statement is a refusal, and the store has been erased for it. */
  isActed: boolean;
}

export interface InstanceConsent extends Member {
  /** The part of the device's storage that the module receives. */
  readonly device: EarlyDevice;
  /** Call it once the module has started: passes on the queued statements. */
  begin(started: Started): void;
}

/**
 * Creates an instance's link to consent. `hub` is the address of the hub that holds the history; `ready` resolves once the pack is open.
 */
export function createMember(hub: string | undefined, warn: Warn, ready: () => Promise<unknown>): InstanceConsent {
  const early = new Set<Early>();
  let started: Started | undefined;
  let isGranted = false;
  let tidying = false;
  /** Resolves once the statements queued before the start are carried out. */
  let begun: Promise<void> = Promise.resolve();

  const device = openDevice(hub, warn, (event, epoch) => {
    started?.module.told(event, epoch);
    if (started || event !== "erased") return;
    // Another tab refused after these grants, so they no longer count as new answers.
    for (const one of early) if (one.statement.granted && one.statement.weight === "new") one.statement = { ...one.statement, weight: "replayed" };
  }, (granted) => {
    isGranted = granted;
    consentHeard();
  }, historyEdited);
  // Other tabs may have changed the store while this page was in the back/forward cache.
  addEventListener("pageshow", ({ persisted }) => persisted && started?.module.told("changed"));

  const tell = ({ module }: Started, { source, weight, granted, time }: Statement, isActed: boolean): void =>
    module.hear(source, weight, granted, time, isActed);

  /** Carries out the statements: a grant waits for its turn in the queue, a refusal does not. */
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
      // A module that does not start stores nothing.
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
