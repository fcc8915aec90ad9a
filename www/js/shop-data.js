/** Which shop this is, and its list of products: asked for first of all, since every page needs it. */

const named = new URLSearchParams(location.search).get('shop') ?? '';

/** The shop's data and pack are in this folder. `?shop=retail` is the one in `retail/`. */
export const FOLDER = new URL(/^[a-z]+$/.test(named) ? `./${named}/` : './', document.baseURI);

const asked = fetch(new URL('shop.json', FOLDER));
// Who waits for it says what is wrong.
asked.catch(() => undefined);

/** @returns {Promise<import('./shop.js').ShopData>} */
export async function shopData() {
  const response = await asked;
  if (!response.ok) throw new Error(`shop.json: ${response.status}`);
  return response.json();
}
