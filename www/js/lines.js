/** The lines to copy, into a page and into a terminal. */

import { announce, h } from './dom.js';
import { words } from './language.js';

/** The command that previews any shop from its feed. */
export const PREVIEW = 'passerelle preview --feed products.xml';

/** Returns the three lines of a page. @param {string} itemId An item of this shop. */
export const pageLines = (itemId) => [
  '<link rel="stylesheet" href="/passerelle/suggestions.css">',
  '<script type="module" src="/passerelle/auto.js" data-pack="/pack/"></script>',
  `<passerelle-suggestions product-id="${itemId}">${words.ownContent}</passerelle-suggestions>`,
].join('\n');

/** Returns lines with a button that copies them. @param {string} lines @param {string} label @param {string} name For `data-copied`. */
export function copyable(lines, label, name) {
  const copy = h('button', { class: 'button button-quiet', type: 'button', 'data-copy': name, 'aria-label': `${words.copy}: ${label}` }, words.copy);
  copy.addEventListener('click', async () => {
    const done = await navigator.clipboard?.writeText(lines).then(() => true, () => false);
    copy.textContent = done ? words.copied : words.copy;
    announce(done ? words.copied : words.notCopied);
  });
  return h('div', { class: 'lines' },
    h('pre', { dir: 'ltr', lang: 'en', tabindex: 0, 'aria-label': label }, h('code', { 'data-lines': name }, lines)), copy);
}
