/**
 * Simulates the orders of the fictional house: nobody bought anything of it. The log has the structure of a real one, so that a model can
 * learn from it:
 *
 * - **Loyalty.** A shopper has a home division, and makes three visits in four there. Visits are frequent in make-up and rare in jewellery.
 * - **Looks.** Every item has a few companions in types that go with its own (a bag and a scarf, a scent and a lipstick). A shopper who
 *   buys the item often buys a companion too, in the same order or in the next weeks.
 * - **Season and weather.** Demand for a type depends on the month. Weeks are colder or warmer than usual, the same ones for every shopper:
 *   a cold week sells coats and gloves, a hot one sunglasses and colognes.
 * - **Gifts.** Before Christmas and Valentine's Day, and in the second half of May, shoppers buy for others, outside their taste.
 * - **Replenishment.** Consumable items are bought again after about their interval.
 *
 * All random numbers come from fixed seeds. The last possible order is from the day before the build.
 */

import { DAY_MS, monthOf } from './calendar.mjs';
import { chance } from './random.mjs';

const SHOPPERS = 5000;
const DAYS = 730;
/** The share of visits in a shopper's home division. */
const AT_HOME = 0.76;
/** The probability, in full season, that a companion is bought in the same order, or later, after {@link LATER_DAYS} days. */
const TOGETHER = 0.55;
const LATER = 0.3;
const LATER_DAYS = [3, 40];
/** The probability that a consumable item is bought again. */
const AGAIN = 0.72;
/** Companions of an item in each type that goes with it. */
const COMPANIONS = 2;

/** Visits in a year, by the shopper's home division. */
const VISITS = { 'ready-to-wear': 3.2, 'leather-goods': 2.2, jewellery: 1.5, watches: 1.2, shoes: 2.2, perfume: 3, eyewear: 1.6, 'make-up': 5 };
/** The share of shoppers, by home division. */
const RESIDENTS = { 'ready-to-wear': 0.2, 'leather-goods': 0.17, jewellery: 0.1, watches: 0.08, shoes: 0.11, perfume: 0.14, eyewear: 0.08, 'make-up': 0.12 };

/** The types that go with a type; the first of them most. */
const GOES_WITH = {
  handbag: ['scarf', 'sunglasses', 'lipstick', 'wallet', 'pumps'], tote: ['sunglasses', 'scarf', 'flats', 'cream', 'wallet'], wallet: ['case', 'handbag', 'parfum'],
  belt: ['dress', 'bracelet', 'handbag'], gloves: ['coat', 'scarf', 'handbag'], coat: ['gloves', 'scarf', 'frames', 'boots', 'handbag'],
  knit: ['necklace', 'scarf', 'candle'], dress: ['earrings', 'handbag', 'pumps', 'lipstick', 'parfum'], shirt: ['frames', 'belt', 'loafers', 'cologne'],
  scarf: ['handbag', 'earrings', 'parfum'], ring: ['bracelet', 'polish', 'parfum'], necklace: ['earrings', 'dress', 'parfum'],
  earrings: ['necklace', 'lipstick', 'scarf'], bracelet: ['ring', 'watch', 'polish'], parfum: ['lipstick', 'cream', 'scarf', 'earrings'],
  cologne: ['sunglasses', 'shirt', 'cream'], candle: ['knit', 'parfum', 'cream'], cream: ['parfum', 'powder', 'tote'],
  sunglasses: ['case', 'tote', 'cologne', 'lipstick'], frames: ['case', 'shirt', 'lipstick'], case: ['sunglasses', 'wallet'],
  lipstick: ['polish', 'parfum', 'earrings', 'handbag'], polish: ['lipstick', 'ring'], powder: ['lipstick', 'cream', 'sunglasses'],
  mascara: ['lipstick', 'frames', 'parfum'],
  watch: ['strap', 'loafers', 'belt', 'cologne', 'bracelet'], strap: ['watch', 'wallet', 'loafers'], chronograph: ['strap', 'clock', 'boots', 'belt'], clock: ['watch', 'candle', 'tote'],
  flats: ['tote', 'dress', 'sunglasses', 'scarf'], pumps: ['handbag', 'dress', 'polish', 'parfum'], loafers: ['belt', 'watch', 'chronograph', 'shirt', 'tote'], boots: ['coat', 'gloves', 'knit', 'belt'],
};

