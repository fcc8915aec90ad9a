/** Builds the request of `<passerelle-messages>` from its attributes and the page's own data. The inspector uses the same function. */

import { pageKindOf, placeOf, saidIn } from "../element/request.js";
import type { MessageKind, MessagesRequest } from "../types.js";

/** Returns the request of an element; `reads` is whether Passerelle reads the kind of page. */
export function messagesRequestOf(host: HTMLElement, reads: boolean): MessagesRequest {
  const [page, kinds] = [pageKindOf(host, reads), saidIn(host, "kinds")];
  return {
    slot: placeOf(host),
    ...(page && { page }),
    ...(kinds && { kinds: kinds.split(/[\s,]+/) as MessageKind[] }),
    ...(saidIn(host, "pictures") === "everyone" && { pictures: "everyone" }),
  };
}
