/**
 * A product in the words of schema.org, whichever way the page writes them: its ids, and whether it is the product that the
 * page is about. JSON-LD gives such objects as they stand; microdata is made into them.
 */

import { idsOf, idsOfKind, type ItemIds, variantOf } from "./statement.js";

/** An object of schema.org: any property may hold anything. */
export type Thing = Record<string, unknown>;

/** Where a product has its own ids, those that a feed most likely has first. */
export const PRODUCT_IDS = ["sku", "productID", "offers.sku", "gtin", "gtin14", "gtin13", "gtin12", "gtin8", "mpn", "inProductGroupWithID"] as const;
/** Which page a product is of. */
export const PAGE_PROPERTIES = ["url", "@id", "mainEntityOfPage"] as const;

/** A product that a page describes. */
export interface Described {
  ids: ItemIds;
  /** The size that it says it is of. */
  variant?: string | undefined;
  /** The addresses that it says it is of. */
  addresses: string[];
  /** The page says elsewhere that this is what it is about. */
  isMain: boolean;
  isGroup: boolean;
}

/** `Product`, `https://schema.org/Product`, `schema:Product`, or a list that has it. */
export function isOfType(thing: Thing, type: string): boolean {
  return [thing["@type"]].flat().some((one) => typeof one === "string" && one.replace(/^.*[/:#]/, "") === type);
}

/** The product that a thing is, or nothing. */
export function describe(thing: Thing): Described | undefined {
  const isGroup = isOfType(thing, "ProductGroup");
  if (!isGroup && !isOfType(thing, "Product")) return undefined;
  return { ids: isGroup ? idsOfGroup(thing) : idsOfProduct(thing), ...(!isGroup && { variant: sizeOf(thing) }), addresses: addressesOf(thing), isMain: false, isGroup };
}

/** Objects among a property's values. */
export function things(value: unknown): Thing[] {
  return ([value].flat(2) as unknown[]).filter((one): one is Thing => typeof one === "object" && one !== null);
}

function idsOfProduct(thing: Thing): string[] {
  return idsOf(PRODUCT_IDS.map((key) => valueOf(thing, key)), things(thing["isVariantOf"]).map((group) => group["productGroupID"]));
}

function idsOfGroup(thing: Thing): string[] {
  const [variant] = things(thing["hasVariant"]);
  return idsOf(thing["productGroupID"], idsOfProduct(thing), variant ? idsOfProduct(variant) : []);
}

/** `size` is a text or, as a `SizeSpecification`, has a name; of a product in several sizes it says none. */
function sizeOf(thing: Thing): string | undefined {
  const sizes = [thing["size"]].flat().map((size) => variantOf(typeof size === "object" && size !== null ? (size as Thing)["name"] : size));
  return sizes.length === 1 ? sizes[0] : undefined;
}

function valueOf(thing: Thing, key: (typeof PRODUCT_IDS)[number]): unknown {
  if (key === "productID") return [thing[key]].flat().map(withoutScheme);
  if (key === "mpn") return idsOfKind("mpn", thing[key]);
  if (key.startsWith("gtin")) return idsOfKind("gtin", thing[key]);
  if (key !== "offers.sku") return thing[key];
  // An AggregateOffer has offers of its own.
  return things(thing["offers"]).flatMap((offer) => [offer, ...things(offer["offers"])]).flatMap((offer) => offer["sku"]);
}

/** `isbn:978…` names its scheme; only `productID` does. */
function withoutScheme(id: unknown): unknown {
  return typeof id === "string" ? id.replace(/^[a-z][a-z0-9]*:/i, "") : id;
}

function addressesOf(thing: Thing): string[] {
  const values = PAGE_PROPERTIES.flatMap((key) => {
    const value = thing[key];
    return [value, ...things(value).flatMap((page) => [page["@id"], page["url"]])].flat();
  });
  return values.filter((value): value is string => typeof value === "string");
}