/** Relative demand from January to December; 1 for other types. */
const MONTHS = {
  coat: [1.2, 0.6, 0.4, 0.2, 0.1, 0.1, 0.1, 0.4, 1.4, 2.4, 2.6, 2], knit: [1.3, 0.9, 0.6, 0.4, 0.3, 0.2, 0.2, 0.5, 1.4, 1.8, 1.8, 1.7],
  gloves: [1.8, 0.9, 0.4, 0.1, 0.1, 0.1, 0.1, 0.1, 0.5, 1.4, 2.6, 3], scarf: [1.1, 0.9, 0.9, 0.8, 0.8, 0.5, 0.5, 0.6, 1, 1.3, 1.5, 1.8],
  dress: [0.6, 0.8, 1.1, 1.4, 1.6, 1.5, 1.2, 0.8, 0.8, 0.8, 0.9, 1.2], sunglasses: [0.4, 0.5, 0.9, 1.5, 2, 2.2, 1.8, 1.1, 0.6, 0.4, 0.3, 0.5],
  cologne: [0.5, 0.6, 0.8, 1.2, 1.5, 1.9, 1.8, 1.2, 0.8, 0.6, 0.5, 0.8], candle: [1, 0.8, 0.6, 0.5, 0.4, 0.3, 0.3, 0.5, 1, 1.5, 2, 2.6],
  boots: [1.2, 0.7, 0.5, 0.3, 0.2, 0.1, 0.1, 0.6, 1.6, 2.2, 2.2, 1.7], loafers: [0.7, 0.8, 1.1, 1.3, 1.4, 1.3, 1, 0.9, 1.1, 1, 0.8, 0.8],
  tote: [0.7, 0.7, 0.9, 1.2, 1.4, 1.5, 1.3, 1, 1, 0.8, 0.8, 0.9], shirt: [0.8, 0.9, 1.2, 1.4, 1.4, 1.2, 1, 0.8, 1, 0.9, 0.8, 0.8],
};
/** The factor of demand in a week ten degrees colder than usual; a warmer week has the inverse. */
const COLDER = { coat: 2.2, gloves: 2.6, knit: 1.7, boots: 1.8, scarf: 1.5, candle: 1.2, sunglasses: 0.5, cologne: 0.6, tote: 0.8, dress: 0.7 };

/** The days before an occasion on which presents are bought, the share of visits, and the types given. Months count from 0. */
const GIFTS = [
  { month: 11, from: 1, until: 23, share: 0.55, types: ['parfum', 'scarf', 'gloves', 'candle', 'earrings', 'lipstick', 'wallet'] },
  { month: 1, from: 4, until: 13, share: 0.4, types: ['parfum', 'necklace', 'lipstick', 'ring'] },
  { month: 4, from: 14, until: 30, share: 0.3, types: ['scarf', 'parfum', 'cream', 'earrings'] },
];

/**
 * Returns the log: lines of `order_id,user_id,timestamp,item_id,quantity`, in the order of time.
 * @param {import('./catalogue.mjs').Item[]} items
 * @param {number} today
 */
