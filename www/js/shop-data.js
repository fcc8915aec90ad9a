/** Loads the shop's list of products. This is the first request, since every page needs it. */

const named = new URLSearchParams(location.search).get('shop') ?? '';

/** The folder with the shop's data and pack; `?shop=retail` selects `retail/`. */
export const FOLDER = new URL(/^[a-z]+$/.test(named) ? `./${named}/` : './', document.baseURI);

const asked = fetch(new URL('shop.json', FOLDER));
// The caller of `shopData()` reports the error.
asked.catch(() => undefined);

/** @returns {Promise<import('./shop.js').ShopData>} */
export async function shopData() {
  const response = await asked;
  if (!response.ok) throw new Error(`shop.json: ${response.status}`);
  return response.json();
}
