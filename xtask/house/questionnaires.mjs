/** The house's questionnaires, and the routines that follow from the answers: one for perfume, one for make-up. */

import { say } from './languages.mjs';

/** The ids of questionnaires, by division. */
export const QUESTIONNAIRES = { perfume: ['scent'], 'make-up': ['make-up'] };

/** Families of scents, by the position of a scent in the list. */
const FAMILIES = ['woody', 'fresh', 'floral', 'amber', 'woody', 'floral', 'fresh', 'amber'];
/** The depth and the tone of each shade. */
const SHADES = { bordeaux: ['deep', 'cool'], coral: ['bright', 'warm'], rose: ['soft', 'cool'], cognac: ['soft', 'warm'] };

/**
 * Returns the two labels of an item for the questionnaires; empty if they do not ask about it.
 * @param {import('./catalogue.mjs').Item} item
 */
export function labelsOf({ id, type, color }) {
  const at = Number(id.slice(3)) - 101;
  if (type.division === 'perfume') return [FAMILIES[at % FAMILIES.length], at % 3 === 0 ? 'evening' : 'day'];
  if (type.division === 'make-up') return [...(SHADES[/** @type {keyof typeof SHADES} */ (color)] ?? ['soft', 'warm'])];
  return ['', ''];
}

/**
 * @typedef {{ id: string, texts: Record<string, string>, rest?: string }} Answer
 * @typedef {{ id: string, texts: Record<string, string>, several?: boolean, when?: string, answers: Answer[] }} Question
 * @typedef {{ id: string, names: Record<string, string>, items: string, rest?: string }} Step
 * @typedef {{ id: string, titles: Record<string, string>, intro: Record<string, string>, sensitive?: Record<string, string>, questions: Question[], steps: Step[] }} Questionnaire
 */

