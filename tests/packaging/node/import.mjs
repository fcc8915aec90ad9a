// Server rendering: everything can be imported without side effects, and functions that need a browser are not called.

const before = new Set(Object.getOwnPropertyNames(globalThis));
const { createPasserelle, PasserelleError } = await import("passerelle");
await import("passerelle/element");
await import("passerelle/auto");
await import("passerelle/notices");
await import("passerelle/client-messages");
await import("passerelle/loyalty");
await import("passerelle/advice");
await import("passerelle/compare");
await import("passerelle/inspector");
const added = Object.getOwnPropertyNames(globalThis).filter((name) => !before.has(name));

const manifest = await import("passerelle/package.json", { with: { type: "json" } });
const elements = await import("passerelle/custom-elements.json", { with: { type: "json" } });
console.log(
  JSON.stringify({
    added,
    create: typeof createPasserelle,
    error: new PasserelleError("internal", "x") instanceof Error,
    name: manifest.default.name,
    elements: elements.default.schemaVersion,
    wasm: import.meta.resolve("passerelle/passerelle.wasm").endsWith("/dist/passerelle.wasm"),
    hub: import.meta.resolve("passerelle/hub.html").endsWith("/dist/hub.html"),
  }),
);
