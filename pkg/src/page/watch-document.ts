/**
 * Detects that the document may describe another product: a body that is swapped, a script that is added late. Not for changes of
 * attributes and styles.
 */

/** Changes within this time are handled together. */
const TOGETHER_MS = 300;

/** Calls `touched` at once when nodes or texts of the document change, and `look` some time later. */
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
