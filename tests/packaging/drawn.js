// Adds an element to the page. To draw, it needs the package's texts in the page's language, a file beside the module.

/**
 * Returns the number of suggestions that an element draws.
 *
 * @param {string} pack
 */
export async function drawn(pack) {
  const element = document.createElement("passerelle-suggestions");
  for (const [name, value] of Object.entries({ src: pack, "product-id": "22423", images: "none" })) element.setAttribute(name, value);
  document.body.append(element);
  for (let tries = 0; tries < 200; tries += 1) {
    const rows = element.shadowRoot?.querySelectorAll("section:not(.spacer, .trial) li") ?? [];
    if (rows.length > 0) return String(rows.length);
    await new Promise((done) => setTimeout(done, 50));
  }
  return "0";
}
