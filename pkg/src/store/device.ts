/**
 * The module's access to the device: a store, timers, random numbers, and callbacks. The store's code loads with the first request, so a
 * page without any statement of consent does not load it. It also starts the work that cannot wait for the module. Not for the store: see
 * `backend.ts`.
 */

import type { Reply } from "../module-types.js";
import type { Warn } from "../warning.js";
import type { Ask, Asked, Told } from "./request.js";

/** src/browser/device.rs defines each method. */
export interface Device {
  ask(request: Asked): Promise<Reply>;
  sleep(milliseconds: number): Promise<void>;
  random(): number;
  readonly warn: Warn;
  consentChanged(granted: boolean): void;
  historyEdited(): void;
}

/** The device with the methods used before the module has started. */
export interface EarlyDevice extends Device {
  /** Starts to load the store in parallel with the module, after a grant. */
  readAhead(): void;
  /** Discards the result of `readAhead()`. */
  dropAhead(): void;
  /** Erases the store and sets its flag of a refusal, without waiting for the module. Resolves to whether it succeeded. */
  refuse(): Promise<boolean>;
}

/**
 * Opens the device. `hub` is the address of the house's hub.html, if it has one; `told` receives the events of other tabs.
 */
export function openDevice(hub: string | undefined, warn: Warn, told: Told, consentChanged: Device["consentChanged"], historyEdited: Device["historyEdited"]): EarlyDevice {
  let opening: Promise<Ask> | undefined;
  let ahead: Promise<Reply> | undefined;
  const dropAhead = (): void => {
    ahead = undefined;
  };
  const hear: Told = (event, epoch) => {
    dropAhead();
    told(event, epoch);
  };
  const open = async (): Promise<Ask> =>
    hub ? (await import("../hub/client.js")).connectHub(hub, hear, warn) : (await import("./backend.js")).createBackend(hear);
  const ask = async (request: Asked): Promise<Reply> => {
    const read = ahead;
    // Any request may change the data that was read ahead.
    dropAhead();
    if (read && request.op === "load") return read;
    try {
      return await (await (opening ??= open()))(request);
    } catch {
      // The next request tries again.
      opening = undefined;
      return { failure: "denied" };
    }
  };
  return {
    ask,
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    random() {
      const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
      return (high % 2 ** 21) * 2 ** 32 + low;
    },
    warn,
    consentChanged,
    historyEdited,
    readAhead() {
      ahead ??= ask({ op: "load" });
    },
    dropAhead,
    async refuse() {
      void ask({ op: "checkpoint", clear: true });
      // Published before the store answers: no tab may continue under the refused grant, even if the store hangs.
      void ask({ op: "publish", event: "erased" });
      const { failure, epoch } = await ask({ op: "wipe", refused: true });
      // Published again, for tabs that began to read before the store was empty.
      void ask({ op: "publish", event: "erased", epoch });
      return failure === undefined;
    },
  };
}
