/** What `<passerelle-messages>` asks for: its attributes, and what the page says of itself. The inspector asks the same. */

import { pageKindOf, placeOf, saidIn } from "../element/request.js";
import type { MessageKind, MessagesRequest } from "../types.js";

/** The request of an element; `reads` where the page is read, so that it says what kind of page it is. */
export function messagesRequestOf(host: HTMLElement, reads: boolean): MessagesRequest {
  const [page, kinds] = [pageKindOf(host, reads), saidIn(host, "kinds")];
  return {
    slot: placeOf(host),
    ...(page && { page }),
    ...(kinds && { kinds: kinds.split(/[\s,]+/) as MessageKind[] }),
    ...(saidIn(host, "pictures") === "everyone" && { pictures: "everyone" }),
  };
}
