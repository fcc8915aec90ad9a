/** Identifies the page of a document that is open, and recognises its address. */

/** Matches a route behind the hash, as `#/p/1` and `#!/p/1`. */
const ROUTE = /^#!?\//;

/** Returns the key of the page that is open: the path, and a route behind the hash. Another query is the same page. */
export function pageAddress(): string {
  return location.pathname + route();
}

/** Returns the key of the address that is open: with another query, a page may list other items. */
export function addressWithQuery(): string {
  return location.pathname + location.search + route();
}

function route(): string {
  return ROUTE.test(location.hash) ? location.hash : "";
}

/**
 * Returns whether one of these addresses is the page's own: its address with or without the query or, with `trustsCanonical`, its canonical
 * address. A router may have left the canonical address of an earlier page.
 */
export function isThisPage(addresses: readonly string[], trustsCanonical: boolean): boolean {
  const canonical = trustsCanonical ? document.querySelector<HTMLLinkElement>('link[rel="canonical" i]')?.href : undefined;
  const withoutQuery = new URL(location.href);
  withoutQuery.search = "";
  const own = [location.href, withoutQuery.href, canonical].map(normal).filter((address) => address !== undefined);
  // A relative `@id` such as "#product" is a name in the document, not an address.
  return addresses.some((address) => !/^(#|_:|$)/.test(address) && own.some((one) => one === normal(address)));
}

/** Returns an address without the parts that vary between spellings: scheme, `www.`, final slash, fragment. */
function normal(address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  try {
    const { host, pathname, search, hash } = new URL(address, document.baseURI);
    return host.replace(/^www\./, "") + pathname.replace(/\/$/, "") + search + (ROUTE.test(hash) ? hash : "");
  } catch {
    return undefined;
  }
}
