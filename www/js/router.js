/** Addresses after the # of this one page, so that going from view to view never reloads it. */

/** @typedef {{ path: string[], query: URLSearchParams }} Route */

/** Reads `#/division/garden?page=2`. @param {string} hash @returns {Route} */
export function parse(hash) {
  const [path, query = ''] = hash.replace(/^#\/?/, '').split('?');
  const decode = (/** @type {string} */ part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  };
  return { path: path.split('/').filter(Boolean).map(decode), query: new URLSearchParams(query) };
}

/**
 * Writes an address.
 * @param {string[]} path
 * @param {Record<string, string | number | null>} [query] Nulls are left out.
 */
export function address(path, query = {}) {
  const kept = Object.entries(query).filter(([, value]) => value !== null);
  const search = new URLSearchParams(kept.map(([key, value]) => [key, String(value)])).toString();
  return `#/${path.map(encodeURIComponent).join('/')}${search ? `?${search}` : ''}`;
}

/**
 * Calls `show` for the current address and for every later one. `followed` is true when a link led there: then the
 * view starts at its top; on back and forward the browser puts the scroll position back.
 * @param {(route: Route, followed: boolean) => void} show
 */
export function listen(show) {
  let followed = false;
  document.addEventListener('click', (event) => {
    if (event.target instanceof Element && event.target.closest('a[href^="#/"]')) followed = true;
  });
  window.addEventListener('hashchange', () => {
    show(parse(location.hash), followed);
    followed = false;
  });
  show(parse(location.hash), false);
}
