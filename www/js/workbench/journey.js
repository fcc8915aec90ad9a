/** Walks through the shop as a persona, by the shop's own links and buttons, before the eyes of whoever watches. */

import { tellPast } from '../recommend.js';
import { pretend } from '../season.js';
import { itemOf } from './personas.js';
import { texts } from './texts.js';

/** @typedef {import('./panel.js').Hands} Hands */

const PAUSE_MS = 1100;
const DAY_SECONDS = 86_400;

/** The day that is `days` from today, as `2026-11-22`. @param {number} days */
function dayFromToday(days) {
  return new Date(Date.now() + days * DAY_SECONDS * 1000).toISOString().slice(0, 10);
}

/** Who wants less motion is shown where the journey ends. */
export const prefersStill = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** @param {HTMLElement} main @param {string} selector */
function press(main, selector) {
  const button = main.querySelector(selector);
  if (button instanceof HTMLElement) button.click();
}

/**
 * What a step does, and what is said of it.
 * @param {import('./personas.js').Step} step @param {Hands} hands
 * @returns {{ said: string, act: () => Promise<unknown> }}
 */
function played(step, { shop, main, go }) {
  if ('look' in step) {
    const item = /** @type {import('../shop.js').Item} */ (itemOf(shop, step.look, step.at));
    return { said: texts.looks(item.title), act: () => go(['product', item.id]) };
  }
  if ('add' in step) return { said: texts.adds, act: async () => press(main, '[data-add-to-cart]') };
  if ('buy' in step) {
    const isGift = step.buy === 'other';
    return {
      said: isGift ? texts.gives : texts.buys,
      async act() {
        await go(['cart']);
        if (isGift) press(main, '[data-gift]');
        press(main, '[data-purchase]');
        await go(['confirmation']);
      },
    };
  }
  if ('sleep' in step) return { said: texts.sleeps, act: () => pretend({ date: dayFromToday(step.sleep) }) };
  if ('past' in step) {
    const now = Math.floor(Date.now() / 1000);
    const past = step.past.flatMap(([slug, at, days]) => {
      const item = itemOf(shop, slug, at);
      return item ? [{ itemId: item.id, division: item.division.id, type: item.type.feed, time: now - days * DAY_SECONDS }] : [];
    });
    return { said: texts.told(past.length), act: () => tellPast(past) };
  }
  const division = step.visit[0] === 'division' ? shop.division(step.visit[1]) : undefined;
  return { said: texts.visits(division?.name ?? texts.firstPage), act: () => go(step.visit) };
}

/** Nobody has been here: no history, no basket, today. @param {Hands} hands */
export async function beginAnew({ cart, go, agree }) {
  cart.clear();
  await agree(false);
  await pretend({ date: '', country: '', temperature: '', sky: '' });
  await go([]);
}

/**
 * Replays a persona's journey. Resolves to whether it came to its end.
 * @param {import('./personas.js').Persona} persona
 * @param {Hands} hands
 * @param {(said: string, step: number, steps: number) => void} say
 * @param {AbortSignal} signal
 */
export async function replay({ agrees, steps }, hands, say, signal) {
  await beginAnew(hands);
  if (agrees) await hands.agree(true);
  for (const [at, step] of steps.entries()) {
    if (signal.aborted) return false;
    const { said, act } = played(step, hands);
    say(said, at + 1, steps.length);
    await act();
    if (!prefersStill()) await new Promise((done) => setTimeout(done, PAUSE_MS));
  }
  return !signal.aborted;
}
