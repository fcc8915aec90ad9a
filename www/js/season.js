/** Simulates another day, place and weather, until the page is closed. */

import { announce, h } from './dom.js';
import { words } from './language.js';

/** The countries offered: one is in the southern hemisphere, one in the tropics. */
const COUNTRIES = ['GB', 'FR', 'DE', 'ES', 'AE', 'AU', 'SG'];
/** Daily rain in millimetres, and the day's highest UV index. */
const SKIES = { dry: { rainMm: 0, uvIndex: 1 }, rain: { rainMm: 8 }, sun: { uvIndex: 8 } };
/** The pause in typing after which Passerelle is asked. */
const PAUSE_MS = 200;

/** The simulated values, as in the controls; an empty value is the real one. */
const pretended = { date: '', country: '', temperature: '', sky: '' };

/** Returns the simulated values as options of `setSeason()`. */
function options() {
  const { date, country, temperature, sky } = pretended;
  /** @type {{ rainMm?: number, uvIndex?: number } | undefined} */
  const known = SKIES[/** @type {keyof typeof SKIES} */ (sky)];
  return {
    ...(date && { date }),
    ...(country && { country }),
    ...((temperature || known) && { weather: { ...(temperature && { temperatureC: Number(temperature) }), ...known } }),
  };
}

/** The bars of the page: all show the same values. @type {Set<{ bar: HTMLElement, show: () => void }>} */
const bars = new Set();

/** @type {(() => void)[]} */
const listeners = [];

/** Calls `listener` after Passerelle has accepted another season. @param {() => void} listener */
export function onPretended(listener) {
  listeners.push(listener);
}

/** Returns the values simulated now. */
export const pretending = () => ({ ...pretended });

/**
 * Simulates these values, and keeps the others. Elements ask for suggestions again by themselves.
 * @param {Partial<typeof pretended>} values
 */
export async function pretend(values) {
  Object.assign(pretended, values);
  for (const known of bars) {
    if (known.bar.isConnected) known.show();
    else bars.delete(known);
  }
  try {
    const { passerelle } = await import('../passerelle/auto.js');
    await passerelle.setSeason(options());
    listeners.forEach((listener) => listener());
  } catch (error) {
    console.warn(`the season stays as it is: ${error}`);
  }
}

/**
 * Returns the controls.
 * @param {string} name Prefix of the ids of its fields: a page may have two bars.
 * @param {string} label
 */
export function seasonBar(name = 'season', label = words.seasonBar) {
  const regions = new Intl.DisplayNames(words.locale, { type: 'region' });
  const choices = (/** @type {string[][]} */ pairs) => pairs.map(([value, text]) => h('option', { value }, text));
  const field = (/** @type {string} */ label, /** @type {HTMLElement} */ control) =>
    h('div', { class: 'season-field' }, h('label', { for: control.id }, label), control);
  const controls = {
    date: h('input', { id: `${name}-date`, type: 'date', 'data-season-date': true }),
    country: h('select', { id: `${name}-country`, 'data-season-country': true }, ...choices([['', words.byClock], ...COUNTRIES.map((code) => [code, regions.of(code) ?? code])])),
    temperature: h('input', { id: `${name}-temperature`, type: 'number', min: -30, max: 45, step: 1, placeholder: '–', inputmode: 'text', 'data-season-temperature': true }),
    sky: h('select', { id: `${name}-sky`, 'data-season-sky': true }, ...choices([['', '–'], ...Object.entries(words.skies)])),
  };
  const reset = h('button', { class: 'season-reset', type: 'reset', 'data-season-reset': true }, words.asItIs);
  const show = () => {
    for (const [name, control] of Object.entries(controls)) control.value = pretended[/** @type {keyof typeof pretended} */ (name)];
    reset.disabled = Object.values(pretended).every((value) => value === '');
  };
  let timer = 0;
  let latest = 0;
  const tell = async () => {
    latest += 1;
    const mine = latest;
    await pretend({});
    if (mine !== latest || timer) return;
    bar.dataset.seasonBar = 'told';
    announce(words.seasonChanged);
  };
  const tellSoon = (/** @type {number} */ pause) => {
    bar.dataset.seasonBar = 'waiting';
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = 0;
      void tell();
    }, pause);
  };
  const bar = h('form', { class: 'season-bar', 'aria-label': label, 'data-season-bar': 'told' },
    field(words.day, controls.date), field(words.country, controls.country), field(words.temperature, controls.temperature), field(words.sky, controls.sky), reset);
  bar.addEventListener('input', () => {
    for (const [name, control] of Object.entries(controls)) {
      // A number out of range counts as empty: the shopper may still be typing.
      pretended[/** @type {keyof typeof pretended} */ (name)] = control.validity.valid ? control.value : '';
    }
    reset.disabled = Object.values(pretended).every((value) => value === '');
    tellSoon(PAUSE_MS);
  });
  bar.addEventListener('submit', (event) => event.preventDefault());
  bar.addEventListener('reset', (event) => {
    event.preventDefault();
    Object.assign(pretended, { date: '', country: '', temperature: '', sky: '' });
    show();
    // A disabled button loses the focus.
    controls.date.focus();
    tellSoon(0);
  });
  show();
  bars.add({ bar, show });
  return bar;
}
