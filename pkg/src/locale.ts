/** Language tags as pages write them. */

/** The tag in BCP 47's form: `fr-FR` for `fr_FR` and for `fr_FR.UTF-8`; `undefined` where it is none. */
export function languageTag(text: string | null | undefined): string | undefined {
  const tag = (text ?? "").trim().replace(/[.@].*$/, "").replaceAll("_", "-");
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    // What follows a language that there is may be left out.
    const primary = /^([a-z]{2,3})-/i.exec(tag)?.[1];
    return primary?.toLowerCase();
  }
}

/** The page's language, else the browser's. */
export function pageLanguage(): string {
  return languageTag(document.documentElement.lang) ?? navigator.language;
}
