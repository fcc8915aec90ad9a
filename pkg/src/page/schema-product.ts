/**
 * Reads a product in the vocabulary of schema.org, whichever format the page uses: its ids, and whether it is the page's main entity.
 * JSON-LD provides such objects directly; microdata is converted to them. Not for choosing the page's product: see `document-product.ts`.
 */

import { idsOf, idsOfKind, type ItemIds, variantOf } from "./statement.js";

/** An object of schema.org: any property may hold anything. */
export type Thing = Record<string, unknown>;

/** The properties with a product's own ids, ordered by how likely a feed has them. */
export const PRODUCT_IDS = ["sku", "productID", "offers.sku", "gtin", "gtin14", "gtin13", "gtin12", "gtin8", "mpn", "inProductGroupWithID"] as const;
/** The property with a product's size. */
export const SIZE = "size";
/** The properties that name a product's page. */
const PAGE_PROPERTIES = ["url", "@id", "mainEntityOfPage"] as const;

/** A product that a page describes. */
export interface Described {
  ids: ItemIds;
  /** The size that the description states. */
  variant?: string | undefined;
  /** The addresses that the description states. */
  addresses: string[];
  /** The page names this product as its main entity. */
  isMain: boolean;
  isGroup: boolean;
}

/** Returns whether a thing has this type: written as `Product`, `https://schema.org/Product` or `schema:Product`, alone or in an array. */
function isOfType(thing: Thing, type: string): boolean {
  return [thing["@type"]].flat().some((one) => typeof one === "string" && one.replace(/^.*[/:#]/, "") === type);
}

/** Returns the product that a thing describes; `undefined` if it is no product. */
export function describe(thing: Thing): Described | undefined {
  const isGroup = isOfType(thing, "ProductGroup");
  if (!isGroup && !isOfType(thing, "Product")) return undefined;
  return { ids: isGroup ? idsOfGroup(thing) : idsOfProduct(thing), ...(!isGroup && { variant: sizeOf(thing) }), addresses: addressesOf(thing), isMain: false, isGroup };
}

/** Returns the objects among a property's values. */
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

/** Returns the size, from a text or from the name of a `SizeSpecification`; none for a product in several sizes. */
function sizeOf(thing: Thing): string | undefined {
  const sizes = [thing[SIZE]].flat().map((size) => variantOf(typeof size === "object" && size !== null ? (size as Thing)["name"] : size));
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

/** Removes a scheme such as `isbn:` from an id; only `productID` has one. */
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
