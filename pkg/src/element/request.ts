/** Builds an element's request from its attributes, its property, and the page's own data. The inspector uses the same function. */

import { pageAddress } from "../page/page-address.js";
import { pageReader } from "../page/shared-reader.js";
import type { PageKind, Placement, SuggestRequest } from "../types.js";
import type { Attribute, PasserelleSuggestions } from "./suggestions.js";

/** The text that an object becomes as an attribute, as in React 18. */
const OBJECT = /\[object \w+\]/;

/** The number of each element among those of its name, and the page on which it has that number. */
const numbers = new WeakMap<Element, { page: string; number: number }>();

/**
 * Returns the number of an element among those of its name, counted in each shadow tree. An element keeps its number on a page, whatever is
 * inserted before it. An element that replaces another one, as routers and frameworks do, has the number of that one.
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

/** Returns the value of an attribute; `undefined` if it is empty, or an object that became text. */
export function saidBy(host: PasserelleSuggestions, name: Attribute): string | undefined {
  return saidIn(host, name);
}

/** Does the same for any element of the package. */
export function saidIn(host: HTMLElement, name: string): string | undefined {
  const said = host.getAttribute(name)?.trim();
  return said && !OBJECT.test(said) ? said : undefined;
}

/** Returns the kind of page: the attribute `page`, or else the kind that the reader found, if `reads`. */
export function pageKindOf(host: HTMLElement, reads: boolean): PageKind | undefined {
  return (saidIn(host, "page") as PageKind | undefined) ?? (reads ? pageReader().pageKind() : undefined);
}

/** Returns the fault of an attribute and its remedy; `undefined` if all attributes can be read. */
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

/** Splits the ids of an attribute at spaces and commas. */
function idsIn(said: string): string[] {
  return said.split(/[\s,]+/).filter(Boolean);
}

/** Returns the request of an element. `reads` is whether Passerelle reads the page's product and kind. */
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
    // Later values override earlier ones: the page's data, then the property, then the attributes.
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