/** @type {Questionnaire[]} */
const ALL = [
  {
    id: 'scent',
    titles: say('Find a scent', 'Trouver un parfum', 'اختيار عطر'),
    intro: say('Three questions, and the perfumer’s advice.', 'Trois questions, et le conseil du parfumeur.', 'ثلاثة أسئلة ونصيحة صانع العطور.'),
    questions: [
      {
        id: 'moment', texts: say('When is it worn?', 'Pour quel moment ?', 'متى يُستعمل؟'),
        answers: [
          { id: 'day', texts: say('By day', 'Le jour', 'نهاراً'), rest: 'tags = { day = 2 }' },
          { id: 'evening', texts: say('In the evening', 'Le soir', 'مساءً'), rest: 'tags = { evening = 2 }' },
        ],
      },
      {
        id: 'family', texts: say('Which garden does it come from?', 'De quel jardin vient-il ?', 'من أي حديقة يأتي؟'),
        answers: [
          { id: 'fresh', texts: say('Lemon and salt', 'Le citron et le sel', 'الليمون والملح'), rest: 'tags = { fresh = 3 }' },
          { id: 'floral', texts: say('Flowers', 'Les fleurs', 'الأزهار'), rest: 'tags = { floral = 3 }' },
          { id: 'woody', texts: say('Woods', 'Les bois', 'الأخشاب'), rest: 'tags = { woody = 3, amber = 1 }' },
          { id: 'amber', texts: say('Amber and incense', 'L’ambre et l’encens', 'العنبر والبخور'), rest: 'tags = { amber = 3, woody = 1 }' },
        ],
      },
      {
        id: 'where', texts: say('Where should it be?', 'Où le porter ?', 'أين يكون؟'), several: true,
        answers: [
          { id: 'body', texts: say('On the skin, all day', 'Sur la peau, toute la journée', 'على البشرة طوال اليوم') },
          { id: 'room', texts: say('In the house', 'Dans la maison', 'في المنزل') },
        ],
      },
    ],
    steps: [
      { id: 'scent', names: say('The scent', 'Le parfum', 'العطر'), items: '{ product_type = ["Eaux de parfum", "Colognes"] }' },
      { id: 'skin', names: say('The skin', 'La peau', 'البشرة'), items: '{ product_type = "Body creams" }', rest: 'when = { where = ["body"] }' },
      { id: 'room', names: say('The room', 'La pièce', 'الغرفة'), items: '{ product_type = "Candles" }', rest: 'when = { where = ["room"] }' },
    ],
  },
  {
    id: 'make-up',
    titles: say('A make-up table', 'Une table de maquillage', 'طاولة المكياج'),
    intro: say('A few questions, and what belongs on the table.', 'Quelques questions, et ce qu’il faut sur la table.', 'أسئلة قليلة وما يلزم على الطاولة.'),
    sensitive: say('One question is about the skin. The answer stays on this device, and is kept only on request.', 'Une question porte sur la peau. La réponse reste sur cet appareil, et n’est gardée que sur demande.', 'أحد الأسئلة عن البشرة. تبقى الإجابة على هذا الجهاز ولا تُحفظ إلا بطلب.'),
    questions: [
      {
        id: 'look', texts: say('How much should be seen?', 'Que doit-on voir ?', 'كم يجب أن يظهر؟'),
        answers: [
          { id: 'soft', texts: say('Hardly anything', 'Presque rien', 'لا شيء تقريباً'), rest: 'tags = { soft = 2 }' },
          { id: 'bright', texts: say('Colour', 'De la couleur', 'اللون'), rest: 'tags = { bright = 2 }' },
          { id: 'deep', texts: say('A dark mouth', 'Une bouche sombre', 'شفاه داكنة'), rest: 'tags = { deep = 2 }' },
        ],
      },
      {
        id: 'tone', texts: say('Gold or silver?', 'Or ou argent ?', 'ذهب أم فضة؟'),
        answers: [
          { id: 'warm', texts: say('Gold', 'L’or', 'ذهب'), rest: 'tags = { warm = 1 }' },
          { id: 'cool', texts: say('Silver', 'L’argent', 'فضة'), rest: 'tags = { cool = 1 }' },
        ],
      },
      {
        id: 'skin', texts: say('Does the skin react to powder?', 'La peau réagit-elle à la poudre ?', 'هل تتحسس البشرة من البودرة؟'),
        answers: [
          { id: 'no', texts: say('No', 'Non', 'لا') },
          { id: 'yes', texts: say('Yes', 'Oui', 'نعم') },
        ],
      },
    ],
    steps: [
      { id: 'base', names: say('The base', 'Le fond', 'الأساس'), items: '{ product_type = "Powders" }', rest: 'when = { skin = ["no"] }' },
      { id: 'eyes', names: say('The eyes', 'Les yeux', 'العيون'), items: '{ product_type = "Mascaras" }' },
      { id: 'lips', names: say('The lips', 'Les lèvres', 'الشفاه'), items: '{ product_type = "Lipsticks" }' },
      { id: 'hands', names: say('The hands', 'Les mains', 'اليدان'), items: '{ product_type = "Nail polish" }' },
      { id: 'sun', names: say('Against the sun', 'Contre le soleil', 'للشمس'), items: '{ product_type = "Sunglasses" }', rest: 'seasons = ["summer"]' },
    ],
  },
];

/**
 * Returns the tables of house.toml.
 * @param {(value: string) => string} text writes a text
 * @param {(texts: Record<string, string>) => string} table writes texts by language
 */
export function questionnaires(text, table) {
  const lines = (/** @type {(string | undefined | false)[]} */ ...of) => of.filter(Boolean).join('\n');
  const answer = (/** @type {Answer} */ { id, texts, rest }) => `  { id = ${text(id)}, texts = ${table(texts)}${rest ? `, ${rest}` : ''} },`;
  const question = (/** @type {Question} */ { id, texts, several, answers }) => lines(
    '[[questionnaire.question]]', `id = ${text(id)}`, `texts = ${table(texts)}`, several && 'several = true', `answers = [\n${answers.map(answer).join('\n')}\n]`, '\n');
  const step = (/** @type {Step} */ { id, names, items, rest }) => lines(
    '[[questionnaire.step]]', `id = ${text(id)}`, `names = ${table(names)}`, `items = ${items}`, rest, '\n');
  return ALL.map(({ id, titles, intro, sensitive, questions, steps }) => lines(
    '\n[[questionnaire]]', `id = ${text(id)}`, `titles = ${table(titles)}`, `intro = ${table(intro)}`, sensitive && `sensitive = ${table(sensitive)}`, '',
    ...questions.map(question), ...steps.map(step))).join('');
}
