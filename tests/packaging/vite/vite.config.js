/** @type {import("vite").UserConfig} */
export default {
  // In development, Vite moves packages elsewhere and leaves their WebAssembly behind.
  optimizeDeps: { exclude: ["passerelle"] },
};
