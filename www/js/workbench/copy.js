/** What a shop copies into its pages: three lines, and a button that does it. */

import { announce, h } from '../dom.js';
import { texts } from './texts.js';

/** @param {string} itemId An item of this shop. */
export function copySection(itemId) {
  const lines = [
    '<script type="module" src="/passerelle/auto.js" data-pack="/pack/"></script>',
    `<passerelle-suggestions product-id="${itemId}">${texts.own}</passerelle-suggestions>`,
    '<style>passerelle-suggestions { display: block; min-block-size: 36rem }</style>',
  ].join('\n');
  const copy = h('button', { class: 'button button-quiet', type: 'button', 'data-copy': true }, texts.copyButton);
  copy.addEventListener('click', async () => {
    const done = await navigator.clipboard?.writeText(lines).then(() => true, () => false);
    copy.textContent = done ? texts.copied : texts.copyButton;
    announce(done ? texts.copied : texts.notCopied);
  });
  return h('section', {}, h('h3', {}, texts.copy), h('pre', { dir: 'ltr', lang: 'en', tabindex: 0, 'aria-label': texts.copy }, h('code', { 'data-lines': true }, lines)), copy);
}
