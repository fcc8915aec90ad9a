/**
 * The only place that speaks with Passerelle. The shop must work without it, so nothing here throws: when it cannot
 * start there is one warning, and every suggestion is an empty list.
 */

import { FOLDER } from './shop-data.js';

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
 *   setConsent(granted: boolean, options?: { answer?: boolean }): unknown,
 *   track(event: { name: string, itemId: string, gift?: boolean }): Promise<unknown>,
 *   suggest(request: Request): Promise<{ suggestions: Suggestion[] }>,
 *   openPrivacy(): Promise<void>,
 *   loyalty(): Promise<object | null>,
 *   seasonal(request: { placement: string, division?: string, limit?: number }): Promise<{ suggestions: Suggestion[] }>,
 *   setSeason(season: Season): Promise<void>,
 *   history: { import(told: Past[]): Promise<number>, gift(itemId: string): Promise<void> },
 * }} Passerelle
 * @typedef {{ itemId: string, division: string, type: string, time: number }} Past
 * A past purchase that the house knows of: `type` as in the feed, `time` in seconds since 1970.
 * @typedef {HTMLElement & { requests: readonly Request[], candidates: readonly string[], asked: readonly string[], digest: string, refresh(): Promise<void> }} Inspector
 */

/**
 * @typedef {{ placement: string, itemId?: string, division?: string, cart?: string[], limit?: number, exclude?: string[] }} Request A spot to fill.
 */

/** @type {Promise<Passerelle | null>} */
let starting = Promise.resolve(null);
let warned = false;
let remembers = false;
/** What has to be known before anything else is asked. @type {Promise<void>} */
let noting = Promise.resolve();
/** What the page that is open has asked for, spot by spot. @type {Map<string, Request>} */
let asked = new Map();
/** Heard whenever another question may have another answer. */
const listeners = new EventTarget();
/** The pack's folder. */
const PACK = new URL('pack/', FOLDER).href;

/** @param {unknown} error */
function warn(error) {
  if (warned) return;
  warned = true;
  const { code, message } = /** @type {{ code?: string, message?: string }} */ (error ?? {});
  console.warn(`Passerelle is not available, the shop goes on without it: ${code ?? message ?? error}`);
}

/**
 * Starts Passerelle; true when it is there.
 * @param {Promise<unknown>} page What the shopper came for stands: nothing of Passerelle is loaded before.
 */
