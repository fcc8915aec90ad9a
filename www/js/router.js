/** Routes by the fragment of this one page's address, so that a change of view never reloads it. */

/** @typedef {{ path: string[], query: URLSearchParams }} Route */

/** Parses an address such as `#/division/garden?page=2`. @param {string} hash @returns {Route} */
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
 * Returns an address.
 * @param {string[]} path
 * @param {Record<string, string | number | null>} [query] Nulls are left out.
 */
export function address(path, query = {}) {
  const kept = Object.entries(query).filter(([, value]) => value !== null);
  const search = new URLSearchParams(kept.map(([key, value]) => [key, String(value)])).toString();
  return `#/${path.map(encodeURIComponent).join('/')}${search ? `?${search}` : ''}`;
}

/**
 * Calls `show` for the current address and for every later one, and restores the scroll position. The browser would restore it before the
 * view is drawn.
 * @param {(route: Route) => void} show
 */
export function listen(show) {
  const SETTLED_MS = 120;
  let timer = 0;
  /** The address of the view on the page: after a click, `location` is ahead of it until `hashchange`. */
  let shown = '';
  const arrive = () => {
    clearTimeout(timer);
    shown = location.hash;
    show(parse(shown));
    // An address without a stored position starts at its top.
    window.scrollTo(0, history.state?.y ?? 0);
  };
  history.scrollRestoration = 'manual';
  window.addEventListener('scroll', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (location.hash === shown) history.replaceState({ y: window.scrollY }, '');
    }, SETTLED_MS);
  }, { passive: true });
  window.addEventListener('hashchange', arrive);
  arrive();
}
