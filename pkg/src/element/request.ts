/** What an element asks for: its attributes, its property, and what the page says of itself. The inspector asks the same. */

import { pageAddress } from "../page/page-address.js";
import { pageReader } from "../page/shared-reader.js";
import type { PageKind, Placement, SuggestRequest } from "../types.js";
import type { Attribute, PasserelleSuggestions } from "./suggestions.js";

/** What an object becomes when it is written as an attribute, as React 18 does. */
const OBJECT = /\[object \w+\]/;

/** The number of each element among those of its name, and the page on which it has that number. */
const numbers = new WeakMap<Element, { page: string; number: number }>();

/**
 * Which of the page's elements this is. An element keeps its number on a page, whatever is inserted before it. The element that a router
 * or a framework puts in the place of another has the number of that one.
 */
export function placeOf(host: HTMLElement): string {
  const root = host.getRootNode();
  const number = numberOf(host, root as ParentNode, pageAddress());
  return root instanceof ShadowRoot ? `${placeOf(root.host as HTMLElement)} ${number}` : `${number}`;
}

function numberOf(host: Element, root: ParentNode, page: string): number {
  const known = numbers.get(host);
  if (known?.page === page) return known.number;
  const all = [...root.querySelectorAll(host.localName)];
  const taken = new Set(all.map((element) => numbers.get(element)).filter((other) => other?.page === page).map((other) => other?.number));
  let number = all.indexOf(host);
  while (taken.has(number)) number += 1;
  numbers.set(host, { page, number });
  return number;
}

/** What an attribute says; nothing when it is empty, or an object that became text. */
export function saidBy(host: PasserelleSuggestions, name: Attribute): string | undefined {
  return saidIn(host, name);
}

/** The same of any of the package's elements. */
export function saidIn(host: HTMLElement, name: string): string | undefined {
  const said = host.getAttribute(name)?.trim();
  return said && !OBJECT.test(said) ? said : undefined;
}

/** What kind of page an element is on: as its attribute says, else as the page does where it is read. */
export function pageKindOf(host: HTMLElement, reads: boolean): PageKind | undefined {
  return (saidIn(host, "page") as PageKind | undefined) ?? (reads ? pageReader().pageKind() : undefined);
}

/** What is wrong with an attribute, and what to write instead; `undefined` when all can be read. */
export function unreadableAttribute(host: PasserelleSuggestions): string | undefined {
  for (const { name, value } of host.attributes) {
    if (OBJECT.test(value)) {
      return `${name}="${value}" on <${host.localName}> is an object that became text, as React 18 writes it: set the property \`request\` through a ref`;
    }
  }
  if (host.hasAttribute("request")) return `<${host.localName}> has no attribute \`request\`: set the property of this name`;
  const consent = saidBy(host, "consent");
  return !consent || consent === "granted" || consent === "denied" ? undefined : `consent="${consent}" on <${host.localName}> must be granted or denied`;
}

/** Ids in an attribute, between them spaces or commas. */
function idsIn(said: string): string[] {
  return said.split(/[\s,]+/).filter(Boolean);
}

/** The request of an element; `reads` where the page is read, so that the page says what kind of page it is. */
export function requestOf(host: PasserelleSuggestions, reads: boolean): SuggestRequest {
  const placement = (saidBy(host, "placement") ?? "product") as Placement;
  const product = saidBy(host, "product-id");
  const read = reads && placement === "product" ? pageReader().pageItem() : undefined;
  const division = saidBy(host, "division");
  const cart = saidBy(host, "cart");
  const limit = saidBy(host, "limit");
  const page = pageKindOf(host, reads);
  return {
    slot: placeOf(host),
    // What the page says is weaker than the property, and attributes are stronger.
    ...(read && { itemId: read }),
    ...host.request,
    placement,
    ...(page && { page }),
    ...(product && { itemId: product }),
    ...(division && { division }),
    ...(cart && { cart: idsIn(cart) }),
    ...(limit && { limit: Number(limit) }),
  };
}
