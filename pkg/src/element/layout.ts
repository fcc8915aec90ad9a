/**
 * Puts suggestions in place of the fallback, without moving anything in the shopper's sight.
 *
 * The content in the flow determines the element's height. While the element is below the viewport, or nothing follows it, the suggestions
 * are in the flow. While it is in the viewport, the old content keeps its space, invisible, and the suggestions are laid over it if they
 * fit; if not, they wait until the element leaves the viewport. So no space is reserved beyond what the page gives, and the layout shift is
 * always 0. Space that the page reserves by `suggestions.css` is released if there is nothing to show, once the element is below the
 * viewport.
 *
 * Not for drawing: see `draw.ts`.
 */

import { warn } from "./log-error.js";

export interface Layout {
  /**
   * Shows `next` now, or once it can be shown without a shift. With `isStale`, content of another page or content that was followed is
   * replaced even under the shopper's pointer or focus. Returns whether `next` is shown now.
   */
  show(next: HTMLElement, isStale?: boolean): boolean;
  /** Returns whether `show` would show `next` now. Nothing changes. */
  fits(next: HTMLElement, isStale: boolean): boolean;
  /** Call it when the element left the viewport, or the pointer or the focus left the element: shows waiting content. */
  retry(): void;
  /** Call it when the shopper uses the content: it moves into the flow, and the element gets its height. */
  enter(): void;
}

/** Creates the layout of an element. `placed` receives the content that is shown from now on. */
export function createLayout(host: HTMLElement, root: ShadowRoot, slot: HTMLSlotElement, placed: (front: HTMLElement) => void): Layout {
  let front: HTMLElement = slot;
  /** The content in the flow, if it is not the content shown. */
  let spacer: HTMLElement | undefined;
  let waiting: HTMLElement | undefined;
  /** There is nothing to show: the space that the page reserved can be released. */
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
      // In the viewport, the slot's margins stay, since removing them would move the page visibly.
      slot.className = isBelow(host) ? "gone" : "flat";
    } else if (next !== slot && slot.className === "over") {
      slot.className = "gone";
    }
    if (!next.isConnected) root.append(next);
    for (const other of [...root.children]) if (![front, spacer, slot, reserve].includes(other as HTMLElement)) other.remove();
    if (changed) placed(next);
  };

  /** Returns how `next` can be shown now; the heights if there is no room; or nothing if it must wait for the shopper. */
  const placing = (next: HTMLElement, isStale: boolean): (() => void) | { needed: number; given: number } | undefined => {
    const slack = slackBelow(host);
    if (slack === Infinity || (slack >= 0 && next === slot)) return () => take(next);
    // Content under the shopper's pointer or focus stays.
    if (slack < 0 && !isStale && host.matches(":hover,:focus-within")) return undefined;
    if (next === slot) return () => take(slot, spacer ?? front);
    next.className = "trial";
    root.append(next);
    const [needed, given] = [next.offsetHeight, host.offsetHeight];
    if (slack >= 0 && given - needed <= slack) return () => take(next);
    if (needed > given) {
      next.remove();
      return { needed, given };
    }
    // New suggestions of the same height replace old ones in the flow. The fallback may have margins that cannot be measured here.
    return () => take(next, needed === given && (spacer ?? front) !== slot ? undefined : (spacer ?? front));
  };

  const admit = (next: HTMLElement, isStale: boolean): void => {
    waiting = next;
    isEmpty = next === slot;
    if (isEmpty && front === slot) collapse();
    if (next === front) {
      waiting = undefined;
      return;
    }
    const place = placing(next, isStale);
    if (typeof place === "function") place();
    else if (place) {
      if (isStale && front !== slot) {
        take(slot, spacer ?? front);
        waiting = next;
      }
      warn("no_room", `needs ${place.needed} px, has ${place.given}; ${roomFor(host, place.needed)}`);
    }
  };

  // After the page becomes narrower, content laid over the space may no longer fit.
  new ResizeObserver(() => {
    if (spacer && front !== slot && front.offsetHeight > host.offsetHeight) take(front);
  }).observe(host);

  return {
    show(next, isStale = false) {
      admit(next, isStale);
      return front === next;
    },
    fits(next, isStale) {
      const fits = next === front || typeof placing(next, isStale) === "function";
      if (next.className === "trial") next.remove();
      return fits;
    },
    retry() {
      collapse();
      if (waiting) admit(waiting, false);
      else if (spacer && host.offsetHeight - front.offsetHeight <= slackBelow(host)) take(front);
    },
    enter: () => take(front, front),
  };
}

/** Returns the advice of the warning `no_room`: the style sheet and the rule that give the element space. */
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

/** Returns whether the element is below the viewport. */
function isBelow(host: HTMLElement): boolean {
  return host.getBoundingClientRect().top >= innerHeight;
}

/**
 * Returns by how many CSS pixels the element can shrink without a visible shift of the content after it; below 0 if that content is visible
 * already. From 0 on the element can also grow. `Infinity` if the element is below the viewport, or nothing follows it.
 */
function slackBelow(host: HTMLElement): number {
  if (isBelow(host)) return Infinity;
  // Inside another component, the content that follows is unknown.
  if (host.getRootNode() !== document) return -1;
  const rest = document.createRange();
  rest.setStartAfter(host);
  rest.setEndAfter(document.body.lastChild ?? host);
  const { top, height } = rest.getBoundingClientRect();
  return height === 0 ? Infinity : top - innerHeight;
}
