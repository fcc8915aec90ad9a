/**
 * Moves a property that the page set before the element was defined into the class's accessor. An inline script, or a framework that
 * renders first, sets it on the object itself, where it would hide the accessor. Call it in the constructor.
 */
export function takeProperty<Host extends HTMLElement>(host: Host, name: keyof Host): void {
  if (!Object.hasOwn(host, name)) return;
  const value = host[name];
  delete host[name];
  host[name] = value;
}
