// Runs the module without the package around it, for measurements. It has no public API and no store.

/** Serialised into the page: a device without a store, so that the history stays in memory. */
function withoutStore() {
  return {
    ask: async () => ({ failure: "denied" }),
    sleep: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
    random: () => Math.floor(Math.random() * 2 ** 53),
    warn: () => undefined,
    consentChanged: () => undefined,
    historyEdited: () => undefined,
  };
}

/**
 * Adds two functions for each of `modules` to the page. The one in `fills` returns a slate from the module's pack as an object. The one in
 * `ranks` chooses the same slate, and returns only why another item is not in it. All modules have the same history and the same weather.
 * `memories` are the modules' memories, in the same order.
 *
 * - `glue`, `wasm`: the addresses of the module; modules with the same address share an instance
 * - `pack`: the folder of the pack
 */
export async function openInside(page, modules, history) {
  await page.evaluate(async ([wanted, events, device]) => {
    const open = async ({ glue: address, wasm, pack }) => {
      const glue = await import(address);
      const { memory } = await glue.default({ module_or_path: await (await fetch(wasm)).arrayBuffer() });
      const folder = new URL(`${pack}/`, document.baseURI).href;
      const manifest = new Uint8Array(await (await fetch(`${folder}manifest.json`)).arrayBuffer());
      const module = new glue.Module("en", 1n, folder, manifest, new Function(`return (${device})()`)());
      await module.open();
      module.hear("page", "new", true, 0, "nowhere");
      await module.decide();
      module.setSeason({ country: "GB", weather: { temperatureC: -5, rainMm: 8, uvIndex: 1 } });
      for (const itemId of events) {
        const event = { name: "view_item", itemId };
        await module.prepareEvent(event);
        if (!module.track(event).recorded) throw new Error(`${itemId} was not recorded`);
      }
      await module.prepareRequest({ placement: "home" }, "history");
      globalThis.memories.push(memory);
      globalThis.fills.push(() => module.suggest({ placement: "home", limit: 4 }, "history").slate);
      globalThis.ranks.push(() => module.explain({ placement: "home", limit: 4 }, "unknown"));
    };
    globalThis.fills = [];
    globalThis.ranks = [];
    globalThis.memories = [];
    for (const one of wanted) await open(one);
  }, [modules, history, withoutStore.toString()]);
}
