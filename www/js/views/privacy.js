/** The privacy page: it contains the package's panel, which Passerelle fills with the stored history. */

import { h } from '../dom.js';
import { words } from '../language.js';
import { page } from '../page.js';

export function privacyView() {
  const away = h('p', { hidden: true }, words.privacyAway);
  const intro = document.createDocumentFragment();
  intro.append(h('h1', { tabindex: -1 }, words.privacy), h('p', { class: 'muted' }, words.privacyIntro), away);
  return {
    title: words.privacy,
    content: page('privacy', {}, { intro }),
    async shown() {
      try {
        const { passerelle } = await import('../../passerelle/auto.js');
        await passerelle.openPrivacy();
      } catch {
        away.hidden = false;
      }
    },
  };
}
