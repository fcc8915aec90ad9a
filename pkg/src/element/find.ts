/** Returns the elements of this name in `root`, including those in open shadow trees. */
export function elementsNamed<Found extends Element>(name: string, root: ParentNode = document): Found[] {
  return [...root.querySelectorAll("*")].flatMap((element) => {
    if (element.localName === name) return [element as Found];
    return element.shadowRoot ? elementsNamed<Found>(name, element.shadowRoot) : [];
  });
}
