/** Which page of a document is open, and whether an address is the page's. */

/** A route behind the hash, as `#/p/1` and `#!/p/1`. */
const ROUTE = /^#!?\//;

/** What tells one page of a document from another: the path, and a route behind the hash. */
export function pageAddress(): string {
  return location.pathname + (ROUTE.test(location.hash) ? location.hash : "");
}

/**
 * Whether one of these addresses is the page's own: with or without its query, or its canonical one, which a router may have
 * left from a former page.
 */
export function isThisPage(addresses: readonly string[], trustsCanonical: boolean): boolean {
  const canonical = trustsCanonical ? document.querySelector<HTMLLinkElement>('link[rel="canonical" i]')?.href : undefined;
  const withoutQuery = new URL(location.href);
  withoutQuery.search = "";
  const own = [location.href, withoutQuery.href, canonical].map(normal).filter((address) => address !== undefined);
  // A relative `@id` such as "#product" is a name in the document, and no address.
  return addresses.some((address) => !/^(#|_:|$)/.test(address) && own.some((one) => one === normal(address)));
}

/** Without what differs between two ways of writing one address: scheme, `www.`, a final slash, an anchor. */
function normal(address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  try {
    const { host, pathname, search, hash } = new URL(address, document.baseURI);
    return host.replace(/^www\./, "") + pathname.replace(/\/$/, "") + search + (ROUTE.test(hash) ? hash : "");
  } catch {
    return undefined;
  }
}
