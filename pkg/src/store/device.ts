/**
 * What the module is given of the device: a store, timers, chance, and somebody to tell. The store's code is loaded with the
 * first request: a page on which nobody has spoken of consent goes without.
 */

import type { Warn, WarningCode } from "../warning.js";
import type { Ask, Reply, Request, Told } from "./backend.js";

/** src/browser/device.rs says what each is for. */
export interface Device {
  ask(request: Request): Promise<Reply>;
  sleep(milliseconds: number): Promise<void>;
  random(): number;
  warn(code: WarningCode): void;
  consentChanged(granted: boolean): void;
}

/** `hub` is the address of the house's hub.html, if it has one; `told` hears what other tabs say. */
export function openDevice(hub: string | undefined, warn: Warn, told: Told, consentChanged: (granted: boolean) => void): Device {
  let opening: Promise<Ask> | undefined;
  const open = async (): Promise<Ask> =>
    hub ? (await import("../hub/client.js")).connectHub(hub, told, warn) : (await import("./backend.js")).createBackend(told);
  return {
    async ask(request) {
      try {
        return await (await (opening ??= open()))(request);
      } catch {
        // The next request may find it.
        opening = undefined;
        return { failure: "denied" };
      }
    },
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    random() {
      const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
      return (high % 2 ** 21) * 2 ** 32 + low;
    },
    warn,
    consentChanged,
  };
}
