/**
 * The store behind the hub's frame: sends requests there, and receives replies and events. Loaded only if a hub is set. Not for the hub
 * itself: see `hub.ts`.
 */

import type { Reply, TabEvent } from "../module-types.js";
import type { Ask, Told } from "../store/request.js";
import type { Warn } from "../warning.js";

/** The timeout of a request. It is shorter than the module's own timeout for its store, so that the warning names the hub. */
const PATIENCE_MS = 2_500;

const DENIED: Reply = { failure: "denied" };

/** Connects to the hub; `address` is that of the house's hub.html. */
export function connectHub(address: string, told: Told, warn: Warn): Ask {
  const { href, origin } = new URL(address, document.baseURI);
  const waiting = new Map<number, (reply: Reply) => void>();
  let frame: Promise<Window> | undefined;
  let number = 0;

  const open = (): Promise<Window> =>
    new Promise((resolve) => {
      const element = document.createElement("iframe");
      element.hidden = true;
      element.tabIndex = -1;
      element.title = "Passerelle";
      element.setAttribute("aria-hidden", "true");
      element.referrerPolicy = "no-referrer";
      element.src = href;
      // The hub listens before its page has loaded. It does not send the first message: it cannot know which of its origins embeds it, and
      // browsers report a message to another origin in the console.
      element.onload = () => resolve(element.contentWindow as Window);
      addEventListener("message", ({ source, origin: from, data }) => {
        if (source !== element.contentWindow || from !== origin || data?.passerelle !== 1) return;
        const { id, reply, event, epoch } = data as { id?: number; reply?: Reply; event?: TabEvent; epoch?: number };
        if (event) {
          told(event, ...(epoch === undefined ? [] : [epoch]));
        } else if (id !== undefined && reply) {
          waiting.get(id)?.(reply);
          waiting.delete(id);
        }
      });
      (document.body ?? document.documentElement).append(element);
    });

  return (request) =>
    new Promise((resolve) => {
      const id = (number += 1);
      waiting.set(id, resolve);
      setTimeout(() => {
        if (!waiting.delete(id)) return;
        warn("hub_unreachable", href);
        resolve(DENIED);
      }, PATIENCE_MS);
      void (frame ??= open()).then((hub) => {
        const { isGivenUp, ...asked } = request;
        // However late the frame loads, an erasure is carried out. Nobody waits for any other request.
        if (request.op === "wipe" || (waiting.has(id) && !isGivenUp)) hub.postMessage({ passerelle: 1, id, request: asked }, origin);
        else if (waiting.delete(id)) resolve(DENIED);
      });
    });
}
