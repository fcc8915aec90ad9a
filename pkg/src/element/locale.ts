/** Finds an element's language: its attribute `locale`, or else the nearest valid `lang`, or else the page's, or else the browser's. */

import { languageTag, pageLanguage } from "../locale.js";

export function localeOf(host: Element): string {
  return languageTag(host.getAttribute("locale")) ?? languageTag(host.closest<HTMLElement>("[lang]")?.lang) ?? pageLanguage();
}
