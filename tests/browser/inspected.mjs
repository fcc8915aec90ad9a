// Reads the inspector for tests.

/** Waits until the examination is complete. */
export async function looked(page) {
  await page.waitForFunction(() => document.querySelector("passerelle-inspector")?.getAttribute("aria-busy") === "false");
}

/** Returns everything that the inspector shows. Scores are integers. */
export function inspected(page) {
  return page.evaluate(() => {
    const root = document.querySelector("passerelle-inspector").shadowRoot;
    const all = (within, selector) => [...within.querySelectorAll(selector)];
    const text = (within, selector) => within.querySelector(selector)?.textContent ?? "";
    const number = (cell) => Number(cell.textContent.replaceAll(",", ""));
    const partsOf = (item) => ({
      parts: all(item, ".part").map((row) => ({ name: row.dataset.name, words: text(row, "th"), value: number(row.lastElementChild) })),
      sum: item.querySelector("tfoot") ? number(item.querySelector("tfoot tr").lastElementChild) : null,
    });
    return {
      spots: all(root, ".spot").map((spot) => ({
        placement: spot.dataset.placement,
        request: text(spot, ".request"),
        status: text(spot, ".status"),
        shown: all(spot, ".shown").map((item) => ({ id: item.dataset.item, title: text(item, "bdi"), place: text(item, ".place"), code: text(item, ".reason"), spoken: text(item, ".spoken"), ...partsOf(item) })),
        absent: all(spot, ".absent").map((item) => ({ id: item.dataset.item, absence: item.dataset.absence, words: text(item, "summary"), ...partsOf(item) })),
      })),
      attachment: Number(text(root, ".attachment")),
      potential: Number(text(root, ".potential")),
      events: all(root, ".event").map((event) => event.textContent.trim()),
      log: all(root, ".asked").map((line) => line.textContent.trim()),
      digest: text(root, ".digest"),
    };
  });
}
