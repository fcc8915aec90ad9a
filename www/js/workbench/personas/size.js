/** Chooses a size, and is shown less of what is not left in it. */

/** @type {import('../personas.js').Persona} */
export default {
  id: 'size',
  agrees: true,
  texts: {
    en: {
      name: 'Size 41',
      who: 'Puts loafers into the basket, in size 41, and looks at the shoes.',
      look: 'Shoes that are left in other sizes alone come later. The page never says so, and no request depends on it; the inspector explains it.',
    },
    fr: {
      name: 'Pointure 41',
      who: 'Met des mocassins au panier, en 41, et regarde les chaussures.',
      look: 'Les chaussures qui ne restent que dans d’autres pointures viennent plus tard. La page n’en dit rien, aucune requête n’en dépend ; l’inspecteur l’explique.',
    },
    ar: {
      name: 'مقاس 41',
      who: 'يضع حذاء موكاسان في السلة بمقاس 41 وينظر إلى الأحذية.',
      look: 'الأحذية التي لم يبقَ منها إلا مقاسات أخرى تأتي لاحقاً. لا تقول الصفحة ذلك ولا يعتمد عليه أي طلب، والمفتش يشرحه.',
    },
  },
  steps: [{ look: 'loafers' }, { add: true, size: '41' }, { visit: ['division', 'shoes'] }],
  shows: 'passerelle-suggestions[placement="category"]',
};
