/**
 * "Why this?": a panel that explains a suggestion, with actions to dismiss it, to mark an item as a gift, and to open the privacy panel.
 * Loaded when it is opened. Not for the reason itself: the module gives it.
 */

import type { Passerelle } from "../index.js";
import type { Reason } from "../types.js";
import { openDialog } from "./dialog.js";
import type { Row } from "./draw.js";
import { adopt, button, make, sheetOf, webAddress } from "./nodes.js";
import type { Speech } from "./speech.js";

const sheet = sheetOf(`
.quote{font-size:1.125em}
.fine{font-size:.875em}
.acts{display:flex;flex-wrap:wrap;gap:.5rem}
.status{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem;margin:0}
.status:empty{display:none}
summary{cursor:pointer;min-block-size:1.75rem}
.story p{margin:.25rem 0 .5rem}
.story a{display:inline;text-decoration:underline}
`);

/** The label that says which data a reason depends on. */
const BASES: Readonly<Record<Reason["basis"], string>> = { page: "why-page", history: "why-history", everyone: "why-everyone" };

/** Returns the stories of a suggestion's collections, each folded under its name. */
function stories({ flags }: Row["item"], word: Speech["word"], named: string): HTMLElement[] {
  return flags.flatMap(({ name, story, link }) =>
    (story ? [told(make("summary", "", { dir: "auto" }, name ?? word("read-on")), story, link, word, named)] : []));
}

/** Returns a text of the house that unfolds, with a link to read more. */
function told(summary: HTMLElement, text: string, link: string | null | undefined, word: Speech["word"], named: string): HTMLElement {
  const href = webAddress(link ?? null);
  return make("details", "story", { lang: named },
    summary,
    make("p", "", { dir: "auto" }, text),
    ...(href ? [make("a", "read-on", { href }, word("read-on"))] : []));
}

/** Opens the panel of a suggestion; `dismiss` dismisses the suggestion. */
export function openWhy(carousel: HTMLElement, shop: Passerelle, { item }: Row, speech: Speech, dismiss: () => void): void {
  const { word, reason, own, named, values } = speech;
  const root = carousel.getRootNode() as ShadowRoot;
  adopt(root, sheet());

  const { code, id, basis } = item.reason;
  const said = reason(item);
  const act = (name: string, work: () => void): HTMLButtonElement => {
    const node = button("act", {}, word(name));
    node.addEventListener("click", work);
    return node;
  };
  const status = make("p", "status", { role: "status" });
  // A recently viewed item is forgotten, not dismissed.
  const isRecord = code === "recently-viewed";
  const acts = make("div", "acts", {},
    act(isRecord ? "forget" : "not-for-me", () => {
      panel.close();
      dismiss();
    }));
  // Only for an item that the sentence names: the item behind a type or a division stays hidden.
  if (code === "goes-with-session-item" && id !== undefined) {
    const gift = act("gift", () => {
      void shop.history.markGift(id);
      const undo = act("undo", () => {
        void shop.history.unmarkGift(id);
        status.replaceChildren();
        gift.disabled = false;
        gift.focus();
      });
      status.replaceChildren(word("given"), undo);
      gift.disabled = true;
      undo.focus();
    });
    acts.append(gift);
  }
  acts.append(act("memory", () => {
    panel.close();
    void shop.openPrivacy();
  }));
  const panel = openDialog(carousel, speech, word("why"), [
    ...(said ? [make("p", "quote", { lang: named }, said)] : []),
    make("p", "", {}, word(BASES[basis])),
    ...stories(item, word, named),
    ...(values ? [told(make("summary", "", { lang: own }, word("values")), values.text, values.link, word, named)] : []),
    ...(isRecord ? [] : [make("p", "fine", {}, word("change"))]),
    acts,
    status,
  ]);
}