export function start(page) {
  starting = (async () => {
    try {
      await page;
      const { createPasserelle } = await import('../passerelle/index.js');
      return await createPasserelle({ pack: PACK });
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

/**
 * Whether this page may remember what the shopper does, until it is closed.
 *
 * @param {boolean} granted
 * @param {boolean} answer whether the shopper says so now
 */
export async function setConsent(granted, answer) {
  remembers = granted;
  await withPasserelle((passerelle) => passerelle.setConsent(granted, { answer }), undefined);
  listeners.dispatchEvent(new Event('asked'));
}

/** Whether the history counts. */
export const isRemembering = () => remembers;

/**
 * Tells what the shopper did.
 * @param {string} name An event name of GA4.
 * @param {string} itemId
 */
export function track(name, itemId) {
  return withPasserelle((passerelle) => passerelle.track({ name, itemId }), undefined);
}

/**
 * Tells of an order. Of gifts, that they were looked at says nothing either.
 * @param {readonly string[]} ids
 * @param {boolean} gift
 */
export function purchase(ids, gift) {
  noting = withPasserelle(async (passerelle) => {
    for (const itemId of ids) {
      await passerelle.track({ name: 'purchase', itemId, gift });
      if (gift) await passerelle.history.gift(itemId);
    }
  }, undefined);
}

/** Tells what the house itself knows of a client. @param {Past[]} past */
export function tellPast(past) {
  return withPasserelle((passerelle) => passerelle.history.import(past), 0);
}

/** Fills a spot of the page. @param {Request} request @returns {Promise<Suggestion[]>} */
export function suggest(request) {
  const { placement, itemId, division } = request;
  asked.set(JSON.stringify([placement, itemId, division]), request);
  listeners.dispatchEvent(new Event('asked'));
  return withPasserelle(async (passerelle) => {
    await noting;
    return (await passerelle.suggest(request)).suggestions;
  }, []);
}

/** Shows what is remembered, in the page's `<passerelle-privacy>`; whether it could. */
export function openPrivacy() {
  return withPasserelle((passerelle) => passerelle.openPrivacy().then(() => true), false);
}

/** What is to count as today, here, and the weather, from now on. @param {Season} season */
export async function setSeason(season) {
  await withPasserelle((passerelle) => passerelle.setSeason(season), undefined);
  listeners.dispatchEvent(new Event('asked'));
}

/**
 * What suits the season, the same for everybody.
 * @param {{ placement: string, division?: string, limit: number }} request
 * @returns {Promise<Suggestion[]>}
 */
export function seasonal(request) {
  return withPasserelle(async (passerelle) => (await passerelle.seasonal(request)).suggestions, []);
}

/** Another page opens: what was asked for the one before is of no interest. */
export function beginPage() {
  asked = new Map();
  listeners.dispatchEvent(new Event('asked'));
}

/** Calls `listener` whenever the page has asked for something, or would be answered otherwise. @param {() => void} listener */
export function onAsked(listener) {
  listeners.addEventListener('asked', listener);
}

/** What the page that is open has asked for. */
export const requests = () => [...asked.values()];

/**
 * What the house says to its clients, and where they stand with it: the package's own elements; none when Passerelle is not there.
 * @param {'messages' | 'loyalty'} what @param {Record<string, string>} [attributes] @returns {Promise<HTMLElement | null>}
 */
export function makeElement(what, attributes = {}) {
  return withPasserelle(async (passerelle) => {
    // Not every house has a programme.
    if (what === 'loyalty' && !(await passerelle.loyalty())) return null;
    await (what === 'messages' ? import('../passerelle/client-messages.js') : import('../passerelle/loyalty.js'));
    const element = document.createElement(`passerelle-${what}`);
    for (const [name, value] of Object.entries({ src: PACK, ...attributes })) element.setAttribute(name, value);
    return element;
  }, /** @type {HTMLElement | null} */ (null));
}

/**
 * An element of the package around what the shop shows where it has nothing.
 * @param {string} name
 * @param {Record<string, string>} attributes
 * @param {string} script The package's file that defines it.
 * @param {(itemId: string) => string} pageOf The shop's own page of an item.
 * @param {Node} content
 */
function elementAround(name, attributes, script, pageOf, content) {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries({ src: PACK, ...attributes })) element.setAttribute(attribute, value);
  element.append(content);
  // Pages of the house do not exist: the demonstration shows its own.
  element.addEventListener('click', (event) => {
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    const item = link instanceof HTMLAnchorElement && /\/p\/([^/]+)$/.exec(link.href)?.[1];
    if (!item) return;
    event.preventDefault();
    location.assign(pageOf(decodeURIComponent(item)));
  });
  void withPasserelle(() => import(script), undefined);
  return element;
}

/**
 * A questionnaire of the house. Its pictures lie where the house does not exist: none is shown.
 * @param {string} id
 * @param {(itemId: string) => string} pageOf
 * @param {Node} content
 */
export function makeAdvice(id, pageOf, content) {
  return elementAround('passerelle-advice', { questionnaire: id }, '../passerelle/advice.js', pageOf, content);
}

/**
 * Items side by side.
 * @param {readonly string[]} ids
 * @param {(itemId: string) => string} pageOf
 * @param {Node} content
 */
export function makeComparison(ids, pageOf, content) {
  return elementAround('passerelle-compare', { ids: ids.join(','), images: 'none' }, '../passerelle/compare.js', pageOf, content);
}

/** The package's inspector; nothing when Passerelle is not there. @returns {Promise<Inspector | null>} */
export function makeInspector() {
  return withPasserelle(async () => {
    await import('../passerelle/inspector.js');
    const inspector = /** @type {Inspector} */ (document.createElement('passerelle-inspector'));
    inspector.setAttribute('src', PACK);
    inspector.setAttribute('messages', '');
    return inspector;
  }, /** @type {Inspector | null} */ (null));
}
