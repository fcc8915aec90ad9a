/**
 * Tracks the suggestions of a carousel that the shopper has ticked. A dismissed suggestion does not count; it counts again once the
 * dismissal is undone. Not for drawing the boxes: see `compare-cards.ts` and `together.ts`.
 */

import type { Row } from "./draw.js";

export interface Choice {
  /** Adds the box of a row; `undefined` for the page's own item, which has no row. */
  add(box: HTMLInputElement, row: Row | undefined): void;
  /** Returns the rows with ticked boxes, in the order of the boxes; `undefined` stands for the page's own item. */
  chosen(): (Row | undefined)[];
}

/** Creates an empty choice. `changed` runs when a row is dismissed or restored; the caller listens to the boxes itself. */
export function createChoice(changed: () => void): Choice {
  const boxes = new Map<Row | undefined, HTMLInputElement>();
  const observer = new MutationObserver(changed);
  return {
    add(box, row) {
      boxes.set(row, box);
      if (row) observer.observe(row.node, { attributes: true, attributeFilter: ["class"] });
    },
    chosen: () => [...boxes].filter(([row, box]) => box.checked && !row?.node.classList.contains("taken")).map(([row]) => row),
  };
}
