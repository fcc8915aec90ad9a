/**
 * One instance's link to the document's consent. It does not wait for the module: it queues statements made before the module starts, and
 * erases the store at once on a refusal. Not for deciding what the statements mean: the module does that.
 */

import type { Member } from "./consent.js";
import type { ActedOn, Source, Statement, TabEvent, Weight } from "./module-types.js";
import { consentHeard, historyEdited } from "./sharing.js";
import { type EarlyDevice, openDevice } from "./store/device.js";
import type { Warn } from "./warning.js";

/** If the store has not answered a refusal within this time, the module takes over and warns. */
const PATIENCE_MS = 3_000;
/** The delay between the first decision and the deletion of expired records. */
const REST_MS = 1_000;

/** The methods of the WebAssembly module that this file calls: see src/browser/store.rs. */
interface Decider {
  hear(source: Source, weight: Weight, granted: boolean, time: number, actedOn: ActedOn): void;
  decide(): Promise<unknown>;
  told(event: TabEvent, epoch?: number | undefined): void;
  resume(): Promise<void>;
  tidy(): Promise<unknown>;
}

/** A module that has started. `inOrder` runs its tasks one at a time. */
export interface Started {
  module: Decider;
  inOrder(work: () => Promise<unknown>): Promise<unknown>;
}

/** A statement made before the module started. */
interface EarlyStatement {
  statement: Statement;
  /** `here` for a refusal for which the store has been erased. */
  actedOn: ActedOn;
}

/** Another tab erased the store, or may have, before the module started. */
interface EarlyErasure {
  erased: true;
  epoch: number | undefined;
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
  /** What came before the module started, in order: it decides what follows. */
  const early = new Set<EarlyStatement | EarlyErasure>();
  let started: Started | undefined;
  let isGranted = false;
  let tidying = false;
  /** Resolves once the statements queued before the start are carried out. */
  let begun: Promise<void> = Promise.resolve();

  const device = openDevice(hub, warn, (event, epoch) => {
    if (started) started.module.told(event, epoch);
    else if (event === "erased") early.add({ erased: true, epoch });
    else if (event === "edited") historyEdited();
  }, (granted) => {
    isGranted = granted;
    consentHeard();
  }, historyEdited);
  // A page in the back/forward cache hears no other tab.
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    if (started) void started.module.resume();
    else early.add({ erased: true, epoch: undefined });
  });

  const tell = ({ module }: Started, { source, weight, granted, time }: Statement, actedOn: ActedOn): void =>
    module.hear(source, weight, granted, time, actedOn);

  /** Carries out the statements: a grant waits for its turn in the queue, a refusal does not. */
  const decide = async ({ module, inOrder }: Started, granted: boolean): Promise<void> => {
    await (granted ? inOrder(() => module.decide()) : module.decide());
    if (!tidying) setTimeout(() => void module.tidy(), REST_MS);
    tidying = true;
  };

  const hearEarly = async (statement: Statement, actedOn: ActedOn): Promise<void> => {
    const one: EarlyStatement = { statement, actedOn };
    early.add(one);
    if (statement.granted) {
      let isDenied = false;
      for (const other of early) isDenied ||= "statement" in other && !other.statement.granted;
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
      if (isDone) one.actedOn = "here";
    });
    await Promise.race([refusing, device.sleep(PATIENCE_MS)]);
    if (one.actedOn !== "here") warn("storage_denied");
  };

  return {
    hub,
    device,
    isGranted: () => isGranted,
    async hear(statement, actedOn) {
      if (!started) return hearEarly(statement, actedOn);
      tell(started, statement, actedOn);
      if (!statement.granted) consentHeard();
      return decide(started, statement.granted);
    },
    begin(now) {
      started = now;
      let isAsked = false;
      for (const one of early) {
        isAsked ||= "statement" in one;
        if ("statement" in one) tell(now, one.statement, one.actedOn);
        else now.module.told("erased", one.epoch);
      }
      early.clear();
      if (isAsked) begun = decide(now, true).catch(() => undefined);
    },
  };
}
