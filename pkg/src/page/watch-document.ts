/**
 * Notices that the document may describe another product: a body that is swapped, a script that comes late. Not for changes of
 * attributes and styles.
 */

/** Whatever changes within this time is looked at once. */
const TOGETHER_MS = 300;

/** `look` is called some time after nodes or texts of the document have changed; `touched` at once. */
export function watchDocument(look: () => void, touched: () => void): void {
  let waits = false;
  new MutationObserver(() => {
    touched();
    if (waits) return;
    waits = true;
    setTimeout(() => {
      waits = false;
      look();
    }, TOGETHER_MS);
  }).observe(document, { childList: true, subtree: true, characterData: true });
}
