/** Describes a product page's product to search engines, as schema.org's Product. */

/** @param {import('./shop.js').Shop} shop @param {import('./shop.js').Item} item */
export function productJsonLd(shop, item) {
  return JSON.stringify({
    '@context': 'https://schema.org',
    '@type': 'Product',
    sku: item.id,
    name: item.title,
    url: location.href,
    category: item.type.feed,
    brand: { '@type': 'Brand', name: shop.name },
    ...(item.picture && { image: new URL(item.picture, document.baseURI).href }),
    ...(item.priceMinor !== null && {
      offers: {
        '@type': 'Offer',
        price: (item.priceMinor / 100).toFixed(2),
        priceCurrency: shop.currency,
        availability: `https://schema.org/${item.available ? 'InStock' : 'OutOfStock'}`,
      },
    }),
  }).replaceAll('<', '\\u003c');
}
