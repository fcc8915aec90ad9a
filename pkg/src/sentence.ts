/**
 * From a template of a catalogue to text. A template names what it takes in braces; a name is put in as the house wrote
 * it, with its article, and never inflected: docs/sentences.md says how the sentences go without.
 */

/** A template, or one for each plural form that the language tells apart; `{count}` decides. */
export type Template = string | { readonly [form in Intl.LDMLPluralRule]?: string };

/** What a sentence names. Several names become a list, numbers are written as the language writes them. */
export type Names = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** Scripts that run from right to left: names in other scripts are kept together there. */
const RIGHT_TO_LEFT = /^(ar|fa|he|ur)\b/;

/** The text, never markup; empty where a name is missing: then there is nothing to say. */
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
    return RIGHT_TO_LEFT.test(language) ? `\u2068${written}\u2069` : `${written}`;
  });
  return isWhole ? said : "";
}
