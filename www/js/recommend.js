/**
 * The only place that speaks with Passerelle. The shop must work without it, so nothing here throws: when it cannot
 * start there is one warning, and every suggestion is an empty list.
 */

/**
 * @typedef {{
 *   itemId: string, title: string, url: string, image: string, price: { amount: number, currency: string } | null,
 *   division: { id: string, name: string }, type: string, score: number, reason: { code: string },
 *   flags: { code: string, id?: string, name?: string }[], season: { fit: number },
 * }} Suggestion
 * @typedef {{
 *   country?: string, date?: string, weather?: { temperatureC?: number, rainMm?: number, uvIndex?: number },
 * }} Season
 * @typedef {{
 *   setConsent(granted: boolean): unknown,
 *   track(event: { name: string, itemId: string }): Promise<unknown>,
 *   suggest(request: { placement: string, itemId?: string, limit?: number, exclude?: string[] }):
 *     Promise<{ suggestions: Suggestion[] }>,
 *   seasonal(request: { placement: string, division?: string, limit?: number }): Promise<{ suggestions: Suggestion[] }>,
 *   setSeason(season: Season): Promise<void>,
 * }} Passerelle
 */

/** @type {Promise<Passerelle | null>} */
let starting = Promise.resolve(null);
let warned = false;

/** @param {unknown} error */
function warn(error) {
  if (warned) return;
  warned = true;
  const { code, message } = /** @type {{ code?: string, message?: string }} */ (error ?? {});
  console.warn(`Passerelle is not available, the shop goes on without it: ${code ?? message ?? error}`);
}

/** Starts Passerelle; true when it is there. */
export function start() {
  starting = (async () => {
    try {
      const { createPasserelle } = await import(new URL('./passerelle/index.js', document.baseURI).href);
      return await createPasserelle({ pack: new URL('./pack/', document.baseURI).href });
    } catch (error) {
      warn(error);
      return null;
    }
  })();
  return starting.then(Boolean);
}

/**
 * @template T
 * @param {(passerelle: Passerelle) => T | Promise<T>} use
 * @param {T} otherwise
 * @returns {Promise<T>}
 */
async function withPasserelle(use, otherwise) {
  const passerelle = await starting;
  if (!passerelle) return otherwise;
  try {
    return await use(passerelle);
  } catch (error) {
    warn(error);
    return otherwise;
  }
}

/** Whether this page may remember what the shopper does, until it is closed. @param {boolean} granted */
export function setConsent(granted) {
  return withPasserelle((passerelle) => passerelle.setConsent(granted), undefined);
}

/** Tells what the shopper did. @param {string} name An event name of GA4. @param {string} itemId */
export function track(name, itemId) {
  return withPasserelle((passerelle) => passerelle.track({ name, itemId }), undefined);
}

/**
 * Suggestions for an item's page.
 * @param {string} itemId
 * @param {string[]} exclude
 * @param {number} limit
 * @returns {Promise<Suggestion[]>}
 */
export function suggest(itemId, exclude, limit) {
  return withPasserelle(
    async (passerelle) => (await passerelle.suggest({ placement: 'product', itemId, limit, exclude })).suggestions, []);
}

/** What is to count as today, here, and the weather, from now on. @param {Season} season */
export function setSeason(season) {
  return withPasserelle((passerelle) => passerelle.setSeason(season), undefined);
}

/**
 * What suits the season, the same for everybody.
 * @param {{ placement: string, division?: string, limit: number }} request
 * @returns {Promise<Suggestion[]>}
 */
export function seasonal(request) {
  return withPasserelle(async (passerelle) => (await passerelle.seasonal(request)).suggestions, []);
}
