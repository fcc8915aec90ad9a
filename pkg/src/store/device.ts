/**
 * What the module is given of the device: a store, timers, chance, and somebody to tell. The store's code is loaded with the
 * first request: a page on which nobody has spoken of consent goes without. What cannot wait for the module begins here, too.
 */

import type { Warn, WarningCode } from "../warning.js";
import type { Ask, Reply, Request, Told } from "./request.js";

/** src/browser/device.rs says what each is for. */
export interface Device {
  ask(request: Request): Promise<Reply>;
  sleep(milliseconds: number): Promise<void>;
  random(): number;
  warn(code: WarningCode): void;
  consentChanged(granted: boolean): void;
}

/** The same before the module has started. */
export interface EarlyDevice extends Device {
  /** What is granted before the module has started is read beside it, not after it. */
  readAhead(): void;
  /** What was read ahead is not used. */
  dropAhead(): void;
  /** Erases, and leaves the flag of a refusal: a refusal waits for no module. Resolves to whether that is done. */
  refuse(): Promise<boolean>;
}

/** `hub` is the address of the house's hub.html, if it has one; `told` hears what other tabs say. */
export function openDevice(hub: string | undefined, warn: Warn, told: Told, consentChanged: (granted: boolean) => void): EarlyDevice {
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
  const ask = async (request: Request): Promise<Reply> => {
    const read = ahead;
    // Whatever is asked, it may change what was read.
    dropAhead();
    if (read && request.op === "load") return read;
    try {
      return await (await (opening ??= open()))(request);
    } catch {
      // The next request may find it.
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
    readAhead() {
      ahead ??= ask({ op: "load" });
    },
    dropAhead,
    async refuse() {
      void ask({ op: "checkpoint", clear: true });
      // Said before the store answers: no tab shall go on with what is refused, even where the store is stuck.
      void ask({ op: "publish", event: "erased" });
      const { failure, epoch } = await ask({ op: "wipe", refused: true });
      // Once more, for whoever began to read before it was empty.
      void ask({ op: "publish", event: "erased", epoch });
      return failure === undefined;
    },
  };
}
