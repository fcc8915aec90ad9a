/** Events between the tabs of a store. Not for what they mean: see `Told` in `request.ts`. */

import type { TabEvent } from "../module-types.js";
import { NAME } from "./database.js";
import type { Told } from "./request.js";

/**
 * Starts to receive the events of other tabs. Returns the function that sends one, also from a page that is being left. A browser without
 * channels sends and receives nothing: a missed event shows at the next request.
 */
export function openChannel(told: Told): (event: TabEvent, epoch: number | undefined) => void {
  if (typeof BroadcastChannel !== "function") return () => undefined;
  let channel: BroadcastChannel | undefined;

  const listen = (): void => {
    channel = new BroadcastChannel(NAME);
    channel.onmessage = ({ data }) => {
      // An older version sends the text "changed" or "wiped".
      const [event, epoch, document] = (Array.isArray(data) ? data : [data]) as unknown[];
      const isErased = event === "erased" || event === "wiped";
      // Instances in the same document receive the refusal directly.
      if (isErased && document === performance.timeOrigin) return;
      told(isErased ? "erased" : event === "edited" ? "edited" : "changed", ...(typeof epoch === "number" ? [epoch] : []));
    };
  };

  listen();
  // The browser evicts a page from the back/forward cache when an open channel of it receives a message.
  addEventListener("pagehide", () => {
    channel?.close();
    channel = undefined;
  });
  addEventListener("pageshow", () => channel ?? listen());

  return (event, epoch) => {
    const speaking = channel ?? new BroadcastChannel(NAME);
    speaking.postMessage([event, epoch, performance.timeOrigin]);
    if (speaking !== channel) speaking.close();
  };
}
