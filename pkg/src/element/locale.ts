/** The language tag that an element's attribute says, else that of the nearest `lang` that is one, else the browser's. */

import { languageTag, pageLanguage } from "../locale.js";

export function localeOf(host: Element): string {
  return languageTag(host.getAttribute("locale")) ?? languageTag(host.closest<HTMLElement>("[lang]")?.lang) ?? pageLanguage();
}
