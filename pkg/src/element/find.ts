/** Elements of the page wherever they stand: in open shadow trees too. */
export function elementsNamed<Found extends Element>(name: string, root: ParentNode = document): Found[] {
  return [...root.querySelectorAll("*")].flatMap((element) => {
    if (element.localName === name) return [element as Found];
    return element.shadowRoot ? elementsNamed<Found>(name, element.shadowRoot) : [];
  });
}
