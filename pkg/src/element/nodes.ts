/** Creates nodes and style sheets. Text stays text and addresses are parsed: nothing from a feed or a house file is ever markup. */

/** Creates an element; `part` is its class too. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K, part: string, attributes: Record<string, string | number> = {}, ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries({ ...(part && { part, class: part }), ...attributes })) node.setAttribute(name, `${value}`);
  node.append(...children);
  return node;
}

/** Creates a button with a text or with a label for screen readers. */
export function button(part: string, attributes: Record<string, string>, ...children: string[]): HTMLButtonElement {
  return make("button", part, { type: "button", ...attributes }, ...children);
}

/** The width and height attributes of a picture, in CSS pixels; its box has this shape whatever is loaded. */
const WIDTH = 400;
const HEIGHT = 500;

/**
 * Creates a picture with an empty `alt`, since its title is beside it. It tries the sources in order. If none can be loaded, the picture is
 * removed and `lost` is called. A source is a set of attributes of `img`, with addresses from {@link webAddress}.
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

/** Returns an http(s) address in absolute form; empty for anything else. */
export function webAddress(text: string | null): string {
  if (!text) return "";
  try {
    const { protocol, href } = new URL(text, document.baseURI);
    return /^https?:$/.test(protocol) ? href : "";
  } catch {
    return "";
  }
}

/** Returns a function that creates one style sheet at its first call. A sheet created by a script is not subject to `style-src`. */
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

/** Adds a style sheet to a shadow tree, once. */
export function adopt(root: ShadowRoot, sheet: CSSStyleSheet): void {
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
