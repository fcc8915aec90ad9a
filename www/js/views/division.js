/** A department: items in season, the house's questionnaire and comparison, then its items, twenty-four to a page, all or of one type. */

import { itemCard, ownShelf } from '../cards.js';
import { viewItemList } from '../data-layer.js';
import { h } from '../dom.js';
import { number, words } from '../language.js';
import { page as pageOf } from '../page.js';
import { address } from '../router.js';
import { seasonBar } from '../season.js';

const PAGE = 24;
const SEASONAL = 4;
const COMPARED = 3;

/**
 * @param {import('../shop.js').Shop} shop
 * @param {import('../shop.js').Division} division
 * @param {URLSearchParams} query `type` and `page`
 */
export function divisionView(shop, division, query) {
  const type = division.types.find(({ slug }) => slug === query.get('type'));
  const items = type ? type.items : division.items;
  const pages = Math.max(1, Math.ceil(items.length / PAGE));
  const page = Math.min(pages, Math.max(1, Number.parseInt(query.get('page') ?? '1', 10) || 1));
  const to = (/** @type {string | null} */ slug, /** @type {number} */ number) =>
    address(['division', division.id], { type: slug, page: number > 1 ? number : null });
  const slug = type?.slug ?? null;

  const filter = (/** @type {string} */ name, /** @type {string | null} */ target, /** @type {number} */ count) => h('li', {},
    h('a', { href: to(target, 1), 'aria-current': target === slug ? 'true' : null },
      name, ' ', h('span', { class: 'count' }, String(count))));
  const step = (/** @type {string} */ label, /** @type {number} */ number, /** @type {string} */ rel) =>
    (number >= 1 && number <= pages
      ? h('a', { class: 'button button-quiet', href: to(slug, number), rel }, label)
      : h('span', { class: 'button button-quiet', 'aria-disabled': 'true' }, label));

  const listed = items.slice((page - 1) * PAGE, page * PAGE);
  const head = document.createDocumentFragment();
  head.append(
    h('nav', { class: 'crumbs', 'aria-label': words.here }, h('a', { href: address([]) }, words.home)),
    h('h1', { tabindex: -1 }, division.name),
    h('p', { class: 'muted' }, `${type ? `${type.name}: ` : ''}${words.items(items.length, number(items.length))}`));
  const list = document.createDocumentFragment();
  list.append(h('ul', { class: 'cards cards-four' }, ...listed.map((item) => itemCard(shop, item))));
  if (pages > 1) {
    list.append(h('nav', { class: 'pages', 'aria-label': words.pages },
      step(words.previous, page - 1, 'prev'),
      h('span', { class: 'muted' }, words.page(page, pages)),
      step(words.next, page + 1, 'next')));
  }

  // The first page has the content about the whole department.
  const isFirst = !type && page === 1;
  const [questionnaire, ...furtherQuestionnaires] = (isFirst && shop.questionnaires[division.id]) || [];
  const compares = isFirst && shop.compares === division.id;
  const compared = compares ? shop.popular(division, COMPARED).map(({ id }) => id).join(',') : '';
  const content = pageOf('division', { season: words.season, questionnaire: questionnaire ?? '', compared, comparing: shop.compares ? 'true' : '' }, {
    head,
    season: isFirst ? seasonBar() : null,
    popular: ownShelf(shop, words.popular, shop.popular(division, SEASONAL)),
    advice: questionnaire ? undefined : null,
    comparison: compares ? undefined : null,
    'in-shop': words.adviceInShop,
    filters: h('ul', {}, filter(words.everything, null, division.items.length),
      ...division.types.map(({ name, slug: target, items: own }) => filter(name, target, own.length))),
    items: list,
  });
  const advice = content.querySelector('passerelle-advice');
  for (const further of furtherQuestionnaires) {
    const next = /** @type {Element} */ (advice?.cloneNode(true));
    next.setAttribute('questionnaire', further);
    advice?.parentElement?.append(next);
  }
  const seasonal = content.querySelector('passerelle-suggestions');
  if (!isFirst) seasonal?.remove();
  else if (seasonal) Object.assign(seasonal, { request: { division: division.id } });
  content.querySelector('.filters')?.setAttribute('aria-label', words.types);
  return {
    title: type ? `${type.name}, ${division.name}` : division.name,
    content,
    shown: () => viewItemList(listed, slug ?? division.id),
  };
}
