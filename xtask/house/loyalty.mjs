/** The house's loyalty programme, in its three languages: three tiers by attachment, and the parameter that names an adviser. */

import { say } from './languages.mjs';

const TEXTS = say(
  'The house knows its friends by their faith, and never by what they spend.',
  'La maison reconnaît ses amis à leur fidélité, jamais à leurs dépenses.',
  'تعرف الدار أصدقاءها بوفائهم، لا بما ينفقون أبداً.',
);

/** The tiers, by the least attachment, ascending. The last one has no next tier. */
const TIERS = [
  {
    id: 'guest', attachment: 0, names: say('Guest', 'Hôte', 'ضيف'),
    benefits: say('A welcome and a cup of tea in every shop.', 'Un accueil et une tasse de thé dans chaque boutique.', 'ترحيب وكوب شاي في كل متجر.'),
    deepen: say('A visit from time to time, and a look into another department.', 'Une visite de temps en temps, et un regard vers un autre univers.', 'زيارة من حين إلى آخر، ونظرة إلى قسم آخر.'),
  },
  {
    id: 'friend', attachment: 0.25, names: say('Friend of the house', 'Ami de la maison', 'صديق الدار'),
    benefits: say('Care for every piece, for as long as it lives.', 'L’entretien de chaque pièce, aussi longtemps qu’elle vit.', 'العناية بكل قطعة ما دامت باقية.'),
    deepen: say('Coming back in every season.', 'Revenir à chaque saison.', 'العودة في كل موسم.'),
  },
  {
    id: 'family', attachment: 0.5, names: say('Family of the house', 'Famille de la maison', 'عائلة الدار'),
    benefits: say('The seasons before they open, and an evening in the workshops.', 'Les saisons avant leur ouverture, et une soirée dans les ateliers.', 'المواسم قبل افتتاحها، وأمسية في الورش.'),
  },
];

/**
 * Returns the table of house.toml.
 * @param {string} site @param {(texts: Record<string, string>) => string} table Writes texts by language in TOML.
 */
export function loyalty(site, table) {
  return `[loyalty]
adviser_parameter = "adviser"
link = "${site}/friends"
texts = ${table(TEXTS)}
${TIERS.map(({ id, attachment, names, benefits, deepen }) => `
[[loyalty.tier]]
id = ${JSON.stringify(id)}
attachment = ${attachment}
names = ${table(names)}
benefits = ${table(benefits)}
${deepen ? `deepen = ${table(deepen)}\n` : ''}`).join('')}`;
}
