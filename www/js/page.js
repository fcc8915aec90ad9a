/** Fills in a page's template of index.html, as a shop's server does. */

import { PACK } from './pack.js';

/**
 * @param {string} name The template's id without `page-`.
 * @param {Record<string, string>} values Values of the attributes in braces; an empty attribute is left out, except
 * `cart`, which a basket fills later.
 * @param {Record<string, Node | string | null | undefined>} parts The content of each `data-part`; `null` removes its element.
 */
export function page(name, values, parts) {
  const template = document.getElementById(`page-${name}`);
  if (!(template instanceof HTMLTemplateElement)) throw new Error(`index.html has no template page-${name}`);
  const content = document.importNode(template.content, true);
  for (const place of content.querySelectorAll('[data-part]')) {
    const part = parts[place.getAttribute('data-part') ?? ''];
    if (part === null) place.remove();
    else if (part !== undefined) place.append(part);
  }
  for (const element of content.querySelectorAll('*')) {
    for (const { name: attribute, value } of [...element.attributes]) {
      const key = /^\{(\w+)\}$/.exec(value)?.[1];
      if (key === undefined) continue;
      const said = key === 'pack' ? PACK : values[key] ?? '';
      if (said || attribute === 'cart') element.setAttribute(attribute, said);
      else element.removeAttribute(attribute);
    }
  }
  return content;
}
