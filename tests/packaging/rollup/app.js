import { shop } from "./shop.js";

shop({ pack: "/pack/", wasmUrl: "/static/passerelle.wasm" });