export function orders(items, today) {
  const first = today - DAYS;
  const companions = looks(items);
  const colder = weather(first);
  const want = (item, day) => {
    if (item.since > day) return 0;
    const month = MONTHS[item.type.id]?.[monthOf(day)] ?? 1;
    const week = (COLDER[item.type.id] ?? 1) ** colder(day);
    // New items have a higher demand.
    const news = item.collection && day - item.since < 45 ? 1.8 : 1;
    return month * week * news * item.appeal;
  };
  const offered = items.map((item) => ({ ...item, appeal: 0.35 + chance(`appeal ${item.id}`).number() ** 3 * 2.4 }));
  const byId = new Map(offered.map((item) => [item.id, item]));
  /** @type {{ day: number, shopper: number, ids: Set<string> }[]} */
  const log = [];

  for (let shopper = 0; shopper < SHOPPERS; shopper += 1) {
    const random = chance(`shopper ${shopper}`);
    const home = random.weighted(Object.entries(RESIDENTS), ([, share]) => share)[0];
    const favourite = random.one(offered).color;
    const visits = VISITS[home] * random.between(0.3, 1.7) * (DAYS / 365);
    /** @type {Map<number, Set<string>>} */
    const days = new Map();
    const buy = (item, day) => {
      if (day > today - 1 || item.since > day) return;
      days.set(day, (days.get(day) ?? new Set()).add(item.id));
      const { again } = item.type;
      if (again > 0 && random.happens(AGAIN)) buy(item, day + Math.round(again * random.between(0.75, 1.3)));
    };
    const choose = (day, allowed) => random.weighted(offered, (item) =>
      (allowed(item) ? want(item, day) * (item.color === favourite ? 2 : 1) : 0));

    for (let visit = 0; visit < visits; visit += 1) {
      const day = dayOfVisit(first, random);
      const gift = GIFTS.find(({ month, from, until }) => {
        const date = new Date(day * DAY_MS).getUTCDate();
        return monthOf(day) === month && date >= from && date <= until;
      });
      if (gift && random.happens(gift.share)) {
        const kind = random.one(gift.types);
        buy(choose(day, ({ type }) => type.id === kind), day);
        continue;
      }
      const away = !random.happens(AT_HOME);
      const item = choose(day, ({ type }) => (type.division === home) !== away);
      buy(item, day);
      for (const other of companions.get(item.id) ?? []) {
        const companion = byId.get(other);
        const season = Math.min(1, want(companion, day));
        if (random.happens(TOGETHER * season / COMPANIONS)) buy(companion, day);
        else if (random.happens(LATER * season / COMPANIONS)) buy(companion, day + Math.round(random.between(...LATER_DAYS)));
      }
    }
    for (const [day, ids] of days) log.push({ day, shopper, ids });
  }

  log.sort((one, other) => one.day - other.day || one.shopper - other.shopper);
  return log.flatMap(({ day, shopper, ids }, at) =>
    [...ids].map((id) => `S${String(at + 1).padStart(6, '0')},simulated-${shopper + 1},${day * (DAY_MS / 1000) + 36_000 + (shopper % 30_000)},${id},1`));
}

/** Draws the day of a visit; visits are more frequent before Christmas. */
function dayOfVisit(first, random) {
  for (;;) {
    const day = first + Math.floor(random.number() * DAYS);
    if (random.happens(monthOf(day) === 11 ? 1 : monthOf(day) === 10 ? 0.75 : 0.55)) return day;
  }
}

/** Returns each item's companions: a few per type, the same for every shopper, more often of its own colour, collection or model. */
function looks(items) {
  return new Map(items.map((item) => {
    const random = chance(`look ${item.id}`);
    const ids = (GOES_WITH[item.type.id] ?? []).flatMap((kind) => {
      const there = items.filter(({ type }) => type.id === kind);
      return Array.from({ length: COMPANIONS }, () => random.weighted(there, (other) =>
        1 + (other.color === item.color ? 3 : 0) + (other.collection && other.collection === item.collection ? 5 : 0)
          + (other.model === item.model ? 8 : 0)).id);
    });
    return [item.id, [...new Set(ids)]];
  }));
}

/**
 * Returns how much colder than usual a week is, in tens of degrees, from -1 to 1. It correlates with the week before.
 * @param {number} first
 */
function weather(first) {
  const random = chance('weather');
  let now = 0;
  const weeks = Array.from({ length: Math.ceil(DAYS / 7) + 20 }, () => {
    now = 0.6 * now + random.between(-0.55, 0.55);
    return Math.max(-1, Math.min(1, now));
  });
  return (/** @type {number} */ day) => weeks[Math.max(0, Math.floor((day - first) / 7))] ?? 0;
}
