/** Reads language tags as pages write them. */

/**
 * Returns the tag in BCP 47's form: `fr-FR` for `fr_FR` and for `fr_FR.UTF-8`. If the tag is invalid, it returns the primary language
 * alone; `undefined` if there is none.
 */
export function languageTag(text: string | null | undefined): string | undefined {
  const tag = (text ?? "").trim().replace(/[.@].*$/, "").replaceAll("_", "-");
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    // The subtags after a valid primary language may be dropped.
    const primary = /^([a-z]{2,3})-/i.exec(tag)?.[1];
    return primary?.toLowerCase();
  }
}

/** Returns the page's language, or else the browser's. */
export function pageLanguage(): string {
  return languageTag(document.documentElement.lang) ?? navigator.language;
}
