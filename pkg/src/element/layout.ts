/**
 * Puts suggestions where the page's own content is, and moves nothing that the shopper sees.
 *
 * What is in the flow decides how high the element is. While it is out of sight below, or nothing follows it, what is
 * shown is in the flow. In sight, what was there keeps its place, invisible, and what is shown is laid over it, if it
 * fits; if it does not, it waits until the element is out of sight. So nothing is reserved that the page has not
 * given, and the layout shift is 0, whatever comes and whenever. What the page has given by `suggestions.css` goes when there is
 * nothing to show, once the element is out of sight below.
 */

import { warn } from "./log-error.js";

export interface Layout {
  /**
   * Shows `next`, now or when it can be done. With `isStale` what is shown is of another page, or was followed: it goes although the
   * shopper points at it or has the focus in it. Answers whether it is shown now.
   */
  show(next: HTMLElement, isStale?: boolean): boolean;
  /** The element went out of sight, or the pointer left it. */
  retry(): void;
  /** The shopper works in what is shown: by their own hand it goes into the flow, and the element is as high as it. */
  enter(): void;
}

/** `placed` hears what is shown from now on. */
export function createLayout(host: HTMLElement, root: ShadowRoot, slot: HTMLSlotElement, placed: (front: HTMLElement) => void): Layout {
  let front: HTMLElement = slot;
  /** What is in the flow, when it is not what is shown. */
  let spacer: HTMLElement | undefined;
  let waiting: HTMLElement | undefined;
  /** Nothing is to be shown: what the page has reserved may go. */
  let isEmpty = false;
  const reserve = root.querySelector(".reserve");

  const collapse = (): void => {
    if (isEmpty && reserve && isBelow(host)) reserve.className = "gone";
  };

  const take = (next: HTMLElement, inFlow?: HTMLElement): void => {
    const changed = front !== next;
    front = next;
    spacer = inFlow === next ? undefined : inFlow;
    waiting = undefined;
    next.className = spacer ? "over" : "";
    if (spacer) spacer.className = "spacer";
    if (next !== slot && spacer !== slot && /^(spacer|)$/.test(slot.className)) {
      // Margins that reach beyond its box stay where the shopper would see them go.
      slot.className = isBelow(host) ? "gone" : "flat";
    } else if (next !== slot && slot.className === "over") {
      slot.className = "gone";
    }
    if (!next.isConnected) root.append(next);
    for (const other of [...root.children]) if (![front, spacer, slot, reserve].includes(other as HTMLElement)) other.remove();
    if (changed) placed(next);
  };

  const admit = (next: HTMLElement, isStale: boolean): void => {
    waiting = next;
    isEmpty = next === slot;
    if (isEmpty && front === slot) collapse();
    if (next === front) {
      waiting = undefined;
      return;
    }
    const slack = slackBelow(host);
    if (slack === Infinity || (slack >= 0 && next === slot)) {
      take(next);
      return;
    }
    // What the shopper points at stays.
    if (slack < 0 && !isStale && host.matches(":hover,:focus-within")) return;
    if (next === slot) {
      take(slot, spacer ?? front);
      return;
    }
    next.className = "trial";
    root.append(next);
    const needed = next.offsetHeight;
    const given = host.offsetHeight;
    if (slack >= 0 && given - needed <= slack) {
      take(next);
    } else if (needed > given) {
      next.remove();
      if (isStale && front !== slot) {
        take(slot, spacer ?? front);
        waiting = next;
      }
      warn("no_room", `needs ${needed} px, has ${given}; ${roomFor(host, needed)}`);
    } else {
      // Suggestions after suggestions are as high; the page's own content may have margins that only it knows.
      take(next, needed === given && (spacer ?? front) !== slot ? undefined : (spacer ?? front));
    }
  };

  // A page that becomes narrower: what was laid over the rest may not fit any more.
  new ResizeObserver(() => {
    if (spacer && front !== slot && front.offsetHeight > host.offsetHeight) take(front);
  }).observe(host);

  return {
    show(next, isStale = false) {
      admit(next, isStale);
      return front === next;
    },
    retry() {
      collapse();
      if (waiting) admit(waiting, false);
      else if (spacer && host.offsetHeight - front.offsetHeight <= slackBelow(host)) take(front);
    },
    enter: () => take(front, front),
  };
}

/** Which style sheet gives an element room, and how. */
function roomFor(host: HTMLElement, needed: number): string {
  const root = host.getRootNode();
  const sheet = root instanceof ShadowRoot
    ? `the style sheet of <${root.host.localName}>, in whose shadow root it stands (the page's does not reach it)`
    : "the page's style sheet";
  const rule = `${host.localName} { display: flow-root; min-block-size: ${needed}px }`;
  return host.localName === "passerelle-suggestions"
    ? `give it room in ${sheet}: take the package's suggestions.css in there, or write ${rule}`
    : `give it room in ${sheet}: ${rule}`;
}

/** Whether nobody has come to it yet. */
function isBelow(host: HTMLElement): boolean {
  return host.getBoundingClientRect().top >= innerHeight;
}

/**
 * By how much the element may become smaller before somebody sees what follows move, in CSS pixels; below 0 where it is seen already. It may
 * become larger from 0 on. Without an end where nobody sees the element yet, or nothing follows.
 */
function slackBelow(host: HTMLElement): number {
  if (isBelow(host)) return Infinity;
  // In another component nothing is known of what follows.
  if (host.getRootNode() !== document) return -1;
  const rest = document.createRange();
  rest.setStartAfter(host);
  rest.setEndAfter(document.body.lastChild ?? host);
  const { top, height } = rest.getBoundingClientRect();
  return height === 0 ? Infinity : top - innerHeight;
}
