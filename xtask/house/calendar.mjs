/** Computes the house's collections around a day, so that the demonstration always has current ones. */

/** A day in milliseconds. */
export const DAY_MS = 86_400_000;

/** Converts a date such as `2026-11-22` to days since 1970-01-01. @param {string} date */
export const dayOf = (date) => Math.round(Date.parse(`${date}T00:00:00Z`) / DAY_MS);
/** Converts days since 1970-01-01 to a date such as `2026-11-22`. @param {number} day */
export const dateOf = (day) => new Date(day * DAY_MS).toISOString().slice(0, 10);
/** Returns the month of a day since 1970-01-01, from 0 to 11. @param {number} day */
export const monthOf = (day) => new Date(day * DAY_MS).getUTCMonth();

/**
 * Returns the collections on `today`: the current main collection and the next one, with the trade's codes, and dated series around today.
 * @param {number} today days since 1970-01-01
 */
export function collections(today) {
  const year = new Date(today * DAY_MS).getUTCFullYear();
  const month = monthOf(today);
  const spring = month >= 1 && month <= 6;
  // January belongs to last year's autumn.
  const autumnYear = month === 0 ? year - 1 : year;
  const two = (/** @type {number} */ full) => String(full % 100).padStart(2, '0');
  const running = spring ? main('SS', year) : main('FW', autumnYear);
  const next = spring ? main('FW', year) : main('SS', autumnYear + 1);
  const later = two(spring ? year : autumnYear + 1);
  const before = spring
    ? { code: 'PF', en: 'Before autumn', fr: 'Avant-automne', ar: 'ما قبل الخريف' }
    : { code: 'PS', en: 'Before spring', fr: 'Avant-printemps', ar: 'ما قبل الربيع' };
  return [
    { ...running, weight: 0.2 },
    { ...next, weight: 0.08 },
    {
      id: `${before.code}${later}`, kind: 'pre-collection', from: today - 75, until: today + 50, weight: 0.09,
      names: { en: `${before.en} 20${later}`, fr: `${before.fr} 20${later}`, ar: `${before.ar} 20${later}` },
      story: { en: 'Cut early, for those who are always ahead of the weather.', fr: 'Coupée tôt, pour ceux qui ont toujours une saison d’avance.', ar: 'قُصّت باكراً لمن يسبقون الطقس دائماً.' },
      colors: ['sky', 'rose', 'ivory', 'slate'],
    },
    {
      id: `CR${later}`, kind: 'cruise', from: today - 50, until: today + 70, weight: 0.1,
      names: { en: 'Cruise, Hydra', fr: 'Croisière, Hydra', ar: 'كروز، هيدرا' },
      story: { en: 'Three days off an island without cars: linen, salt, and the colour of the water.', fr: 'Trois jours au large d’une île sans voitures\u00a0: le lin, le sel, la couleur de l’eau.', ar: 'ثلاثة أيام قبالة جزيرة بلا سيارات: الكتان والملح ولون الماء.' },
      colors: ['lagoon', 'coral', 'ivory', 'saffron'],
    },
    {
      id: 'capsule-night', kind: 'capsule', from: today - 30, until: today + 40, weight: 0.07,
      names: { en: 'Evenings', fr: 'Les soirs', ar: 'أمسيات' },
      story: { en: 'A small series for going out late: ink, bordeaux and gold.', fr: 'Une petite série pour sortir tard\u00a0: encre, bordeaux et or.', ar: 'مجموعة صغيرة للسهرات: حبري وعنّابي وذهبي.' },
      colors: ['ink', 'bordeaux', 'gold'],
    },
    {
      id: 'collab-verrerie', kind: 'collaboration', from: today - 45, until: today + 9, weight: 0.05,
      names: { en: 'With the Verrerie de Sagra', fr: 'Avec la Verrerie de Sagra', ar: 'مع مصنع زجاج ساغرا' },
      story: { en: 'A glassworks that has kept its fire since 1821 lends us its colours.', fr: 'Une verrerie dont le feu brûle depuis 1821 nous prête ses couleurs.', ar: 'مصنع زجاج لم تنطفئ ناره منذ 1821 يعيرنا ألوانه.' },
      colors: ['lagoon', 'crystal', 'saffron'],
    },
  ];
}

/** Returns a main collection by its trade code; it lasts the six months of its code. @param {'SS' | 'FW'} season @param {number} year */
function main(season, year) {
  const spring = season === 'SS';
  return {
    id: `${season}${String(year % 100).padStart(2, '0')}`,
    kind: 'main',
    from: dayOf(spring ? `${year}-02-01` : `${year}-08-01`),
    until: dayOf(spring ? `${year}-07-31` : `${year + 1}-01-31`),
    names: spring
      ? { en: `Spring-summer ${year}`, fr: `Printemps-été ${year}`, ar: `ربيع وصيف ${year}` }
      : { en: `Autumn-winter ${year}`, fr: `Automne-hiver ${year}`, ar: `خريف وشتاء ${year}` },
    story: spring
      ? { en: 'A garden seen from the train, in its first week of green.', fr: 'Un jardin vu du train, à sa première semaine de vert.', ar: 'حديقة تُرى من القطار في أسبوعها الأخضر الأول.' }
      : { en: 'The road over the pass, and a coat to come home in.', fr: 'La route du col, et un manteau pour rentrer.', ar: 'طريق الجبل، ومعطف للعودة إلى البيت.' },
    colors: spring ? ['sky', 'ivory', 'rose', 'saffron'] : ['forest', 'bordeaux', 'camel', 'slate'],
  };
}
