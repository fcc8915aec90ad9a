/**
 * Fills the templates of the catalogues. A template has its variables in braces. A name is inserted as the house wrote it, with its
 * article, and never inflected: docs/sentences.md explains how the sentences avoid inflection. Not for loading templates: see
 * `messages.ts`.
 */

/** A template, or one template per plural form of the language; `{count}` selects the form. */
export type Template = string | { readonly [form in Intl.LDMLPluralRule]?: string };

/** The values of a template's variables. Several names become a list; numbers follow the language's format. */
export type Names = Readonly<Record<string, string | number | readonly string[] | undefined>>;

const RIGHT_TO_LEFT = /^(ar|fa|he|ur)\b/;

/** Returns whether a language is written from right to left. */
export function isRightToLeft(language: string): boolean {
  return RIGHT_TO_LEFT.test(language);
}

/** Returns the filled template as text, never markup; empty if there is no template or if a variable has no value. */
export function sentence(template: Template | undefined, names: Names, language: string): string {
  const form = () => new Intl.PluralRules(language).select(Number(names["count"]));
  const text = typeof template === "object" ? (template[form()] ?? template.other) : template;
  let isWhole = true;
  const said = (text ?? "").replace(/\{(\w+)\}/g, (_, key: string) => {
    const name = Object.hasOwn(names, key) ? names[key] : undefined;
    const written =
      typeof name === "number"
        ? new Intl.NumberFormat(language).format(name)
        : typeof name === "string"
          ? name
          : name && new Intl.ListFormat(language).format(name);
    isWhole &&= !!written;
    // A name may be in another script than the sentence around it.
    return isRightToLeft(language) ? `\u2068${written}\u2069` : `${written}`;
  });
  return isWhole ? said : "";
}
