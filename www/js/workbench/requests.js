/**
 * Tests whether requests depend on the persona: it reloads the page as the current persona, and lists the requests for the pack beside
 * those of the other personas. The notes survive one load of the page (hand-over.js) and are then deleted.
 */

import { h } from '../dom.js';
import { pretending } from '../season.js';
import { texts } from './texts.js';

/** @typedef {{ who: string, page: string, count: number, digest: string }} Note The requests for the pack of one page load. */
/** @typedef {{ who: string, notes: Note[], pending: boolean }} Noted `pending` is true if the next load is to be noted. */

/** The most loads listed. */
const KEPT = 6;
/** After this time without requests, the load counts as complete. */
const SETTLED_MS = 500;

/**
 * @param {Noted} noted
 * @param {(noted: Noted) => void} leaving Called before the page is loaded anew.
 */
export function requestsSection(noted, leaving) {
  const list = h('ul', { class: 'notes', 'data-notes': true });
  const verdict = h('p', { 'data-verdict': true });
  const again = h('button', { class: 'button button-quiet', type: 'button', 'data-load-anew': true }, texts.again);
  again.addEventListener('click', () => {
    leaving({ ...noted, pending: true });
    location.reload();
  });
  const draw = () => {
    list.replaceChildren(...noted.notes.map(({ who, page, count, digest }) => h('li', {}, texts.loaded(who, page, count), h('code', {}, digest))));
    const last = noted.notes.at(-1);
    const others = noted.notes.slice(0, -1).filter(({ page }) => page === last?.page);
    verdict.textContent = others.length === 0 ? '' : others.every(({ digest }) => digest === last?.digest) ? texts.same : texts.differ;
  };
  draw();
  return {
    section: h('section', {}, h('h3', {}, texts.requests), h('p', { class: 'muted' }, texts.requestsMore), list, verdict, again),
    /** Notes the first examination of a page that was loaded for this. @param {import('./panel.js').Inspector} inspector */
    async note(inspector) {
      if (!noted.pending) return;
      noted.pending = false;
      // The browser's list of requests is delayed.
      for (let before = ''; before !== inspector.digest;) {
        before = inspector.digest;
        await new Promise((done) => setTimeout(done, SETTLED_MS));
      }
      const { asked, digest } = inspector;
      // On another day, every shopper's page requests another season.
      const { date } = pretending();
      const page = [decodeURIComponent(location.hash.replace(/^#/, '')) || '/', date].filter(Boolean).join(' · ');
      noted.notes = [...noted.notes, { who: noted.who, page, count: asked.length, digest }].slice(-KEPT);
      draw();
    },
    /** Sets the persona of the next notes. @param {string} who */
    becomes(who) {
      noted.who = who;
    },
  };
}
