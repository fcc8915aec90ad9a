/** What an element asks for: its attributes, its property, and what the page says of itself. The inspector asks the same. */

import { pageReader } from "../page/shared-reader.js";
import type { PageKind, Placement, SuggestRequest } from "../types.js";
import type { Attribute, PasserelleSuggestions } from "./suggestions.js";

/** Which of the page's elements it is: the one that a router puts in its place is the same. */
function placeOf(host: HTMLElement): string {
  const root = host.getRootNode();
  const at = [...(root as ParentNode).querySelectorAll(host.localName)].indexOf(host);
  return root instanceof ShadowRoot ? `${placeOf(root.host as HTMLElement)} ${at}` : `${at}`;
}

/** What an attribute says; nothing when it is empty. */
export function saidBy(host: PasserelleSuggestions, name: Attribute): string | undefined {
  return host.getAttribute(name)?.trim() || undefined;
}

/** The request of an element; `reads` where the page is read, so that the page says what kind of page it is. */
export function requestOf(host: PasserelleSuggestions, reads: boolean): SuggestRequest {
  const placement = (saidBy(host, "placement") ?? "product") as Placement;
  const product = saidBy(host, "product-id");
  const read = reads && placement === "product" ? pageReader().pageItem() : undefined;
  const limit = saidBy(host, "limit");
  const page = saidBy(host, "page") ?? (reads ? pageReader().pageKind() : undefined);
  return {
    slot: placeOf(host),
    // What the page says is weaker than the property, and attributes are stronger.
    ...(read && { itemId: read }),
    ...host.request,
    placement,
    ...(page && { page: page as PageKind }),
    ...(product && { itemId: product }),
    ...(limit && { limit: Number(limit) }),
  };
}
