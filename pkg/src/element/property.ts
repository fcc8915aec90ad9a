/**
 * Properties that the page has set before the element was defined: an inline script, or a framework that renders first. They lie on
 * the object itself and would hide the accessors of the class for good. Called by a constructor.
 */
export function takeProperty<Host extends HTMLElement>(host: Host, name: keyof Host): void {
  if (!Object.hasOwn(host, name)) return;
  const value = host[name];
  delete host[name];
  host[name] = value;
}
