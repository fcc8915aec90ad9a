/**
 * The workbench: personas to follow, conditions to simulate, and a view of Passerelle's decisions. Loaded when it is first opened; before
 * that the page contains none of it.
 */

import { announce, h } from '../dom.js';
import { languageLinks } from '../frame.js';
import { inLanguage, language, words } from '../language.js';
import { copyable, pageLines } from '../lines.js';
import { onPretended, seasonBar } from '../season.js';
import { beginAnew, prefersStill, replay } from './journey.js';
import { personasOf } from './personas.js';
import { requestsSection } from './requests.js';
import { texts } from './texts.js';

/**
 * @typedef {{
 *   shop: import('../shop.js').Shop, cart: import('../cart.js').Cart, main: HTMLElement, consent: HTMLInputElement,
 *   agree(granted: boolean): void, go(path: string[]): Promise<void>,
 *   leaving(noted?: import('./requests.js').Noted | null): void, noted: import('./requests.js').Noted | null,
 * }} Hands The actions of a shopper in this shop, and the notes of the previous load. `leaving` passes state to the next load.
 */

/** The most sold-out items that the inspector examines. */
const SOLD_OUT = 40;
/** The delay that joins several changes of a page into one examination. */
const LOOK_MS = 60;

/** @typedef {HTMLElement & { candidates: readonly string[], asked: readonly string[], digest: string, refresh(): Promise<void> }} Inspector The package's inspector. */

/** @type {HTMLElement | null} */
let panel = null;

/**
 * Creates the package's inspector, which examines the elements of the page; `null` if the package cannot be loaded.
 * @returns {Promise<Inspector | null>}
 */
async function makeInspector() {
  try {
    await import('../../passerelle/inspector.js');
  } catch {
    return null;
  }
  const inspector = /** @type {Inspector} */ (document.createElement('passerelle-inspector'));
  inspector.setAttribute('messages', '');
  return inspector;
}

/** Loads the style sheet, once per page. */
function styled() {
  return new Promise((done) => {
    const sheet = h('link', { rel: 'stylesheet', href: new URL('../../css/workbench.css', import.meta.url).href });
    sheet.addEventListener('load', () => done(true));
    sheet.addEventListener('error', () => done(false));
    document.head.append(sheet);
  });
}

/** @param {HTMLElement} opener @param {boolean} isOpen */
function show(opener, isOpen) {
  if (!panel) return;
  panel.hidden = !isOpen;
  opener.setAttribute('aria-expanded', String(isOpen));
  document.documentElement.toggleAttribute('data-with-workbench', isOpen);
  (isOpen ? panel.querySelector('h2') : opener)?.focus({ preventScroll: true });
}

/** Opens or closes the workbench. @param {HTMLElement} opener The button. @param {Hands} hands */
export async function toggle(opener, hands) {
  if (panel) {
    show(opener, Boolean(panel.hidden));
    return;
  }
  const [inspector] = await Promise.all([makeInspector(), styled()]);
  if (panel) return;
  panel = build(opener, hands, inspector);
  document.body.append(panel);
  show(opener, true);
}

/** @param {HTMLElement} opener @param {Hands} hands @param {Inspector | null} inspector */
function build(opener, hands, inspector) {
  const close = h('button', { class: 'button button-quiet', type: 'button', 'data-close-workbench': true }, texts.close);
  close.addEventListener('click', () => show(opener, false));
  const walk = journeys(hands, (who) => asked.becomes(who));
  const asked = requestsSection(hands.noted ?? { who: texts.you, notes: [], pending: false }, hands.leaving);
  const element = h('aside', { class: 'workbench', 'aria-label': texts.title, 'data-workbench': true, hidden: true },
    h('div', { class: 'workbench-top' }, h('div', {}, h('h2', { tabindex: -1 }, texts.title), close), walk.status),
    walk.section,
    conditions(hands),
    inspector && h('section', { 'data-inside': true }, h('h3', {}, texts.inside), h('p', { class: 'muted' }, texts.insideMore), inspector),
    asked.section,
    h('section', {}, h('h3', {}, texts.copy), copyable(pageLines(hands.shop.example?.id ?? [...hands.shop.items.keys()][0]), texts.copy, 'bench')));
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !element.hidden) show(opener, false);
  });
  if (inspector) follow(element, inspector, hands, asked.note);
  return element;
}

