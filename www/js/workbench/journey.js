/** Plays a persona's journey through the shop, with the shop's own links and buttons, visibly on the page. */

import { passerelle } from '../../passerelle/auto.js';
import { pretend } from '../season.js';
import { itemOf } from './personas.js';
import { texts } from './texts.js';

/** @typedef {import('./panel.js').Hands} Hands */

const PAUSE_MS = 1100;
/** The pause between steps under reduced motion: Passerelle has read a page within this time, and no shopper is quicker. */
const QUICKEST_MS = 250;
const DAY_SECONDS = 86_400;
/** The longest wait for an event that the device records, or for a message. */
const LONGEST_MS = 20_000;
const GLANCE_MS = 40;

/** Returns the day `days` from today, as `2026-11-22`. @param {number} days */
function dayFromToday(days) {
  return new Date(Date.now() + days * DAY_SECONDS * 1000).toISOString().slice(0, 10);
}

/** Returns whether the viewer prefers reduced motion: then the journey has short pauses, and the page does not scroll smoothly. */
export const prefersStill = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/**
 * Calls `look` again and again until it finds something, and returns that; `undefined` if nothing comes.
 * @template T
 * @param {() => T | undefined | Promise<T | undefined>} look
 */
async function found(look) {
  for (const end = Date.now() + LONGEST_MS; Date.now() < end;) {
    const seen = await look();
    if (seen) return seen;
    await new Promise((done) => setTimeout(done, GLANCE_MS));
  }
}

/** Waits until the device has recorded these events. @param {string} name @param {readonly string[]} ids */
async function noted(name, ids) {
  await found(async () => {
    const { events } = await passerelle.history.export();
    return ids.every((id) => events.some((event) => event.name === name && event.itemId === id));
  });
}

/** @param {HTMLElement} main @param {string} selector */
function press(main, selector) {
  const button = main.querySelector(selector);
  if (button instanceof HTMLElement) button.click();
}

/** Closes the house's message when it has come. @param {HTMLElement} main */
async function closed(main) {
  const button = await found(() => main.querySelector('passerelle-messages')?.shadowRoot?.querySelector('[part=close]'));
  if (button instanceof HTMLElement) button.click();
}

/**
 * Returns the action of a step, and its description.
 * @param {import('./personas.js').Step} step @param {Hands} hands @param {boolean} agrees Whether the persona consents to a history.
 * @returns {{ said: string, act: () => Promise<unknown> }}
 */
function played(step, { shop, main, cart, go }, agrees) {
  const heard = (/** @type {string} */ name, /** @type {readonly string[]} */ ids) => (agrees ? noted(name, ids) : undefined);
  const looksAt = (/** @type {import('../shop.js').Item} */ { id, title }) => ({
    said: texts.looks(title),
    async act() {
      await go(['product', id]);
      await heard('view_item', [id]);
    },
  });
  const tell = (/** @type {[import('../shop.js').Item | undefined, number][]} */ bought) => {
    const now = Math.floor(Date.now() / 1000);
    const past = bought.flatMap(([item, days]) =>
      item ? [{ itemId: item.id, division: item.division.id, type: item.type.feed, time: now - days * DAY_SECONDS }] : []);
    return { said: texts.told(past.length), act: () => passerelle.history.import(past) };
  };
  if ('look' in step) return looksAt(/** @type {import('../shop.js').Item} */ (itemOf(shop, step.look, step.at)));
  if ('open' in step) return looksAt(/** @type {import('../shop.js').Item} */ (shop.items.get(step.open)));
  if ('add' in step) {
    return {
      said: texts.adds,
      async act() {
        const choice = /** @type {HTMLSelectElement | null} */ (main.querySelector('[data-size]'));
        if (choice && [...choice.options].some(({ value, disabled }) => value === step.size && !disabled)) choice.value = step.size ?? '';
        press(main, '[data-add-to-cart]');
        await heard('add_to_cart', cart.ids);
      },
    };
  }
  if ('buy' in step) {
    const isGift = step.buy === 'other';
    return {
      said: isGift ? texts.gives : texts.buys,
      async act() {
        const { ids } = cart;
        await go(['cart']);
        if (isGift) press(main, '[data-gift]');
        press(main, '[data-purchase]');
        await go(['confirmation']);
        await heard('purchase', ids);
      },
    };
  }
  if ('sleep' in step) return { said: texts.sleeps, act: () => pretend({ date: dayFromToday(step.sleep) }) };
  if ('past' in step) return tell(step.past.map(([slug, at, days]) => [itemOf(shop, slug, at), days]));
  if ('told' in step) return tell(step.told.map(([id, days]) => [shop.items.get(id), days]));
  if ('story' in step) {
    const story = shop.running()[step.story];
    return { said: texts.visits(story?.name ?? ''), act: () => go(story ? ['collection', story.id] : []) };
  }
  if ('close' in step) return { said: texts.closes, act: () => closed(main) };
  const [place, id] = step.visit;
  const name = place === 'division' ? shop.division(id)?.name : place === 'cart' ? texts.yourBasket : texts.firstPage;
  return { said: texts.visits(name ?? ''), act: () => go(step.visit) };
}

/** Resets the shop to that of a first visit: no history, no basket, today's date. @param {Hands} hands */
export async function beginAnew({ cart, go, agree }) {
  cart.clear();
  agree(false);
  await pretend({ date: '', country: '', temperature: '', sky: '' });
  await go([]);
}

/**
 * Plays a persona's journey. Resolves to whether it was played to its end.
 * @param {import('./personas.js').Persona} persona
 * @param {Hands} hands
 * @param {(said: string, step: number, steps: number) => void} say
 * @param {AbortSignal} signal
 */
export async function replay({ agrees, steps }, hands, say, signal) {
  await beginAnew(hands);
  if (agrees) hands.agree(true);
  for (const [at, step] of steps.entries()) {
    if (signal.aborted) return false;
    const { said, act } = played(step, hands, agrees);
    say(said, at + 1, steps.length);
    await act();
    await new Promise((done) => setTimeout(done, prefersStill() ? QUICKEST_MS : PAUSE_MS));
  }
  return !signal.aborted;
}
