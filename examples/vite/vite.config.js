/** @type {import("vite").UserConfig} */
export default {
  // While developing, Vite moves packages elsewhere and leaves their WebAssembly behind.
  optimizeDeps: { exclude: ["passerelle"] },
};