/**
 * Lets the inspector examine the page after each change.
 * @param {HTMLElement} element @param {Inspector} inspector @param {Hands} hands
 * @param {(inspector: Inspector) => Promise<void>} note
 */
function follow(element, inspector, { shop, cart }, note) {
  inspector.candidates = [...shop.items.values()].filter(({ available }) => !available).slice(0, SOLD_OUT).map(({ id }) => id);
  let timer = 0;
  let latest = 0;
  const look = () => {
    latest += 1;
    const mine = latest;
    element.dataset.looking = 'true';
    clearTimeout(timer);
    timer = setTimeout(async () => {
      await inspector.refresh();
      if (mine !== latest) return;
      delete element.dataset.looking;
      await note(inspector);
    }, LOOK_MS);
  };
  window.addEventListener('hashchange', look);
  cart.addEventListener('change', look);
  onPretended(look);
  look();
}

/** Returns the section with the personas. @param {Hands} hands @param {(who: string) => void} becomes */
function journeys(hands, becomes) {
  const status = h('p', { class: 'journey-status', role: 'status', 'data-journey': 'none' }, texts.hint);
  const stop = h('button', { class: 'button button-quiet', type: 'button', hidden: true }, texts.stop);
  const forget = h('button', { class: 'button button-quiet', type: 'button', 'data-forget': true }, texts.forget);
  let under = new AbortController();
  let last = Promise.resolve();
  /** Runs one journey at a time: it aborts the current one. @param {(signal: AbortSignal) => Promise<void>} work */
  const begin = (work) => {
    under.abort();
    under = new AbortController();
    const { signal } = under;
    last = last.catch(() => undefined).then(() => (signal.aborted ? undefined : work(signal)));
    return last;
  };
  const say = (/** @type {'none' | 'walking' | 'done'} */ state, /** @type {(Node | string)[]} */ ...said) => {
    status.dataset.journey = state;
    stop.hidden = state !== 'walking';
    status.replaceChildren(...said);
  };
  stop.addEventListener('click', () => {
    under.abort();
    say('none', texts.stopped);
  });
  forget.addEventListener('click', () => begin(async () => {
    await beginAnew(hands);
    becomes(texts.you);
    say('none', texts.begun);
  }));
  const personas = personasOf(hands.shop).map((persona) => {
    const { name, who, look } = /** @type {import('./personas.js').Story} */ (inLanguage(persona.texts));
    const button = h('button', { class: 'persona', type: 'button', 'data-persona': persona.id },
      h('span', { class: 'persona-name' }, name), h('span', { class: 'persona-who' }, who));
    button.addEventListener('click', () => begin(async (signal) => {
      becomes(name);
      say('walking', name);
      const arrived = await replay(persona, hands, (said, step, steps) => say('walking', `${texts.stepOf(step, steps)} · ${said}`), signal);
      if (!arrived) return;
      // The result of the journey scrolls into the viewport.
      hands.main.querySelector(persona.shows ?? 'passerelle-suggestions:not([data-example])')?.scrollIntoView({ behavior: prefersStill() ? 'auto' : 'smooth' });
      say('done', h('strong', {}, `${name}. `), look);
    }));
    return h('li', {}, button);
  });
  const section = h('section', {}, h('h3', {}, texts.personas),
    personas.length > 0 ? h('ul', { class: 'personas' }, ...personas) : h('p', { class: 'muted' }, texts.elsewhere),
    h('div', { class: 'workbench-acts' }, stop, forget));
  return { section, status };
}

/** Returns the section with the simulated conditions and the shopper's consent. @param {Hands} hands */
function conditions({ shop, consent, agree, leaving }) {
  const agreed = h('input', { type: 'checkbox', role: 'switch' });
  const sync = () => (agreed.checked = consent.checked);
  agreed.addEventListener('change', () => agree(agreed.checked));
  consent.addEventListener('agreed', sync);
  sync();
  return h('section', { 'data-conditions': true }, h('h3', {}, texts.conditions),
    seasonBar('bench', `${texts.title}: ${words.seasonBar}`),
    h('label', { class: 'bench-consent' }, agreed, h('span', {}, words.consent)),
    languageLinks(shop, () => leaving({ who: texts.you, notes: [], pending: false }), `${texts.title}: ${words.languages}`),
    h('p', { class: 'muted', 'data-discretion': true }, texts.discretion[language === 'en' ? 'open' : 'discreet']));
}
