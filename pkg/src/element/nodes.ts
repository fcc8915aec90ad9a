/** Nodes whose texts are text and whose addresses are parsed: nothing from a feed or a house file is ever markup. And their sheets. */

/** An element; its `part` is its class, too. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K, part: string, attributes: Record<string, string | number> = {}, ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries({ ...(part && { part, class: part }), ...attributes })) node.setAttribute(name, `${value}`);
  node.append(...children);
  return node;
}

/** A button that says what it does, or shows it and says it to those who do not see. */
export function button(part: string, attributes: Record<string, string>, ...children: string[]): HTMLButtonElement {
  return make("button", part, { type: "button", ...attributes }, ...children);
}

/** What is asked of a picture; its box has the same shape whatever comes. */
const WIDTH = 400;
const HEIGHT = 500;

/**
 * A picture beside its title, from the first of these sources that can be had; one that cannot be had at all goes, and tells
 * its `lost`. Sources are attributes of `img`, their addresses those of {@link webAddress}.
 */
export function pictureOf(sources: readonly Record<string, string>[], attributes: Record<string, string>, lost?: () => void): HTMLImageElement {
  const [first = {}, ...others] = sources;
  const picture = make("img", "image", { alt: "", decoding: "async", width: WIDTH, height: HEIGHT, ...attributes, ...first });
  picture.addEventListener("error", () => {
    const next = others.shift();
    if (next) {
      for (const name of ["srcset", "sizes"]) picture.removeAttribute(name);
      for (const [name, value] of Object.entries(next)) picture.setAttribute(name, value);
      return;
    }
    picture.remove();
    lost?.();
  });
  return picture;
}

/** An http(s) address, absolute; empty for anything else. */
export function webAddress(text: string | null): string {
  if (!text) return "";
  try {
    const { protocol, href } = new URL(text, document.baseURI);
    return /^https?:$/.test(protocol) ? href : "";
  } catch {
    return "";
  }
}

/** One style sheet, made when it is first asked for. By script and not from markup: no policy for styles applies to it. */
export function sheetOf(css: string): () => CSSStyleSheet {
  let sheet: CSSStyleSheet | undefined;
  return () => {
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
    }
    return sheet;
  };
}

/** Gives a shadow tree a sheet, once. */
export function adopt(root: ShadowRoot, sheet: CSSStyleSheet): void {
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
