/** What a shopper has ticked of a carousel's suggestions. What was refused meanwhile does not count, and counts again when it comes back. */

import type { Row } from "./draw.js";

export interface Choice {
  /** A box that stands for a row; for something beside the rows without one. */
  add(box: HTMLInputElement, row: Row | undefined): void;
  /** The rows whose boxes are ticked, `undefined` for what stands beside them, in the order of the boxes. */
  chosen(): (Row | undefined)[];
}

/** Nothing is chosen yet; `changed` runs when a row is refused or comes back. Changes of a box its own listener hears. */
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
