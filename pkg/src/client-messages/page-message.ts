/**
 * The page's one message, and its notices, over all packs that the page opens: each module knows only those of its own pack. Not for
 * choosing them, nor for the slots of one pack (src/message/standing.rs): the module does that.
 */

import { pageConsent } from "../consent.js";
import type { Passerelle } from "../index.js";
import { pageAddress } from "../page/page-address.js";
import { shared } from "../registry.js";
import { drawMessagesOf, nextMessageOf } from "../sharing.js";
import type { Message, MessagesRequest } from "../types.js";

/** The messages to draw, and whether they count as shown on this page. */
export interface Drawn {
  readonly messages: readonly Message[];
  readonly isCounted: boolean;
}

/** The messages on a page. They are chosen anew for another state of consent. */
interface OnPage {
  readonly page: string;
  /** The slot that has the page's one message. */
  slot: string | undefined;
  /** The slot of each notice, by its id. */
  readonly notices: Map<string, string>;
}

const state = (): { onPage?: OnPage; turn: Promise<unknown> } => shared("messages", () => ({ turn: Promise.resolve() }));

function onPage(): OnPage {
  const known = state();
  const page = `${pageAddress()} ${pageConsent().isGranted()}`;
  if (known.onPage?.page !== page) known.onPage = { page, slot: undefined, notices: new Map() };
  return known.onPage;
}

/**
 * Returns the message to draw in a slot, unless another slot has the page's message. One that does not fit is returned without counting it.
 * Slots take turns, so that the next one sees what this one has taken.
 */
export function drawMessage(slot: string, shop: Passerelle, request: MessagesRequest, fits: (next: readonly Message[]) => boolean): Promise<Drawn> {
  const turn = state().turn.then(async (): Promise<Drawn> => {
    if ((onPage().slot ?? slot) !== slot) return { messages: [], isCounted: true };
    const next = await nextMessageOf(shop, request);
    if (next.length > 0 && !fits(next)) return { messages: next, isCounted: false };
    const messages = withoutOthers(slot, await drawMessagesOf(shop, request, false));
    if (messages.length > 0) onPage().slot = slot;
    return { messages, isCounted: true };
  });
  state().turn = turn.catch(() => undefined);
  return turn;
}

/** Returns all notices to draw in a slot. */
export async function drawNotices(slot: string, shop: Passerelle, request: MessagesRequest): Promise<Drawn> {
  return { messages: withoutOthers(slot, await drawMessagesOf(shop, request, true)), isCounted: true };
}

/** Leaves out notices that are in other slots, and notes that the others are in this one. */
function withoutOthers(slot: string, drawn: readonly Message[]): readonly Message[] {
  const { notices } = onPage();
  return drawn.filter(({ kind, id }) => {
    if (kind !== "notice") return true;
    if (!notices.has(id)) notices.set(id, slot);
    return notices.get(id) === slot;
  });
}
