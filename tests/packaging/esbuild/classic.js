import { shop } from "./shop.js";

// A classic script has no address of its own, so the module's address is passed.
shop({ pack: "/pack/", wasmUrl: "/passerelle.wasm" });
