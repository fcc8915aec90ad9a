/**
 * Personas for any shop: one client of each of its larger divisions, one who returns after a month, one who has bought in all divisions.
 */

/** @typedef {import('../../shop.js').Shop} Shop */
/** @typedef {import('../../shop.js').Division} Division */
/** @typedef {import('../personas.js').Persona} Persona */
/** @typedef {import('../personas.js').Step} Step */

/** The most personas that fit in the panel. */
const DIVISIONS = 5;
/** The number of items that a client views before a purchase. */
const LOOKS = 3;
/** Days between the orders of the client who has bought in all divisions. */
const DAYS_APART = 20;

/**
 * Returns the steps that view the division's favourites and buy the last one.
 * @param {Shop} shop
 * @param {Division} division
 * @returns {Step[]}
 */
function buysIn(shop, division) {
  return [...shop.popular(division, LOOKS).map(({ id }) => ({ open: id })), { add: true }, { buy: 'self' }];
}

/** @param {Shop} shop @param {Division} division @param {Division} next @returns {Persona} */
function clientOf(shop, division, next) {
  const { id, name } = division;
  return {
    id: `client-${id}`,
    agrees: true,
    texts: {
      en: {
        name: `A client of ${name}`,
        who: `Buys something of ${name}, comes back the next day, and goes to ${next.name}.`,
        look: `What goes with the purchase stands in front. What was bought is nowhere.`,
      },
      fr: {
        name: `Client de ${name}`,
        who: `Achète un article de ${name}, revient le lendemain et va voir ${next.name}.`,
        look: 'Ce qui va avec l’achat vient en premier. L’article acheté n’est nulle part.',
      },
      ar: {
        name: `عميل ${name}`,
        who: `يشتري من ${name} ويعود في اليوم التالي إلى ${next.name}.`,
        look: 'ما يناسب المشتريات يأتي أولاً، وما اشتُري لا يظهر.',
      },
    },
    steps: [...buysIn(shop, division), { sleep: 1 }, { visit: ['division', next.id] }],
  };
}

/** @param {Shop} shop @param {Division} division @returns {Persona} */
function aMonthLater(shop, division) {
  return {
    id: 'a-month-later',
    agrees: true,
    texts: {
      en: {
        name: 'A month later',
        who: `Buys something of ${division.name}, and comes back after a month.`,
        look: 'Messages of the house that concern this client come now. The inspector lists all of them, and says why the others do not come.',
      },
      fr: {
        name: 'Un mois plus tard',
        who: `Achète un article de ${division.name} et revient au bout d’un mois.`,
        look: 'Les messages de la maison qui concernent ce client viennent maintenant. L’inspecteur les énumère tous et dit pourquoi les autres ne viennent pas.',
      },
      ar: {
        name: 'بعد شهر',
        who: `يشتري من ${division.name} ويعود بعد شهر.`,
        look: 'تأتي الآن رسائل الدار التي تخصّ هذا العميل. ويعدّدها المفتّش كلها ويقول لماذا لا تأتي الأخرى.',
      },
    },
    steps: [...buysIn(shop, division), { sleep: 30 }, { visit: [] }],
    shows: 'passerelle-messages',
  };
}

/** @param {Shop} shop @param {Division[]} divisions @returns {Persona} */
function everywhere(shop, divisions) {
  const bought = divisions.flatMap((division, at) => shop.popular(division, 1).map(({ id }) => /** @type {[string, number]} */ ([id, (at + 1) * DAYS_APART])));
  return {
    id: 'everywhere',
    agrees: true,
    texts: {
      en: {
        name: 'A faithful client',
        who: 'The house tells of orders in every division over some months.',
        look: 'Early access, tiers and messages for faithful clients show here.',
      },
      fr: {
        name: 'Client fidèle',
        who: 'La maison raconte des commandes dans chaque univers, sur plusieurs mois.',
        look: 'Les avant-premières, les paliers et les messages aux fidèles se voient ici.',
      },
      ar: {
        name: 'عميل وفيّ',
        who: 'تروي الدار طلبات في كل قسم على مدى أشهر.',
        look: 'هنا تظهر الأولوية والمراتب والرسائل الموجّهة إلى الأوفياء.',
      },
    },
    steps: [{ told: bought }, { visit: [] }],
    shows: 'passerelle-messages',
  };
}

/** Returns the personas of a shop without stories of its own; none if no item can be bought. @param {Shop} shop @returns {Persona[]} */
export function ordinaryPersonas(shop) {
  const divisions = shop.divisions.filter((division) => shop.popular(division, 1).length > 0).slice(0, DIVISIONS);
  const [first, second = first] = divisions;
  if (!first || !second) return [];
  return [
    ...divisions.map((division) => clientOf(shop, division, division === first ? second : first)),
    aMonthLater(shop, first),
    everywhere(shop, divisions),
  ];
}
