/** What this shop remembers, in the package's own panel: the page has its element, and Passerelle fills it. */

import { h } from '../dom.js';
import { words } from '../language.js';
import { openPrivacy } from '../recommend.js';

export function privacyView() {
  const away = h('p', { hidden: true }, words.privacyAway);
  const show = async () => {
    away.hidden = await openPrivacy();
  };
  return {
    title: words.privacy,
    content: h('div', { class: 'privacy' },
      h('h1', { tabindex: -1 }, words.privacy),
      h('p', { class: 'muted' }, words.privacyIntro),
      away,
      document.createElement('passerelle-privacy')),
    shown: show,
    refresh: show,
  };
}
