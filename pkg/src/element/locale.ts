/** The language tag that an element's attribute says, else that of the nearest `lang`, else the browser's. */
export function localeOf(host: Element): string {
  const said = host.getAttribute("locale")?.trim();
  return said || host.closest<HTMLElement>("[lang]")?.lang || navigator.language;
}
