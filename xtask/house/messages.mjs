/** The house's messages to its clients: all kinds, in its three languages. */

import { say } from './languages.mjs';

const DAYS = 90;

/**
 * A message: its table, its id, its texts, and the other lines of house.toml. `until` is in days from the day of the build.
 * @typedef {{ table: 'care' | 'early_access' | 'invitation' | 'offer', id: string, texts: Record<string, string>, more: string[], until?: number }} HouseMessage
 */

/** @param {string} site @param {{ id: string, from: number }} next The next main collection. @param {number} today @returns {HouseMessage[]} */
export function messages(site, next, today) {
  return [
    {
      table: 'care', id: 'watch-care',
      texts: say('A watch asks for a little care. The workshop has written down how.', 'Une montre demande un peu de soin. L’atelier a noté comment.', 'الساعة تحتاج إلى قليل من العناية. وقد دوّنت الورشة كيف.'),
      more: ['for = { bought_types = ["Watches", "Chronographs"], after_days = 1, until_days = 90 }', 'ask = true', `service = "${site}/service"`, `link = "${site}/care/watches"`],
    },
    {
      table: 'care', id: 'leather-care',
      texts: say('Good leather likes to rest and to be fed. A few gestures are enough.', 'Un beau cuir aime le repos et les soins. Quelques gestes suffisent.', 'الجلد الجيد يحب الراحة والعناية. بضع لمسات تكفي.'),
      more: ['for = { bought_types = ["Handbags", "Totes"], until_days = 90 }', 'ask = true', `service = "${site}/service"`, `link = "${site}/care/leather"`],
    },
    {
      table: 'early_access', id: 'next-season',
      texts: say('The coming season opens to friends of the house before all others.', 'La saison à venir ouvre d’abord aux amis de la maison.', 'يفتح الموسم القادم لأصدقاء الدار قبل غيرهم.'),
      // The demonstration shows the next collection, so its items are public.
      more: [`collection = "${next.id}"`, 'publish_items_early = true', 'for = { attachment = 0.5 }', `link = "${site}/first-look"`],
      until: Math.min(DAYS, next.from - today - 1),
    },
    {
      table: 'invitation', id: 'scent',
      texts: say('A dress and a scent tell one story. The perfumer opens the drawers.', 'Une robe et un parfum racontent la même histoire. Le parfumeur ouvre ses tiroirs.', 'للفستان والعطر حكاية واحدة. صانع العطور يفتح أدراجه.'),
      more: ['for = { knows = ["ready-to-wear"], not_yet = ["perfume"] }', `link = "${site}/perfumer"`],
    },
    {
      table: 'invitation', id: 'workshop',
      texts: say('The watchmaker lets visitors look over the shoulder.', 'L’horloger laisse regarder par-dessus son épaule.', 'صانع الساعات يدع الزوار ينظرون من فوق كتفه.'),
      more: ['for = { knows = ["jewellery"], potential = 0.3 }', `link = "${site}/workshop"`],
    },
    {
      table: 'invitation', id: 'windows',
      texts: say('The windows of the house are lit. Everybody is welcome.', 'Les vitrines de la maison sont allumées. Tout le monde est bienvenu.', 'أضيئت واجهات الدار. الجميع مرحب بهم.'),
      more: [`link = "${site}/windows"`],
    },
    {
      table: 'offer', id: 'shoe-care',
      texts: say('With every pair of shoes the house gives its cream.', 'Pour toute paire de chaussures, la maison offre sa crème.', 'مع كل زوج من الأحذية تهدي الدار كريمها.'),
      more: ['code = "CREAM"', 'divisions = ["shoes"]', `link = "${site}/offers"`],
    },
    {
      table: 'offer', id: 'candles',
      texts: say('Candles: the third one is a gift.', 'Bougies : la troisième est offerte.', 'الشموع: الثالثة هدية.'),
      more: ['code = "LIGHT"', 'types = ["Candles"]', `link = "${site}/offers"`],
    },
    {
      table: 'offer', id: 'evening-case',
      texts: say('Sunglasses come with their case.', 'Les lunettes de soleil viennent avec leur étui.', 'النظارات الشمسية مع علبتها.'),
      more: ['code = "CASE"', 'types = ["Sunglasses"]', `link = "${site}/offers"`],
    },
  ];
}
