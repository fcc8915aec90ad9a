import { shop } from "./shop.js";

// In a classic script nothing lies beside anything: the address is said.
shop({ pack: "/pack/", wasmUrl: "/passerelle.wasm" });
